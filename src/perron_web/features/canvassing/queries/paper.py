"""Lists on paper: found by their code, with what was entered, beside what the phones told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone
from django_scopes import get_scope

from perron_web.features.canvassing.choices import Aside, Kind, Source
from perron_web.features.canvassing.models import Report, Review
from perron_web.features.canvassing.queries.asking import field_settings
from perron_web.features.canvassing.queries.doors import events_of, never_at
from perron_web.features.canvassing.rules.doors import DoorState, Event, door_states
from perron_web.features.canvassing.rules.paper import Compared, PaperStop, Span, compared, listed, read_code
from perron_web.features.teams.queries import in_reach
from perron_web.features.turfs.choices import Ended
from perron_web.features.turfs.models import Edit, Holding, Stop, Turf
from perron_web.features.turfs.queries.holdings import walked_by
from perron_web.platform.providers import provides

EVENT: Final = (
    *("id", "kind", "source", "phone_id", "user_id", "outing_id", "turf_id", "happened_at", "seq"),
    *("address", "stair", "floor", "door", "outcome", "talked", "access", "undoes", "detail"),
)


@provides("canvassing.holding_hours")
def holding_hours() -> int:
    """Return how long a turf stays in somebody's hands in the campaign.

    Returns
    -------
    int
        Hours.
    """
    return int(field_settings(get_scope()["campaign"]).holding_hours)


def lists_in_reach(user: Any, *, hands: bool) -> Any:
    """Return the holdings whose paper a person may enter: their own, those of their places and teams.

    Parameters
    ----------
    user : User
        The person.
    hands : bool
        Whether the person hands turfs to others.

    Returns
    -------
    QuerySet of Holding
        Open or over, with turf, bureau and outing.
    """
    mine = walked_by(user)
    reach = in_reach(mine | Q(team__leader=user) | Q(outing__team__leader=user)) if hands else mine
    return Holding.every.filter(reach).select_related("turf__bureau", "outing", "team")


def list_by_code(user: Any, *, code: str, hands: bool) -> Holding | None:
    """Find a list by the code printed on it.

    Parameters
    ----------
    user : User
        Who looks.
    code : str
        As typed.
    hands : bool
        Whether the person hands turfs to others.

    Returns
    -------
    Holding or None
        None for an unknown code, and for one out of reach.
    """
    found: Holding | None = lists_in_reach(user, hands=hands).filter(code=read_code(code)).first()
    return found


def waiting_lists(user: Any, *, hands: bool, limit: int = 12) -> list[Holding]:
    """Return the lists that were printed and of which nothing came back.

    Parameters
    ----------
    user : User
        Who looks.
    hands : bool
        Whether the person hands turfs to others.
    limit : int
        How many.

    Returns
    -------
    list of Holding
        The latest first.
    """
    rows = lists_in_reach(user, hands=hands).filter(on_paper=True).exclude(end="given_back")
    if get_scope().get("hidden") is not None:
        rows = rows.exclude(end=Ended.WITHDRAWN)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=timezone.now() - timedelta(days=7)))
    return list(rows.order_by("-taken_at", "-pk")[:limit])


@dataclass(slots=True)
class Sheet:
    """A list on paper, open to be entered."""

    holding: Holding
    stops: list[PaperStop]
    span: Span
    seq: int
    """Rank of the next report."""
    edited: bool
    """Whether the turf was edited since the list was made."""

    @property
    def doors(self) -> int:
        """How many lines it has, those struck out left out."""
        return sum(not door.struck for stop in self.stops for door in stop.doors)

    @property
    def entered(self) -> int:
        """How many lines are filled in."""
        return sum(bool(door.outcome) for stop in self.stops for door in stop.doors)


def open_sheet(holding: Holding, user: Any) -> Sheet:
    """Open a list, in a constant number of queries.

    Parameters
    ----------
    holding : Holding
        Whose list, with its turf, bureau and outing.
    user : User
        Who enters it.

    Returns
    -------
    Sheet
        Its doors in the order of the paper, with what was entered.
    """
    stops = list(Stop.every.filter(turf=holding.turf_id).order_by("order"))
    events = [one for one in events_of([holding.turf_id]) if one.source == Source.PAPER]
    entered = door_states(events)
    keys = {stop.key for stop in stops}
    found = listed(stops, never_at(keys), entered, shared_addresses(holding.turf, keys))
    for stop in found:
        for door in stop.doors:
            state = entered.get(door.door)
            door.mine = state is not None and state.user == user.pk
            door.struck = door.struck and not door.outcome
    edits = Edit.objects.filter(run=holding.turf.run_id, bureau=holding.turf.bureau_id, undone=False)
    after = edits.filter(at__gt=holding.taken_at).values_list("after", flat=True)
    edited = any(str(holding.turf.number) in turfs for turfs in after)
    seq = 1 + max((one.seq for one in events), default=0)
    return Sheet(holding, found, span_of(holding), seq, edited)


def shared_addresses(turf: Turf, keys: Collection[str]) -> set[str]:
    """Return the addresses that several stops of a bureau share.

    Parameters
    ----------
    turf : Turf
        A turf of the bureau.
    keys : collection of str
        Addresses looked at.

    Returns
    -------
    set of str
        Those whose floors are printed.
    """
    rows = Stop.every.filter(turf__run=turf.run_id, turf__bureau=turf.bureau_id, turf__retired=False)
    counted = rows.filter(key__in=list(keys)).order_by().values("key").annotate(n=Count("pk"))
    return set(counted.filter(n__gt=1).values_list("key", flat=True))


def span_of(holding: Holding) -> Span:
    """Return when a list was walked: in its outing, else after it was taken; never in the future.

    Parameters
    ----------
    holding : Holding
        Whose list.

    Returns
    -------
    Span
        Start and end.
    """
    now = timezone.now()
    if holding.outing is not None:
        start, end = holding.outing.starts_at, holding.outing.ends_at
    else:
        start = holding.started_at or holding.taken_at
        end = start + timedelta(minutes=max(30.0, holding.turf.minutes))
    end = min(end, now)
    return Span(min(start, end - timedelta(minutes=1)), end)


@dataclass(slots=True)
class Reconciled:
    """A turf, its phones and its papers beside each other."""

    turf: Turf
    rows: list[Compared]

    def count(self, kind: str) -> int:
        """Count the doors of a kind.

        Parameters
        ----------
        kind : str
            As `Compared.kind`.

        Returns
        -------
        int
            Doors.
        """
        return sum(row.kind == kind for row in self.rows)


def told_of(turf: int) -> list[Event]:
    """Return what phones and papers told of a turf, what was set aside between them too.

    Parameters
    ----------
    turf : int
        Key of a turf in reach.

    Returns
    -------
    list of Event
        In no order.
    """
    rows = Report.every.filter(turf=turf, aside__in=["", Aside.PAPER]).exclude(kind=Kind.TALK).order_by()
    return [Event(*row) for row in rows.values_list(*EVENT)]


def reconciled(turf: Turf) -> Reconciled:
    """Put phone and paper of a turf beside each other, in a constant number of queries.

    Parameters
    ----------
    turf : Turf
        The turf.

    Returns
    -------
    Reconciled
        One row a door that either tells of.
    """
    told = told_of(turf.pk)
    phone = door_states(one for one in told if one.source == Source.PHONE)
    paper = door_states(one for one in told if one.source == Source.PAPER)
    stands = door_states(events_of([turf.pk]))
    names = {}
    for stop in listed(Stop.every.filter(turf=turf).order_by("order"), (), {}):
        for door in stop.doors:
            names[door.door] = f"{stop.label} {stop.street}".strip()
    where = {door[0]: name for door, name in names.items()}
    rows = compared(names, phone, paper, stands)
    named = [
        row if row.name else Compared(row.door, where.get(row.door[0], ""), *row_states(row)) for row in rows
    ]
    return Reconciled(turf, named)


def row_states(row: Compared) -> tuple[DoorState | None, DoorState | None, DoorState | None]:
    """Return what phone and paper tell of a door, and what stands.

    Parameters
    ----------
    row : Compared
        A door.

    Returns
    -------
    tuple
        Phone, paper, what stands.
    """
    return row.phone, row.paper, row.stands


def choices_made(turf: Turf) -> list[Review]:
    """Return the choices between phone and paper made for a turf.

    Parameters
    ----------
    turf : Turf
        The turf.

    Returns
    -------
    list of Review
        Last first, with who made them.
    """
    rows = Review.objects.filter(turf=turf, phone=None, outing=None).select_related("by")
    return list(rows.order_by("-at", "-pk")[:20])
