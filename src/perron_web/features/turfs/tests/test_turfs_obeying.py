"""A sealed draw and the turfs of the adopted plan: who is left alone is in no turf, at once."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from perron.turf import DoorTimes, make_bench, numbers_of, pieces_of, walk_again
from perron_web.features.experiments.tests.sealed_factory import lift, seal_buildings, seal_bureaux
from perron_web.features.turfs.choices import Ended
from perron_web.features.turfs.models import Edit, Holding, Stop, Turf
from perron_web.features.turfs.queries.holdings import free_turfs, held_by
from perron_web.features.turfs.queries.lists import is_held_out, standing_turfs
from perron_web.features.turfs.queries.tables import doors_table
from perron_web.features.turfs.rules import RefusedError
from perron_web.features.turfs.services import adopt_run, merge_turfs, obeying, undo_edit
from perron_web.features.turfs.services.holding import take_turf
from perron_web.features.turfs.services.obeying import obey_draw
from perron_web.features.turfs.tests.factories import make_run

pytestmark = pytest.mark.django_db
ALONE = "75056_2001"


@pytest.fixture
def held(bureau, planned, volunteer):
    """A turf of the bureau in the volunteer's hands."""
    turf = Turf.objects.filter(run=planned, bureau=bureau).first()
    return take_turf(turf=turf.pk, by=volunteer)


def test_the_turfs_of_a_new_control_bureau_vanish_at_once(bureau, planned, inside):
    before = Turf.objects.filter(retired=False).count()
    mine = Turf.objects.filter(run=planned, bureau=bureau).count()
    seal_bureaux(inside, [ALONE])
    assert not standing_turfs(planned).filter(bureau=bureau).exists()
    assert not free_turfs().filter(bureau=bureau).exists()
    assert standing_turfs(planned).count() == before - mine > 0
    assert is_held_out(planned, bureau)


def test_what_is_held_there_is_taken_back(held, inside, volunteer):
    seal_bureaux(inside, [ALONE])
    assert not held_by(volunteer).exists()
    held.refresh_from_db()
    assert held.end == Ended.WITHDRAWN
    with pytest.raises(RefusedError):
        take_turf(turf=held.turf_id, by=volunteer)


def test_lifted_the_turfs_come_back_as_they_were(bureau, planned, inside):
    turfs = Turf.objects.filter(run=planned, bureau=bureau).order_by("pk")
    before = list(turfs.values())
    found = seal_bureaux(inside, [ALONE])
    assert set(turfs.values_list("retired", "left_alone")) == {(True, True)}
    lift(found)
    assert list(turfs.values()) == before
    assert not is_held_out(planned, bureau)


def test_obeying_twice_changes_nothing_more(bureau, planned, inside):
    seal_bureaux(inside, [ALONE])
    rows = list(Turf.objects.order_by("pk").values())
    done = obey_draw(run=planned)
    assert (done.vanished, done.returned, done.shortened) == (0, 0, 0)
    assert list(Turf.objects.order_by("pk").values()) == rows


def test_a_plan_adopted_later_obeys_too(inside, planned, plan_folder, director):
    seal_bureaux(inside, [ALONE])
    planned.adopted = False
    planned.save()
    other = make_run(inside, plan_folder, number=2)
    adopt_run(run=other, by=director)
    assert not standing_turfs(other).filter(bureau__code=ALONE).exists()
    assert standing_turfs(other).exists()


def test_nothing_is_edited_in_a_bureau_left_alone(bureau, planned, inside, versions, director):
    done = merge_turfs(run=planned, bureau=bureau, turfs=[1, 2], versions=versions(), by=director)
    seal_bureaux(inside, [ALONE])
    with pytest.raises(RefusedError):
        undo_edit(run=planned, bureau=bureau, edit=done.edit.pk, by=director)
    with pytest.raises(RefusedError):
        merge_turfs(run=planned, bureau=bureau, turfs=[1, 3], versions=versions(), by=director)


class TestBelowBureaux:
    """Buildings left alone: the walk goes on without them, counted right."""

    @pytest.fixture
    def alone(self, bureau, planned):
        keys = sorted(set(Stop.objects.filter(turf__bureau=bureau).values_list("key", flat=True)))
        return {(ALONE, key) for key in keys[::4]}

    def test_they_are_in_no_walk_and_the_rest_is_walked_again(self, alone, bureau, planned, inside):
        doors = Stop.objects.exclude(key__in=[key for _, key in alone]).aggregate(n=Sum("doors"))["n"]
        seal_buildings(inside, alone)
        left = Stop.objects.filter(turf__run=planned, turf__retired=False)
        assert not {(ALONE, key) for key in left.values_list("key", flat=True)} & alone
        assert left.aggregate(n=Sum("doors"))["n"] == doors
        for turf in Turf.objects.filter(run=planned, bureau=bureau, retired=False):
            rows = list(Stop.objects.filter(turf=turf).order_by("order"))
            assert [row.order for row in rows] == list(range(1, len(rows) + 1))
            assert turf.doors == sum(row.doors for row in rows)
            assert turf.stops == len(rows)
            assert turf.minutes == pytest.approx(sum(row.minutes for row in rows))

    def test_as_a_fresh_walk_of_what_is_left(self, alone, bureau, planned, inside):
        seal_buildings(inside, alone)
        turfs = Turf.objects.filter(run=planned, bureau=bureau, retired=False)
        pieces = pieces_of(doors_table(turfs), times=DoorTimes(), minutes=120.0)
        bench = make_bench(pieces, times=DoorTimes(), minutes=120.0, seed=1)
        numbers = list(turfs.values_list("number", flat=True))
        fresh = walk_again(bench, numbers_of(bench, pieces), numbers).turfs
        assert dict(turfs.values_list("code", "minutes")) == pytest.approx(
            dict(fresh.select("turf", "minutes").iter_rows())
        )

    def test_many_are_counted_at_once_and_walked_by_a_job(
        self, alone, bureau, planned, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr(obeying, "WALKED_AT_ONCE", 0)
        with django_capture_on_commit_callbacks() as later:
            seal_buildings(planned.campaign, alone)
        turfs = Turf.objects.filter(run=planned, bureau=bureau, retired=False)
        left = dict(Stop.objects.filter(turf__in=turfs).values_list("turf").annotate(n=Sum("doors")))
        assert dict(turfs.values_list("pk", "doors")) == left
        for call in later:
            call()
        for turf in turfs:
            orders = list(Stop.objects.filter(turf=turf).order_by("order").values_list("order", flat=True))
            assert orders == list(range(1, len(orders) + 1))

    def test_a_held_turf_that_loses_doors_is_taken_back(self, alone, held, inside, planned, volunteer):
        seal_buildings(inside, alone)
        assert not held_by(volunteer).exists()
        assert take_turf(turf=held.turf_id, by=volunteer).pk != held.pk

    def test_undoing_does_not_bring_them_back(self, alone, bureau, planned, versions):
        inside = planned.campaign
        merge_turfs(run=planned, bureau=bureau, turfs=[1, 2], versions=versions(), by=None)
        seal_buildings(inside, alone)
        assert not Edit.objects.filter(bureau=bureau).exists()

    def test_a_turf_left_without_doors_is_no_turf(self, bureau, planned, inside):
        turf = Turf.objects.filter(run=planned, bureau=bureau).first()
        keys = set(Stop.objects.filter(turf=turf).values_list("key", flat=True))
        seal_buildings(inside, {(ALONE, key) for key in keys})
        turf.refresh_from_db()
        assert (turf.retired, turf.doors, turf.left_alone) == (True, 0, False)


def test_a_volunteer_is_told_what_was_taken_back(held, inside, volunteer, signed):
    name = held.turf.name_short
    seal_bureaux(inside, [ALONE])
    page = signed(volunteer).get(f"/c/{inside.slug}/secteurs/pres-de-moi/").content.decode()
    assert f"Le secteur {name} ne se visite plus" in page
    assert held.turf.bureau.name not in page
    Holding.every.update(ended_at=timezone.now() - timedelta(days=9))
    page = signed(volunteer).get(f"/c/{inside.slug}/secteurs/pres-de-moi/").content.decode()
    assert name not in page
