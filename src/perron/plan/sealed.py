"""Who a sealed draw leaves alone, in the words of a plan."""

from typing import NamedTuple

import polars as pl

from perron.errors import BadInputError, NoMatchError
from perron.experiments.design import SealedDraw, verify_draw
from perron.geo.placing import place_addresses
from perron.words import Words


class LeftAlone(NamedTuple):
    """What `make_plan` needs of a draw.

    Parameters
    ----------
    drawn : polars.DataFrame or None
        For a draw of bureaux: bureau, held_out, stratum.
    spared : polars.DataFrame or None
        For a draw of buildings or streets: bureau and address of those left alone.
    """

    drawn: pl.DataFrame | None
    spared: pl.DataFrame | None


def left_alone_by(draw: SealedDraw, areas: pl.DataFrame, addresses: pl.DataFrame | None) -> LeftAlone:
    """Return who is left alone: units of the arms that receive no visit.

    Parameters
    ----------
    draw : SealedDraw
        A draw of bureaux, of buildings ("bureau/address") or of streets ("bureau/street").
    areas : polars.DataFrame
        Table `BUREAUX` of the plan.
    addresses : polars.DataFrame or None
        Table `ADDRESSES`.

    Returns
    -------
    LeftAlone
        Bureaux, or addresses.

    Raises
    ------
    BadInputError
        The draw is not what its seed gives, none of its units is in the plan, or its units are not places.
    """
    verdict = verify_draw(draw)
    if not verdict.right:
        first = verdict.findings[0]
        raise BadInputError(verdict.words, file=first.file, line=first.line, column=first.column)
    visited = {arm.name: arm.visited for arm in draw.design.arms}
    units = draw.assignment.select(
        "unit", "stratum", alone=~pl.col("arm").replace_strict(visited, return_dtype=pl.Boolean)
    )
    if draw.design.unit == "bureau":
        _joined(units, areas.get_column("bureau"))
        return LeftAlone(units.select("stratum", bureau="unit", held_out="alone"), None)
    if draw.design.unit not in {"building", "street"}:
        raise BadInputError(
            Words("a plan cannot obey this draw", "un plan ne peut pas suivre ce tirage"),
            column="unit",
            found=draw.design.unit,
            expected=Words("bureau, building or street", "bureau, building ou street"),
        )
    part = "address" if draw.design.unit == "building" else "street"
    if addresses is None:
        raise NoMatchError(Words("this draw needs addresses", "ce tirage demande des adresses"), column=part)
    placed = place_addresses(addresses, areas).addresses.drop_nulls("bureau")
    named = placed.select("bureau", "address", unit=pl.concat_str("bureau", part, separator="/"))
    _joined(units, named.get_column("unit"))
    spared = named.join(units.filter("alone"), on="unit", how="semi", maintain_order="left")
    return LeftAlone(None, spared.select("bureau", "address"))


def _joined(units: pl.DataFrame, known: pl.Series) -> None:
    if not units.get_column("unit").is_in(known.implode()).any():
        raise NoMatchError(
            Words(
                "no unit of the draw is in these boundaries", "aucune unité du tirage n’est dans ce découpage"
            ),
            column="unit",
            found=str(units.get_column("unit")[0]),
            expected=Words(f"such as {known[0]}", f"comme {known[0]}") if len(known) else None,
        )
