"""The list of experiments, which teaches what they are for while there are none."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from perron_web.features.experiments.choices import State
from perron_web.features.experiments.queries.listing import campaign_experiments, rows_of
from perron_web.features.experiments.views.common import MODULE
from perron_web.features.targeting.queries.bases import base_run
from perron_web.platform.access import DESK, HQ, CampaignRequest, allow

PAGE = 30


@allow(read=DESK, module=MODULE)
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the experiments on the effect of the campaign."""
    page = Paginator(campaign_experiments(request.campaign), PAGE).get_page(request.GET.get("page"))
    rows = rows_of(list(page.object_list))
    context = {
        "slug": slug,
        "rows": rows,
        "page": page,
        "tab": "campaign",
        "may_write": request.member.may(HQ),
        "standing": any(row.experiment.state == State.SEALED for row in rows),
        "planned": rows != [] or base_run(request.campaign) is not None,
    }
    return render(request, "experiments/index.html", context)
