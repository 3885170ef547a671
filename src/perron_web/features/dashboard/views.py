"""The first page of a campaign."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from perron_web.features.campaigns.queries.election import election_of
from perron_web.features.canvassing.queries.live_board import board_shown
from perron_web.features.canvassing.queries.live_channel import DIRECT
from perron_web.features.canvassing.queries.live_view import view_board
from perron_web.features.canvassing.rules.review import REVIEW
from perron_web.features.canvassing.views.live import stream_address
from perron_web.features.dashboard import queries
from perron_web.features.evaluation.queries.candidates import last_done
from perron_web.features.evaluation.rules import MODULE as MEASURE
from perron_web.features.evaluation.rules import READ as MEASURES
from perron_web.features.targeting.queries.runs import adopted_run
from perron_web.platform.access import DESK, EVERYONE, HQ, CampaignRequest, allow
from perron_web.platform.design.figures import number
from perron_web.platform.design.nav import WALKERS
from perron_web.platform.jobs.views import visible
from perron_web.platform.live.boards import fresh_board
from perron_web.platform.live.channels import narrow
from perron_web.platform.live.pages import with_events


@allow(read=EVERYONE)
def home(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show where the campaign stands and what comes next; those who only walk are taken to their own page."""
    if request.member.roles <= WALKERS and "teams" not in request.campaign.modules_off:
        return redirect("teams:mine", slug)
    campaign, member = request.campaign, request.member
    run, election = adopted_run(campaign), election_of(campaign)
    steps = queries.steps(campaign) if member.may(HQ) else []
    todo = [step for step in steps if not step.done]
    found: dict[str, Any] = {"figures": None, "first": []}
    if run:
        figures = queries.figures(run)
        found = {"figures": figures, "first": queries.first_bureaux(run), **words(figures)}
    field = field_now(request) if run else {}
    response = render(
        request,
        "dashboard/home.html",
        {
            "run": run,
            "election": election,
            "days_left": (election.first_round - timezone.localdate()).days if election else 0,
            "now": timezone.now(),
            "dates": queries.next_dates(campaign),
            "steps": steps,
            "left": len(todo),
            "next_step": todo[0] if todo else None,
            "jobs": visible(request).filter(ended_at=None).order_by("pk")[:3] if member.may(DESK) else [],
            "measured": last_done(campaign) if sees_measures(request) else None,
            "may_plan": member.may(DESK),
            "may_set": member.may(HQ),
            **found,
            **field,
        },
    )
    return with_events(request, response) if field else response


def sees_measures(request: CampaignRequest) -> bool:
    """Say whether the person reads evaluations here."""
    return request.member.may(MEASURES) and MEASURE not in request.campaign.modules_off


def field_now(request: CampaignRequest) -> dict[str, Any]:
    """Return what the field is doing, for those who lead some of it.

    Parameters
    ----------
    request : CampaignRequest
        The request.

    Returns
    -------
    dict
        `field` (today's figures), `stream`, `may_review`; empty for the others.
    """
    campaign, member = request.campaign, request.member
    if DIRECT.module in campaign.modules_off or not member.may(DIRECT.read):
        return {}
    seen = narrow(member.places(DIRECT.read), "")
    return {
        "field": view_board(board_shown(fresh_board(DIRECT, campaign)), seen),
        "stream": stream_address(request, campaign.slug),
        "may_review": member.may(REVIEW),
    }


def words(figures: queries.Figures) -> dict[str, dict[str, str]]:
    """Return the words under each figure of the adopted plan.

    Parameters
    ----------
    figures : Figures
        Totals over the places in scope.

    Returns
    -------
    dict
        `words` (labels) and `notes` (what each is out of).
    """
    out_of = ngettext("sur %(n)s bureau", "sur %(n)s bureaux", figures.bureaux) % {
        "n": number(figures.bureaux)
    }
    outings = ngettext("en %(n)s sortie", "en %(n)s sorties", figures.outings) % {
        "n": number(figures.outings)
    }
    given = ngettext("%(n)s confié à une équipe", "%(n)s confiés à une équipe", figures.given)
    return {
        "words": {
            "bureaux": ngettext("bureau à parcourir", "bureaux à parcourir", figures.visited),
            "doors": ngettext("porte", "portes", figures.doors),
            "hours": ngettext("heure de bénévole", "heures de bénévoles", round(figures.hours)),
            "turfs": ngettext("secteur à parcourir", "secteurs à parcourir", figures.turfs),
        },
        "notes": {
            "visited": out_of % {"n": number(figures.bureaux)},
            "outings": outings % {"n": number(figures.outings)},
            "given": given % {"n": number(figures.given)},
        },
    }
