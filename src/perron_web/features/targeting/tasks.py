"""Jobs of targeting: computing a plan, adopting one, drawing its map."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from perron.words import Words, number
from perron_web.features.accounts.models import User
from perron_web.features.targeting.choices import State
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.sealed import following_run, sealed_draw
from perron_web.features.targeting.services import adopt_run, compute_run, request_obeying
from perron_web.features.targeting.services.mapping import prepare_map
from perron_web.platform.hooks import on
from perron_web.platform.jobs.registry import Report, job
from perron_web.platform.jobs.services import start
from perron_web.platform.providers import provides


@job("compute_plan")
def compute_plan(report: Report, run: int) -> Words:
    """Compute a run.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    run : int
        The run.

    Returns
    -------
    Words
        What came out.
    """
    return _computed(report, run)


def _computed(report: Report, run: int) -> Words:
    found = Run.objects.select_related("campaign").get(pk=run)
    try:
        done = compute_run(run=found, progress=report.progress)
    except BaseException:
        Run.objects.filter(pk=run).update(state=State.FAILED, ended_at=timezone.now())
        raise
    doors, bureaux = done.summary["doors"], done.summary["bureaux_visited"]
    return found_words(done.number, bureaux, doors)


@job("obey_draw")
def obey_draw(report: Report, run: int, by: int | None) -> Words:
    """Compute the plan that obeys a sealed draw, and adopt it.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    run : int
        The run.
    by : int or None
        Who sealed the draw.

    Returns
    -------
    Words
        What came out.
    """
    found = _computed(report, run)
    sealed = sealed_draw()
    if sealed is not None and Run.objects.filter(pk=run, parameters__draw=sealed.record).exists():
        _adopted(report, run, by)
    return found


@on("draw_sealed")
def plan_again(*, experiment: Any, **_facts: Any) -> None:
    """Compute the adopted plan again under a draw that was just sealed.

    Parameters
    ----------
    experiment : Experiment
        Whose draw.
    """
    request_obeying(campaign=experiment.campaign, by=experiment.draw.sealed_by)


@provides("experiments.replanned")
def replanned(experiment: Any) -> dict[str, Any]:
    """Say how far the plan is that obeys the draw of an experiment.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment.

    Returns
    -------
    dict
        `state` ("adopted", "computing", "failed" or "none"), `run`, `job`, `can_start`.
    """
    return following_run(experiment.campaign, experiment.draw.record_hash)


def found_words(plan: int, bureaux: int, doors: int) -> Words:
    """Say what a plan found."""
    there, them = ("bureau" if bureaux == 1 else "bureaux"), ("door" if doors == 1 else "doors")
    ici, elles = ("bureau" if bureaux < 2 else "bureaux"), ("porte" if doors < 2 else "portes")
    return Words(
        f"Plan {plan}: {number(bureaux, 0, 'en')} {there} to visit, {number(doors, 0, 'en')} {them}.",
        f"Plan n°\u00a0{plan}\u00a0: {number(bureaux)} {ici} à visiter, {number(doors)} {elles}.",
    )


@job("adopt_plan")
def adopt_plan(report: Report, run: int, by: int | None) -> Words:
    """Adopt a run.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    run : int
        The run.
    by : int or None
        Who adopts it.

    Returns
    -------
    Words
        What came out.
    """
    return _adopted(report, run, by)


def _adopted(report: Report, run: int, by: int | None) -> Words:
    found = Run.objects.select_related("campaign").get(pk=run)
    report("Préparation des secteurs", "Preparing the turfs")
    adopt_run(run=found, by=User.objects.filter(pk=by or 0).first())
    return Words(f"Plan {found.number} is adopted.", f"Le plan n°\u00a0{found.number} est adopté.")


@job("draw_map")
def draw_map(report: Report, run: int, by: int | None) -> Words:
    """Make the files of the map.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    run : int
        The adopted run.
    by : int or None
        Who adopted it.

    Returns
    -------
    Words
        What came out.
    """
    found = Run.objects.select_related("campaign").get(pk=run)
    who = User.objects.filter(pk=by).first() if by is not None else None
    count = prepare_map(campaign=found.campaign, by=who, progress=report.progress)
    return Words(f"{number(count, 0, 'en')} bureaux drawn.", f"{number(count)} bureaux dessinés.")


@on("run_adopted")
def draw_map_of(run: Run, by: Any) -> None:
    """Start drawing the map of the run that was adopted.

    Parameters
    ----------
    run : Run
        The run.
    by : User or None
        Who adopted it.
    """
    start(
        campaign=run.campaign,
        kind="draw_map",
        title=_("Dessin de la carte"),
        by=by,
        arguments={"run": run.pk, "by": by.pk if by else None},
    )
