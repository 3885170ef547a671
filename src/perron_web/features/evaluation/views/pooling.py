"""Results of several communes or campaigns put together."""

from django.http import HttpResponse
from django.shortcuts import render

from perron_web.features.evaluation.rules import MODULE, READ
from perron_web.platform.access import CampaignRequest, allow


@allow(read=READ, module=MODULE)
def pooling(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show results pooled."""
    return render(request, "evaluation/pooling.html", {})
