"""Why a bureau stands where it stands, in sentences."""

from dataclasses import dataclass
from typing import Any, Final

from perron_web.features.targeting.models import Score
from perron_web.platform.words import language

LEAST: Final = 0.0005
"""Votes per hour under which a reason would read as nothing."""


@dataclass(frozen=True)
class Reason:
    """One factor of one score, against the average bureau."""

    score: str
    effect: float
    text: str

    @property
    def lifts(self) -> bool:
        """Whether it lifts the bureau above the average."""
        return self.effect >= 0


def reasons_of(score: Score, kind: str = "") -> list[Reason]:
    """Return the reasons of a bureau, the strongest first.

    Parameters
    ----------
    score : Score
        What the run says of it.
    kind : str
        Mobilisation, persuasion or registration; all when empty.

    Returns
    -------
    list of Reason
        In the reader's language.
    """
    rows = [row for row in score.reasons if not kind or row["score"] == kind]
    rows.sort(key=lambda row: -abs(row["effect"]))
    told = [row for row in rows if _known(row) and abs(row["effect"]) >= LEAST]
    return [Reason(row["score"], row["effect"], _words(row)) for row in told]


def _known(row: dict[str, Any]) -> bool:
    return row.get("value") is not None and row.get("average") is not None


def _words(row: dict[str, Any]) -> str:
    from perron.targeting.phrases import reason_words

    return reason_words(row, language()).replace("'", "’")
