"""The plan builder: choices, what they would give at once, and the plan asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.targeting import charts
from perron_web.features.targeting.forms import ChoicesForm, NameForm
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.bases import base_run, figures_of
from perron_web.features.targeting.queries.inputs import readiness
from perron_web.features.targeting.queries.runs import kept_runs
from perron_web.features.targeting.queries.sealed import Sealed, sealed_draw
from perron_web.features.targeting.queries.trying import WEEKS, Curve, curve_of, try_choices, weeks_left
from perron_web.features.targeting.services import request_run
from perron_web.platform.access import DESK, HQ, CampaignRequest, allow
from perron_web.platform.charts import svg
from perron_web.platform.charts.process import ChartError
from perron_web.platform.design.figures import hours, number
from perron_web.platform.words import language


def start_of(request: CampaignRequest) -> tuple[Run | None, ChoicesForm, int | None]:
    """Return the run that choices are tried from, the form, and the weeks left before the election."""
    given = request.POST if request.method == "POST" else request.GET
    asked = given.get("base", "")
    run = base_run(request.campaign, int(asked) if asked.isdigit() and len(asked) < 9 else None)
    weeks = weeks_left(request.campaign)
    start, left = run.parameters if run else {}, WEEKS if weeks is None else weeks
    form = ChoicesForm(start, given.dict(), weeks=left, usual="usuels" in given)
    return run, form, weeks


@allow(read=DESK, write=HQ, module="plan")
def builder(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the choices and what they would give, the figures alone to htmx; a POST computes the plan."""
    run, form, weeks = start_of(request)
    if "usuels" in request.GET and form.is_valid():
        return redirect(address(slug, run, form))
    sealed = sealed_draw()
    context: dict[str, Any] = {
        "slug": slug,
        "run": run,
        "form": form,
        "sealed": sealed,
        "dated": weeks is not None,
        "may_compute": request.member.may(HQ),
        "ready": readiness(request.campaign),
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            name = NameForm(request.POST)
            asked = request_run(
                campaign=request.campaign,
                parameters=form.parameters,
                by=request.user,
                name=name.cleaned_data["name"] if name.is_valid() else "",
            )
        except PerronError as error:
            context["refused"], status = error.text(language()), 422
        else:
            return redirect("jobs:show", slug, asked.job_id)
    context |= tried(run, form, sealed)
    if is_fragment(request):
        response = render(request, "targeting/what_if.html", context | {"fragment": True})
        response["HX-Replace-Url"] = address(slug, run, form) if form.is_valid() else "false"
        return response
    context["computing"] = kept_runs(request.campaign).filter(state="waiting", job__ended_at=None).first()
    return render(request, "targeting/builder.html", context, status=422 if form.errors else status)


def tried(run: Run | None, form: ChoicesForm, sealed: Sealed | None) -> dict[str, Any]:
    """Return what the choices would give, beside what the run gives."""
    if run is None or not form.is_valid():
        return {}
    data = form.cleaned_data
    weeks, each_week = data["semaines"], data["rythme"]
    found = try_choices(run, form.parameters, weeks=weeks, each_week=each_week, sealed=sealed)
    return {"tried": found, "before": figures_of(run), "query": form.query(base=run.number)}


def address(slug: str, run: Run | None, form: ChoicesForm) -> str:
    """Return the address that keeps the choices not computed yet."""
    query = form.query(base=run.number if run and form.changed else 0)
    return reverse("targeting:builder", args=[slug]) + (f"?{query}" if query else "")


@allow(read=DESK, module="plan")
def curve(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the votes expected by hours, and what the bureaux left alone cost."""
    run, form, _weeks = start_of(request)
    context: dict[str, Any] = {"slug": slug, "run": run, "form": form, "fragment": is_fragment(request)}
    if run is not None and form.is_valid():
        found = curve_of(run, form.parameters, sealed_draw())
        context |= {"curve": found, "drawing": drawn(found), "query": form.query(base=run.number)}
    page = "targeting/curve.html" if is_fragment(request) else "targeting/curve_page.html"
    return render(request, page, context)


def drawn(found: Curve) -> str:
    """Draw the curve; nothing when it cannot be drawn, the table behind it stays."""
    words = {
        "hours": _("heures de bénévoles"),
        "votes": _("voix attendues"),
        "here": _("%(hours)s : %(votes)s voix") % {"hours": hours(found.hours), "votes": number(found.votes)},
        "description": _("Voix attendues selon les heures de bénévoles, avec leur intervalle à 90 %"),
    }
    try:
        return svg(charts.votes_by_hours, rows=found.rows, hours=found.hours, votes=found.votes, words=words)
    except ChartError:
        return ""


def is_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of the page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
