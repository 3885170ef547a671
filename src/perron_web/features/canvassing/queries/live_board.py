"""The live board: where a campaign stands now, by bureau; loaded once, cut for each reader by place."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any, Final

import orjson
from django.db.models import Aggregate, Count, F, Q, Sum, TextField
from django.utils import timezone
from django_scopes import get_scope

from perron_web.features.canvassing.models import Batch, PlaceTally, Pulse, Report, Tally, TurfTally
from perron_web.features.canvassing.queries.tally_rows import time_zone
from perron_web.features.canvassing.rules.tallies import COUNTS, day_bounds
from perron_web.features.teams.choices import OutingState
from perron_web.features.teams.models import Outing
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Turf
from perron_web.platform.hidden import NOTHING
from perron_web.platform.providers import ask

STILL_S: Final = 30.0
"""Seconds for which the plan and the days before are taken as they were."""

TurfRow = tuple[str, int, int]
"""State, doors done, doors planned."""


@dataclass(frozen=True)
class Plan:
    """What the adopted plan asks of each bureau."""

    doors: dict[str, int]
    turfs: dict[str, int]


@dataclass
class Board:
    """A campaign now; every dict is by the place of a bureau."""

    today: date
    zone: tzinfo
    plan: Plan
    before: dict[str, Counter[str]]
    """Visits by zone, before today."""
    days: dict[str, Counter[str]] = field(default_factory=dict)
    """Figures of today."""
    zones: dict[str, Counter[str]] = field(default_factory=dict)
    """Visits of today by zone."""
    hours: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    """Doors knocked at, opened, talked by hour of today."""
    people: dict[str, set[int]] = field(default_factory=dict)
    turfs: dict[str, dict[int, TurfRow]] = field(default_factory=dict)
    """Turfs that are not as the plan left them: handed out, or with visits."""
    conflicts: Counter[str] = field(default_factory=Counter)
    outings: list[str] = field(default_factory=list)
    """Places of the outings under way."""
    hidden: frozenset[str] = frozenset()
    """Bureaux left alone: told to those who plan only."""

    def places(self) -> set[str]:
        """Return every bureau of which something is known.

        Returns
        -------
        set of str
            Places.
        """
        return {*self.plan.doors, *self.days, *self.before, *self.turfs}


def pulses(campaigns: Collection[int]) -> dict[int, int]:
    """Return the pulse of some campaigns.

    Parameters
    ----------
    campaigns : collection of int
        Keys of campaigns.

    Returns
    -------
    dict
        Numbers that rise with each change; campaigns without a visit are left out.
    """
    return dict(Pulse.every.filter(campaign__in=campaigns).values_list("campaign_id", "number"))


def load_board(campaign: Any) -> Board:
    """Load the board of a campaign, inside its scope, on the whole of it.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    Board
        Everything, for nobody in particular.
    """
    zone = time_zone(campaign)
    now = timezone.now()
    today = _day_shown(now.astimezone(zone).date(), zone, replayed=campaign.demo)
    board = Board(
        today,
        zone,
        _still(("plan", campaign.pk, today), _plan),
        _still(("before", campaign.pk, today), lambda: _before(today)),
    )
    _read_days(board)
    _read_hours(board)
    _read_turfs(board)
    _read_outings(board, now)
    board.hidden = ask("scoping.hidden", campaign, None, default=NOTHING).places
    return board


def field_board(board: Board) -> Board:
    """Return a board without the bureaux left alone, for those who do not plan.

    Parameters
    ----------
    board : Board
        The board.

    Returns
    -------
    Board
        The same figures of the other bureaux.
    """
    if not board.hidden:
        return board

    def kept(known: Any) -> Any:
        return {place: value for place, value in known.items() if place not in board.hidden}

    return replace(
        board,
        plan=Plan(kept(board.plan.doors), kept(board.plan.turfs)),
        before=kept(board.before),
        days=kept(board.days),
        zones=kept(board.zones),
        hours=kept(board.hours),
        people=kept(board.people),
        turfs=kept(board.turfs),
        conflicts=Counter(kept(board.conflicts)),
    )


def board_shown(board: Board) -> Board:
    """Return a board as the person of the scope in force sees it.

    Parameters
    ----------
    board : Board
        The board.

    Returns
    -------
    Board
        Without the bureaux left alone for whoever does not plan.
    """
    return board if get_scope().get("hidden") is None else field_board(board)


def _day_shown(today: date, zone: tzinfo, *, replayed: bool) -> date:
    """Return today; or, while nothing is reported, the day of an outing that has not ended.

    Where a Saturday may be replayed on another day, what came in last says which of the two is shown.
    """
    reported = PlaceTally.objects.filter(day=today).exists()
    if reported and not replayed:
        return today
    before = Outing.objects.filter(state=OutingState.UNDER_WAY, starts_at__lt=day_bounds(today, zone)[0])
    last = before.order_by("-starts_at").values_list("starts_at", flat=True).first()
    shown: date = last.astimezone(zone).date() if last else today
    return today if reported and _last_told(zone) == today else shown


def _last_told(zone: tzinfo) -> date | None:
    """Return the day that the last report to come in tells of."""
    receipt = Batch.objects.filter(created__gt=0).order_by("-pk").first()
    told = Report.every.filter(turf__in=receipt.turfs if receipt else []).order_by("-received_at")
    last = told.values_list("happened_at", flat=True).first()
    return last.astimezone(zone).date() if last else None


_KEPT: dict[tuple[Any, ...], tuple[float, Any]] = {}


def _still(key: tuple[Any, ...], load: Callable[[], Any]) -> Any:
    kept = _KEPT.get(key)
    if kept is None or time.monotonic() - kept[0] > STILL_S:
        if len(_KEPT) > 200:
            _KEPT.clear()
        kept = _KEPT[key] = (time.monotonic(), load())
    return kept[1]


def forget_still() -> None:
    """Forget the plan and the days before."""
    _KEPT.clear()


def _plan() -> Plan:
    rows = Turf.objects.filter(run__adopted=True, retired=False, outings__gt=0).order_by().values("place")
    found = list(rows.annotate(n=Count("pk"), all=Sum("doors")).values_list("place", "n", "all"))
    return Plan({place: doors for place, _, doors in found}, {place: n for place, n, _ in found})


def _before(today: date) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    rows = PlaceTally.objects.filter(day__lt=today).order_by().values("place", "zone")
    for place, zone, visits in rows.annotate(n=Sum("visits")).values_list("place", "zone", "n"):
        found[place][zone] += visits
    return found


def _read_days(board: Board) -> None:
    board.days, board.zones = defaultdict(Counter), defaultdict(Counter)
    rows = PlaceTally.objects.filter(day=board.today).order_by()
    for place, zone, *counts in rows.values_list("place", "zone", *COUNTS):
        board.days[place].update(dict(zip(COUNTS, counts, strict=True)))
        board.zones[place][zone] += counts[0]


def _read_hours(board: Board) -> None:
    board.hours = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    board.people = defaultdict(set)
    first, after = day_bounds(board.today, board.zone)
    rows = Tally.objects.filter(hour__gte=first, hour__lt=after).order_by()
    at = F("opened") + F("absent") + F("refused") + F("later") + F("never")
    sums = rows.values("place", "hour").annotate(a=Sum(at), b=Sum("opened"), c=Sum("talked"))
    for place, hour, *counts in sums.values_list("place", "hour", "a", "b", "c"):
        cell = board.hours[place][hour.astimezone(board.zone).hour]
        for i, count in enumerate(counts):
            cell[i] += count
    for place, users in rows.values("place").annotate(users=Gathered("user")).values_list("place", "users"):
        board.people[place] = set(orjson.loads(users)) - {None}


class Gathered(Aggregate):  # type: ignore[misc]  # the library has no types here
    """Distinct values of a group as one text of JSON: a row a group, however many they are."""

    output_field = TextField()
    template = "json_agg(DISTINCT %(expressions)s)::text"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Gather as SQLite does."""
        return self.as_sql(
            compiler, connection, template="json_group_array(DISTINCT %(expressions)s)", **more
        )


def _read_turfs(board: Board) -> None:
    board.turfs, board.conflicts = defaultdict(dict), Counter()
    told = {
        turf: (doors, conflicts)
        for turf, doors, conflicts in TurfTally.objects.order_by().values_list(
            "turf_id", "doors", "conflicts"
        )
    }
    rows = Turf.objects.filter(run__adopted=True, retired=False, outings__gt=0).order_by()
    touched = rows.filter(~Q(state=State.FREE) | Q(pk__in=TurfTally.objects.order_by().values("turf")))
    for pk, place, state, doors in touched.values_list("pk", "place", "state", "doors"):
        done, conflicts = told.get(pk, (0, 0))
        board.turfs[place][pk] = (state, min(done, doors), doors)
        board.conflicts[place] += conflicts


def _read_outings(board: Board, now: datetime) -> None:
    going = Outing.objects.filter(starts_at__lte=now, ends_at__gt=now).exclude(state=OutingState.CANCELLED)
    if board.today != now.astimezone(board.zone).date():
        of_day = day_bounds(board.today, board.zone)
        going = Outing.objects.filter(starts_at__range=of_day, state=OutingState.UNDER_WAY)
    board.outings = list(going.order_by().values_list("place", flat=True))
