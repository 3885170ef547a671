"""What the command line says of a design, and the table of its units."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from perron.cli.naming import naming
from perron.errors import BadInputError, ParameterError
from perron.words import Words

if TYPE_CHECKING:
    import polars as pl

    from perron.experiments.design import Arm, Design, Saturation


def read_units(path: Path) -> "pl.DataFrame":
    """Read a table of units.

    Parameters
    ----------
    path : Path
        CSV (comma or semicolon) or Parquet.

    Returns
    -------
    polars.DataFrame
        The table; a column bureau stands for unit when there is none.

    Raises
    ------
    BadInputError
        It cannot be read as a table.
    """
    import polars as pl

    try:
        if path.read_bytes()[:4] == b"PAR1":
            table = pl.read_parquet(path)
        else:
            with path.open("rb") as stream:
                header = stream.readline()
            mark = ";" if header.count(b";") > header.count(b",") else ","
            table = pl.read_csv(path, infer_schema=False, separator=mark)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise BadInputError(
            Words("this table cannot be read", "cette table est illisible"),
            file=path.name,
            found=str(error).splitlines()[0],
            expected=Words("CSV in UTF-8, or Parquet", "CSV en UTF-8, ou Parquet"),
        ) from error
    if "unit" not in table.columns and "bureau" in table.columns:
        table = table.rename({"bureau": "unit"})
    return table


def design_from(
    file: Path | None,
    *,
    share: float,
    kind: str,
    unit: str,
    strata: Sequence[str],
    order_by: str,
    stratum_size: int,
    cluster: str,
    pair_on: Sequence[str],
    arms: Sequence[str],
    saturations: Sequence[str],
    rerandomise: Sequence[str],
    accept: float,
    columns: Sequence[str],
) -> "Design":
    """Return the design that the options say.

    Parameters
    ----------
    file : Path or None
        A design as JSON (or a draw.json, whose design is taken); the other choices are then left out.
    share : float
        Share of the control arm, when no arm is named.
    kind, unit, strata, order_by, stratum_size, cluster, pair_on : object
        As in `Design`; size 0: from the share; without strata, pairs or order, units are ranked by
        votes_per_hour.
    arms : sequence of str
        NAME=SHARE:CHANNELS.
    saturations : sequence of str
        LEVEL=SHARE.
    rerandomise : sequence of str
        Columns.
    accept : float
        Share of draws accepted.
    columns : sequence of str
        Columns of the units.

    Returns
    -------
    Design
        The design, checked.
    """
    from perron.experiments.design import Design, Rerandomise
    from perron.experiments.design.choices import size_for

    if file is not None:
        return _design_in(file)
    levels = tuple(_saturation(text) for text in saturations)
    chosen = tuple(_arm(text) for text in arms) or _usual_arms(kind, share, levels)
    if kind == "strata" and not strata and not order_by and "votes_per_hour" in columns:
        order_by = "votes_per_hour"
    return Design(
        kind,  # type: ignore[arg-type]
        unit,  # type: ignore[arg-type]
        chosen,
        strata=tuple(strata),
        order_by=order_by,
        stratum_size=stratum_size or size_for(chosen[0].share),
        cluster=cluster,
        pair_on=tuple(pair_on),
        saturations=levels,
        rerandomise=Rerandomise(tuple(rerandomise), accept) if rerandomise else None,
    )


def _usual_arms(kind: str, share: float, levels: "Sequence[Saturation]") -> "tuple[Arm, ...]":
    from perron.experiments.design import Arm

    if kind == "pairs":
        share = 0.5
    if levels:
        share = 1.0 - sum(level.level * level.share for level in levels)
    return Arm("control", share), Arm("visit", 1.0 - share, ("visit",))


def _design_in(file: Path) -> "Design":
    from perron.experiments.design import Design

    try:
        plain = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError as error:
        raise BadInputError(
            Words("this design is not JSON", "ce protocole n’est pas du JSON"),
            file=file.name,
            line=error.lineno,
            found=error.msg,
        ) from error
    if isinstance(plain, dict) and isinstance(plain.get("design"), dict):
        plain = plain["design"]
    if not isinstance(plain, dict):
        raise BadInputError(Words("this is not a design", "ce n’est pas un protocole"), file=file.name)
    with naming([file], choices=True):
        return Design.from_dict(plain)


def _arm(text: str) -> "Arm":
    from perron.experiments.design import Arm

    name, _, rest = text.partition("=")
    share, _, channels = rest.partition(":")
    return Arm(name, _number("--arm", text, share), tuple(c for c in channels.split(",") if c))


def _saturation(text: str) -> "Saturation":
    from perron.experiments.design import Saturation

    level, _, share = text.partition("=")
    return Saturation(_number("--saturation", text, level), _number("--saturation", text, share))


def _number(option: str, text: str, value: str) -> float:
    """Read a share: a decimal number or a fraction such as 1/3."""
    above, slash, below = value.partition("/")
    try:
        return float(above) / float(below) if slash else float(above)
    except (ValueError, ZeroDivisionError):
        raise ParameterError(
            Words("this is not a share", "ce n’est pas une part"),
            column=option,
            found=text,
            expected=Words("a number such as 0.2 or 1/3", "un nombre comme 0.2 ou 1/3"),
        ) from None
