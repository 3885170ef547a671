"""The page of one import, from the files dropped to the summary, and what can be done there."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from perron_web.features.territory.choices import ImportState
from perron_web.features.territory.forms import FileForm, MatchForm
from perron_web.features.territory.models import Import, ImportFile, ResultMatch
from perron_web.features.territory.queries.imports import blocked_by, files_of, relied_on_by
from perron_web.features.territory.queries.reports import joined_elections
from perron_web.features.territory.services.matching import (
    describe_file,
    match_bureau,
    matched_by_hand,
    unmatch_bureau,
)
from perron_web.features.territory.services.starting import start_job
from perron_web.features.territory.services.uploads import add_files, discard_import, remove_file
from perron_web.features.territory.views.common import (
    file_or_404,
    import_or_404,
    refuse_oversized,
    to_import,
)
from perron_web.features.territory.views.data import UPLOAD
from perron_web.platform.access import HQ, CampaignRequest, allow
from perron_web.platform.trying import try_to


@allow(read=HQ)
def show(request: CampaignRequest, slug: str, imported: int) -> HttpResponse:
    """Show one import, where it stands."""
    return _page(request, import_or_404(imported))


@allow(write=HQ)
def add(request: CampaignRequest, slug: str, imported: int) -> HttpResponse:
    """Drop more files on an import, and read them."""
    found = import_or_404(imported)

    def work() -> None:
        add_files(imported=found, uploads=request.FILES.getlist("fichiers"), by=request.user)
        start_job(imported=found, kind="inspect_import", by=request.user)

    if not refuse_oversized(request):
        try_to(request, work)
    return to_import(request, imported)


@allow(write=HQ)
def describe(request: CampaignRequest, slug: str, imported: int, file: int) -> HttpResponse:
    """Say which election, commune or year a file is about, and read again what needs it."""
    found = file_or_404(imported, file)
    form = FileForm(request.POST, file=found)
    if not form.is_valid():
        return _page(request, import_or_404(imported), wrong=(found, form), status=422)

    def work() -> None:
        describe_file(file=found, by=request.user, **form.cleaned_data)
        start_job(imported=found.of, kind="inspect_import", by=request.user)

    try_to(request, work)
    return to_import(request, imported, f"#fichier-{file}")


@allow(write=HQ)
def remove(request: CampaignRequest, slug: str, imported: int, file: int) -> HttpResponse:
    """Take a file out of an import."""
    found = file_or_404(imported, file)

    def work() -> None:
        remove_file(file=found, by=request.user)
        start_job(imported=found.of, kind="inspect_import", by=request.user)

    try_to(request, work, _("« %(name)s » a été retiré.") % {"name": found.name})
    return to_import(request, imported)


@allow(write=HQ)
def inspect(request: CampaignRequest, slug: str, imported: int) -> HttpResponse:
    """Read the files again."""
    found = import_or_404(imported)
    try_to(request, lambda: start_job(imported=found, kind="inspect_import", by=request.user))
    return to_import(request, imported)


@allow(write=HQ)
def match(request: CampaignRequest, slug: str, imported: int) -> HttpResponse:
    """Match a bureau by hand."""
    found, form = import_or_404(imported), MatchForm(request.POST)
    if form.is_valid():
        try_to(request, lambda: match_bureau(imported=found, by=request.user, **form.cleaned_data))
    return to_import(request, imported, "#rapprocher")


@allow(write=HQ)
def unmatch(request: CampaignRequest, slug: str, imported: int, pair: int) -> HttpResponse:
    """Undo a match."""
    found = get_object_or_404(ResultMatch.objects.select_related("of__job"), pk=pair, of=imported)
    try_to(request, lambda: unmatch_bureau(match=found, by=request.user))
    return to_import(request, imported, "#rapprocher")


@allow(write=HQ)
def apply(request: CampaignRequest, slug: str, imported: int) -> HttpResponse:
    """Start bringing the import into the campaign."""
    found = import_or_404(imported)
    try_to(request, lambda: start_job(imported=found, kind="apply_import", by=request.user))
    return to_import(request, imported)


@allow(write=HQ)
def revert(request: CampaignRequest, slug: str, imported: int) -> HttpResponse:
    """Start undoing the import."""
    found = import_or_404(imported)
    try_to(request, lambda: start_job(imported=found, kind="revert_import", by=request.user))
    return to_import(request, imported)


@allow(write=HQ)
def discard(request: CampaignRequest, slug: str, imported: int) -> HttpResponse:
    """Throw an import away before it was applied."""
    found = import_or_404(imported)
    if try_to(
        request, lambda: discard_import(imported=found, by=request.user), _("L’import a été abandonné.")
    ):
        return redirect("territory:data", slug)
    return to_import(request, imported)


def _page(
    request: CampaignRequest,
    found: Import,
    wrong: tuple[ImportFile, FileForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    files = files_of(found)
    context: dict[str, Any] = {
        "imported": found,
        "files": files,
        "crumbs": [
            (_("Données"), reverse("territory:data", args=[found.campaign.slug])),
            (_("Import n° %(number)s") % {"number": found.pk}, ""),
        ],
        "upload": UPLOAD | {"megabytes": settings.UPLOAD_MEGABYTES},
        "step": _step(found, files),
    }
    if found.open and not found.busy:
        matches = matched_by_hand(found)
        for file in files:
            file.form = wrong[1] if wrong and wrong[0].pk == file.pk else FileForm(file=file)  # type: ignore[attr-defined]
        context |= {"matches": matches, "elections": joined_elections(found, matches)}
    elif found.state == ImportState.APPLIED and not found.busy:
        context |= {"blocked": blocked_by(found), "relied": relied_on_by(found)}
    return render(request, "territory/import.html", context, status=status)


def _step(found: Import, files: list[ImportFile]) -> int:
    if found.state in {ImportState.APPLIED, ImportState.REVERTED} or (
        found.job and found.job.kind == "apply_import"
    ):
        return 4
    if found.state == ImportState.READY and not found.busy:
        return 3
    return 2 if files else 1
