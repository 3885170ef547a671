"""Results of several communes or campaigns put together, beside what has been published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.evaluation.forms.pooling import ResultForm
from perron_web.features.evaluation.models import PooledResult
from perron_web.features.evaluation.queries.candidates import evaluations
from perron_web.features.evaluation.queries.pooling import (
    ESTIMANDS,
    MEASURES,
    forest,
    pooled_of,
    published_rows,
    sources_of,
)
from perron_web.features.evaluation.rules import MODULE, READ, WRITE
from perron_web.features.evaluation.services.pooling import add_result, remove_result, sealed_result
from perron_web.features.evaluation.views.common import told
from perron_web.features.evaluation.views.files import finished_or_404, given
from perron_web.features.evaluation.views.reports import drawings
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.trying import try_to


@allow(read=READ, write=WRITE, module=MODULE)
def pooling(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show results pooled; a POST brings one of elsewhere in."""
    form = ResultForm(request.POST or None, request.FILES or None)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            made = add_result(
                campaign=request.campaign, file=form.cleaned_data["file"], source=form.cleaned_data["source"],
                by=request.user,
            )  # fmt: skip
        except PerronError as refused:
            error = told(refused)
        else:
            messages.success(request, _("« %(name)s » est ajouté.") % {"name": made.name})
            return redirect("evaluation:pooling", slug)
    context = {**_pooled(request), "form": form, "error": error, "may_write": request.member.may(WRITE)}
    return render(request, "evaluation/pooling.html", context, status=422 if error or form.errors else 200)


def _pooled(request: CampaignRequest) -> dict[str, Any]:
    measure = _among(request, "mesure", MEASURES)
    estimand = _among(request, "effet", ESTIMANDS)
    results = list(PooledResult.objects.select_related("added_by"))
    sources = sources_of(list(evaluations()), results)
    asked = request.GET.getlist("s")
    chosen = [one for one in sources if one.key in asked] if asked else sources
    together, why = pooled_of(chosen, measure, estimand)
    return {
        "sources": [{"source": one, "chosen": one in chosen} for one in sources],
        "together": together,
        "why": why,
        "picture": drawings([forest(together, sources)])[0] if together else None,
        "published": published_rows(measure),
        "measure": measure,
        "estimand": estimand,
        "measures": MEASURES,
        "estimands": ESTIMANDS,
    }


def _among(request: CampaignRequest, name: str, choices: Any) -> str:
    known = [value for value, _label in choices]
    given_value = request.GET.get(name, "")
    return given_value if given_value in known else known[0]


@allow(write=WRITE, module=MODULE)
def remove(request: CampaignRequest, slug: str, result: int) -> HttpResponse:
    """Take a result of elsewhere away."""
    found = get_object_or_404(PooledResult.objects.all(), pk=result)
    try_to(request, lambda: remove_result(result=found, by=request.user), _("Le résultat est retiré."))
    return redirect("evaluation:pooling", slug)


@allow(read=READ, module=MODULE)
def seal(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the sealed results of an evaluation, for others to pool."""
    found = finished_or_404(number)
    return given(sealed_result(evaluation=found), f"resultat-{slug}-{number}.json", "application/json")
