"""The end of a campaign, invented: who was visited, how people voted, what the visits really changed.

Only where the demo is on: so that a newcomer opens a report, and sees that a true zero is called so.
"""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.evaluation.choices import CountUnit
from perron_web.features.evaluation.models import CountSheet
from perron_web.features.evaluation.services.counting import Checked, keep_counts
from perron_web.features.experiments.choices import UnitKind
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.experiments.queries.past import past_of

if TYPE_CHECKING:
    from perron.tables import Results

VISITED: Final = "visit"
"""Channel by which doors are knocked at."""


class Invented(NamedTuple):
    """What is left of an invented campaign."""

    sheet: CountSheet
    visits: str
    """Table of visits, CSV."""


def may_invent(campaign: Any) -> bool:
    """Say whether the end of a campaign may be invented.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    bool
        Only the demo's, where the site is a demo.
    """
    return bool(settings.DEMO and campaign.demo)


def invent_vote(
    *,
    experiment: Experiment,
    election: str,
    by: Any,
    persuaded: float = 0.0,
    mobilised: float = 0.0,
    seed: int = 1,
) -> Invented:
    """Invent the visits and the vote of an experiment on bureaux.

    Parameters
    ----------
    experiment : Experiment
        With its sealed draw and its run.
    election : str
        Identifier of the invented vote.
    by : User or None
        Who plays.
    persuaded, mobilised : float
        Share of the registered that visits to every door win over, or bring to vote.
    seed : int
        Another seed, another vote.

    Returns
    -------
    Invented
        Counts, kept as the commune's own; visits.

    Raises
    ------
    PerronError
        It draws something else than bureaux, or its plan is gone.
    """
    from perron.evaluation.simulate import LISTS, Truth, simulate_campaign

    if experiment.unit != UnitKind.BUREAU or experiment.run is None:
        raise PerronError(
            Words("Only a draw of bureaux can be played out.", "Seul un tirage de bureaux peut se jouer.")
        )
    drawn, arms = _drawn(experiment)
    played = simulate_campaign(
        drawn, past_of(experiment.run), visited_arms=arms, election=election, seed=seed,
        truth=Truth(mobilised=mobilised, persuaded=persuaded),
    )  # fmt: skip
    sheet = keep_counts(
        campaign=experiment.campaign, election=election, origin=_("vote inventé pour la démonstration"),
        checked=_counted(played.results), sides={name: side for side, name in LISTS.items()}, by=by,
    )  # fmt: skip
    return Invented(sheet, played.visits.sort("unit").write_csv())


def _drawn(experiment: Experiment) -> tuple[Any, tuple[str, ...]]:
    import polars as pl

    rows = list(
        Unit.every.filter(experiment=experiment).order_by("key").values_list("key", "arm", "channels")
    )
    table = pl.DataFrame(
        [row[:2] for row in rows], schema={"unit": pl.String, "arm": pl.String}, orient="row"
    )
    return table, tuple(sorted({arm for _key, arm, channels in rows if VISITED in channels}))


def _counted(results: "Results") -> Checked:
    votes: dict[str, dict[str, int]] = {}
    for bureau, choice, count in results.votes.select("bureau", "choice", "votes").iter_rows():
        votes.setdefault(bureau, {})[choice] = count
    general = results.general.select("bureau", "registered", "voters", "valid").iter_rows()
    return Checked(CountUnit.BUREAU, [(key, *counts, votes.get(key, {})) for key, *counts in general])
