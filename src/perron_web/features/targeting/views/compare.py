"""Two runs side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from perron_web.features.targeting import charts
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries import comparing
from perron_web.features.targeting.queries.bases import figures_of_all
from perron_web.features.targeting.queries.recipes import usual_priors
from perron_web.features.targeting.queries.runs import done_runs
from perron_web.platform.access import DESK, CampaignRequest, allow
from perron_web.platform.charts import svg
from perron_web.platform.charts.process import ChartError
from perron_web.platform.files.download import download

SHOWN = ("bureaux_visited", "held_out", "outings", "hours", "doors", "votes")


def chosen(request: CampaignRequest) -> tuple[list[Run], Run | None, Run | None]:
    """Return the runs that may be compared, and the two asked for; the last two when none are."""
    known = list(done_runs(request.campaign)[:200])
    by_number = {str(run.number): run for run in known}
    picked = request.GET.getlist("n")
    numbers = [request.GET.get("a"), request.GET.get("b")] if not picked else picked[:2]
    found = [by_number[number] for number in numbers if number in by_number]
    if not found and len(known) > 1:
        adopted = next((run for run in known if run.adopted), None)
        last = next(run for run in known if run is not adopted)
        found = [adopted or known[1], last if adopted else known[0]]
    return known, *[*found, None, None][:2]  # type: ignore[return-value]


@allow(read=DESK)
def compare(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what differs between two runs; as a table when asked for."""
    known, one, other = chosen(request)
    context: dict[str, Any] = {"slug": slug, "known": known, "one": one, "other": other}
    if one is None or other is None or one == other:
        return render(request, "targeting/compare.html", context)
    if request.GET.get("format") == "csv":
        return download(comparing.compared_table(one, other), f"plans-{one.number}-{other.number}", "csv")
    figures = figures_of_all([one, other])
    entered, left = comparing.moved(one, other)
    points = comparing.rank_points(one, other)
    context |= {
        "choices": comparing.choice_lines(one, other),
        "priors": comparing.prior_lines(one, other, usual_priors()),
        "inputs": comparing.input_lines(one, other),
        "blocs_differ": one.parameters.get("blocs") != other.parameters.get("blocs"),
        "figures": [(name, figures[one.pk].get(name), figures[other.pk].get(name)) for name in SHOWN],
        "ends": [figures[one.pk], figures[other.pk]],
        "entered": entered,
        "left": left,
        "overlap": comparing.overlap(one, other),
        "points": points,
        "drawing": drawn(one, other, points),
        "top": comparing.TOP,
        "sampled": len(points) < one.summary.get("bureaux", 0),
    }
    return render(request, "targeting/compare.html", context)


def drawn(one: Run, other: Run, points: list[dict[str, int]]) -> str:
    """Draw the ranks of both runs; nothing when they cannot be drawn."""
    words = {
        "a": _("rang, plan n° %(number)s") % {"number": one.number},
        "b": _("rang, plan n° %(number)s") % {"number": other.number},
        "description": _("Rang de chaque bureau dans les deux plans ; sur la diagonale, rien ne change"),
    }
    most = max([1, *(max(point["a"], point["b"]) for point in points)])
    try:
        return svg(charts.ranks, rows=points, words=words, most=most)
    except ChartError:
        return ""
