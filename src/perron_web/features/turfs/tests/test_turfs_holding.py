"""Turfs in people's hands: who may have which, one turf held once whatever happens at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep

import numpy as np
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.utils import timezone
from django_scopes import scope

from perron_web.features.campaigns.models import Membership
from perron_web.features.targeting.models import Score
from perron_web.features.teams.models import Outing, Team, TeamMember
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.rules import MOST_DAYS, MOST_HELD, RefusedError
from perron_web.features.turfs.services import merge_turfs
from perron_web.features.turfs.services.giving import assign_bureaux, assign_team
from perron_web.features.turfs.services.holding import (
    expire_holdings,
    extend,
    finish_turf,
    give_back,
    hand_turf,
    mark_started,
    reopen_turf,
    take_turf,
)
from perron_web.features.turfs.tasks import take_back_what_is_over
from perron_web.platform.audit.models import AuditLine
from perron_web.platform.hooks import fire
from perron_web.platform.ops.beats import BEATS

pytestmark = pytest.mark.django_db


def turf(number=1, code="75056_2001"):
    return Turf.objects.get(bureau__code=code, number=number, run__adopted=True)


def state(number=1):
    return turf(number).state


@pytest.fixture
def team(bureau):
    return Team.objects.get()


def test_a_volunteer_takes_a_turf_and_gives_it_back(bureau, volunteer):
    held = take_turf(turf=turf().pk, by=volunteer)
    assert (state(), held.holder, held.place) == (State.TAKEN, volunteer, bureau.place)
    assert len(held.code) == 8
    assert timedelta(hours=23) < held.expires_at - timezone.now() <= timedelta(hours=24)
    assert give_back(holding=held, by=volunteer)
    assert not give_back(holding=held, by=volunteer)
    assert state() == State.FREE
    assert list(
        AuditLine.objects.filter(action__in=["turfs.take", "turfs.give_back"]).values_list("by", flat=True)
    ) == [
        volunteer.pk,
        volunteer.pk,
    ]


def test_nobody_gets_a_turf_that_someone_holds(bureau, volunteer, lead):
    take_turf(turf=turf().pk, by=volunteer)
    with pytest.raises(RefusedError, match="just taken"):
        take_turf(turf=turf().pk, by=lead)
    with pytest.raises(RefusedError, match="just taken"):
        hand_turf(turf=turf().pk, by=lead, holder=lead)


def _of_a_control_bureau(run):
    Score.objects.filter(run=run, code="75056_2001").update(held_out=True)


def _of_a_plan_no_longer_adopted(run):
    type(run).objects.filter(pk=run.pk).update(adopted=False)


def _without_doors(run):
    Turf.objects.filter(run=run).update(doors=0)


def _merged_away(run):
    Turf.objects.filter(run=run).update(retired=True)


@pytest.mark.parametrize(
    "change", [_of_a_control_bureau, _of_a_plan_no_longer_adopted, _without_doors, _merged_away]
)
def test_nobody_gets_a_turf(change, planned, bureau, volunteer, director):
    key = turf().pk
    change(planned)
    for service in (take_turf, hand_turf):
        with pytest.raises(RefusedError, match="cannot be handed out"):
            service(turf=key, by=director)
    assert not Holding.objects.exists()


def test_a_turf_of_another_campaign_is_nobodys(planned, bureau, stranger, other_campaign):
    key = turf().pk
    with scope(campaign=other_campaign, places=None), pytest.raises(RefusedError):
        take_turf(turf=key, by=stranger)


def test_a_turf_kept_for_a_team_is_for_its_people(bureau, team, volunteer, lead, director):
    assign_team(turfs=[turf()], team=team, by=director)
    with pytest.raises(RefusedError, match="another team"):
        take_turf(turf=turf().pk, by=volunteer)
    with pytest.raises(RefusedError, match="another team"):
        hand_turf(turf=turf().pk, by=lead, holder=volunteer)
    TeamMember.objects.create(campaign=bureau.campaign, team=team, user=volunteer, state="asked")
    with pytest.raises(RefusedError, match="another team"):
        take_turf(turf=turf().pk, by=volunteer)
    TeamMember.objects.update(state="member")
    held = take_turf(turf=turf().pk, by=volunteer)
    assert held.team == team
    give_back(holding=held, by=volunteer)
    assert state() == State.TAKEN  # free for the team, not for others


def test_one_person_does_not_hold_everything(bureau, volunteer):
    keys = list(Turf.objects.filter(bureau__place__startswith="11/75/75056/20/").values_list("pk", flat=True))
    for key in keys[:MOST_HELD]:
        take_turf(turf=key, by=volunteer)
    with pytest.raises(RefusedError, match="finish one"):
        take_turf(turf=keys[MOST_HELD], by=volunteer)


def test_an_outing_keeps_its_turfs_until_it_is_over(bureau, team, volunteer, director):
    now = timezone.now()
    outing = Outing.objects.create(
        campaign=bureau.campaign, place=team.place, team=team, starts_at=now, ends_at=now + timedelta(days=3)
    )
    held = hand_turf(turf=turf().pk, by=director, holder=volunteer, outing=outing, pair=2)
    assert held.expires_at == outing.ends_at + timedelta(hours=12)
    assert (held.team, held.pair) == (team, 2)


def test_time_over_gives_the_turf_back_and_says_so(bureau, volunteer, lead):
    held = take_turf(turf=turf().pk, by=volunteer)
    take_turf(turf=turf(2).pk, by=volunteer)
    mark_started(turfs=[turf().pk])
    assert expire_holdings() == 0
    assert expire_holdings(now=held.expires_at) == 1
    held.refresh_from_db()
    assert (held.end, state()) == ("expired", State.EXPIRED)
    assert AuditLine.objects.filter(action="turfs.expire", details__code=held.code).exists()
    assert take_turf(turf=turf().pk, by=lead).holder == lead
    assert state() == State.TAKEN


def test_it_can_be_kept_longer_but_not_for_ever(bureau, volunteer):
    held = take_turf(turf=turf().pk, by=volunteer)
    until = extend(holding=held, by=volunteer, hours=48)
    assert until > held.expires_at
    Holding.objects.update(taken_at=timezone.now() - timedelta(days=MOST_DAYS))
    with pytest.raises(RefusedError, match="at most"):
        extend(holding=held, by=volunteer, hours=96)
    give_back(holding=held, by=volunteer)
    with pytest.raises(RefusedError, match="no longer"):
        extend(holding=held, by=volunteer)


def test_under_way_then_done_then_open_again(bureau, volunteer):
    held = take_turf(turf=turf().pk, by=volunteer)
    assert mark_started(turfs=[turf().pk, turf(2).pk]) == 1
    assert mark_started(turfs=[turf().pk]) == 0
    assert (state(), state(2)) == (State.GOING, State.FREE)
    assert finish_turf(holding=held, by=volunteer)
    assert state() == State.DONE
    with pytest.raises(RefusedError, match="done"):
        take_turf(turf=turf().pk, by=volunteer)
    assert mark_started(turfs=[turf().pk]) == 0
    assert reopen_turf(turf=turf().pk, by=volunteer)
    assert not reopen_turf(turf=turf().pk, by=volunteer)
    assert state() == State.FREE


def test_a_list_in_somebodys_hands_is_not_edited(planned, bureau, versions, volunteer, director):
    held = take_turf(turf=turf().pk, by=volunteer)
    with pytest.raises(RefusedError, match="in someone’s hands"):
        merge_turfs(run=planned, bureau=bureau, turfs=[1, 2], versions=versions(), by=director)
    give_back(holding=held, by=volunteer)
    merge_turfs(run=planned, bureau=bureau, turfs=[1, 2], versions=versions(), by=director)


def test_a_bureau_goes_to_a_team_but_what_is_walked_stays(planned, bureau, team, volunteer, director):
    held = take_turf(turf=turf().pk, by=volunteer)
    every = Turf.objects.filter(bureau=bureau).count()
    assert assign_bureaux(run=planned, bureaux=[bureau.pk], team=team, by=director) == every - 1
    assert (turf().team, turf(2).team) == (None, team)
    assert assign_bureaux(run=planned, bureaux=[bureau.pk], team=None, by=director) == every - 1
    give_back(holding=held, by=volunteer)
    away = Turf.objects.get(bureau__code="75056_0201", number=1)
    with pytest.raises(RefusedError, match="outside"):
        assign_bureaux(run=planned, bureaux=[away.bureau_id], team=team, by=director)


def test_the_background_takes_back_in_every_campaign(bureau, volunteer, capsys):
    held = take_turf(turf=turf().pk, by=volunteer)
    Holding.objects.update(expires_at=timezone.now())
    assert "expire_holdings" in BEATS
    call_command("expire_holdings")
    assert capsys.readouterr().out == "1 secteur repris.\n"
    held.refresh_from_db()
    assert held.end == "expired"
    assert take_back_what_is_over() == 0


def test_who_leaves_the_campaign_leaves_their_turfs(bureau, volunteer, lead, director, team):
    alone = take_turf(turf=turf(1).pk, by=volunteer)
    together = take_turf(turf=turf(2).pk, by=volunteer, partner=lead)
    behind = take_turf(turf=turf(3).pk, by=lead, partner=volunteer)
    fire("member_changed", user=volunteer, campaign=bureau.campaign)
    assert Holding.objects.filter(ended_at=None).count() == 3
    Membership.objects.filter(user=volunteer).update(revoked_at=timezone.now())
    fire("member_changed", user=volunteer, campaign=bureau.campaign)
    for row in (alone, together, behind):
        row.refresh_from_db()
    assert (alone.end, state(1)) == ("given_back", State.FREE)
    assert (together.holder, together.partner, together.end) == (lead, None, "")
    assert (behind.holder, behind.partner) == (lead, None)


# ---- two people at the same instant

EVERYONE_AT_ONCE = 6
ROUNDS = 12


def patiently(take):
    """Take, again while the tables of SQLite in memory are locked, as a file would make one wait."""
    while True:
        try:
            take()
        except RefusedError:
            return 0
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            sleep(0.005)
        else:
            return 1


def race(campaign, key, people):
    """Let people take the same turf at the same instant; return how many got it."""
    start = Barrier(len(people))

    def take(person):
        try:
            with scope(campaign=campaign, places=None):
                start.wait(timeout=10)
                return patiently(lambda: take_turf(turf=key, by=person))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as pool:
        return sum(pool.map(take, people))


@pytest.fixture
def crowd(transactional_db, planned, campaign):
    from perron_web.conftest import person

    with scope(campaign=campaign, places=None):
        return [turf(n).pk for n in (1, 2, 3)], [person(f"p{i}") for i in range(EVERYONE_AT_ONCE)]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_instant_exactly_one_gets_it(crowd, campaign):
    keys, people = crowd
    for key in keys:
        assert race(campaign, key, people) == 1
    with scope(campaign=campaign, places=None):
        assert Holding.objects.filter(ended_at=None).count() == len(keys)


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_the_race_is_lost(crowd, campaign):
    keys, people = crowd
    guard = next(one for one in Holding._meta.constraints if one.name == "a_turf_is_held_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Holding, guard)
    try:
        assert race(campaign, keys[0], people) > 1
    finally:
        with scope(campaign=campaign, places=None):
            Holding.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Holding, guard)


@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_neither_wait_for_ever_nor_lie(crowd, campaign):
    keys, people = crowd

    def busy(rank):
        choose, done = np.random.default_rng(rank), 0
        try:
            for _ in range(ROUNDS):
                with scope(campaign=campaign, places=None):
                    done += patiently(lambda: _anything(choose, keys, people[rank]))
        finally:
            connections.close_all()
        return done

    with ThreadPoolExecutor(len(people)) as pool:
        assert sum(pool.map(busy, range(len(people)))) > 0
    with scope(campaign=campaign, places=None):
        for one in Turf.objects.filter(pk__in=keys):
            held = Holding.objects.filter(turf=one, ended_at=None)
            assert held.count() <= 1
            assert (one.state in {State.TAKEN, State.GOING}) == held.exists()


def _anything(choose, keys, by):
    key = int(choose.choice(keys))
    gesture = choose.choice(["take", "take", "back", "finish", "start", "expire", "reopen"])
    held = Holding.objects.filter(turf=key, ended_at=None).first()
    if gesture == "take":
        take_turf(turf=key, by=by)
    elif gesture == "start":
        mark_started(turfs=keys)
    elif gesture == "expire":
        expire_holdings(now=timezone.now() + timedelta(days=2))
    elif gesture == "reopen":
        reopen_turf(turf=key, by=by)
    elif held is not None:
        (give_back if gesture == "back" else finish_turf)(holding=held, by=by)
