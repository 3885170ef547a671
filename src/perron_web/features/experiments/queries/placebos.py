"""Past elections taken for the coming one."""

from typing import TYPE_CHECKING, Final

from perron.errors import PerronError
from perron.words import Words

if TYPE_CHECKING:
    import polars as pl

    from perron.evaluation.history import History
    from perron.experiments.power.placebo import Placebo

FEW: Final = 4
"""Units with a result under which an election says nothing."""


def chosen_placebos(
    past: "History", units: "pl.DataFrame", measure: str, election: str
) -> "tuple[Placebo, ...]":
    """Return the past elections that stand for the coming one.

    Parameters
    ----------
    past : History
        Past results.
    units : polars.DataFrame
        Units with results.
    measure : str
        What is counted.
    election : str
        One of them; empty, or unknown, for all.

    Returns
    -------
    tuple of Placebo
        With what was known before each.

    Raises
    ------
    PerronError
        Hardly any of these units has a past result.
    """
    from perron.evaluation.placebos import placebos_of

    found = tuple(one for one in placebos_of(past, units, measure) if one.known().sum() >= FEW)
    if not found:
        raise PerronError(
            Words(
                "Too few of these bureaux have past results to say how much they differ.",
                "Trop peu de ces bureaux ont des résultats passés pour dire combien ils diffèrent.",
            )
        )
    return tuple(one for one in found if one.election == election) or found
