"""A small town for the map: a grid of square bureaux in the 20e and the 2e, one run, addresses, results."""

import json
from typing import Any

from django_scopes import scope

from perron_web.features.campaigns.models import BlocChoice
from perron_web.features.targeting.models import Run, Score
from perron_web.features.territory.models import Address, BoundarySet, Bureau, Dataset, ElectionResult, Import

SIDE = 0.002
REASONS = [
    {"score": "mobilisation", "factor": "intermittent", "value": 0.4, "average": 0.3, "effect": 0.02},
    {"score": "mobilisation", "factor": "support", "value": 0.3, "average": 0.35, "effect": -0.01},
    {"score": "persuasion", "factor": "balance", "value": 0.46, "average": 0.3, "effect": 0.03},
]


def square(column: int, row: int) -> tuple[float, float, float, float]:
    west, south = 2.39 + column * SIDE, 48.85 + row * SIDE
    return west, south, west + SIDE, south + SIDE


def town(campaign: Any, *, each: int = 4, run: bool = True, addresses: int = 3) -> Run | None:
    """Give a campaign `each` bureaux in the 20e and in the 2e; those of the 20e rank first."""
    with scope(campaign=campaign, places=None):
        made_by = Import.objects.create(campaign=campaign, state="applied")
        boundary_set = BoundarySet.objects.create(
            campaign=campaign, year=2017, name="Bureaux", current=True, made_by=made_by
        )
        about: dict[str, Any] = {"campaign": campaign, "imported_by": made_by, "sha256": "0" * 64, "rows": 1}
        areas = Dataset.objects.create(kind="bureaux", name="Bureaux", **about)
        results = Dataset.objects.create(
            kind="results",
            name="2017",
            election="2017-presidentielle-1",
            year=2017,
            source="ministère",
            **about,
        )
        bureaux = []
        for row, part in enumerate(("20", "02")):
            for column in range(each):
                west, south, east, north = square(column, row)
                ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
                code = f"75056_{part}{column + 1:02d}"
                bureaux.append(
                    Bureau(
                        campaign=campaign, boundary_set=boundary_set, dataset=areas, code=code,
                        number=code[-4:],
                        name=f"École {column + 1}", commune="75056", commune_name="Paris",
                        place=f"11/75/75056/{part}/{code}/", lon=west + SIDE / 2, lat=south + SIDE / 2,
                        west=west, south=south, east=east, north=north, registered=1000, doors=700,
                        shape=json.dumps({"type": "Polygon", "coordinates": [ring]}),
                    )
                )  # fmt: skip
        Bureau.objects.bulk_create(bureaux)
        Address.objects.bulk_create(
            Address(
                campaign=campaign, place=one.place, bureau=one, dataset=areas, made_by=made_by,
                key=f"{one.code}-{n}",
                number=n, street="Rue des Pyrénées" if one.code[6:8] == "20" else "Rue Réaumur", doors=10,
                electors=14, lon=one.west + n * SIDE / 9, lat=one.lat, estimated=n == 1,
            )
            for one in bureaux for n in range(1, addresses + 1)
        )  # fmt: skip
        ElectionResult.objects.bulk_create(
            ElectionResult(
                campaign=campaign, place=one.place, bureau=one, dataset=results, made_by=made_by,
                election="2017-presidentielle-1", registered=1000, voters=700 + n, valid=680,
                votes={"ALPHA": 300 + n, "BETA": 380 - n}, estimated=0.2 if n == 0 else 0,
            )
            for n, one in enumerate(bureaux)
        )  # fmt: skip
        BlocChoice.objects.create(
            campaign=campaign, election="2017-presidentielle-1", choice="ALPHA", side="ours"
        )
        return ranked(campaign, bureaux) if run else None


def ranked(campaign: Any, bureaux: list[Bureau]) -> Run:
    """Make an adopted run over these bureaux, best first."""
    run = Run.objects.create(
        campaign=campaign,
        number=1,
        name="Printemps",
        state="done",
        adopted=True,
        credits=["Ville de Paris"],
        summary={"bureaux": len(bureaux)},
    )
    n = len(bureaux)
    Score.objects.bulk_create(
        Score(
            campaign=campaign, place=one.place, run=run, bureau=one, code=one.code, name=one.name,
            registered=1000,
            territory="Paris 20e" if one.code[6:8] == "20" else "Paris 2e",
            **_interval("turnout", 0.5 + 0.01 * i), **_interval("support", 0.4 - 0.01 * i),
            **_interval("intermittent", 0.3), **_interval("mobilisation", 0.05 - 0.001 * i),
            **_interval("persuasion", 0.1 - 0.002 * i), **_interval("votes_per_hour", 0.15 - 0.003 * i),
            **_interval("votes", 5.0), rank=i + 1, priority=min(5, 1 + 5 * i // n), weak=i == 1,
            held_out=i == 2,
            outings=0 if i == 2 else 3, hours=12, doors=240, top=0.5, reasons=REASONS,
        )
        for i, one in enumerate(bureaux)
    )  # fmt: skip
    return run


def _interval(name: str, value: float) -> dict[str, float]:
    return {name: value, f"{name}_low": value * 0.8, f"{name}_high": value * 1.2}
