"""The scores as products of factors: votes per volunteer-hour."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOBILISATION: Final = ("contacts_per_hour", "intermittent", "mobilisation_effect", "support")
PERSUASION: Final = ("contacts_per_hour", "turnout", "persuasion_effect", "balance")
REGISTRATION: Final = ("contacts_per_hour", "unregistered", "registration_effect")
FACTORS: Final = {"mobilisation": MOBILISATION, "persuasion": PERSUASION, "registration": REGISTRATION}
"""The factors of each score; the score is their product."""

WEIGHTS: Final = {"mobilisation": (1.0, 0.0), "persuasion": (0.0, 1.0), "both": (1.0, 1.0)}
"""What mobilisation and persuasion weigh in `votes_per_hour`, by objective."""


@dataclass(frozen=True, slots=True)
class Factors:
    """Factors by bureau: arrays of shape (n,), or (draws, n).

    Parameters
    ----------
    contacts_per_hour : ndarray
        Conversations per volunteer-hour.
    intermittent, turnout, support, unregistered : ndarray
        Shares: of registered, of registered, of valid votes, of adults.
    balance : ndarray
        How evenly the bureau is divided: s (1 - s) against its value where the effect was measured.
    mobilisation_effect, persuasion_effect, registration_effect : ndarray
        Votes, or registrations, per conversation with a person concerned.
    """

    contacts_per_hour: Floats
    intermittent: Floats
    turnout: Floats
    support: Floats
    balance: Floats
    unregistered: Floats
    mobilisation_effect: Floats
    persuasion_effect: Floats
    registration_effect: Floats

    def product(self, score: str) -> Floats:
        """Return one score.

        Parameters
        ----------
        score : str
            "mobilisation", "persuasion" or "registration".

        Returns
        -------
        ndarray of float64
            Votes (registrations) per volunteer-hour.
        """
        first, second, *others = (getattr(self, name) for name in FACTORS[score])
        out: Floats = np.asarray(first * second)
        for values in others:
            shape = np.broadcast_shapes(out.shape, np.shape(values))
            out = np.multiply(out, values, out=out if out.shape == shape else None)
        return out


def balance(support: Floats, reference: float) -> Floats:
    """Return how much room for persuasion a bureau's division leaves.

    Parameters
    ----------
    support : ndarray of float64
        Share of valid votes, between 0 and 1.
    reference : float
        Share where the effect was measured, strictly between 0 and 1.

    Returns
    -------
    ndarray of float64
        s (1 - s) / (r (1 - r)): what one same push on the log-odds of a vote moves, against the reference.
    """
    return support * (1.0 - support) / (reference * (1.0 - reference))
