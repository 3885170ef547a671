"""Past elections taken for the coming one, with what was known before each, for the power curve."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import NoMatchError, ParameterError
from perron.evaluation.history import History
from perron.evaluation.units import index_2012
from perron.experiments.power.placebo import Placebo
from perron.targeting.elections import election
from perron.words import Words

Floats = NDArray[np.float64]
LAG: Final = 0.5
"""Years between an election and those that it may be adjusted for: rounds of the same spring are not known
before the visits."""


def placebos_of(
    past: History, units: pl.DataFrame, measure: str = "turnout", bloc: str = "", *, lag: float = LAG
) -> tuple[Placebo, ...]:
    """Return the past elections that can stand for the coming one.

    Parameters
    ----------
    past : History
        Past results.
    units : polars.DataFrame
        Column unit: the units of the experiment, in order.
    measure, bloc : str
        Outcome, as in `History.counts`.
    lag : float
        Years between an election and those it is adjusted for, 0 or more.

    Returns
    -------
    tuple of Placebo
        Elections that have earlier ones, oldest first; all of them, unadjusted, when none has. They are
        adjusted for earlier values of the outcome, most recent first, then for the other of turnout and
        support, and units ranked by the index of 2012 as it was before (all alike where nothing was).

    Raises
    ------
    NoMatchError
        A unit of the experiment has no past result at all.
    ParameterError
        No such measure or bloc, or a lag below 0.
    """
    if not lag >= 0:
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
            column="lag",
            found=str(lag),
        )
    rows = _rows(past, units)
    weights = past.registered().get_column("registered").fill_null(0.0).to_numpy()[rows]
    other = "support" if measure == "turnout" else "turnout"
    own, own_names = _shares(past, measure, bloc, rows)
    more, more_names = _shares(past, other, bloc, rows)
    when = {name: election(name).when for name in past.elections}
    found = []
    for place, name in enumerate(own_names):
        known = [n for n in past.elections if when[n] < when[name] and when[n] <= when[name] - lag + 1e-9]
        before = [
            table[i]
            for table, names in ((own, own_names), (more, more_names))
            for i in reversed(range(len(names)))
            if names[i] in known
        ]
        earlier = np.array(before).reshape(len(before), len(rows)).T
        found.append(Placebo(name, own[place], earlier, weights, _rank(past, known)[rows]))
    adjusted = tuple(one for one in found if one.earlier.shape[1])
    return adjusted or tuple(found)


def _rows(past: History, units: pl.DataFrame) -> NDArray[np.intp]:
    """Return where each unit of the experiment stands in the history."""
    place = past.places.select("unit").with_row_index("_row")
    joined = units.select(pl.col("unit").cast(pl.String)).join(
        place, on="unit", how="left", maintain_order="left"
    )
    lost = joined.filter(pl.col("_row").is_null()).get_column("unit")
    if len(lost):
        raise NoMatchError(
            Words(
                f"{len(lost)} units of the experiment have no past result",
                f"{len(lost)} unités de l’expérience n’ont aucun résultat passé",
            ),
            found=", ".join(lost.head(5)),
            expected=Words(*[", ".join(past.places.get_column("unit").head(3)) + "…"] * 2),
        )
    return joined.get_column("_row").to_numpy().astype(np.intp)


def _rank(past: History, known: list[str]) -> Floats:
    """Return the index of 2012 as some elections make it; the same for all when there is none."""
    if not known:
        return np.zeros(past.places.height)
    out: Floats = index_2012(past, known).get_column("index_2012").fill_null(np.nan).to_numpy()
    return out


def _shares(past: History, measure: str, bloc: str, rows: NDArray[np.intp]) -> tuple[Floats, tuple[str, ...]]:
    _, names, table = past.shares(measure, bloc)
    return table[:, rows], names
