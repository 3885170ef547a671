"""Editing by hand: no door lost or doubled, minutes computed afresh, undone to the byte, nobody wronged."""

import pytest
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perron.errors import PerronError
from perron_web.features.teams.models import Team
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Edit, Stop, Turf
from perron_web.features.turfs.queries.changes import changes_of, changes_text
from perron_web.features.turfs.queries.desk import last_edits, open_desk
from perron_web.features.turfs.rules import RefusedError, StaleError
from perron_web.features.turfs.services import (
    add_turf,
    assign_team,
    merge_turfs,
    move_building,
    redo_edit,
    redraw_turf,
    split_turf,
    undo_edit,
)
from perron_web.platform.audit.models import AuditLine

pytestmark = pytest.mark.django_db
FIGURES = (
    "number",
    "doors",
    "stops",
    "minutes",
    "walk_m",
    "one_piece",
    "line",
    "lon",
    "lat",
    "retired",
    "edited",
)
ROWS = ("turf__number", "order", "key", "floor_from", "floor_to", "doors", "minutes", "parts", "address_id")


def state(run, bureau):
    turfs = Turf.objects.filter(run=run, bureau=bureau, retired=False).order_by("number")
    stops = Stop.objects.filter(turf__run=run, turf__bureau=bureau).order_by("turf__number", "order")
    return list(turfs.values_list(*FIGURES)), list(stops.values_list(*ROWS))


def doors(run, bureau):
    return sum(Turf.objects.filter(run=run, bureau=bureau).values_list("doors", flat=True))


@pytest.fixture
def who(planned, bureau, director):
    return {"run": planned, "bureau": bureau, "by": director}


def test_merging_keeps_the_smallest_number_and_every_door(who, versions, planned, bureau):
    before = {t.number: t for t in Turf.objects.filter(bureau=bureau)}
    done = merge_turfs(**who, turfs=[3, 2], versions=versions())
    assert done.turfs[2].doors == before[2].doors + before[3].doors
    assert done.turfs[3].retired
    assert set(done.turfs) == {2, 3}
    untouched = Turf.objects.get(bureau=bureau, number=1)
    assert (untouched.version, untouched.minutes, untouched.line) == (1, before[1].minutes, before[1].line)
    assert AuditLine.objects.filter(action="turfs.merge", details__turfs=[2, 3]).exists()


def test_splitting_gives_new_numbers_and_equal_times(who, versions, bureau):
    highest = max(versions())
    done = split_turf(**who, turf=1, parts=2, versions=versions())
    assert set(done.turfs) == {1, highest + 1}
    minutes = [turf.minutes for turf in done.turfs.values()]
    assert max(minutes) < 2 * min(minutes)
    assert "Nouveau secteur" in changes_text(changes_of(done.edit))


def test_a_building_moves_with_all_its_floors(who, versions, bureau, planned):
    keys = Stop.objects.filter(turf__bureau=bureau).order_by("key").values_list("key", "turf__number")
    several = [key for key, _ in keys if len({turf for other, turf in keys if other == key}) > 1]
    key = several[0] if several else keys[0][0]
    done = move_building(**who, addresses=[key], to=None, versions=versions())
    assert set(Stop.objects.filter(key=key).values_list("turf__number", flat=True)) == {max(done.turfs)}


def test_a_line_drawn_around_doors_makes_a_turf(who, versions, bureau):
    box = [
        [bureau.west, bureau.south],
        [bureau.east, bureau.south],
        [bureau.east, bureau.north],
        [bureau.west, bureau.north],
    ]
    total = doors(who["run"], bureau)
    done = redraw_turf(**who, polygon=box, to=None, versions=versions())
    assert sum(not turf.retired for turf in done.turfs.values()) == 1
    assert max(turf.doors for turf in done.turfs.values()) == total


def test_an_empty_turf_receives_buildings(who, versions, bureau):
    made = add_turf(**who)
    (number,) = made.turfs
    assert not made.turfs[number].retired
    key = Stop.objects.filter(turf__bureau=bureau).first().key
    done = move_building(**who, addresses=[key], to=number, versions=versions())
    assert done.turfs[number].doors > 0


def test_undo_and_redo_give_the_same_bytes(who, versions, planned, bureau):
    start = state(planned, bureau)
    first = merge_turfs(**who, turfs=[1, 2], versions=versions())
    middle = state(planned, bureau)
    second = split_turf(**who, turf=1, parts=3, versions=versions())
    end = state(planned, bureau)
    undo_edit(**who, edit=second.edit.pk)
    assert state(planned, bureau) == middle
    undo_edit(**who, edit=first.edit.pk)
    assert state(planned, bureau) == start
    redo_edit(**who, edit=first.edit.pk)
    assert state(planned, bureau) == middle
    redo_edit(**who, edit=second.edit.pk)
    assert state(planned, bureau) == end


def test_a_new_edit_forgets_what_was_undone(who, versions, planned, bureau):
    highest = max(versions())
    done = split_turf(**who, turf=1, parts=2, versions=versions())
    undo_edit(**who, edit=done.edit.pk)
    again = split_turf(**who, turf=2, parts=2, versions=versions())
    assert set(again.turfs) == {2, highest + 1}
    assert last_edits(run=planned, bureau=bureau)[1] is None
    with pytest.raises(StaleError):
        undo_edit(**who, edit=done.edit.pk)


def test_two_people_are_told_and_nothing_is_lost(who, versions, planned, bureau, lead):
    seen = versions()
    merge_turfs(**who, turfs=[1, 2], versions=seen)
    standing = state(planned, bureau)
    with pytest.raises(StaleError) as told:
        split_turf(run=planned, bureau=bureau, turf=1, parts=2, versions=seen, by=lead)
    assert "Alix" in told.value.text("fr")
    with pytest.raises(StaleError):
        move_building(
            run=planned,
            bureau=bureau,
            addresses=[Stop.objects.filter(turf__number=3, turf__bureau=bureau).first().key],
            to=2,
            versions=seen,
            by=lead,
        )
    assert state(planned, bureau) == standing
    done = split_turf(
        run=planned, bureau=bureau, turf=4, parts=2, versions=seen, by=lead
    )  # another turf: no quarrel
    assert done.edit.by == lead


def test_a_change_between_reading_and_writing_is_refused(who, versions, planned, bureau, monkeypatch):
    from perron_web.features.turfs.services import editing

    seen, kept = versions(), editing.snapshot

    def meanwhile(turfs):
        found = kept(turfs)
        Turf.objects.filter(bureau=bureau, number=1).update(version=99)
        return found

    monkeypatch.setattr(editing, "snapshot", meanwhile)
    with pytest.raises(StaleError):
        merge_turfs(**who, turfs=[1, 2], versions=seen)
    assert Edit.objects.count() == 0


def test_what_cannot_be_done_is_refused(who, versions, bureau, planned, campaign):
    from perron_web.features.territory.models import Bureau
    from perron_web.features.turfs.tests.factories import HELD

    held = Bureau.objects.get(code=HELD)
    for service, asked in (
        (merge_turfs, {"turfs": [1], "versions": versions()}),
        (merge_turfs, {"turfs": [1, 999], "versions": versions()}),
        (split_turf, {"turf": 1, "parts": 13, "versions": versions()}),
        (move_building, {"addresses": ["nowhere"], "to": 1, "versions": versions()}),
        (redraw_turf, {"polygon": [[0, 0], [0, 1], [1, 1]], "to": None, "versions": versions()}),
        (undo_edit, {"edit": 1}),
        (redo_edit, {"edit": 1}),
    ):
        with pytest.raises(PerronError):
            service(**who, **asked)
    with pytest.raises(RefusedError):
        split_turf(run=planned, bureau=held, turf=1, parts=2, versions={}, by=who["by"])
    with pytest.raises(RefusedError):
        add_turf(run=planned, bureau=held, by=who["by"])
    assert Edit.objects.count() == 0


def test_turfs_are_given_and_taken_back(who, bureau, planned, director):
    team = Team.objects.get()
    turfs = list(Turf.objects.filter(bureau=bureau, number__in=[1, 2]))
    assert assign_team(turfs=turfs, team=team, by=director) == 2
    assert set(Turf.objects.filter(team=team).values_list("state", flat=True)) == {State.TAKEN}
    assert assign_team(turfs=turfs, team=team, by=director) == 0
    assert assign_team(turfs=turfs, team=None, by=director) == 2
    elsewhere = list(Turf.objects.filter(bureau__code="75056_0201")[:1])
    with pytest.raises(RefusedError):
        assign_team(turfs=elsewhere, team=team, by=director)


@given(
    gestures=st.lists(
        st.tuples(st.sampled_from(["move", "merge", "split", "undo", "redo"]), st.integers(0, 10_000)),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_gestures_conserve_doors_and_come_back(who, versions, planned, bureau, gestures):
    total, start = doors(planned, bureau), state(planned, bureau)
    for kind, draw in gestures:
        gesture(kind, draw, who, versions())
        assert doors(planned, bureau) == total
        fresh(planned, bureau)
    while (edit := last_edits(run=planned, bureau=bureau)[0]) is not None:
        undo_edit(**who, edit=edit.pk)
    assert state(planned, bureau) == start


def gesture(kind, draw, who, seen):
    numbers = sorted(seen)
    undo, redo = last_edits(run=who["run"], bureau=who["bureau"])
    try:
        if kind == "move":
            keys = sorted(Stop.objects.filter(turf__bureau=who["bureau"]).values_list("key", flat=True))
            target = [*numbers, None][draw % (len(numbers) + 1)]
            move_building(**who, addresses=[keys[draw % len(keys)]], to=target, versions=seen)
        elif kind == "merge":
            merge_turfs(
                **who, turfs=[numbers[draw % len(numbers)], numbers[(draw + 1) % len(numbers)]], versions=seen
            )
        elif kind == "split":
            split_turf(**who, turf=numbers[draw % len(numbers)], parts=2 + draw % 2, versions=seen)
        elif kind == "undo" and undo:
            undo_edit(**who, edit=undo.pk)
        elif kind == "redo" and redo:
            redo_edit(**who, edit=redo.pk)
    except PerronError:  # too few stops to split, nothing to merge
        pass


def fresh(run, bureau):
    """Every turf has the minutes, walk and order of a computation from nothing."""
    from perron.turf import walk_again

    desk = open_desk(run=run, bureau=bureau)
    walked = walk_again(desk.bench, desk.turf, sorted(set(desk.turf.tolist())))
    mine = {
        t.code: (t.minutes, t.walk_m, t.doors)
        for t in Turf.objects.filter(run=run, bureau=bureau, doors__gt=0)
    }
    theirs = {
        row["turf"]: (row["minutes"], row["walk_m"], row["doors"])
        for row in walked.turfs.iter_rows(named=True)
    }
    assert mine == theirs


def test_another_place_is_out_of_reach(planned, campaign):
    with scope(campaign=campaign, places=("11/75/75056/20/",)):
        assert Turf.objects.filter(bureau__code="75056_2001").exists()
        assert not Turf.objects.filter(bureau__code="75056_0201").exists()
        assert not Stop.objects.filter(turf__bureau__code="75056_0201").exists()
