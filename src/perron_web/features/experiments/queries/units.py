"""The table of units that a draw is made from: bureaux, buildings or streets, with the scores of a run."""

from typing import TYPE_CHECKING, Any, Final

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.experiments.queries.reach import ALL, PLAN, reach_of
from perron_web.features.targeting.models import Run, Score
from perron_web.features.territory.models import Address

if TYPE_CHECKING:
    import polars as pl

SCORES: Final = ("votes_per_hour", "mobilisation", "persuasion", "turnout", "support")
"""Columns of a bureau that may be missing where a score is."""


def units_of(run: Run, unit: str, among: str = ALL) -> "pl.DataFrame":
    """Return what may be drawn, with what it is known by.

    Parameters
    ----------
    run : Run
        A finished run, in the scope of the whole campaign.
    unit : {"bureau", "building", "street"}
        What is drawn.
    among : {"all", "plan"}
        Whether every bureau counts, or only those where the hours of the run lead.

    Returns
    -------
    polars.DataFrame
        unit, bureau, territory, commune, place, then numbers; sorted by unit. A number that a bureau lacks
        is that of the least of them: it ranks last.

    Raises
    ------
    PerronError
        The run has no scores, or there are no addresses to draw among.
    """
    bureaux = _bureaux(run)
    if among == PLAN:
        bureaux = bureaux.filter(bureaux["bureau"].is_in(sorted(reach_of(run).bureaux)))
    if unit == "bureau":
        return bureaux.with_columns(unit="bureau").select(_first(bureaux.columns)).sort("unit")
    found = _addresses(bureaux)
    if unit == "street":
        found = _streets(found)
    return found.sort("unit")


def _first(columns: list[str]) -> list[str]:
    return ["unit", *(name for name in columns if name != "unit")]


def _bureaux(run: Run) -> "pl.DataFrame":
    import polars as pl

    names = ("bureau__pk", "bureau__place", "code", "territory", "bureau__commune", "registered", *SCORES)
    rows = Score.objects.filter(run=run).order_by("code").values_list(*names)
    numbers = dict.fromkeys(SCORES, pl.Float64)
    schema = {
        "row": pl.Int64,
        "place": pl.String,
        "bureau": pl.String,
        "territory": pl.String,
        "commune": pl.String,
        "registered": pl.Int64,
        **numbers,
    }
    table = pl.DataFrame(list(rows), schema=schema, orient="row")
    if table.is_empty():
        raise PerronError(
            Words("This plan has no scores to draw among.", "Ce plan n’a pas de scores parmi lesquels tirer.")
        )
    filled = [pl.col(name).fill_null(pl.col(name).min()).fill_null(0.0) for name in SCORES]
    labels = [
        pl.when(pl.col(n) == "").then(pl.lit("—")).otherwise(n).alias(n) for n in ("territory", "commune")
    ]
    return table.with_columns(*filled, *labels)


def _addresses(bureaux: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    rows = Address.objects.order_by().values_list("bureau_id", "key", "street", "doors")
    schema = {"row": pl.Int64, "address": pl.String, "street": pl.String, "doors": pl.Int64}
    table = pl.DataFrame(list(rows.iterator(chunk_size=20_000)), schema=schema, orient="row")
    known = bureaux.select("row", "bureau", "place", "territory", "commune", "votes_per_hour")
    found = table.join(known, on="row")
    if found.is_empty():
        raise PerronError(
            Words(
                "There are no addresses: import them to draw buildings or streets.",
                "Il n’y a pas d’adresses\u00a0: importez-les pour tirer des immeubles ou des rues.",
            )
        )
    street = pl.concat_str("bureau", "street", separator="/")
    return found.select(
        unit=pl.concat_str("bureau", "address", separator="/"),
        row="row",
        bureau="bureau",
        place="place",
        address="address",
        street=street,
        street_name="street",
        territory="territory",
        commune="commune",
        doors=pl.col("doors").cast(pl.Float64),
        votes_per_hour="votes_per_hour",
    ).unique("unit", keep="first", maintain_order=True)


def _streets(addresses: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    same = ("row", "bureau", "place", "street_name", "territory", "commune", "votes_per_hour")
    return (
        addresses.group_by("street")
        .agg(
            *(pl.col(name).first() for name in same),
            doors=pl.col("doors").sum(),
            buildings=pl.len().cast(pl.Float64),
        )
        .rename({"street": "unit"})
    )


def counted_units(run: Run, unit: str, among: str = ALL) -> int:
    """Count what may be drawn, without reading it.

    Parameters
    ----------
    run : Run
        A finished run.
    unit : {"bureau", "building", "street"}
        What is drawn.
    among : {"all", "plan"}
        Whether every bureau counts, or only those where the hours of the run lead.

    Returns
    -------
    int
        How many.
    """
    rows: Any = Score.objects.filter(run=run)
    if unit != "bureau":
        rows = Address.objects.order_by()
    if among == PLAN:
        name = "code__in" if unit == "bureau" else "bureau__code__in"
        rows = rows.filter(**{name: reach_of(run).bureaux})
    return int((rows.values("bureau", "street").distinct() if unit == "street" else rows).count())
