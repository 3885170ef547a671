"""The tally: whatever comes, in whatever order, the same rows as when everything is counted again."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perron_web.features.canvassing.models import Batch, PlaceTally, Pulse, Report, Tally, TurfTally
from perron_web.features.canvassing.rules.tallies import COUNTS
from perron_web.features.canvassing.services.tally_done import finish_seen
from perron_web.features.canvassing.services.tallying import tally_all, tally_waiting
from perron_web.features.canvassing.tests import tally_town as town
from perron_web.features.teams.models import Outing, Team
from perron_web.features.turfs.models import Holding, Turf


@pytest.fixture
def turfs(inside):
    return town.make_town(inside)


def rows():
    """Give every row of figures, without its number."""
    return [
        sorted(model.every.order_by().values_list(*columns, *COUNTS), key=str)
        for model, columns in (
            (Tally, ("turf", "user", "hour", "source", "place", "team", "zone")),
            (TurfTally, ("turf", "place", "planned", "conflicts", "first_at", "last_at")),
            (PlaceTally, ("place", "zone", "day")),
        )
    ]


def test_a_sending_is_folded_once_into_person_turf_and_place(turfs, volunteer, inside):
    turf = turfs[town.PLANNED][0]
    sent = [
        town.visit(turf, volunteer, "1", "open", talked=True),
        town.visit(turf, volunteer, "2", "absent", minute=58),
        town.visit(turf, volunteer, "2", "refused", minute=59),
    ]
    town.send(*sent)
    assert tally_waiting() == 1
    assert tally_waiting() == 0
    hours = {one.hour.hour: one for one in Tally.every.all()}
    assert sorted(hours) == [9, 10], "ten and eleven in Paris"
    assert (hours[9].visits, hours[9].doors, hours[9].opened, hours[9].talked) == (1, 1, 1, 1)
    assert (hours[10].visits, hours[10].doors, hours[10].refused, hours[10].absent) == (2, 1, 1, 0)
    assert hours[9].user == volunteer
    whole = TurfTally.every.get(turf=turf)
    assert (whole.visits, whole.doors, whole.planned) == (3, 2, 4)
    day = PlaceTally.every.get()
    assert (day.place, day.zone, day.day.isoformat(), day.visits) == (turf.place, "plan", "2026-11-21", 3)
    assert Pulse.objects.get().number == 1
    before = rows()
    tally_all(campaign=inside)
    assert rows() == before
    assert Pulse.objects.get().number == 1, "nothing changed, nothing to look at"


def test_undone_and_set_aside_do_not_count_and_leave_no_row(turfs, volunteer):
    turf = turfs[town.PLANNED][0]
    first, second = (town.visit(turf, volunteer, door) for door in "12")
    town.send(first, second)
    tally_waiting()
    town.send(town.undo(first))
    tally_waiting()
    assert TurfTally.every.get().doors == 1
    Report.every.filter(pk=second.pk).update(aside="review")
    Batch.objects.create(campaign=turf.campaign, kind="review", turfs=[turf.pk])
    tally_waiting()
    assert rows() == [[], [], []]


def test_visits_are_seen_from_the_plan_and_an_added_building_lies_where_it_lies(turfs, volunteer):
    inside_plan, control, outside = (turfs[c][0] for c in (town.PLANNED, town.HELD, town.OUTSIDE))
    key = {"address": f"new:{7}"}
    town.send(
        town.visit(inside_plan, volunteer),
        town.visit(control, volunteer),
        town.visit(outside, volunteer),
        town.added(inside_plan, 2.425, 48.865, key=7),  # in the control bureau
        town.visit(inside_plan, volunteer, "9", **key),
    )
    tally_waiting()
    found = {(p.place, p.zone): p.visits for p in PlaceTally.every.all()}
    assert found == {
        (town.place_of(town.PLANNED), "plan"): 1,
        (town.place_of(town.HELD), "control"): 2,
        (town.place_of(town.OUTSIDE), "outside"): 1,
    }
    assert TurfTally.every.get(turf=inside_plan).doors == 2, "it stays of its turf"


def test_a_visit_counts_for_the_team_of_its_outing_or_of_who_held_the_turf(turfs, volunteer, inside):
    turf, other = turfs[town.PLANNED]
    team, lent = (Team.objects.create(campaign=inside, place=turf.place, name=n) for n in ("A", "B"))
    now = timezone.now()
    outing = Outing.objects.create(
        campaign=inside, place=turf.place, team=lent, starts_at=now, ends_at=now + timedelta(hours=2)
    )
    Holding.every.create(
        campaign=inside, place=turf.place, turf=turf, team=team, holder=volunteer, code="ABCDEFGH",
        taken_at=town.SATURDAY - timedelta(hours=1), expires_at=now + timedelta(days=1),
    )  # fmt: skip
    Turf.every.filter(pk=turf.pk).update(state="taken", team=team)
    town.send(town.visit(turf, volunteer), town.visit(other, volunteer, outing_id=outing.pk), kind="sync")
    tally_waiting()
    assert dict(Tally.every.values_list("turf", "team")) == {turf.pk: team.pk, other.pk: lent.pk}
    assert Turf.every.get(pk=turf.pk).state == "going"
    assert Holding.every.get().started_at is not None


def test_a_turf_all_of_whose_doors_were_rung_at_is_done_once_quiet(turfs, volunteer, inside):
    turf, other = turfs[town.PLANNED]
    now = timezone.now()
    for one, code in ((turf, "ABCDEFGH"), (other, "ABCDEFGJ")):
        Holding.every.create(
            campaign=inside, place=turf.place, turf=one, holder=volunteer, code=code,
            taken_at=now - timedelta(hours=2), expires_at=now + timedelta(days=1),
        )  # fmt: skip
    Turf.every.filter(pk__in=[turf.pk, other.pk]).update(state="taken")
    at = now - timedelta(minutes=20)
    town.send(
        *(town.visit(turf, volunteer, str(n), at=at) for n in range(4)), town.visit(other, volunteer, at=at)
    )
    tally_waiting()
    assert finish_seen() == 0, "still warm"
    assert finish_seen(now=now + timedelta(minutes=11)) == 1
    assert finish_seen(now=now + timedelta(minutes=11)) == 0
    states = dict(Turf.every.filter(pk__in=[turf.pk, other.pk]).values_list("pk", "state"))
    assert states == {turf.pk: "done", other.pk: "going"}


def test_visits_of_no_turf_count_where_they_were_made(turfs, volunteer):
    turf = turfs[town.PLANNED][0]
    town.send(town.visit(turf, volunteer, turf_id=None, received_at=timezone.now()))
    tally_waiting()
    assert Tally.every.get().turf is None
    assert PlaceTally.every.get().visits == 1
    assert not TurfTally.every.exists()


def test_the_queries_do_not_grow_with_what_was_received(turfs, volunteer):
    def queries(minute: int, count: int) -> int:
        for code in (town.PLANNED, town.PLANNED_TOO):
            for turf in turfs[code][: count // 2]:
                town.send(*(town.visit(turf, volunteer, str(n), minute=minute) for n in range(count)))
        with CaptureQueriesContext(connection) as seen:
            tally_waiting()
        return len(seen)

    queries(0, 2)
    assert queries(60, 2) >= queries(120, 4) - 1


def test_the_command_counts_all_again(turfs, volunteer, inside, capsys):
    town.send(town.visit(turfs[town.PLANNED][0], volunteer))
    call_command("tally")
    before = rows()
    Tally.every.update(visits=77, zone="outside")
    PlaceTally.every.update(day="2020-01-01")
    TurfTally.every.update(doors=9)
    call_command("tally", "--all")
    assert rows() == before
    assert "essai: 1" in capsys.readouterr().out


steps = st.lists(
    st.tuples(
        st.sampled_from(["send", "send", "send", "undo", "aside", "back", "tally", "no turf"]),
        st.integers(0, 3),
        st.integers(1, 3),
        st.sampled_from(["open", "absent", "refused", "later", "unreachable", "never", "unknown"]),
        st.integers(0, 2000),
    ),
    max_size=14,
)


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps, st.randoms())
def test_whatever_happened_counting_all_again_gives_the_same_rows(turfs, campaign, volunteer, asked, random):
    with scope(campaign=campaign, places=None):
        for model in (Report, Tally, TurfTally, PlaceTally):
            model.every.all().delete()
        Batch.objects.all().delete()
        flat = [one for two in turfs.values() for one in two]
        made: list[Report] = []
        for what, which, door, outcome, minute in asked:
            report = town.visit(flat[which * 2], volunteer, str(door), outcome, minute=minute)
            _step(what, report, made, random)
        while tally_waiting():
            continue
        before = rows()
        tally_all(campaign=campaign)
        assert rows() == before
        Tally.every.all().delete()
        PlaceTally.every.all().delete()
        TurfTally.every.all().delete()
        tally_all(campaign=campaign)
        assert rows() == before


def _step(what: str, report: Report, made: list[Report], random) -> None:
    if what in {"send", "no turf"}:
        if what == "no turf":
            report.turf_id, report.received_at = None, timezone.now()
        made.append(report)
        town.send(report)
    elif what == "tally":
        tally_waiting()
    elif made:
        one = random.choice(made)
        if what == "undo":
            town.send(town.undo(one))
        else:
            Report.every.filter(pk=one.pk).update(aside="review" if what == "aside" else "")
            Batch.objects.create(campaign_id=one.campaign_id, kind="review", turfs=[one.turf_id])
