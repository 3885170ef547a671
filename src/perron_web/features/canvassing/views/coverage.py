"""Coverage: day by day, against the plan, by team; and the tables taken away."""

from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render

from perron_web.features.canvassing.models import CanvassSettings
from perron_web.features.canvassing.queries import coverage
from perron_web.features.canvassing.queries.coverage_people import person_rows, silent_turfs, team_rows
from perron_web.features.canvassing.queries.live_board import Board, board_shown
from perron_web.features.canvassing.queries.live_channel import DIRECT
from perron_web.features.canvassing.queries.live_view import code_of, view_board
from perron_web.features.canvassing.rules.bars import day_bars
from perron_web.features.canvassing.rules.tallies import COUNTS
from perron_web.features.canvassing.views.live import READ, frame, looked_at
from perron_web.features.turfs.models import Turf
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.files.download import KINDS, download
from perron_web.platform.live.boards import fresh_board
from perron_web.platform.scoping.managers import within

FORMS: Final = (("csv", "CSV"), ("parquet", "Parquet"))
LAST_DAYS: Final = 60
"""Days drawn; the table has them all."""


@allow(read=READ)
def days(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what was done day by day, and one day by the hour."""
    context, _focus, seen, board = frame(request, slug, "days")
    found = coverage.days_of(seen)
    asked = _asked_day(request) or (found[-1]["day"] if found else board.today)
    context |= {
        "days": found[::-1],
        "chosen": asked,
        "hours": coverage.hours_of(seen, asked, board),
        "forms": FORMS,
        "bars": day_bars(found[-LAST_DAYS:]),
        "total": {name: sum(row[name] for row in found) for name in (*COUNTS, "knocked")},
    }
    return render(request, "canvassing/live/days.html", context)


def _asked_day(request: CampaignRequest) -> Any:
    try:
        return datetime.strptime(request.GET.get("jour", ""), "%Y-%m-%d").date()
    except ValueError:
        return None


@allow(read=READ)
def compliance(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show how much fell where the plan sends people, and how much of what was handed out came back."""
    context, _focus, seen, board = frame(request, slug, "compliance")
    told = view_board(board, seen)
    parts = [(part, _zones_of(board, part.path)) for part in coverage.named_parts(told["parts"])]
    turfs = Turf.objects.filter(within("place", seen), run__adopted=True, retired=False, outings__gt=0)
    shares = coverage.shares(told["zones"])
    context |= {
        "zones": told["zones"],
        "visits": sum(told["zones"].values()),
        "shares": shares,
        "bar": _bar(shares),
        "in_2012": coverage.IN_2012,
        "bar_2012": _bar(coverage.IN_2012),
        "parts": [(part, zones, coverage.shares(zones)) for part, zones in parts],
        "silent": silent_turfs(turfs),
        "forms": FORMS,
    }
    return render(request, "canvassing/live/compliance.html", context)


def _zones_of(board: Board, path: str) -> dict[str, int]:
    return dict(view_board(board, (path,))["zones"])


def _bar(shares: Any) -> list[tuple[str, str, str]]:
    """Return zone, left end and width of each part of a bar 1000 wide."""
    found, at = [], 0.0
    for zone in ("plan", "outside", "control"):
        width = 1000 * (shares[zone] or 0.0)
        found.append((zone, f"{at:.1f}", f"{width:.1f}"))
        at += width
    return found


@allow(read=READ)
def teams(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what teams did; what each person did, to whoever leads their team."""
    context, _focus, _seen, board = frame(request, slug, "teams")
    rows = team_rows(request.user, board.today, board.zone)
    if ranked := CanvassSettings.objects.filter(rankings=True).exists():
        rows.sort(key=lambda row: -row["knocked"])
    context |= {"rows": rows, "people": person_rows(request.user), "ranked": ranked, "forms": FORMS}
    return render(request, "canvassing/live/teams.html", context)


@allow(read=READ)
def coverage_file(request: CampaignRequest, slug: str, table: str, form: str) -> HttpResponse:
    """Send one of the tables of the coverage."""
    if form not in {name for name, _word in FORMS} or form not in KINDS or table not in TABLES:
        raise Http404
    focus, seen = looked_at(request)
    board: Board = board_shown(fresh_board(DIRECT, request.campaign))
    import polars as pl

    rows = TABLES[table](request, seen, board)
    name = f"{slug}-{table}-{code_of(focus) or 'campagne'}-{board.today.isoformat()}"
    return download(pl.DataFrame(rows, infer_schema_length=None), name, form)


def _hours_table(request: CampaignRequest, seen: Any, board: Board) -> list[dict[str, Any]]:
    rows = coverage.hours_of(seen, _asked_day(request) or board.today, board)
    return [{"hour": row["at"].isoformat()} | _kept(row) for row in rows]


def _days_table(_request: CampaignRequest, seen: Any, _board: Board) -> list[dict[str, Any]]:
    return [{"day": row["day"]} | _kept(row) for row in coverage.days_of(seen)]


def _parts_table(_request: CampaignRequest, seen: Any, board: Board) -> list[dict[str, Any]]:
    found = []
    for part in coverage.named_parts(view_board(board, seen)["parts"]):
        zones = {f"visits_{zone}": n for zone, n in _zones_of(board, part.path).items()}
        row = {
            "place": part.path,
            "name": part.name,
            "knocked_today": part.knocked,
            "opened_today": part.opened,
        }
        row |= {"doors_done": part.done, "doors_planned": part.planned, "turfs_done": part.turfs_done}
        found.append(row | {"turfs_going": part.turfs_going} | zones)
    return found


def _teams_table(request: CampaignRequest, _seen: Any, board: Board) -> list[dict[str, Any]]:
    rows = team_rows(request.user, board.today, board.zone)
    return [
        {"team": row["team"].name, "people": row["people"], "knocked_today": row["today"]} | _kept(row)
        for row in rows
    ]


def _kept(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in ("knocked", *COUNTS)}


TABLES: Final = {
    "heures": _hours_table,
    "jours": _days_table,
    "territoires": _parts_table,
    "equipes": _teams_table,
}
