"""The table taken away."""

from django.http import Http404, HttpResponse

from perron_web.features.targeting.queries.map_download import table_of
from perron_web.features.targeting.queries.map_filters import read_filters
from perron_web.features.targeting.queries.map_scope import map_scope
from perron_web.platform.access import DESK, CampaignRequest, allow
from perron_web.platform.files.download import KINDS
from perron_web.platform.files.download import download as send


@allow(read=DESK)
def download(request: CampaignRequest, slug: str, form: str) -> HttpResponse:
    """Send the bureaux that match as CSV, GeoJSON or Parquet."""
    scope = map_scope(request.campaign)
    if form not in KINDS or scope.run is None:
        raise Http404
    frame = table_of(scope, read_filters(request.GET), shapes=form != "csv")
    return send(frame, f"bureaux-{slug}-plan-{scope.run.number}", form)
