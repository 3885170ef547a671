"""What turfs do on their own: the turfs of an adopted plan, many prints, what comes back by itself."""

from typing import Any

from django.urls import reverse
from django_scopes import scope

from perron.words import Language, Words, number
from perron_web.features.campaigns.models import Membership
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.queries.holdings import open_holdings_of
from perron_web.features.turfs.queries.instructions import printed_notes
from perron_web.features.turfs.services import adopt_run
from perron_web.features.turfs.services.holding import expire_everywhere, leave_turfs
from perron_web.features.turfs.services.obeying import obey_draw, walk_turfs
from perron_web.features.turfs.services.printing import Held, keep_print, print_turfs
from perron_web.platform.hooks import on
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.registry import Report, job
from perron_web.platform.ops.beats import beat


@on("run_adopted")
def take_turfs(*, run: Any, by: Any = None, **_facts: Any) -> None:
    """Bring the turfs of a run that was just adopted.

    Parameters
    ----------
    run : Run
        The run.
    by : User or None
        Who adopted it.
    """
    adopt_run(run=run, by=by)


@on("draw_sealed")
@on("draw_lifted")
def follow_draw(*, experiment: Any, **_facts: Any) -> None:
    """Have the turfs of the adopted plan follow a draw that was just sealed or lifted.

    Parameters
    ----------
    experiment : Experiment
        Whose draw.
    """
    with scope(_enabled=True, campaign=experiment.campaign, places=None, hidden=None):
        run = adopted_run(experiment.campaign)
        if run is not None:
            obey_draw(run=run, by=experiment.draw.sealed_by)


@job("walk_turfs")
def walk_many(report: Report, run: int, turfs: list[int]) -> Words:
    """Walk turfs again from which a draw took buildings.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    run : int
        Their run.
    turfs : list of int
        Turfs.

    Returns
    -------
    Words
        What came out.
    """
    many = walk_turfs(run=Run.objects.get(pk=run), turfs=turfs, progress=report.progress)
    return Words(f"{number(many, 0, 'en')} bureaux walked again.", f"{number(many)} bureaux reparcourus.")


@job("print_turfs")
def print_many(report: Report, run: int, turfs: list[int], lang: Language, paper: str = "") -> Words:
    """Print many turfs.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    run : int
        Their run.
    turfs : list of int
        Turfs, all in reach of whoever asked.
    lang : {"fr", "en"}
        Language of the sheets.
    paper : str
        Address of the entry of lists on paper, up to the code.

    Returns
    -------
    Words
        What came out.
    """
    holdings = list(open_holdings_of(turfs))
    notes = printed_notes(holdings)
    held = {one.turf.code: Held(one.code, paper + one.code, note=notes.get(one.pk, "")) for one in holdings}
    content = print_turfs(
        run=Run.objects.get(pk=run),
        turfs=Turf.objects.filter(pk__in=turfs),
        lang=lang,
        by=report.job.by,
        held=held,
        progress=report.progress,
    )
    keep_print(job=report.job.pk, campaign=report.job.campaign_id, content=content)
    back = reverse("turfs:sheets_file", args=[report.job.campaign.slug, report.job.pk])
    Job.objects.filter(pk=report.job.pk).update(back_to=back)
    return Words(
        f"{number(len(turfs), 0, 'en')} walk lists are ready.",
        f"{number(len(turfs))} feuilles de route sont prêtes.",
    )


@beat("expire_holdings", every=30.0)
def take_back_what_is_over() -> int:
    """Take back the turfs whose time is over.

    Returns
    -------
    int
        Turfs taken back.
    """
    return expire_everywhere()


@on("member_changed")
def take_back_from(*, user: Any, campaign: Any, **_facts: Any) -> None:
    """Take back what somebody holds who no longer has any role in the campaign.

    Parameters
    ----------
    user : User
        The person.
    campaign : Campaign
        The campaign.
    """
    with scope(_enabled=True, campaign=campaign, places=None):
        if not Membership.objects.in_force().filter(user=user, campaign=campaign).exists():
            leave_turfs(user=user)
