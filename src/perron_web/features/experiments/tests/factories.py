"""Experiments for the tests: a plan on a few bureaux, a draft, a sealed draw."""

from typing import Any

from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.services.drafting import create_draft
from perron_web.features.experiments.services.sealing import seal_experiment
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.services import request_run
from perron_web.features.targeting.tests.factories import SECOND, ready
from perron_web.features.targeting.tests.map_factories import town

RECIPE: dict[str, Any] = {
    "unit": "bureau", "kind": "strata", "share": 0.2, "arms": ["visit"], "order_by": "votes_per_hour",
    "size": None, "strata": [], "pair_on": [], "cluster": "", "levels": [], "again_on": [], "accept": 0.1,
}  # fmt: skip
HERE = (SECOND, "75056_200")
"""Ten bureaux of the 2nd arrondissement, nine of the 20th."""
SUPPOSED = {"measure": "support", "election": "tous", "coverage": 0.6, "contact": 0.26, "among": "all"}


def planned(campaign: Any, by: Any, *places: str) -> Run:
    """Compute a plan of the 2nd and the 20th arrondissements, without a hold-out of its own."""
    ready(campaign, *(places or HERE))
    return request_run(campaign=campaign, parameters={"hours": 400.0, "holdout": 0.0}, by=by)


def scored(campaign: Any) -> Run:
    """Give the campaign an invented run: ten bureaux in the 20th, ten in the 2nd, three addresses in each."""
    found = town(campaign, each=10)
    assert found is not None
    return found


def drafted(campaign: Any, by: Any, run: Run, **changed: Any) -> Experiment:
    """Prepare an experiment that leaves one bureau in five alone."""
    recipe = {**RECIPE, **changed}
    return create_draft(campaign=campaign, run=run, recipe=recipe, power=dict(SUPPOSED), by=by, name="Essai")


def sealed(campaign: Any, by: Any, run: Run, **changed: Any) -> Experiment:
    """Prepare an experiment and seal its draw."""
    found = drafted(campaign, by, run, **changed)
    seal_experiment(experiment=found, by=by)
    found.refresh_from_db()
    return found
