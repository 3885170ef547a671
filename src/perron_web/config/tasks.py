"""The job of the demo: the sample, the sides of its lists, a plan, its adoption."""

from perron.words import Words
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.queries.blocs import election_choices
from perron_web.features.campaigns.services.blocs import presets, read_blocs, save_blocs
from perron_web.features.targeting.models import Run
from perron_web.features.territory.models import Bureau
from perron_web.platform.jobs.registry import Report, job
from perron_web.platform.jobs.services import start

PARAMETERS = {"hours": 6000.0, "holdout": 0.2, "minimum_share": 0.5, "seed": 1}
"""Each arrondissement gets at least half of its share: the lead of the 20e has outings to give out."""


@job("demo")
def make_demo(report: Report, by: int) -> Words:
    """Load the Paris sample, give its lists a side, ask for a plan and for its adoption.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    by : int
        The invented director.

    Returns
    -------
    Words
        What was done.
    """
    from perron_web.features.targeting.services import request_run
    from perron_web.features.territory.services import load_sample

    campaign, director = report.job.campaign, User.objects.get(pk=by)
    if not Bureau.objects.exists():
        load_sample(campaign=campaign, by=director, progress=report.progress)
    sides = read_blocs(text=presets()["centre"], choices=election_choices(), file="blocs-centre.toml")
    save_blocs(campaign=campaign, sides=sides, by=director)
    run = request_run(campaign=campaign, parameters=PARAMETERS, by=director, name="Premier plan")
    start(
        campaign=campaign,
        kind="demo_spring",
        title="Une expérience passée, son vote inventé",
        by=director,
        arguments={"run": run.pk, "by": director.pk},
        back_to=f"/c/{campaign.slug}/evaluation/",
    )
    start(
        campaign=campaign,
        kind="adopt_plan",
        title="Adoption du plan",
        by=director,
        arguments={"run": run.pk, "by": director.pk},
        back_to=f"/c/{campaign.slug}/",
    )
    start(
        campaign=campaign,
        kind="demo_field",
        title="Deux samedis sur le terrain",
        by=director,
        arguments={},
        back_to=f"/c/{campaign.slug}/direct/",
    )
    return Words(
        "Paris is loaded; its plan is being computed.",
        "Paris est chargé\u202f; son plan se calcule.",
    )


@job("demo_spring")
def make_spring(report: Report, run: int, by: int) -> Words:
    """Live the experiment of the spring before; its evaluation is computed once everything else is there.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    run : int
        The first plan, computed and not adopted yet.
    by : int
        The invented director.

    Returns
    -------
    Words
        What was done.
    """
    from perron_web.config.saturday.spring import live_spring

    report("Une expérience passée, son vote inventé", "A past experiment, its invented vote")
    plan = Run.objects.get(pk=run)
    live_spring(campaign=report.job.campaign, run=plan, by=User.objects.get(pk=by))
    return Words(
        "The spring was lived: its evaluation follows.", "Le printemps a été vécu\u00a0: son évaluation suit."
    )


@job("demo_field")
def make_past(report: Report) -> Words:
    """Live two past Saturdays with the invented volunteers, and plan the next one.

    Parameters
    ----------
    report : Report
        Told how far the work is.

    Returns
    -------
    Words
        What was done.
    """
    from perron_web.config.saturday.direct import live_weeks

    written = live_weeks(campaign=report.job.campaign, progress=report.progress)
    return Words(
        f"Two Saturdays were lived: {written} reports.",
        f"Deux samedis ont été vécus\u00a0: {written} rapports.",
    )
