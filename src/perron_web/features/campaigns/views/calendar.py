"""The legal calendar: a timeline, a table with its articles, a file for diaries."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from perron_web.features.campaigns.queries.election import calendar_of, election_of
from perron_web.features.campaigns.queries.ending import terms_of
from perron_web.features.campaigns.rules.calendar import Line
from perron_web.features.campaigns.rules.ics import write_ics
from perron_web.platform.access import EVERYONE, CampaignRequest, allow

LEAST = 0.6
"""Width of the shortest bar, in percent of the frieze."""


@allow(read=EVERYONE)
def calendar(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what the law allows and forbids, when, and where we stand today."""
    del slug
    election, lines = election_of(request.campaign), calendar_of(request.campaign)
    context: dict[str, Any] = {"election": election, "tab": "calendar"}
    if election:
        now = timezone.now()
        context |= timeline(lines, now) | {"terms": terms_of(election)}
        context |= {"now": timezone.localtime(now, ZoneInfo(election.time_zone)), "zone": election.time_zone}
    return render(request, "campaigns/calendar.html", context)


@allow(read=EVERYONE)
def calendar_file(request: CampaignRequest, slug: str) -> HttpResponse:
    """Give the calendar as an iCalendar file."""
    lines = calendar_of(request.campaign)
    if not lines:
        raise Http404
    text = write_ics(lines, name=request.campaign.name, uid=f"{slug}.perron", stamp=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="calendrier-{slug}.ics"'
    return response


def timeline(lines: tuple[Line, ...], now: datetime) -> dict[str, Any]:
    """Lay the lines out on one scale, from the first of them to the last."""
    first, last = min(line.starts for line in lines), max(line.ends for line in lines)
    span = (last - first).total_seconds()

    def place(moment: datetime) -> float:
        return 100 * min(max((moment - first).total_seconds() / span, 0), 1)

    rows = [
        {
            "line": line,
            "state": line.state(now),
            "left": place(line.starts),
            "width": max(place(line.ends) - place(line.starts), LEAST),
        }
        for line in lines
    ]
    months = [{"day": day, "at": place(day)} for day in month_starts(first, last)]
    return {"rows": rows, "today": place(now) if first <= now <= last else None, "months": months}


def month_starts(first: datetime, last: datetime) -> list[datetime]:
    """List the first days of the months between two instants, on the clocks of the first."""
    count = (last.year - first.year) * 12 + last.month - first.month
    months = [first.year * 12 + first.month - 1 + step for step in range(count + 1)]
    starts = [datetime(month // 12, month % 12 + 1, 1, tzinfo=first.tzinfo) for month in months]
    return [start for start in starts if first <= start < last]
