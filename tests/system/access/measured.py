"""What is measured in the invented world: a draw that is over and its report, one in force, a draft, a trial.

Two bureaux are left alone by the draw in force, one in each territory. Their names and streets hold a canary:
those who plan read those of their territory, nobody else reads any.
"""

from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import orjson
from django.utils import timezone

from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.services.election import save_election
from perron_web.features.evaluation.choices import CountUnit
from perron_web.features.evaluation.models import Count, CountSheet, PooledResult
from perron_web.features.evaluation.services.pooling import sealed_result
from perron_web.features.evaluation.tests.factories import another, finished
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.experiments.services import sealing
from perron_web.features.experiments.services.drafting import create_draft
from perron_web.features.experiments.services.ending import close_experiment
from perron_web.features.experiments.services.registering import freeze_registration, write_registration
from perron_web.features.experiments.services.trials import create_trial, start_trial
from perron_web.features.experiments.tests.factories import RECIPE, SUPPOSED
from perron_web.features.targeting.models import Run
from perron_web.features.territory.models import Bureau

STATES = {"closed": 1, "sealed": 2, "draft": 3}
"""Number of the experiment on the campaign in each state."""
ALONE_HERE, ALONE_AWAY = "75056_2004", "75056_0202"
ALONE = "CANARI-LAISSE"
"""In the names of the bureaux that the draw in force leaves alone."""
SEED = 34
"""A seed by which these two bureaux of six are drawn."""
DESIGN = {**RECIPE, "kind": "complete", "share": 1 / 3, "order_by": ""}
ELECTION = "2026-municipales-1"
ANNOUNCED: dict[str, Any] = {
    "outcomes": [{"name": "voix", "election": ELECTION, "measure": "support", "bloc": ""}],
    "estimator": "",
    "exclusions": ["aucune"],
}


def measure(campaign: Campaign, by: Any, mark: str, codes: Sequence[str]) -> None:
    """Give a campaign experiments in every state, counts, a report, a result of elsewhere.

    `mark` is written wherever somebody names something; `codes` are the bureaux that were counted.
    """
    day = timezone.localdate() + timezone.timedelta(days=30)
    save_election(
        campaign=campaign, kind="municipales", name="Municipales", first_round=day, second_round=None,
        time_zone="Europe/Paris", votes_on_saturday=False, by=by,
    )  # fmt: skip
    over = _sealed(campaign, by, f"Printemps {mark}")
    _report(campaign, by, over, mark)
    close_experiment(experiment=over, reason=f"le vote est passé {mark}", by=by)
    standing = _sealed(campaign, by, f"Automne {mark}")
    freeze_registration(experiment=standing, by=by)
    create_draft(campaign=campaign, run=Run.objects.get(number=1), recipe=RECIPE, power=SUPPOSED, by=by)
    arms = [{"name": name, "share": 0.5, "channels": ["visit"], "instruction": ""} for name in ("a", "b")]
    design = {"arms": arms, "planned": 8, "by_place": False, "outcome": "opened"}
    trial = create_trial(campaign=campaign, name="essai", topic="hanger", unit="turf", design=design, by=by)
    start_trial(experiment=trial, by=by)
    _counts(campaign, by, mark, codes)


def _sealed(campaign: Campaign, by: Any, name: str) -> Experiment:
    run = Run.objects.get(number=1)
    draft = create_draft(campaign=campaign, run=run, recipe=DESIGN, power=SUPPOSED, by=by, name=name)
    write_registration(experiment=draft, announced=ANNOUNCED, by=by)
    with patch.object(sealing.secrets, "randbits", return_value=SEED):
        sealing.seal_experiment(experiment=draft, by=by)
    alone = set(Unit.every.filter(experiment=draft, may_visit=False).values_list("key", flat=True))
    assert alone == {ALONE_HERE, ALONE_AWAY}, f"choose another SEED: {sorted(alone)} are left alone"
    draft.refresh_from_db()
    return draft


def _report(campaign: Campaign, by: Any, experiment: Experiment, mark: str) -> None:
    """Evaluate a draw of forty bureaux of both territories, and bring in the result of another commune."""
    names = [f"75056_{part}{number:02d}{mark}" for part in ("20", "02") for number in range(1, 21)]
    own = sealed_result(evaluation=finished(campaign, by, experiment, names=names))
    elsewhere = orjson.loads(another(own, name=f"Ailleurs {mark}"))
    PooledResult.objects.create(
        campaign=campaign, name="Ailleurs", source="x", content=elsewhere, sha256=elsewhere["record"],
        added_by=by,
    )  # fmt: skip


def _counts(campaign: Campaign, by: Any, mark: str, codes: Sequence[str]) -> None:
    """Count by bureau and, from turnout lists, by building, in both territories."""
    for unit, keys in (("bureau", codes), ("building", [f"{code}|{mark} 1" for code in codes])):
        lists = unit == CountUnit.BUILDING
        sheet = CountSheet.objects.create(
            campaign=campaign, election=ELECTION, unit=unit, source="x", sha256="0" * 64, rows=len(keys),
            received_by=by, expires_at=timezone.now() + timezone.timedelta(days=9) if lists else None,
        )  # fmt: skip
        places = {row.code: row.place for row in Bureau.objects.filter(code__in=codes)}
        Count.every.bulk_create(
            Count(
                campaign=campaign, sheet=sheet, key=key, place=places[key.partition("|")[0]],
                registered=90, voters=60, votes={f"Liste {mark}": 9} if not lists else {},
            )
            for key in keys
        )  # fmt: skip
