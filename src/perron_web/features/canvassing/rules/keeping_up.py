"""Fresh figures in a burst: the tally takes short steps, and receiving waits for it when it is late."""

import threading
import time
from collections.abc import Callable
from typing import Final

FEWEST, MOST, FIRST = 25, 4000, 200
"""Receipts folded at once: at least, at most, at the beginning."""
STEP_S: Final = 0.25
"""Seconds that a step should take: nobody sees any of its figures before it ends."""
LATE: Final = 0.6
"""Age of the oldest report not yet in the figures from which receiving waits."""
STUCK: Final = 15.0
"""Age from which it does not: the tally is not there to be waited for."""
LONGEST: Final = 2.0
"""Seconds for which one sending waits at most."""
LOOK: Final = 0.1
"""Seconds between two looks at the age, in one process."""


def next_step(size: int, folded: int, took: float) -> int:
    """Return how many receipts to fold at once next.

    Parameters
    ----------
    size : int
        How many it could be this time.
    folded : int
        How many it was.
    took : float
        Seconds that it took.

    Returns
    -------
    int
        Half to twice as many, so that a step takes about `STEP_S`; the same after one too small to tell.
    """
    if 2 * folded < size and took < STEP_S:
        return size
    wanted = folded * STEP_S / max(took, 0.001)
    return round(min(max(wanted, size / 2, FEWEST), 2 * size, MOST))


class Brake:
    """Holds sendings back while figures are late: what is not yet taken in is still on the phone.

    Parameters
    ----------
    lag : Callable
        Age in seconds of the oldest report not yet in the figures; 0 when there is none.
    clock, sleep : Callable
        Time's own.
    """

    def __init__(
        self,
        lag: Callable[[], float],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._lag, self._clock, self._sleep = lag, clock, sleep
        self._known, self._at = 0.0, float("-inf")
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Wait while figures are late, no longer than `LONGEST`.

        Returns
        -------
        float
            Seconds waited.
        """
        began = self._clock()
        while LATE < self._age() < STUCK and self._clock() - began < LONGEST:
            self._sleep(LOOK)
        return self._clock() - began

    def _age(self) -> float:
        now = self._clock()
        if now - self._at >= LOOK and self._lock.acquire(blocking=False):
            try:
                self._known, self._at = self._lag(), self._clock()
            finally:
                self._lock.release()
        return self._known
