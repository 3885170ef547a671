"""Past elections taken for the coming one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from perron.evaluation.history import History
    from perron.experiments.power.placebo import Placebo


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
    """
    from perron.evaluation.placebos import placebos_of

    found = placebos_of(past, units, measure)
    return tuple(one for one in found if one.election == election) or found
