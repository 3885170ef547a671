"""How often one phone may knock at the server's own door: far more than any hand can type."""

import threading
from typing import Final

A_MINUTE: Final = 6000
"""Sendings of one phone in one minute, in one process."""


class Pace:
    """Counts of the minute in course; forgotten with it."""

    def __init__(self, most: int = A_MINUTE) -> None:
        self.most = most
        self._minute = 0
        self._counts: dict[int, int] = {}
        self._lock = threading.Lock()

    def allows(self, phone: int, seconds: float) -> bool:
        """Count one sending.

        Parameters
        ----------
        phone : int
            Which phone.
        seconds : float
            The server's clock, in seconds.

        Returns
        -------
        bool
            False when it has sent too much this minute.
        """
        minute = int(seconds // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            count = self._counts[phone] = self._counts.get(phone, 0) + 1
        return count <= self.most
