"""Whatever is done with turfs, in whatever order: one holder at most, and a state that says the truth."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perron.errors import PerronError
from perron_web.conftest import person
from perron_web.features.teams.models import Team, TeamMember
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.services.giving import assign_team
from perron_web.features.turfs.services.holding import (
    expire_holdings,
    extend,
    finish_turf,
    give_back,
    hand_turf,
    leave_turfs,
    mark_started,
    reopen_turf,
    take_turf,
)

pytestmark = pytest.mark.django_db
TURFS, PEOPLE = 3, 3
GESTURES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "take",
                "hand",
                "back",
                "finish",
                "extend",
                "expire",
                "start",
                "reopen",
                "assign",
                "take_back",
                "leave",
            ]
        ),
        st.integers(0, TURFS - 1),
        st.integers(0, PEOPLE - 1),
    ),
    max_size=14,
)


def do(gesture, turf, user, team):
    held = Holding.objects.filter(turf=turf, ended_at=None).first()
    last = held or Holding.objects.filter(turf=turf).first()
    if gesture == "take":
        take_turf(turf=turf.pk, by=user)
    elif gesture == "hand":
        hand_turf(turf=turf.pk, by=user, holder=user, team=team)
    elif gesture == "start":
        mark_started(turfs=[turf.pk])
    elif gesture == "reopen":
        reopen_turf(turf=turf.pk, by=user)
    elif gesture == "expire":
        expire_holdings(now=timezone.now() + timedelta(hours=36))
    elif gesture in {"assign", "take_back"}:
        assign_team(turfs=[turf], team=team if gesture == "assign" else None, by=user)
    elif gesture == "leave":
        leave_turfs(user=user)
    elif last is not None:
        {"back": give_back, "finish": finish_turf, "extend": extend}[gesture](holding=last, by=user)


def truth(turf):
    """Return the states that a turf may be in, from its holdings and its team alone."""
    held = Holding.objects.filter(turf=turf, ended_at=None)
    assert held.count() <= 1
    if one := held.first():
        return {State.GOING if one.started_at else State.TAKEN}
    return {State.TAKEN if turf.team_id else State.FREE, State.DONE, State.EXPIRED}


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(gestures=GESTURES)
def test_one_holder_at_most_and_a_state_that_says_the_truth(planned, campaign, gestures):
    with transaction.atomic(), scope(campaign=campaign, places=None):
        turfs = list(Turf.objects.filter(bureau__code="75056_2001").order_by("number")[:TURFS])
        team = Team.objects.get()
        people = [person(f"h{rank}") for rank in range(PEOPLE)]
        TeamMember.objects.create(campaign=campaign, team=team, user=people[0], state="member")
        for gesture, turf, user in gestures:
            count = Holding.objects.count()
            turfs[turf].refresh_from_db()
            try:
                with transaction.atomic():
                    do(gesture, turfs[turf], people[user], team)
            except PerronError:
                assert Holding.objects.count() == count
            for one in turfs:
                one.refresh_from_db()
                assert one.state in truth(one), (gesture, one.state)
            for one in Holding.objects.exclude(ended_at=None):
                assert one.end
        transaction.set_rollback(True)
