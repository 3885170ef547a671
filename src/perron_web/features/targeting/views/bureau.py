"""The page of a bureau: where it stands and why, its past, its streets and buildings."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from perron_web.features.targeting.models import Score
from perron_web.features.targeting.queries.bureau import (
    averages,
    buildings_of,
    history_of,
    neighbours_of,
    score_of,
)
from perron_web.features.targeting.queries.bureau_pictures import Picture, history_pictures, reason_pictures
from perron_web.features.targeting.queries.bureau_plan import plan_of
from perron_web.features.targeting.queries.bureau_reasons import reasons_of
from perron_web.features.targeting.queries.bureau_tables import buildings_table, estimates_of
from perron_web.features.targeting.queries.map_measures import MEASURES, PRIORITIES
from perron_web.features.targeting.queries.map_scope import MapScope, map_scope
from perron_web.platform.access import DESK, EVERYONE, FIELD, CampaignRequest, allow
from perron_web.platform.charts import draw_later, is_drawn, svgs
from perron_web.platform.charts.process import ChartError
from perron_web.platform.files.download import KINDS, download

SCORES = {
    "mobilisation": _("Mobilisation : voix gagnées en faisant voter"),
    "persuasion": _("Persuasion : voix gagnées en convainquant"),
    "registration": _("Inscriptions obtenues"),
}
BUILDINGS = 40
PATIENCE = 60
"""How often a page asks for its charts, every second, before it shows their figures alone."""


def _found(request: CampaignRequest, code: str) -> tuple[MapScope, Score]:
    scope = map_scope(request.campaign)
    score = score_of(scope, code) if scope.run else None
    if score is None:
        raise Http404
    return scope, score


@allow(read=EVERYONE)
def show_bureau(request: CampaignRequest, slug: str, code: str) -> HttpResponse:
    """Show a bureau; the buildings alone when htmx asks for another page of them."""
    scope, score = _found(request, code)
    page = Paginator(buildings_of(score.bureau), BUILDINGS).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "slug": slug,
        "scope": scope,
        "score": score,
        "bureau": score.bureau,
        "page": page,
    }
    context["may_download"] = request.member.may(DESK | FIELD)
    if request.headers.get("HX-Target") == "immeubles":
        return render(request, "targeting/bureau_buildings.html", context)
    history = history_of(scope, score.bureau)
    pictures = [*_reason_pictures(score), *history_pictures(score, history)]
    drawn = is_drawn([one.call for one in pictures])
    context |= {
        "history": history,
        "neighbours": neighbours_of(scope, score),
        "priority": PRIORITIES[score.priority - 1],
        "scores": _scores(score, averages(scope)),
        "estimates": estimates_of(score, history, page.paginator.count),
        "drawn": _drawn(pictures) if drawn or "graphiques" in request.GET else None,
        "turfs_url": _turfs_url(slug, code),
        "bounds": f"{score.bureau.west},{score.bureau.south},{score.bureau.east},{score.bureau.north}",
        "crumbs": [(_("Carte"), reverse("targeting:map", args=[slug])), (score.bureau.number, "")],
    }
    return render(request, "targeting/bureau.html", context)


@allow(read=EVERYONE)
def charts(request: CampaignRequest, slug: str, code: str) -> HttpResponse:
    """Send the charts of a bureau, or a fragment that asks again while they are being drawn."""
    scope, score = _found(request, code)
    pictures = [*_reason_pictures(score), *history_pictures(score, history_of(scope, score.bureau))]
    calls, asked = [one.call for one in pictures], request.GET.get("essai", "")
    tried = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    if is_drawn(calls):
        return render(request, "targeting/bureau_charts.html", {"drawn": _drawn(pictures)})
    if tried >= PATIENCE:
        return render(request, "targeting/bureau_charts.html", {"drawn": [(one, "") for one in pictures]})
    draw_later(calls)
    again = {"slug": slug, "code": code, "tried": tried + 1}
    return render(request, "targeting/bureau_charts_wait.html", again)


@allow(read=EVERYONE)
def plan(request: CampaignRequest, slug: str, code: str) -> HttpResponse:
    """Send what the little map of a bureau draws."""
    scope, score = _found(request, code)
    return HttpResponse(plan_of(scope, score.bureau), content_type="application/json")


@allow(read=DESK | FIELD)
def buildings(request: CampaignRequest, slug: str, code: str, form: str) -> HttpResponse:
    """Send the buildings of a bureau as a table."""
    if form not in KINDS:
        raise Http404
    _scope, score = _found(request, code)
    return download(buildings_table(score.bureau), f"immeubles-{code}", form)


def _reason_pictures(score: Score) -> list[Picture]:
    return reason_pictures(score, {kind: str(title) for kind, title in SCORES.items()})


def _drawn(pictures: list[Picture]) -> list[tuple[Picture, str]]:
    try:
        return list(zip(pictures, svgs([one.call for one in pictures]), strict=True))
    except ChartError:
        return [(one, "") for one in pictures]


def _scores(score: Score, means: dict[str, float | None]) -> list[dict[str, Any]]:
    """Return the scores shown, with their place on a common axis and their reasons."""
    shown = [MEASURES[key] for key in ("mobilisation", "persuasion", "inscription")]
    ends = [getattr(score, name) for m in shown[:2] for name in m.fields if getattr(score, name) is not None]
    least, most = min([0.0, *ends]), max([0.0, *ends])
    return [
        {
            "measure": measure,
            "title": SCORES[measure.field],
            "value": getattr(score, measure.field),
            "low": getattr(score, f"{measure.field}_low"),
            "high": getattr(score, f"{measure.field}_high"),
            "mean": means[measure.field],
            "least": least,
            "most": most,
            "reasons": reasons_of(score, measure.field),
        }
        for measure in shown
        if getattr(score, measure.field) is not None
    ]


def _turfs_url(slug: str, code: str) -> str:
    try:
        return reverse("turfs:of_bureau", args=[slug, code])
    except NoReverseMatch:
        return ""
