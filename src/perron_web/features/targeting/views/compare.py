"""Two runs side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from perron_web.features.targeting import charts
from perron_web.features.targeting.choices import Objective
from perron_web.features.targeting.choices.priors import FIGURES
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries import comparing
from perron_web.features.targeting.queries.bases import figures_of_all
from perron_web.features.targeting.queries.recipes import usual_priors
from perron_web.features.targeting.queries.runs import done_runs
from perron_web.platform.access import DESK, CampaignRequest, allow
from perron_web.platform.charts import svg
from perron_web.platform.charts.process import ChartError
from perron_web.platform.design.figures import minutes, number, percent
from perron_web.platform.files.download import download

SHOWN = (
    ("votes", _("voix attendues")),
    ("doors", _("portes frappées")),
    ("outings", _("sorties")),
    ("hours", _("heures données")),
    ("bureaux_visited", _("bureaux visités")),
    ("held_out", _("bureaux témoins")),
)
LABELS: dict[str, Any] = {
    "hours": (_("Heures de bénévoles"), number),
    "minutes": (_("Durée d’une sortie"), minutes),
    "crew": (_("Bénévoles par sortie"), number),
    "holdout": (_("Bureaux témoins"), lambda value: percent(value, 0)),
    "minimum_share": (_("Minimum par territoire"), lambda value: percent(value, 0)),
    "objective": (_("Objectif"), lambda value: Objective(value).label),
    "seed": (_("Graine du tirage"), str),
}
PARTS = {"mean": _("moyenne"), "sd": _("écart type")}


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


@allow(read=DESK, module="plan")
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
    same_ranks = all(point["a"] == point["b"] for point in points)
    only_other = [
        comparing.Moved(row.code, row.name, row.territory, row.other, row.one)
        for row in comparing.visited_by_one(other, one)
    ]
    context |= {
        "choices": choice_rows(one, other),
        "inputs": comparing.input_lines(one, other),
        "blocs_differ": one.parameters.get("blocs") != other.parameters.get("blocs"),
        "figures": figure_rows(figures[one.pk], figures[other.pk]),
        "entered": entered,
        "left": left,
        "only_one": comparing.visited_by_one(one, other),
        "only_other": only_other,
        "same_ranks": same_ranks,
        "overlap": comparing.overlap(one, other),
        "points": points,
        "drawing": "" if same_ranks else drawn(one, other, points),
        "top": comparing.TOP,
        "sampled": len(points) < one.summary.get("bureaux", 0),
    }
    return render(request, "targeting/compare.html", context)


def figure_rows(one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the figures of both runs as lines of the table."""
    rows = []
    for name, label in SHOWN:
        values = [figures.get(name) or 0 for figures in (one, other)]
        ends = [figures.get(f"votes_{end}") for figures in (one, other) for end in ("low", "high")]
        row = {"label": label, "one": values[0], "other": values[1], "gap": values[1] - values[0]}
        rows.append({**row, "ends": ends if name == "votes" else None})
    return rows


def choice_rows(one: Run, other: Run) -> list[dict[str, Any]]:
    """Return what was asked of both runs as lines of the table: every choice, the beliefs that differ."""
    rows = []
    for line in comparing.choice_lines(one, other):
        label, write = LABELS[line.name]
        row = {"label": label, "one": write(line.one), "other": write(line.other)}
        rows.append({**row, "differs": line.differs})
    believed = {figure.name: figure for figure in FIGURES}
    for line in comparing.prior_lines(one, other, usual_priors()):
        name, _dot, part = line.name.partition(".")
        figure = believed.get(name)
        scale = 100 if figure is None or figure.percent else 1
        label = f"{figure.label if figure else name} ({PARTS[part]})"
        values = [round(scale * value, 2) for value in (line.one, line.other)]
        one_text, other_text = (number(value, 0 if value == int(value) else 2) for value in values)
        rows.append({"label": label, "one": one_text, "other": other_text, "differs": True})
    return rows


def drawn(one: Run, other: Run, points: list[dict[str, int]]) -> str:
    """Draw the ranks of both runs; nothing when they cannot be drawn."""
    words = {
        "a": gettext("rang, plan n° %(number)s") % {"number": one.number},
        "b": gettext("rang, plan n° %(number)s") % {"number": other.number},
        "description": gettext(
            "Rang de chaque bureau dans les deux plans ; sur la diagonale, rien ne change"
        ),
    }
    most = max([1, *(max(point["a"], point["b"]) for point in points)])
    try:
        return svg(charts.ranks, rows=points, words=words, most=most)
    except ChartError:
        return ""
