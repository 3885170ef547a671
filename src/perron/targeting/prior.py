"""One figure believed: its centre, its uncertainty, its source."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Prior:
    """One figure: what is believed, how surely, and where it comes from.

    Parameters
    ----------
    mean, sd : float
        Centre and standard deviation of a normal law.
    low, high : float
        Bounds: draws outside are brought back to them.
    source : str
        Publication, or "assumption".
    """

    mean: float
    sd: float
    low: float
    high: float
    source: str

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Draw values of the figure.

        Parameters
        ----------
        count : int
            Draws.
        rng : numpy.random.Generator
            Source of randomness.

        Returns
        -------
        ndarray of float64, shape (count,)
            Draws, between `low` and `high`.
        """
        return np.clip(rng.normal(self.mean, self.sd, count), self.low, self.high)
