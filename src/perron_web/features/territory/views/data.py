"""The page of data: what is there, what was imported, where official files are."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from perron_web.features.territory.forms import CommuneForm
from perron_web.features.territory.queries.catalogue import official_files
from perron_web.features.territory.queries.imports import boundary_sets, datasets_of, imports_of, totals
from perron_web.features.territory.rules.uploads import EXTENSIONS, MOST_FILES
from perron_web.features.territory.services.starting import start_job
from perron_web.features.territory.services.uploads import add_files, discard_import, start_import
from perron_web.features.territory.views.common import refuse_oversized, to_import
from perron_web.platform.access import DESK, HQ, CampaignRequest, allow
from perron_web.platform.trying import try_to

if TYPE_CHECKING:
    from perron_web.features.territory.models import Import

UPLOAD = {"extensions": ",".join(EXTENSIONS), "most_files": MOST_FILES}


@allow(read=DESK)
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what the campaign knows, and its imports."""
    sets = list(boundary_sets())
    context = {
        "datasets": datasets_of(),
        "sets": sets,
        "imports": list(imports_of()[:30]),
        "totals": totals(),
        "may_import": request.member.may(HQ),
        "upload": UPLOAD | {"megabytes": settings.UPLOAD_MEGABYTES},
    }
    return render(request, "territory/index.html", context)


@allow(write=HQ)
def drop(request: CampaignRequest, slug: str) -> HttpResponse:
    """Open an import with the files dropped, and start reading them."""
    imported: list[Import] = []

    def work() -> None:
        imported.append(start_import(campaign=request.campaign, by=request.user))
        add_files(imported=imported[0], uploads=request.FILES.getlist("fichiers"), by=request.user)
        start_job(imported=imported[0], kind="inspect_import", by=request.user)

    if refuse_oversized(request):
        return redirect("territory:data", slug)
    if try_to(request, work):
        return to_import(request, imported[0].pk)
    if imported:
        discard_import(imported=imported[0], by=request.user)
    return redirect("territory:data", slug)


@allow(read=DESK, write=HQ)
def official(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the official files of a commune; POST fetches those that were ticked, where the site may."""
    asked = request.POST if request.method == "POST" else (request.GET if "commune" in request.GET else None)
    form = CommuneForm(asked)
    commune = form.cleaned_data["commune"] if form.is_bound and form.is_valid() else ""
    if request.method == "POST" and commune:
        return _fetch(request, commune)
    crumbs = [(_("Données"), reverse("territory:data", args=[slug])), (_("Fichiers officiels"), "")]
    context = {
        "form": form,
        "commune": commune,
        "files": official_files(commune) if commune else [],
        "may_fetch": settings.FETCH and request.member.may(HQ),
        "crumbs": crumbs,
    }
    return render(request, "territory/official.html", context)


def _fetch(request: CampaignRequest, commune: str) -> HttpResponse:
    names = request.POST.getlist("fichier")
    here = f"{reverse('territory:official', args=[request.campaign.slug])}?commune={commune}"
    imported: list[Import] = []

    def work() -> None:
        imported.append(start_import(campaign=request.campaign, by=request.user))
        start_job(imported=imported[0], kind="fetch_official", by=request.user, commune=commune, names=names)

    if not names or not settings.FETCH or not try_to(request, work):
        return redirect(here)
    return to_import(request, imported[0].pk)
