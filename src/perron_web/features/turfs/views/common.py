"""What the pages of turfs share."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.queries.instructions import printed_notes
from perron_web.features.turfs.services.printing import Held
from perron_web.platform.access import CampaignRequest


def adopted_or_404(request: CampaignRequest) -> Run:
    """Return the adopted run, or answer that there is nothing here."""
    run = adopted_run(request.campaign)
    if run is None:
        raise Http404
    return run


def bureau_or_404(run: Run, code: str) -> Bureau:
    """Return a bureau of a run by its code, within the member's places."""
    bureau: Bureau | None = Bureau.objects.filter(code=code, scores__run=run).first()
    if bureau is None:
        raise Http404
    return bureau


def codes_of(request: CampaignRequest, holdings: Iterable[Holding]) -> dict[str, Held]:
    """Return what the printed lists of some holdings carry, by code of turf."""
    listed = list(holdings)
    notes = printed_notes(listed)
    return {
        one.turf.code: Held(
            code=one.code,
            uri=request.build_absolute_uri(paper_url(request.campaign.slug, one.code)),
            label=_("binôme %(n)s") % {"n": one.pair} if one.pair else "",
            note=notes.get(one.pk, ""),
        )
        for one in listed
    }


def paper_url(slug: str, code: str) -> str:
    """Return the address where a list on paper is entered: a page of the feature above."""
    return f"{reverse('dashboard:home', args=[slug])}papier/?code={code}"


def pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a PDF that no cache keeps."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="feuilles-{slugify(name)}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def wants_json(request: CampaignRequest) -> bool:
    """Say whether a script asks."""
    return "application/json" in request.headers.get("Accept", "")
