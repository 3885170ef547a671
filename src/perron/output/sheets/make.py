"""Make the walk lists: one PDF for many turfs, by Typst."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from perron.output.geojson import walking_lines
from perron.output.sheets.drawing import Surroundings
from perron.output.sheets.sheet import HEADS_MM, LEGEND_MM, OPENING_MM, Paper, sheet, with_paper
from perron.output.sheets.struck import Door, Struck, struck_out
from perron.output.sheets.texts import OUTCOMES, TEXTS
from perron.output.typeset import typeset
from perron.progress import Progress, silent
from perron.words import Language, Words

if TYPE_CHECKING:
    from perron.plan import Plan

TEMPLATE: Final = Path(__file__).with_name("sheet.typ")
_CELL_DEGREES: Final = 0.008
"""Cell in which surroundings are looked up: some 600 m by 900 m in France."""
_DRAWING: Final = Words("Drawing walk lists", "Dessin des feuilles de route")


def write_sheets(
    plan: "Plan",
    path: Path,
    turfs: Sequence[str],
    *,
    code: str,
    lang: Language = "fr",
    progress: Progress = silent,
) -> None:
    """Write the walk lists of some turfs to a PDF; nothing is written when there is no turf.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    path : Path
        The file to write.
    turfs : sequence of str
        Codes of turfs, in the order to print.
    code : str
        Code of the plan, printed in the QR code.
    lang : {"fr", "en"}
        Language of the sheets.
    progress : Progress
        Told of each turf.
    """
    if turfs:
        path.write_bytes(make_sheets(plan, turfs, code=code, lang=lang, progress=progress))


def make_sheets(
    plan: "Plan",
    turfs: Sequence[str],
    *,
    code: str,
    lang: Language = "fr",
    held: Mapping[str, Paper] = MappingProxyType({}),
    never: Collection[Door] = (),
    progress: Progress = silent,
) -> bytes:
    """Make the walk lists of some turfs.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    turfs : sequence of str
        Codes of turfs, in the order to print; at least one.
    code : str
        Code of the plan, printed in the QR code.
    lang : {"fr", "en"}
        Language of the sheets.
    held : mapping of str to Paper
        By turf, the code of its list for turfs in somebody's hands.
    never : collection of Door
        Doors struck out: those who live there asked not to be called on again.
    progress : Progress
        Told of each turf.

    Returns
    -------
    bytes
        A PDF; the same turfs give the same bytes.
    """
    sheets = []
    struck = struck_out(never, lang)
    for done, (turf, content) in enumerate(_sheets(plan, turfs, code, lang, struck), start=1):
        sheets.append(with_paper(content, held.get(turf)))
        progress(_DRAWING, done, len(turfs))
    return compile_sheets({**_shared(plan, lang), "sheets": sheets})


def compile_sheets(content: dict[str, Any]) -> bytes:
    """Set the sheets in type.

    Parameters
    ----------
    content : dict
        What `sheet.typ` reads.

    Returns
    -------
    bytes
        A PDF without date.
    """
    return typeset(TEMPLATE, content)


def _shared(plan: "Plan", lang: Language) -> dict[str, Any]:
    return {
        "lang": lang,
        "campaign": str(plan.parameters.get("campaign", "")),
        "texts": {key: words.text(lang) for key, words in TEXTS.items()},
        "outcomes": [[words.text(lang) for words in outcome] for outcome in OUTCOMES],
        "heights": {"opening": OPENING_MM, "legend": LEGEND_MM, "heads": HEADS_MM},
        "credits": " · ".join(plan.credits),
    }


def _sheets(plan: "Plan", turfs: Sequence[str], code: str, lang: Language, struck: Struck) -> Any:
    """Yield each turf and the content of its sheet."""
    order = pl.DataFrame({"turf": list(turfs)})
    rows = order.join(plan.turfs, on="turf", how="inner", maintain_order="left")
    bureaux = plan.scores.select("bureau", "name", "territory").join(
        plan.areas.select("bureau", pl.col("number").alias("bureau_number")), on="bureau", how="left"
    )
    rows = rows.join(bureaux, on="bureau", how="left", maintain_order="left")
    parts = pl.len().over("bureau", "address") > 1
    own = plan.doors.filter(pl.col("bureau").is_in(rows.get_column("bureau").implode()))
    own = own.with_columns(parts.alias("shared"))
    wanted = own.filter(pl.col("turf").is_in(order.get_column("turf").implode())).sort("turf", "order")
    areas = plan.areas.filter(pl.col("bureau").is_in(rows.get_column("bureau").implode()))
    around = Surroundings(_near(plan.doors, wanted), areas)
    stops = {str(key[0]): frame for key, frame in wanted.group_by("turf", maintain_order=True)}
    lines = walking_lines(rows, wanted)
    for row, line in zip(rows.iter_rows(named=True), lines, strict=True):
        content = sheet(row, stops[row["turf"]], line, around, code=code, lang=lang, struck=struck)
        yield row["turf"], content


def _near(doors: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Return the stops in the cells of the wanted ones and in the cells beside them."""
    cell = [
        (pl.col(name) / _CELL_DEGREES).floor().cast(pl.Int32).alias(f"{name}_cell") for name in ("lon", "lat")
    ]
    cells = wanted.select(cell).unique(maintain_order=True)
    steps = pl.DataFrame({"i": [-1, 0, 1]}).join(pl.DataFrame({"j": [-1, 0, 1]}), how="cross")
    beside = cells.join(steps, how="cross").select(
        (pl.col("lon_cell") + pl.col("i")).cast(pl.Int32), (pl.col("lat_cell") + pl.col("j")).cast(pl.Int32)
    )
    return doors.with_columns(cell).join(
        beside.unique(), on=["lon_cell", "lat_cell"], how="semi", maintain_order="left"
    )
