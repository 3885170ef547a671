"""Campaigns with data imported: a few bureaux of the Paris sample, or any tables, as rows and datasets."""

from functools import cache
from typing import Any

import polars as pl
import shapely

from perron.plan import Inputs, Insee
from perron.samples import load_paris
from perron.samples.paris import BEFORE_2017, FOLDER
from perron.tables import Results
from perron.targeting import load_blocs
from perron_web.features.campaigns.models import BlocChoice
from perron_web.features.campaigns.queries.blocs import bloc_table
from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import BoundarySet, Bureau, Dataset, Import
from perron_web.platform.files import store_table

SECOND, TWENTIETH = "75056_02", "75056_20"


@cache
def paris_inputs(*parts: str) -> Inputs:
    """Return the sample's tables, of these beginnings of codes; the whole city without any."""
    paris = load_paris()
    here = (
        pl.any_horizontal(pl.col("bureau").str.starts_with(part) for part in parts)
        if parts
        else pl.lit(value=True)
    )
    return Inputs(
        results=Results(paris.results.general.filter(here), paris.results.votes.filter(here)),
        areas=paris.bureaux_2017.filter(here),
        addresses=paris.addresses.filter(here),
        former=dict.fromkeys(BEFORE_2017, paris.bureaux_2012.filter(here)),
        insee=Insee(paris.areas, paris.statistics, paris.housing),
        credits=paris.credits,
    )


def place_of(code: str) -> str:
    return f"11/75/75056/{code[6:8]}/{code}/"


def with_data(campaign: Any, inputs: Inputs, *, place_of: Any = place_of) -> None:
    """Give a campaign these tables, as an import would; call it inside the campaign's scope."""
    made_by = Import.objects.create(campaign=campaign, state="applied")

    def keep(kind: DataKind, name: str, table: pl.DataFrame, extra: pl.DataFrame | None = None, **more: Any):
        stored = store_table(table, campaign=campaign, kind=str(kind))
        beside = store_table(extra, campaign=campaign, kind="extra").path if extra is not None else ""
        return Dataset.objects.create(
            campaign=campaign, kind=kind, name=name, table=stored.path, extra=beside, sha256=stored.sha256,
            rows=stored.rows, imported_by=made_by, **more,
        )  # fmt: skip

    for (election,), general in inputs.results.general.group_by("election", maintain_order=True):
        votes = inputs.results.votes.filter(pl.col("election") == election)
        year = 2012 if election in inputs.former else 2017
        keep(DataKind.RESULTS, election, general, votes, election=election, boundary_year=year,
             year=int(election[:4]), source="Ville de Paris", licence="ODbL")  # fmt: skip
    areas = keep(DataKind.BUREAUX, "Bureaux 2017", inputs.areas, year=2017)
    for table in {id(t): t for t in inputs.former.values()}.values():
        keep(DataKind.BUREAUX, "Bureaux 2012", table, year=2012)
    if inputs.addresses is not None:
        keep(DataKind.ADDRESSES, "Adresses", inputs.addresses)
    if inputs.insee is not None:
        keep(DataKind.AREAS, "Iris", inputs.insee.areas)
        keep(DataKind.STATISTICS, "Recensement", inputs.insee.statistics)
        if inputs.insee.housing is not None:
            keep(DataKind.HOUSING, "Logements sociaux", inputs.insee.housing)
    boundary_set = BoundarySet.objects.create(
        campaign=campaign, year=2017, name="Bureaux 2017", current=True, made_by=made_by
    )
    Bureau.objects.bulk_create(
        [_bureau(campaign, boundary_set, areas, row, place_of) for row in inputs.areas.iter_rows(named=True)],
        batch_size=2000,
    )


def _bureau(campaign: Any, boundary_set: Any, dataset: Any, row: dict[str, Any], place_of: Any) -> Bureau:
    west, south, east, north = 0.0, 0.0, 0.0, 0.0
    shape = "{}"
    if row["geometry"] is not None:
        area = shapely.from_wkb(row["geometry"])
        west, south, east, north = area.bounds
        shape = shapely.to_geojson(area)
    return Bureau(
        campaign=campaign, boundary_set=boundary_set, dataset=dataset, code=row["bureau"],
        number=row["number"],
        name=row["name"] or "", commune=row["commune"], commune_name="Paris", place=place_of(row["bureau"]),
        lon=(west + east) / 2, lat=(south + north) / 2, west=west, south=south, east=east, north=north,
        shape=shape,
    )  # fmt: skip


def with_blocs(campaign: Any, example: str = "centre") -> None:
    """Give a campaign the blocs of one of the invented examples."""
    blocs = load_blocs(FOLDER / f"blocs-{example}.toml")
    rows = {}
    for election, sides in blocs.elections.items():
        for part, choices in sides.items():
            side, _, family = part.partition("/")
            for choice in choices:
                rows[election, choice] = BlocChoice(
                    campaign=campaign, election=election, choice=choice, side=side, family=family
                )
    BlocChoice.objects.bulk_create(rows.values())
    assert bloc_table(campaign)["elections"]


def ready(campaign: Any, *parts: str) -> Any:
    """Give a campaign all that a plan needs: some bureaux of the sample, and blocs."""
    with_data(campaign, paris_inputs(*(parts or (SECOND,))))
    with_blocs(campaign)
    return campaign
