"""Draws sealed by hand: who is left alone is chosen, so that a test knows where to look."""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from perron_web.features.experiments.models import Draw, Experiment, Unit
from perron_web.features.territory.models import Address, Bureau
from perron_web.platform.hooks import fire


def seal_bureaux(campaign: Any, alone: Collection[str], *, number: int = 1, by: Any = None) -> Experiment:
    """Seal a draw of every bureau in which these are the control group; inside the campaign's scope."""
    bureaux = Bureau.objects.filter(boundary_set__current=True).order_by("code")
    rows = [(b.code, b.place, b, "", "", b.code in alone) for b in bureaux]
    return sealed(campaign, "bureau", rows, number=number, by=by)


def seal_buildings(
    campaign: Any, alone: Collection[tuple[str, str]], *, number: int = 1, by: Any = None
) -> Experiment:
    """Seal a draw of every address in which these (bureau, key) are the control group."""
    found = Address.objects.select_related("bureau").order_by("bureau__code", "key")
    rows = [
        (f"{a.bureau.code}|{a.key}", a.place, a.bureau, a.key, a.street, (a.bureau.code, a.key) in alone)
        for a in found
    ]
    return sealed(campaign, "building", rows, number=number, by=by)


def sealed(
    campaign: Any, unit: str, rows: list[tuple[Any, ...]], *, number: int, by: Any = None
) -> Experiment:
    experiment = Experiment.objects.create(
        campaign=campaign, number=number, unit=unit, state="sealed", name="Essai scellé",
        design={"kind": "strata", "unit": unit, "arms": [
            {"name": "control", "share": 0.2, "channels": []},
            {"name": "visit", "share": 0.8, "channels": ["visit"]},
        ]},
    )  # fmt: skip
    mark = sha256(repr((number, [(row[0], row[-1]) for row in rows])).encode()).hexdigest()
    Draw.objects.create(
        campaign=campaign, experiment=experiment, seed=1, units_sha256=mark, assignment_sha256=mark,
        record={"seed": 1}, record_hash=mark, previous=f"{number}", folder=f"{campaign.pk}/draws/{number}",
        sealed_by=by,
    )  # fmt: skip
    Unit.every.bulk_create(
        Unit(
            campaign=campaign, place=place, experiment=experiment, key=key, bureau=bureau, address=address,
            street=street, order=order, stratum=order // 5, arm="control" if alone else "visit",
            channels=[] if alone else ["visit"], may_visit=not alone,
        )
        for order, (key, place, bureau, address, street, alone) in enumerate(rows)
    )  # fmt: skip
    fire("draw_sealed", experiment=experiment)
    return experiment


def lift(experiment: Experiment, state: str = "abandoned") -> None:
    """Close or abandon an experiment."""
    experiment.state = state
    experiment.save(update_fields=["state"])
    fire("draw_lifted", experiment=experiment)
