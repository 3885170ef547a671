"""The spring before: an experiment sealed, obeyed, closed; a vote invented; an evaluation to open."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from perron_web.config.saturday.past import Clock, another_clock, hour
from perron_web.features.campaigns.models import Campaign
from perron_web.features.evaluation.services.inventing import Invented, invent_vote
from perron_web.features.evaluation.services.requesting import request_evaluation
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.services.drafting import create_draft
from perron_web.features.experiments.services.ending import close_experiment
from perron_web.features.experiments.services.registering import freeze_registration, write_registration
from perron_web.features.experiments.services.sealing import seal_experiment
from perron_web.features.targeting.models import Run

SHARE: Final = 0.15
RECIPE: Final[dict[str, Any]] = {
    "unit": "bureau",
    "kind": "strata",
    "share": SHARE,
    "arms": ["visit"],
    "order_by": "votes_per_hour",
    "size": None,
    "strata": [],
    "pair_on": [],
    "cluster": "",
    "levels": [],
    "again_on": [],
    "accept": 0.0,
}
POWER: Final[dict[str, Any]] = {"measure": "support", "election": "", "coverage": 0.6, "contact": 0.26}
AGO: Final = timedelta(weeks=20)
"""How long ago the vote was."""
SEALED_BEFORE, CLOSED_AFTER = timedelta(weeks=10), timedelta(days=8)
PERSUADED: Final = 0.025
"""What visits to every door won over in the invented vote; turnout did not move, as in 2012."""
SEED: Final = 2012
MONEY: Final = 38_000.0


def live_spring(*, campaign: Campaign, run: Run, by: Any) -> Experiment:
    """Live the spring: seal a draw, announce what will be measured, vote, close; ask for the evaluation.

    Parameters
    ----------
    campaign : Campaign
        The demo's, in its scope.
    run : Run
        A finished run, not adopted yet: nothing follows the draw of that spring any more.
    by : User
        The invented director.

    Returns
    -------
    Experiment
        The experiment, closed, its evaluation waiting to be computed.
    """
    vote = _sunday(timezone.localdate() - AGO)
    election = f"{vote.year}-municipales-1"
    with another_clock():
        experiment = _sealed(campaign, run, by, vote, election)
        Clock.moment = hour(vote, 21.0)
        played = invent_vote(experiment=experiment, election=election, by=by, persuaded=PERSUADED, seed=SEED)
        Clock.moment = _at(vote, CLOSED_AFTER)
        experiment = close_experiment(experiment=experiment, reason=_("Le vote a eu lieu."), by=by)
    _evaluate(experiment, played, election, by)
    return experiment


def _sealed(campaign: Campaign, run: Run, by: Any, vote: date, election: str) -> Experiment:
    Clock.moment = _at(vote, -SEALED_BEFORE)
    draft = create_draft(
        campaign=campaign, run=run, recipe=RECIPE, power=POWER, by=by, name=_("Municipales du printemps")
    )
    announced = {
        "outcomes": [
            {"name": "voix", "election": election, "measure": "support", "bloc": ""},
            {"name": "participation", "election": election, "measure": "turnout", "bloc": ""},
        ],
        "estimator": "",
        "covariates": [],
        "exclusions": [],
        "heterogeneity": [],
        "equivalence_bound": 0.01,
        "correction": "holm",
        "level": 0.95,
        "permutations": 10_000,
        "note": "",
    }
    write_registration(experiment=draft, announced=announced, by=by)
    seal_experiment(experiment=Experiment.objects.select_related("run").get(pk=draft.pk), by=by)
    freeze_registration(experiment=draft, by=by)
    sealed: Experiment = Experiment.objects.select_related("run", "draw", "campaign").get(pk=draft.pk)
    return sealed


def _evaluate(experiment: Experiment, played: Invented, election: str, by: Any) -> None:
    request_evaluation(
        campaign=experiment.campaign,
        experiment=experiment,
        parameters={
            "election": election,
            "counted": "bureau",
            "visits": "file",
            "hours": None,
            "money": MONEY,
            "permutations": 10_000,
        },
        seed=1,
        by=by,
        name=_("Vote inventé"),
        visits=played.visits,
    )


def _at(vote: date, gap: timedelta) -> datetime:
    return hour(vote + gap, 10.0)


def _sunday(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)
