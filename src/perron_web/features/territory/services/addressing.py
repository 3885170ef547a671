"""Rows of addresses: each in its bureau of the current boundaries, with its doors."""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from perron.geo.placing import place_addresses
from perron.turf.stops import doors_of
from perron.turf.times import DoorTimes
from perron_web.features.territory.models import Address, Dataset, Import
from perron_web.features.territory.services.counting import Where
from perron_web.platform.rows import insert_rows

COLUMNS: Final = (
    "campaign_id", "place", "made_by_id", "dataset_id", "bureau_id", "key", "number", "suffix", "street",
    "lon", "lat", "doors", "electors", "estimated",
)  # fmt: skip


def add_addresses(
    *,
    imported: Import,
    dataset: Dataset,
    addresses: pl.DataFrame,
    areas: pl.DataFrame,
    registered: pl.DataFrame,
    where: Where,
) -> int:
    """Insert addresses in the bureaux of the current boundaries.

    Parameters
    ----------
    imported : Import
        The import that makes the rows.
    dataset : Dataset
        Where they come from (the newest, where several were joined).
    addresses : polars.DataFrame
        Table `ADDRESSES`.
    areas : polars.DataFrame
        Table `BUREAUX` of the current boundaries.
    registered : polars.DataFrame
        Columns bureau and registered, to estimate doors where no source gives them.
    where : mapping
        Bureaux of the current boundaries by code.

    Returns
    -------
    int
        Rows inserted; addresses in no bureau are left out.
    """
    placed = place_addresses(addresses, areas).addresses.filter(pl.col("bureau").is_not_null())
    known = doors_of(placed, registered, DoorTimes()).with_columns(
        pl.col("suffix").fill_null(""), pl.col("lon").round(6), pl.col("lat").round(6)
    )
    columns = (
        "bureau",
        "address",
        "number",
        "suffix",
        "street",
        "lon",
        "lat",
        "doors",
        "electors",
        "estimated",
    )

    def values() -> Iterator[tuple[Any, ...]]:
        for bureau, key, number, suffix, street, *rest in known.select(columns).iter_rows():
            pk, place = where[bureau]
            yield (
                imported.campaign_id, place, imported.pk, dataset.pk, pk, key[:120], number, suffix[:20],
                street[:200], *rest,
            )  # fmt: skip

    return insert_rows(Address, COLUMNS, values())
