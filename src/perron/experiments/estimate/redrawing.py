"""The design's own draws, in the order of a sample's rows."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import NoMatchError
from perron.experiments.design.choices import Design
from perron.experiments.design.redraws import redraws
from perron.experiments.estimate.draws import Redraw
from perron.words import Words


def redraw_of(
    design: Design, units: pl.DataFrame, rows: Sequence[str], *, treated: str, control: str
) -> Redraw:
    """Return what draws the arms of a sample again by the law of its design.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        The units drawn, as in `draw`.
    rows : sequence of str
        Unit of each row of the sample.
    treated, control : str
        Names of the arms compared; units that fall in another arm are not compared in that draw.

    Returns
    -------
    callable
        redraw(seed, draws) -> int8 (draws, rows): 1 treated, 0 control, -1 another arm.

    Raises
    ------
    NoMatchError
        A row's unit was not drawn.
    ParameterError
        No arm has that name.
    """
    names = [arm.name for arm in design.arms]
    arms = np.full(len(names), -1, dtype=np.int8)
    arms[names.index(design.arm(control).name)] = 0
    arms[names.index(design.arm(treated).name)] = 1
    known = {unit: place for place, unit in enumerate(units.get_column("unit").cast(pl.String))}
    lost = [row for row in rows if row not in known]
    if lost:
        raise NoMatchError(
            Words("these units were not drawn", "ces unités n’ont pas été tirées"),
            column="unit",
            found=", ".join(lost[:5]),
        )
    places = np.array([known[row] for row in rows], dtype=np.int64)

    table = arms.tobytes() + bytes([255]) * (256 - len(arms))
    in_order = bool(np.array_equal(places, np.arange(len(known))))

    def redraw(seed: int, draws: int) -> NDArray[np.int8]:
        drawn = redraws(design, units, seed, draws)
        drawn = drawn if in_order else drawn[:, places]
        return np.frombuffer(drawn.tobytes().translate(table), dtype=np.int8).reshape(drawn.shape)

    return redraw
