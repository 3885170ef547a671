"""What the map's script loads, each at an address that holds the key of what the person sees."""

from pathlib import Path

from django.http import Http404, HttpResponseBase

from perron_web.features.targeting.queries import map_files
from perron_web.features.targeting.queries.map_scope import MapScope, map_scope
from perron_web.features.targeting.queries.map_tiles import tiles_path
from perron_web.platform.access import EVERYONE, CampaignRequest, allow
from perron_web.platform.maps.prepared import answer
from perron_web.platform.maps.ranged import ranged_file


def _scope(request: CampaignRequest, key: str) -> MapScope:
    scope = map_scope(request.campaign)
    if scope.key != key:
        raise Http404
    return scope


def _answer(request: CampaignRequest, path: Path) -> HttpResponseBase:
    return answer(request, path, forever=True)


@allow(read=EVERYONE)
def shapes(request: CampaignRequest, slug: str, key: str) -> HttpResponseBase:
    """Send the shapes of the bureaux."""
    return _answer(request, map_files.shapes_file(_scope(request, key)))


@allow(read=EVERYONE)
def places(request: CampaignRequest, slug: str, key: str) -> HttpResponseBase:
    """Send codes, names, points and ranks."""
    return _answer(request, map_files.places_file(_scope(request, key)))


@allow(read=EVERYONE)
def values(request: CampaignRequest, slug: str, key: str, measure: str) -> HttpResponseBase:
    """Send the values of one measure."""
    known = map_files.is_measure(measure)
    scope = _scope(request, key)
    if known is None or scope.run is None:
        raise Http404
    return _answer(request, map_files.values_file(scope, known))


@allow(read=EVERYONE)
def streets(request: CampaignRequest, slug: str, key: str) -> HttpResponseBase:
    """Send the streets drawn from the addresses."""
    return _answer(request, map_files.streets_file(_scope(request, key)))


@allow(read=EVERYONE)
def tiles(request: CampaignRequest, slug: str, key: str) -> HttpResponseBase:
    """Send the file of tiles, or the part of it that is asked for."""
    scope = _scope(request, key)
    path = tiles_path(scope)
    if not scope.tiled or not path.exists():
        raise Http404
    return ranged_file(request, path, kind="application/vnd.pmtiles", forever=True)
