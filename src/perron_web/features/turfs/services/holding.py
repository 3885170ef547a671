"""Turfs in people's hands: taken, handed, extended, given back, finished, expired. One turf is held once.

The guard is the constraint `a_turf_is_held_once`: nothing here looks first whether a turf is held.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from perron_web.features.campaigns.models import Campaign
from perron_web.features.turfs.choices import Ended, State
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.holdings import (
    held_by,
    hours_held,
    open_holdings,
    teams_of,
    turfs_for_hands,
)
from perron_web.features.turfs.rules import LETTERS, MARGIN_HOURS, MOST_DAYS, MOST_HELD, refusals
from perron_web.features.turfs.services.trying import assign_arms
from perron_web.platform.audit.services import record
from perron_web.platform.hooks import fire

if TYPE_CHECKING:
    from perron_web.features.teams.models import Outing, Team


def take_turf(*, turf: int, by: Any, partner: Any = None, on_paper: bool = False) -> Holding:
    """Take a turf for oneself.

    Parameters
    ----------
    turf : int
        Key of a turf in reach of the person.
    by : User
        Who takes it.
    partner : User or None
        Who walks it with them.
    on_paper : bool
        Whether its list is printed.

    Returns
    -------
    Holding
        The turf in their hands.

    Raises
    ------
    RefusedError
        It cannot be had: held, done, of another team, of no adopted plan, of a control bureau, without doors;
        or the person holds too many.
    """
    with transaction.atomic():
        if held_by(by).count() >= MOST_HELD:
            raise refusals.enough()
        known = _turf_in_hand(turf)
        team = _team_for(known, teams_of(by))
        return _hold(
            turf=known,
            team=team,
            holder=by,
            partner=partner,
            on_paper=on_paper,
            expires_at=timezone.now() + timedelta(hours=hours_held()),
            given_by=by,
        )


def hand_turf(
    *,
    turf: int,
    by: Any,
    holder: Any = None,
    partner: Any = None,
    team: "Team | None" = None,
    outing: "Outing | None" = None,
    pair: int | None = None,
    on_paper: bool = False,
) -> Holding:
    """Hand a turf to somebody, or to a pair of an outing.

    Parameters
    ----------
    turf : int
        Key of a turf in reach of whoever hands it.
    by : User
        Who hands it.
    holder, partner : User or None
        Who walks it; nobody by name for a list on paper.
    team : Team or None
        Team that walks it; that of the outing when not given.
    outing : Outing or None
        Outing in which it is walked; it then stays held until some hours after it.
    pair : int or None
        Number of the pair in the outing.
    on_paper : bool
        Whether its list is printed.

    Returns
    -------
    Holding
        The turf in their hands.

    Raises
    ------
    RefusedError
        It cannot be had.
    """
    now = timezone.now()
    until = now + timedelta(hours=hours_held())
    if outing is not None:
        team = team or outing.team
        until = max(outing.ends_at, now) + timedelta(hours=MARGIN_HOURS)
    with transaction.atomic():
        known = _turf_in_hand(turf)
        team = _team_for(known, {team.pk: team} if team else {}, alone=team is None)
        return _hold(
            turf=known,
            team=team,
            outing=outing,
            pair=pair,
            holder=holder,
            partner=partner,
            on_paper=on_paper,
            expires_at=until,
            given_by=by,
        )


def _turf_in_hand(turf: int) -> Turf:
    """Lock a turf, and refuse one that nobody may hold."""
    known: Turf | None = Turf.every.select_for_update(of=("self",)).filter(pk=turf).first()
    if known is None or not turfs_for_hands().filter(pk=turf).exists():
        raise refusals.not_to_hand()
    if known.state == State.DONE:
        raise refusals.done()
    return known


def _team_for(turf: Turf, teams: "dict[int, Team]", *, alone: bool = False) -> "Team | None":
    """Return the team under which a turf is held; refuse one that is kept for another."""
    if turf.team_id is not None:
        if turf.team_id not in teams:
            raise refusals.of_another_team()
        return teams[turf.team_id]
    at_home = [team for team in teams.values() if turf.place.startswith(team.place)]
    if teams and not alone and not at_home and len(teams) == 1:
        return next(iter(teams.values()))
    return at_home[0] if at_home else None


def _hold(*, turf: Turf, **how: Any) -> Holding:
    try:
        with transaction.atomic():
            made: Holding = Holding.every.create(
                campaign_id=turf.campaign_id, place=turf.place, turf=turf, code=new_code(), **how
            )
    except IntegrityError:
        raise refusals.held() from None
    turf.state = State.TAKEN
    Turf.every.filter(pk=turf.pk).update(state=turf.state)
    whom = {name: how[name].pk for name in ("holder", "team", "outing") if how.get(name) is not None}
    record(action="turfs.take", target=turf, by=how["given_by"], **whom, pair=how.get("pair"))
    assign_arms(holding=made)
    fire("turfs_changed", turfs=[turf.pk])
    return made


def new_code() -> str:
    """Return a code for a list on paper.

    Returns
    -------
    str
        Eight letters or digits, none that looks like another.
    """
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def give_back(*, holding: Holding, by: Any) -> bool:
    """Give a turf back: it is free again, for its team where it has one.

    Parameters
    ----------
    holding : Holding
        What is held.
    by : User
        Who gives it back.

    Returns
    -------
    bool
        False when it was no longer held.
    """
    return bool(_end(Holding.every.filter(pk=holding.pk), Ended.GIVEN_BACK, "turfs.give_back", by))


def finish_turf(*, holding: Holding, by: Any) -> bool:
    """Say that a turf is done.

    Parameters
    ----------
    holding : Holding
        What is held.
    by : User
        Who says so.

    Returns
    -------
    bool
        False when it was no longer held.
    """
    return bool(_end(Holding.every.filter(pk=holding.pk), Ended.DONE, "turfs.finish", by))


def reopen_turf(*, turf: int, by: Any) -> bool:
    """Take back that a turf is done: it can be handed out again.

    Parameters
    ----------
    turf : int
        Key of a turf in reach of the person.
    by : User
        Who says so.

    Returns
    -------
    bool
        False when it was not done.
    """
    with transaction.atomic():
        rows = Turf.every.filter(pk=turf, state=State.DONE)
        changed = rows.filter(team=None).update(state=State.FREE) or rows.update(state=State.TAKEN)
        if changed:
            record(action="turfs.reopen", target=f"turfs.Turf:{turf}", by=by)
            fire("turfs_changed", turfs=[turf])
    return bool(changed)


def extend(*, holding: Holding, by: Any, hours: int | None = None) -> datetime:
    """Keep a turf longer.

    Parameters
    ----------
    holding : Holding
        What is held.
    by : User
        Who asks.
    hours : int or None
        From now on; as long as a turf is usually held when not given.

    Returns
    -------
    datetime
        Until when it is held.

    Raises
    ------
    RefusedError
        It is no longer held, or has been for too long.
    """
    with transaction.atomic():
        known = Holding.every.select_for_update(of=("self",)).filter(pk=holding.pk, ended_at=None).first()
        if known is None:
            raise refusals.no_longer_held()
        last: datetime = known.taken_at + timedelta(days=MOST_DAYS)
        wanted = timezone.now() + timedelta(hours=hours or hours_held())
        until: datetime = max(known.expires_at, min(wanted, last))
        if until == known.expires_at and wanted > last:
            raise refusals.held_long()
        known.expires_at = until
        known.save(update_fields=["expires_at"])
        record(action="turfs.extend", target=known, by=by, until=until.isoformat())
    return until


def expire_holdings(*, now: datetime | None = None) -> int:
    """Take back the turfs of the campaign whose time is over.

    Parameters
    ----------
    now : datetime or None
        The instant; the clock's when not given.

    Returns
    -------
    int
        Turfs taken back.
    """
    over = Holding.every.filter(expires_at__lte=now or timezone.now())
    return _end(over, Ended.EXPIRED, "turfs.expire", None)


def expire_everywhere() -> int:
    """Take back the turfs whose time is over, campaign after campaign.

    Returns
    -------
    int
        Turfs taken back.
    """
    with scopes_disabled():
        over = open_holdings().filter(expires_at__lte=timezone.now())
        campaigns = list(Campaign.objects.filter(pk__in=over.values("campaign")))
    taken = 0
    for campaign in campaigns:
        with scope(_enabled=True, campaign=campaign, places=None):
            taken += expire_holdings()
    return taken


def withdraw_turfs(*, turfs: Collection[int], by: Any) -> int:
    """Take turfs out of people's hands: they are no longer to be walked; their phones forget them.

    Parameters
    ----------
    turfs : collection of int
        Keys of turfs.
    by : User or None
        Who decided.

    Returns
    -------
    int
        Turfs taken back.
    """
    return _end(Holding.every.filter(turf__in=turfs), Ended.WITHDRAWN, "turfs.withdraw", by)


def leave_turfs(*, user: Any) -> int:
    """Take what somebody holds out of their hands: what is walked with another stays with the other.

    Parameters
    ----------
    user : User
        Who leaves.

    Returns
    -------
    int
        Turfs given back.
    """
    with transaction.atomic():
        mine = Holding.every.filter(ended_at=None)
        mine.filter(partner=user).update(partner=None)
        mine.filter(holder=user, partner__isnull=False).update(holder=F("partner"), partner=None)
        return _end(mine.filter(holder=user), Ended.GIVEN_BACK, "turfs.give_back", None)


def mark_started(*, turfs: Collection[int], at: datetime | None = None) -> int:
    """Say that somebody rang at a door of these turfs: those that are held are under way.

    Parameters
    ----------
    turfs : collection of int
        Keys of turfs.
    at : datetime or None
        When; the clock's when not given.

    Returns
    -------
    int
        Turfs that were not yet under way.
    """
    with transaction.atomic():
        held = Holding.every.filter(turf__in=turfs, ended_at=None, started_at=None)
        found = list(held.values_list("pk", "turf_id"))
        if not found:
            return 0
        numbers = sorted(turf for _, turf in found)
        list(Turf.every.filter(pk__in=numbers).order_by("pk").select_for_update(of=("self",)))
        held.filter(pk__in=[pk for pk, _ in found]).update(started_at=at or timezone.now())
        Turf.every.filter(pk__in=numbers, state=State.TAKEN).update(state=State.GOING)
        fire("turfs_changed", turfs=numbers)
    return len(numbers)


def _end(holdings: Any, how: Ended, action: str, by: Any) -> int:
    """End some holdings: each once, whoever else is about to. Turfs are locked as taking them does."""
    with transaction.atomic():
        rows = holdings.filter(ended_at=None).select_related("turf").order_by("turf_id")
        found = list(rows.select_for_update(of=("self", "turf")))
        for holding in found:
            holding.ended_at, holding.end = timezone.now(), how
            holding.save(update_fields=["ended_at", "end"])
            kept = State.TAKEN if holding.turf.team_id else State.FREE
            state = {Ended.DONE: State.DONE, Ended.EXPIRED: State.EXPIRED}.get(how, kept)
            Turf.every.filter(pk=holding.turf_id).update(state=state)
            record(action=action, target=holding.turf, by=by, holder=holding.holder_id, code=holding.code)
        if found:
            fire("turfs_changed", turfs=[holding.turf_id for holding in found])
    return len(found)
