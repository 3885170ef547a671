"""One evaluation: its report, its files, how to make it again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from perron_web.features.evaluation.forms.names import NameForm
from perron_web.features.evaluation.queries.again import commands_of
from perron_web.features.evaluation.queries.candidates import evaluations
from perron_web.features.evaluation.queries.comparing import chosen, side_by_side, side_picture
from perron_web.features.evaluation.queries.learned import learned_of
from perron_web.features.evaluation.queries.pictures import (
    Picture,
    balance_picture,
    draws_picture,
    estimates_picture,
    outcomes_picture,
    shares_words,
)
from perron_web.features.evaluation.queries.report import arms_of, comparisons_of, content_of, has_files
from perron_web.features.evaluation.queries.tables import table_names
from perron_web.features.evaluation.rules import MODULE, READ, WHOLE, WRITE
from perron_web.features.evaluation.services.requesting import delete_evaluation, rename_evaluation
from perron_web.features.evaluation.views.common import evaluation_or_404
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.charts import svgs
from perron_web.platform.charts.process import ChartError
from perron_web.platform.scoping.managers import whole_campaign
from perron_web.platform.trying import try_to


@allow(read=READ, module=MODULE)
def report(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Show what was tried, what was found, how sure, at which cost; then the tables."""
    found = evaluation_or_404(number)
    member = request.member
    context: dict[str, Any] = {
        "evaluation": found, "may_write": member.may(WRITE), "whole": member.may(WHOLE) and whole_campaign(),
    }  # fmt: skip
    if not found.done or not has_files(found):
        return render(request, "evaluation/waiting.html", context)
    content = content_of(found)
    comparisons = comparisons_of(content)
    context |= {
        "content": content,
        "summary": content["summary"],
        "comparisons": comparisons,
        "pictures": draw_all(content, comparisons),
        "arms": arms_of(content),
        "shares": shares_words(content.get("compliance")),
        "learned": learned_of(content),
        "tables": table_names(content),
        "commands": commands_of(found),
        "files": sorted(found.inputs.get("files", {}).items()),
        "form": NameForm({"name": found.name}),
    }
    return render(request, "evaluation/report.html", context)


def drawings(pictures: list[Picture]) -> list[dict[str, Any]]:
    """Draw charts in one exchange; one that cannot be drawn leaves its table, and the others stay."""
    try:
        drawn: list[str] = [*svgs([one.call for one in pictures])]
    except ChartError:
        drawn = [_alone(one) for one in pictures]
    return [{"what": picture, "svg": svg} for picture, svg in zip(pictures, drawn, strict=True)]


def _alone(picture: Picture) -> str:
    try:
        return str(svgs([picture.call])[0])
    except ChartError:
        return ""


def draw_all(content: dict[str, Any], comparisons: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw the charts of a report in one exchange; a chart that cannot be drawn leaves its table."""
    wanted = {"outcomes": outcomes_picture(comparisons), "balance": balance_picture(content.get("balance"))}
    for one in comparisons:
        wanted[f"estimates{one['key']}"] = estimates_picture(one)
        wanted[f"draws{one['key']}"] = draws_picture(one)
    named = {name: picture for name, picture in wanted.items() if picture is not None}
    try:
        drawn = svgs([picture.call for picture in named.values()])
    except ChartError:
        drawn = [""] * len(named)  # type: ignore[list-item]
    found: dict[str, Any] = {
        name: {"what": picture, "svg": svg} for (name, picture), svg in zip(named.items(), drawn, strict=True)
    }
    for one in comparisons:
        one["pictures"] = {what: found.get(f"{what}{one['key']}") for what in ("estimates", "draws")}
    return found


@allow(write=WRITE, module=MODULE)
def rename(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Name an evaluation."""
    found, form = evaluation_or_404(number), NameForm(request.POST)
    if form.is_valid():
        rename_evaluation(evaluation=found, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("Le nom est enregistré."))
    else:
        messages.error(request, _("Ce nom est trop long."))
    return redirect("evaluation:report", slug, number)


@allow(write=WRITE, module=MODULE)
def delete(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Delete an evaluation that did not come to its end."""
    found = evaluation_or_404(number)
    done = try_to(
        request,
        lambda: delete_evaluation(evaluation=found, by=request.user),
        _("L’évaluation interrompue est supprimée."),
    )
    return redirect("evaluation:index", slug) if done else redirect("evaluation:report", slug, number)


@allow(read=READ, module=MODULE)
def compare(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show evaluations side by side."""
    rows = chosen(evaluations(), request.GET.getlist("n"))
    lines = side_by_side(rows)
    drawn = drawings([side_picture(line) for line in lines])
    context = {"rows": rows, "lines": list(zip(lines, drawn, strict=True))}
    return render(request, "evaluation/compare.html", context)
