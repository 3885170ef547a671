"""What the pages of turfs share."""

from django.http import Http404

from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.territory.models import Bureau
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


def wants_json(request: CampaignRequest) -> bool:
    """Say whether a script asks."""
    return "application/json" in request.headers.get("Accept", "")
