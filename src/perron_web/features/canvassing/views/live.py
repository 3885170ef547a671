"""The live page of a place of the tree, and what its script asks for when the streams do not come."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django_scopes import get_scope, scope

from perron_web.features.canvassing.queries import coverage
from perron_web.features.canvassing.queries.counter import is_public
from perron_web.features.canvassing.queries.live_board import Board, board_shown
from perron_web.features.canvassing.queries.live_channel import DIRECT
from perron_web.features.canvassing.queries.live_review import to_review
from perron_web.features.canvassing.queries.live_view import code_of, view_board
from perron_web.features.canvassing.rules.review import REVIEW
from perron_web.features.targeting.queries.map_scope import map_scope
from perron_web.features.targeting.queries.map_tiles import tiles_path
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Turf
from perron_web.platform.access import DESK, FIELD, CampaignRequest, allow
from perron_web.platform.live.boards import fresh_board
from perron_web.platform.live.channels import Places, narrow
from perron_web.platform.live.pages import events_address, with_events

READ = DESK | FIELD


def looked_at(request: CampaignRequest) -> tuple[str, Places]:
    """Return the place of the tree that is looked at, and what the person sees of it.

    Parameters
    ----------
    request : CampaignRequest
        The request.

    Returns
    -------
    tuple
        Path ("" for all they see), places.

    Raises
    ------
    Http404
        Unknown, or none of theirs.
    """
    focus = request.GET.get("lieu", "")[:120]
    if code := request.GET.get("bureau", ""):
        bureau = get_object_or_404(Bureau, code=code, boundary_set__current=True)
        focus = bureau.place
    seen = narrow(get_scope()["places"], focus)
    if not seen or not coverage.exists(focus):
        raise Http404
    return focus, seen


def frame(request: CampaignRequest, slug: str, page: str) -> tuple[dict[str, Any], str, Places, Board]:
    """Return what every page of the coverage shows around its figures.

    Parameters
    ----------
    request : CampaignRequest
        The request.
    slug : str
        The campaign.
    page : str
        Name of the page, among the tabs.

    Returns
    -------
    tuple
        Context, path looked at, places seen, board.
    """
    focus, seen = looked_at(request)
    board: Board = board_shown(fresh_board(DIRECT, request.campaign))
    steps = coverage.trail(focus, get_scope()["places"])
    here = reverse(f"canvassing:{page}", args=[slug])
    query = f"?lieu={focus}" if focus else ""
    crumbs = [(request.campaign.name, here), *((step.name, f"{here}?lieu={step.path}") for step in steps)]
    crumbs[-1] = (crumbs[-1][0], "")
    tabs = [(name, reverse(f"canvassing:{name}", args=[slug]) + query) for name in TABS]
    context = {
        "slug": slug,
        "focus": focus,
        "query": query,
        "place": steps[-1] if steps else None,
        "whole": get_scope()["places"] is None,
        "crumbs": crumbs if len(crumbs) > 1 else [],
        "tabs": tabs,
        "tab": page,
        "today": board.today,
    }
    return context, focus, seen, board


TABS = ("live", "days", "compliance", "teams")


@allow(read=READ)
def live(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show a place now: figures, curve, map, parts; they move as reports come."""
    context, focus, seen, board = frame(request, slug, "live")
    told = view_board(board, seen)
    map_of = map_scope(request.campaign)
    turfs = turf_rows(told, focus) if "turfs" in told else []
    tiled = map_of.tiled and tiles_path(map_of).exists()
    context |= {
        "now": told,
        "states": [(state, State(state).label, told["states"][state]) for state in State.values],
        "shares": coverage.shares(told["zones"]),
        "parts": coverage.named_parts(told["parts"]),
        "forms": (("csv", "CSV"), ("parquet", "Parquet")),
        "turfs": turfs,
        "marks": [[turf.pk, turf.short, turf.lon, turf.lat] for turf in turfs if turf.lon is not None],
        "chosen": code_of(focus) if turfs else "",
        "map": map_of if map_of.count else None,
        "bounds": bounds_of(focus) or map_of.bounds,
        "tiled": tiled,
        "public": not focus and is_public(),
        "stream": stream_address(request, slug),
    }
    return with_events(request, render(request, "canvassing/live/live.html", context))


def stream_address(request: CampaignRequest, slug: str) -> str:
    """Return where the live figures of a campaign are told.

    Parameters
    ----------
    request : CampaignRequest
        The request.
    slug : str
        The campaign.

    Returns
    -------
    str
        Address; empty where there are no streams.
    """
    address = events_address(request)
    return f"{address}flux/{DIRECT.name}/{slug}/" if address else ""


@allow(read=READ)
def snapshot(request: CampaignRequest, slug: str) -> JsonResponse:
    """Give the same figures as the stream, once."""
    _focus, seen = looked_at(request)
    response = JsonResponse(view_board(board_shown(fresh_board(DIRECT, request.campaign)), seen))
    response["Cache-Control"] = "private, no-store"
    return response


def turf_rows(told: dict[str, Any], focus: str) -> list[Turf]:
    """Return the turfs of a bureau with how far they are.

    Parameters
    ----------
    told : dict
        What the page is told.
    focus : str
        Place of the bureau.

    Returns
    -------
    list of Turf
        By number, with `done`, `share`, `label`.
    """
    rows = Turf.objects.filter(place=focus, run__adopted=True, retired=False, outings__gt=0).order_by(
        "number"
    )
    found = list(rows)
    for turf in found:
        state, done, planned = told["turfs"].get(str(turf.pk), (turf.state, 0, turf.doors))
        turf.done, turf.share, turf.label = done, done / planned if planned else 0.0, State(state).label
    return found


@allow(read=REVIEW)
def flags(request: CampaignRequest, slug: str) -> HttpResponse:
    """Give the figure of the walks to look at: the first page asks for it once it is shown."""
    return render(request, "canvassing/live/flags.html", {"slug": slug, "count": to_review()})


def bounds_of(focus: str) -> tuple[float, float, float, float] | None:
    """Return the box of a place.

    Parameters
    ----------
    focus : str
        Its path.

    Returns
    -------
    tuple of float or None
        West, south, east, north; None for the whole campaign.
    """
    if not focus:
        return None
    with scope(campaign=get_scope()["campaign"], places=None):
        return coverage.box_of(focus)
