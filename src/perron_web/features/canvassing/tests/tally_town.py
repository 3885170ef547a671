"""A small square town: four bureaux side by side, two turfs in each, and reports on demand."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from perron_web.features.canvassing.models import Batch, Report
from perron_web.features.targeting.models import Run, Score
from perron_web.features.territory.models import BoundarySet, Bureau, Dataset, Import, Territory
from perron_web.features.turfs.models import Turf

SATURDAY = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
"""Ten past ten in Paris."""
ARRONDISSEMENT = "11/75/75056/20/"
CODES = ("75056_2001", "75056_2002", "75056_2003", "75056_2004")
PLANNED, PLANNED_TOO, HELD, OUTSIDE = CODES


def place_of(code: str) -> str:
    return f"{ARRONDISSEMENT}{code}/"


def make_town(campaign: Any) -> dict[str, list[Turf]]:
    """Make the town; inside the campaign's scope. Two bureaux are in the plan, one is held out, one left."""
    brought = Import.objects.create(campaign=campaign, state="applied")
    areas = Dataset.objects.create(campaign=campaign, kind="areas", name="b", rows=4, imported_by=brought)
    year = BoundarySet.objects.create(
        campaign=campaign, year=2026, name="2026", current=True, made_by=brought
    )
    tree = (
        ("11/", "region", "11", "Île-de-France"),
        ("11/75/", "departement", "75", "Paris"),
        ("11/75/75056/", "commune", "75056", "Paris"),
        (ARRONDISSEMENT, "arrondissement", "20", "Paris 20e"),
    )
    for path, level, code, name in tree:
        Territory.objects.create(campaign=campaign, path=path, level=level, code=code, name=name)
    run = Run.objects.create(campaign=campaign, number=1, state="done", adopted=True, folder="x")
    held = {"boundary_set": year, "dataset": areas}
    return {code: _bureau(campaign, run, i, code, **held) for i, code in enumerate(CODES)}


def _bureau(campaign: Any, run: Run, i: int, code: str, **held: Any) -> list[Turf]:
    west, south = 2.40 + i * 0.01, 48.86
    ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01]]
    bureau = Bureau.objects.create(
        campaign=campaign, place=place_of(code), code=code, **held,
        number=code[6:], name=f"École {code[6:]}", commune="75056", commune_name="Paris",
        lon=west + 0.005, lat=south + 0.005, west=west, south=south, east=west + 0.01, north=south + 0.01,
        shape=json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}), registered=800,
    )  # fmt: skip
    sent = 0 if code == OUTSIDE else 2
    Score.objects.create(
        campaign=campaign, place=bureau.place, run=run, bureau=bureau, code=code, name=bureau.name,
        territory="Paris 20e", registered=800, rank=i + 1, priority=1, held_out=code == HELD,
        outings=sent, hours=2.0 * sent, doors=8,
    )  # fmt: skip
    return [
        Turf.objects.create(
            campaign=campaign, place=bureau.place, run=run, bureau=bureau, number=number,
            code=f"{code[6:]}-{number:02d}", doors=4, stops=1, minutes=120, outings=1 if sent else 0,
            lon=west + 0.005, lat=south + 0.005,
        )
        for number in (1, 2)
    ]  # fmt: skip


def visit(turf: Turf, user: Any = None, door: str = "1", outcome: str = "absent", **more: Any) -> Report:
    """Give a report that is not saved; `minute` counts from the Saturday's first instant."""
    at = more.pop("at", SATURDAY + timedelta(minutes=more.pop("minute", 0)))
    values = {
        "id": uuid4(), "campaign_id": turf.campaign_id, "place": turf.place, "kind": "visit",
        "phone_id": user.pk if user else 1, "user_id": user.pk if user else None, "turf_id": turf.pk,
        "seq": 1, "made_at": at, "received_at": at, "happened_at": at, "address": "rue-1", "door": door,
        "outcome": outcome, "talked": None, "digest": b"0" * 16,
    }  # fmt: skip
    return Report(**(values | more))


def undo(report: Report, **more: Any) -> Report:
    """Give the report that takes a visit back."""
    values = {name: getattr(report, name) for name in ("campaign_id", "place", "phone_id", "user_id")}
    values |= {"turf_id": report.turf_id, "address": report.address, "door": report.door, "seq": 99}
    at = report.happened_at + timedelta(seconds=5)
    values |= {"made_at": at, "received_at": at, "happened_at": at, "digest": b"1" * 16}
    return Report(**(values | {"id": uuid4(), "kind": "undo", "undoes": report.id} | more))


def send(*reports: Report, kind: str = "sync") -> Batch:
    """Store reports with their receipt, as a phone's sending does."""
    Report.objects.bulk_create(reports)
    turfs = sorted({r.turf_id for r in reports}, key=lambda turf: turf or 0)
    return Batch.objects.create(
        campaign_id=reports[0].campaign_id, kind=kind, created=len(reports), turfs=turfs
    )


def added(turf: Turf, lon: float, lat: float, **more: Any) -> Report:
    """Give the report of a building that the list did not know."""
    key = f"new:{more.pop('key', UUID(int=7))}"
    detail = {"what": "building", "label": "9 rue neuve", "lon": lon, "lat": lat, "doors": 3}
    return visit(turf, kind="add", outcome="", address=key, detail=detail, **more)
