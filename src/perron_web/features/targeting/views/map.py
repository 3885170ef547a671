"""The map page: bureaux by class, and the ranked table beside it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from perron_web.features.targeting.queries.map_card import card_of
from perron_web.features.targeting.queries.map_files import steps_of
from perron_web.features.targeting.queries.map_filters import Filters, read_filters
from perron_web.features.targeting.queries.map_measures import MEASURES, PRIORITIES, plain
from perron_web.features.targeting.queries.map_ranking import Ranking, ranking, territory_choices
from perron_web.features.targeting.queries.map_scope import MapScope, map_scope
from perron_web.features.targeting.queries.map_tiles import tiles_path
from perron_web.platform.access import DESK, EVERYONE, CampaignRequest, allow

FORMS = (("csv", "CSV"), ("geojson", "GeoJSON"), ("parquet", "Parquet"))

FORMS = (("csv", "CSV"), ("geojson", "GeoJSON"), ("parquet", "Parquet"))


@allow(read=EVERYONE)
def show_map(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the map and the table; the table alone when htmx asks."""
    scope = map_scope(request.campaign)
    context: dict[str, Any] = {"slug": slug, "scope": scope, "may_plan": request.member.may(DESK)}
    if scope.run is None or not scope.count:
        return render(
            request, "targeting/map_empty.html", context | {"has_bureaux": scope.count or scope.run}
        )
    filters = read_filters(request.GET)
    context |= table_context(scope, filters)
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "targeting/map_table.html", context | {"fragment": True})
    context |= territory_choices(scope) | {
        "measures": MEASURES.values(),
        "priorities": list(enumerate(PRIORITIES, 1)),
        "tiled": scope.tiled and tiles_path(scope).exists(),
    }
    return render(request, "targeting/map.html", context)


def table_context(scope: MapScope, filters: Filters) -> dict[str, Any]:
    """Return what the table and the legend show."""
    found: Ranking = ranking(scope, filters)
    measure = filters.measure
    rows = [(row, measure.text(row[measure.field]), *plain(row, measure)[1:]) for row in found.rows]
    return {
        "filters": filters,
        "measure": measure,
        "column_head": _("Voix / h") if measure.ranked else measure.label,
        "ranking": found,
        "rows": rows,
        "steps": steps_of(scope, measure),
        "forms": FORMS,
    }


@allow(read=EVERYONE)
def show_card(request: CampaignRequest, slug: str, code: str) -> HttpResponse:
    """Show the summary of one bureau, to lay over the map."""
    scope = map_scope(request.campaign)
    card = card_of(scope, code)
    if card is None:
        raise Http404
    return render(request, "targeting/map_card.html", {"slug": slug, "card": card, "total": scope.ranked})
