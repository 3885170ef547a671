"""A campaign with a finished run, made from a plan's folder: territory, bureaux, addresses, scores."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import orjson
import polars as pl
import shapely

from perron.output import write_plan
from perron.plan import Plan
from perron.tables import ALLOCATION, BUREAUX, REASONS, SCORES
from perron.turf import cut, make_stops
from perron_web.features.targeting.models import Run, Score
from perron_web.features.territory.models import Address, BoundarySet, Bureau, Dataset, Import, Territory

CODES = ("75056_2001", "75056_2002", "75056_2003", "75056_0201")
HELD = "75056_2003"
TREE = (
    ("11/", "region", "11", "Île-de-France"),
    ("11/75/", "departement", "75", "Paris"),
    ("11/75/75056/", "commune", "75056", "Paris"),
)


@cache
def small_plan() -> tuple[Plan, Path]:
    """Cut four bureaux of the Paris sample, one of them left alone, and write the plan once a session."""
    from perron.samples import load_paris

    paris = load_paris()
    addresses = paris.addresses.filter(pl.col("bureau").is_in(CODES))
    areas = BUREAUX.check(paris.bureaux_2012.filter(pl.col("bureau").is_in(CODES)))
    done = cut(make_stops(addresses))
    kept = pl.col("bureau") != HELD
    plan = Plan(
        areas=areas,
        scores=SCORES.check(_scores(areas)),
        reasons=pl.DataFrame(schema=REASONS.schema()),
        allocation=ALLOCATION.check(_allocation()),
        profiles=pl.DataFrame(),
        turfs=done.turfs.filter(kept),
        doors=done.doors.filter(kept),
        parameters={"minutes": 120.0, "seed": 1, "times": {}, "campaign": "Campagne d’essai"},
        summary={"hours": 10.0},
        credits=("Ville de Paris",),
    )
    folder = Path(mkdtemp(prefix="perron-plan-")) / "plan"
    write_plan(plan, folder, sheets=0)
    return plan, folder


def _scores(areas: pl.DataFrame) -> pl.DataFrame:
    base = areas.select("bureau", "name", "territory").with_columns(
        pl.lit(1000).alias("registered"), pl.lit(value=False).alias("weak"), pl.lit(1).alias("priority")
    )
    return base.with_columns(pl.int_range(1, pl.len() + 1).alias("rank"))


def _allocation() -> pl.DataFrame:
    return pl.DataFrame({"bureau": CODES}).with_columns(
        (pl.col("bureau") == HELD).alias("held_out"),
        pl.lit(0).alias("stratum"),
        pl.lit(1).alias("outings"),
        pl.lit(4.0).alias("hours"),
        pl.lit(80).alias("doors"),
    )


def place_of(code: str) -> str:
    """Return the place of a bureau of Paris."""
    return f"11/75/75056/{code[6:8]}/{code}/"


def make_territory(campaign: Any, folder: Path, addresses: pl.DataFrame | None = None) -> dict[str, Bureau]:
    """Make the bureaux of a plan, and their addresses; inside the campaign's scope."""
    brought = Import.objects.create(campaign=campaign, state="applied")
    held = Dataset.objects.create(
        campaign=campaign, kind="areas", name="bureaux", rows=1, imported_by=brought
    )
    year = BoundarySet.objects.create(
        campaign=campaign, year=2026, name="2026", current=True, made_by=brought
    )
    features = orjson.loads((folder / "bureaux.geojson").read_bytes())["features"]
    groups = {feature["properties"]["bureau"][6:8] for feature in features}
    tree = [*TREE, *((f"11/75/75056/{g}/", "arrondissement", g, f"Paris {int(g)}e") for g in sorted(groups))]
    Territory.objects.bulk_create(
        Territory(campaign=campaign, path=path, level=level, code=code, name=name)
        for path, level, code, name in tree
    )
    bureaux = {f["properties"]["bureau"]: _bureau(campaign, year, held, f) for f in features}
    Bureau.objects.bulk_create(bureaux.values())
    bureaux = {bureau.code: bureau for bureau in Bureau.objects.all()}
    if addresses is not None:
        Address.objects.bulk_create(
            Address(
                campaign=campaign,
                place=bureaux[row["bureau"]].place,
                bureau=bureaux[row["bureau"]],
                dataset=held,
                made_by=brought,
                key=row["address"],
                number=row["number"],
                suffix=row["suffix"] or "",
                street=row["street"],
                lon=row["lon"],
                lat=row["lat"],
                doors=row["doors"] or 1,
            )
            for row in addresses.filter(pl.col("bureau").is_in(list(bureaux))).iter_rows(named=True)
        )
    return bureaux


def _bureau(campaign: Any, year: BoundarySet, held: Dataset, feature: dict[str, Any]) -> Bureau:
    said = feature["properties"]
    shape = shapely.from_geojson(orjson.dumps(feature["geometry"]).decode())
    west, south, east, north = shape.bounds
    middle = shape.representative_point()
    return Bureau(
        campaign=campaign,
        place=place_of(said["bureau"]),
        boundary_set=year,
        dataset=held,
        code=said["bureau"],
        number=said["number"] or said["bureau"][6:],
        name=said["name"] or "",
        commune="75056",
        commune_name="Paris",
        lon=middle.x,
        lat=middle.y,
        west=west,
        south=south,
        east=east,
        north=north,
        shape=orjson.dumps(feature["geometry"]).decode(),
        registered=said["registered"],
    )


def make_run(campaign: Any, folder: Path, *, number: int = 1, adopted: bool = True) -> Run:
    """Make the run of a plan's folder, with its scores; inside the campaign's scope."""
    about = orjson.loads((folder / "plan.json").read_bytes())
    run = Run.objects.create(
        campaign=campaign,
        number=number,
        state="done",
        folder=str(folder),
        parameters=about["parameters"],
        code=about["code"],
        adopted=adopted,
    )
    bureaux = {bureau.code: bureau for bureau in Bureau.objects.all()}
    features = orjson.loads((folder / "bureaux.geojson").read_bytes())["features"]
    Score.objects.bulk_create(
        Score(
            campaign=campaign,
            place=bureaux[said["bureau"]].place,
            run=run,
            bureau=bureaux[said["bureau"]],
            code=said["bureau"],
            name=said["name"] or "",
            territory=said["territory"] or "",
            registered=said["registered"],
            rank=said["rank"],
            priority=said["priority"],
            held_out=said.get("held_out") or False,
            outings=said.get("outings") or 0,
        )
        for said in (feature["properties"] for feature in features)
    )
    return run
