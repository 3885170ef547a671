"""Runs kept: the list, one run, its files, and what may be done with it."""

import mimetypes
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.targeting.forms import NameForm
from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries.bases import figures_of, figures_of_all
from perron_web.features.targeting.queries.bureau_reasons import reasons_of
from perron_web.features.targeting.queries.inputs import inputs_folder, readiness
from perron_web.features.targeting.queries.recipes import command_line, priors_toml
from perron_web.features.targeting.queries.runs import kept_runs
from perron_web.features.targeting.queries.sealed import draw_folder
from perron_web.features.targeting.services import (
    delete_run,
    rename_run,
    request_adoption,
    request_obeying,
    request_run,
    restore_run,
)
from perron_web.platform.access import DESK, HQ, CampaignRequest, allow
from perron_web.platform.files.zips import send_zip
from perron_web.platform.words import language

PAGE = 30
TOP = 20


def find_run(request: CampaignRequest, number: int) -> Run:
    """Return a run of the campaign, or answer 404."""
    return get_object_or_404(kept_runs(request.campaign), number=number)


@allow(read=DESK, module="plan")
def runs(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the runs kept."""
    page = Paginator(kept_runs(request.campaign), PAGE).get_page(request.GET.get("page"))
    figures = figures_of_all(list(page.object_list))
    rows = [(run, figures[run.pk]) for run in page.object_list]
    context = {
        "slug": slug,
        "rows": rows,
        "page": page,
        "may_decide": request.member.may(HQ),
        "gone": Run.objects.filter(campaign=request.campaign, number=asked(request, "supprime")).first(),
        "ready": None if rows else readiness(request.campaign),
    }
    return render(request, "targeting/runs.html", context)


def asked(request: CampaignRequest, name: str) -> int:
    """Return a number of the address; 0 when there is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and len(text) < 9 else 0


@allow(read=DESK, module="plan")
def run(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Show a run: figures, best bureaux with their reasons, files, and what may be done with it."""
    found = find_run(request, number)
    may_decide = request.member.may(HQ)
    context: dict[str, Any] = {"slug": slug, "run": found, "may_decide": may_decide}
    if not found.done:
        return render(request, "targeting/run_waiting.html", context)
    best = list(Score.objects.filter(run=found).order_by("rank")[:TOP])
    context |= {
        "figures": figures_of(found),
        "best": [(score, strongest(found, score)) for score in best],
        "form": NameForm({"name": found.name}),
        "files": file_rows(found) if may_decide else [],
        "same": found.repeats is not None and found.repeats.files == found.files,
        "command": command_line(found),
        "last": kept_runs(request.campaign).exclude(pk=found.pk).filter(state="done").first(),
    }
    return render(request, "targeting/run.html", context)


def strongest(found: Run, score: Score) -> list[Any]:
    """Return the reasons that weigh most in what the run ranks by."""
    objective = found.parameters["objective"]
    counted = ("mobilisation", "persuasion") if objective == "both" else (objective,)
    return [reason for reason in reasons_of(score) if reason.score in counted][:3]


def file_rows(found: Run) -> list[dict[str, Any]]:
    """Return the files of a run, with their sizes and hashes, and those of the run it repeats."""
    before = found.repeats.files if found.repeats else {}
    return [
        {
            "name": name,
            "size": (found.path / name).stat().st_size if (found.path / name).exists() else None,
            "sha256": sha256,
            "same": before.get(name) == sha256 if before else None,
        }
        for name, sha256 in sorted(found.files.items())
    ]


@allow(read=HQ, module="plan")
def file(request: CampaignRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """Give one file of a run."""
    found = find_run(request, number)
    if name not in found.files or not (found.path / name).is_file():
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse((found.path / name).open("rb"), as_attachment=True, content_type=kind)


@allow(read=HQ, module="plan")
def whole(request: CampaignRequest, slug: str, number: int) -> HttpResponseBase:
    """Give every file of a run in one archive."""
    found = find_run(request, number)
    folder = f"plan-{found.number}"
    return send_zip([(f"{folder}/{name}", found.path / name) for name in sorted(found.files)], folder)


@allow(read=HQ, module="plan")
def inputs(request: CampaignRequest, slug: str, number: int) -> HttpResponseBase:
    """Give what a run was computed from: tables, blocs, figures believed, and the command."""
    found = find_run(request, number)
    folder = inputs_folder(found)
    if folder is None or not folder.is_dir():
        raise Http404
    entries: list[tuple[str, Any]] = [(f"tables/{path.name}", path) for path in sorted(folder.iterdir())]
    entries.append(("blocs.toml", found.parameters["blocs"]))
    if found.parameters.get("priors"):
        entries.append(("priors.toml", priors_toml(found.parameters["priors"])))
    draw = draw_folder(found)
    entries += [(f"tirage/{path.name}", path) for path in sorted(draw.iterdir())] if draw else []
    entries.append(("commande.txt", command_line(found) + "\n"))
    return send_zip(entries, f"plan-{found.number}-entrees")


@allow(write=HQ, module="plan")
def rename(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Name a run."""
    found = find_run(request, number)
    form = NameForm(request.POST)
    if form.is_valid():
        rename_run(run=found, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("Le nom est enregistré."))
    else:
        messages.error(request, _("Ce nom est trop long."))
    return redirect("targeting:run", slug, number)


@allow(write=HQ, module="plan")
def adopt(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Adopt a run."""
    found = find_run(request, number)
    if not found.done:
        messages.error(request, _("Seul un plan calculé peut être adopté."))
        return redirect("targeting:run", slug, number)
    return redirect("jobs:show", slug, request_adoption(run=found, by=request.user).pk)


@allow(write=HQ, module="plan")
def repeat(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Compute a run again, from the same tables."""
    found = find_run(request, number)
    try:
        again = request_run(
            campaign=request.campaign,
            parameters={},
            by=request.user,
            name=_("Reprise du n° %(number)s") % {"number": found.number},
            repeats=found,
        )
    except PerronError as error:
        messages.error(request, error.text(language()))
        return redirect("targeting:run", slug, number)
    return redirect("jobs:show", slug, again.job_id)


@allow(write=HQ, module="plan")
def follow(request: CampaignRequest, slug: str) -> HttpResponse:
    """Compute the adopted plan again under the sealed draw, and adopt it."""
    try:
        asked_for = request_obeying(campaign=request.campaign, by=request.user)
    except PerronError as error:
        messages.error(request, error.text(language()))
        return redirect("targeting:runs", slug)
    if asked_for is None:
        messages.info(request, _("Le plan adopté suit déjà le tirage scellé."))
        return redirect("targeting:runs", slug)
    return redirect("jobs:show", slug, asked_for.job_id)


@allow(write=HQ, module="plan")
def delete(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Delete a run; the list offers to bring it back."""
    found = find_run(request, number)
    try:
        delete_run(run=found, by=request.user)
    except PerronError as error:
        messages.error(request, error.text(language()))
        return redirect("targeting:run", slug, number)
    return redirect(reverse("targeting:runs", args=[slug]) + f"?supprime={number}")


@allow(write=HQ, module="plan")
def restore(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Bring a deleted run back."""
    found = get_object_or_404(Run.objects.filter(campaign=request.campaign), number=number)
    restore_run(run=found, by=request.user)
    messages.success(request, _("Le calcul n° %(number)s est revenu.") % {"number": number})
    return redirect("targeting:run", slug, number)
