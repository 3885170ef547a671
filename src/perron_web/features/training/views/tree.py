"""The tree of who trained whom, opened branch by branch; how it grows beside the goal; who to remind."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from perron_web.features.campaigns.queries.places import place_names
from perron_web.features.training.forms import GoalForm
from perron_web.features.training.models import Branch
from perron_web.features.training.queries.goals import goal_of
from perron_web.features.training.queries.growth import first_outings, growth, openings
from perron_web.features.training.queries.links import session_path
from perron_web.features.training.queries.people import may_be_let, people_coming, soon, without_outing
from perron_web.features.training.queries.pictures import growth_picture, growth_table
from perron_web.features.training.queries.tree import (
    VIEWS,
    children_of,
    first_branches,
    generations,
    sees_name,
)
from perron_web.features.training.rules import GOALS, MANAGE, TEACH, WATCH
from perron_web.features.training.services.modules import save_goal
from perron_web.features.training.views.common import PAGE, may, posted
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.charts import draw_later, is_drawn, svgs
from perron_web.platform.charts.process import ChartError
from perron_web.platform.files import download

FEW = 12
"""People listed who may be let train."""
SHOWN = 40
"""People listed on the page of reminders, of each kind."""


@allow(read=WATCH, module="training")
def tree(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the first branches of the tree; the others are opened one by one."""
    del slug
    view = request.GET.get("vue", "")
    if view not in VIEWS:
        whole = request.member.places(MANAGE) is None or not request.member.may(TEACH)
        view = "tout" if whole else "territoire" if request.member.may(MANAGE) else "moi"
    page = _page(request, first_branches(request.member, view))
    context = {
        "generations": generations(goal_of(request.campaign)),
        "view": view,
        "views": _views(request),
        **_laid(request, page, None),
        "tab": "tree",
    }
    return render(request, "training/tree.html", {**context, **may(request)})


@allow(read=WATCH, module="training")
def branch(request: CampaignRequest, slug: str, branch: int) -> HttpResponse:
    """Show whom a person trained: a fragment when htmx asks, else a page of its own."""
    del slug
    found = get_object_or_404(Branch.every.select_related("user", "parent"), pk=branch)
    page = _page(request, children_of(found))
    context = {"of": found, **_laid(request, page, found), "tab": "tree"}
    if request.headers.get("HX-Request"):
        return render(request, "training/_branches.html", context)
    named = sees_name(request.member, found, parent=found.parent)
    return render(request, "training/branch.html", {**context, "named": named, **may(request)})


def _views(request: CampaignRequest) -> list[tuple[str, str]]:
    found = [("tout", _("Toute la campagne"))]
    if request.member.may(MANAGE) and request.member.places(MANAGE) is not None:
        found.append(("territoire", _("Mon territoire")))
    if Branch.every.filter(user=request.user).exists():
        found.append(("moi", _("À partir de moi")))
    return found


def _page(request: CampaignRequest, rows: Any) -> Page:  # type: ignore[type-arg]  # not subscriptable at run time
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def _laid(request: CampaignRequest, page: Any, parent: Branch | None) -> dict[str, Any]:
    """Return the branches of a page, with the names that the member may read."""
    rows = [{"branch": one, "named": sees_name(request.member, one, parent=parent)} for one in page]
    names = place_names(row["branch"].place for row in rows if row["named"])
    for row in rows:
        row["place"] = names.get(row["branch"].place, "") if row["named"] else ""
    return {"page": page, "rows": rows, "parent": parent, "rest": page.paginator.count - page.end_index()}


@allow(read=WATCH, write=GOALS, module="training")
def progress(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show growth beside the goal, first outings, doors that open; a POST changes the goal."""
    goal = goal_of(request.campaign)
    form = GoalForm(posted(request), instance=goal)
    if form.is_valid():
        save_goal(campaign=request.campaign, by=request.user, **form.cleaned_data)
        messages.success(request, _("L’objectif est enregistré."))
        return redirect("training:progress", slug)
    days = growth()
    picture = growth_picture(days, goal)
    ready = picture is None or is_drawn([picture.call]) or "graphiques" in request.GET
    if picture is not None and not ready:
        draw_later([picture.call])
    context = {
        "generations": generations(goal),
        "goal": goal,
        "form": form,
        "picture": picture,
        "svg": _drawn(picture) if picture is not None and ready else "",
        "waits": not ready,
        "first": first_outings(goal),
        "openings": openings(),
        "may_goal": request.member.may(GOALS),
        "tab": "progress",
    }
    return render(
        request, "training/progress.html", {**context, **may(request)}, status=422 if form.errors else 200
    )


def _drawn(picture: Any) -> str:
    try:
        return svgs([picture.call])[0]
    except ChartError:
        return ""


@allow(read=WATCH, module="training")
def progress_file(request: CampaignRequest, slug: str, form: str) -> HttpResponse:
    """Send the growth day by day."""
    del slug
    if form not in {"csv", "parquet"}:
        raise Http404
    return download(growth_table(growth()), "formation", form)


@allow(read=TEACH, module="training")
def reminders(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show whom to remind of what: sessions of the week, the trained who have not gone out, who may train."""
    del slug
    goal = goal_of(request.campaign)
    rows = list(soon(request.member)[:SHOWN])
    coming = people_coming(rows)
    sessions = [
        {
            "session": one,
            "link": request.build_absolute_uri(session_path(one, "coming")),
            "people": coming[one.pk],
        }
        for one in rows
    ]
    able = may_be_let(request.member)
    late = without_outing(request.member, goal.first_outing_days)
    context = {
        "sessions": sessions,
        "days": goal.first_outing_days,
        "late": list(late[:SHOWN]),
        "late_all": late.count(),
        "able": list(able[:FEW]),
        "able_more": max(0, able.count() - FEW),
        "tab": "reminders",
    }
    return render(request, "training/reminders.html", {**context, **may(request)})
