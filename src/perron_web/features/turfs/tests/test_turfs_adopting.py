"""Adopting a plan: every turf and door in rows, the held-out left out, hand edits kept."""

import polars as pl
import pytest
from django_scopes import scope

from perron_web.features.targeting.models import Run
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs.models import Edit, Stop, Turf
from perron_web.features.turfs.queries.holdings import free_turfs, held_by
from perron_web.features.turfs.queries.tables import doors_table, read_parts, turfs_table, written_parts
from perron_web.features.turfs.rules import RefusedError
from perron_web.features.turfs.services import adopt_run, merge_turfs
from perron_web.features.turfs.services.holding import give_back, take_turf
from perron_web.features.turfs.tests.factories import HELD, make_run, small_plan
from perron_web.platform.audit.models import AuditLine

pytestmark = pytest.mark.django_db


def test_rows_are_the_tables_of_the_plan_to_the_last_digit(planned, inside):
    plan, _ = small_plan()
    turfs = Turf.objects.filter(run=planned)
    stops = doors_table(turfs).drop("part")
    assert stops.equals(plan.doors.select(stops.columns).sort("turf", "order"))
    assert turfs_table(turfs.order_by("code")).equals(plan.turfs.with_columns(outings=pl.lit(0, pl.Int32)))
    assert not turfs.exclude(line__startswith='{"type":').exists()
    assert Stop.objects.filter(address=None).count() == 0


def test_a_bureau_held_out_has_no_turf_even_where_the_tables_have_some(planned, inside):
    assert not Turf.objects.filter(bureau__code=HELD).exists()
    assert Bureau.objects.filter(code=HELD).exists()


def test_adopting_leaves_one_audit_line(planned, inside, director):
    line = AuditLine.objects.get(action="turfs.adopt")
    assert line.by == director
    assert line.details["turfs"] == Turf.objects.count()


def test_hand_edits_come_back_with_their_plan(planned, bureau, versions, director, plan_folder):
    merge_turfs(run=planned, bureau=bureau, turfs=[1, 2], versions=versions(), by=director)
    before = list(Turf.objects.filter(run=planned).order_by("pk").values_list("code", "doors", "retired"))
    planned.adopted = False
    planned.save()
    other = make_run(planned.campaign, plan_folder, number=2)
    adopt_run(run=other, by=director)
    assert Turf.objects.filter(run=other, edited=True).count() == 0
    adopt_run(run=planned, by=director)
    assert (
        list(Turf.objects.filter(run=planned).order_by("pk").values_list("code", "doors", "retired"))
        == before
    )
    assert Edit.objects.filter(run=planned).count() == 1


def test_what_is_begun_goes_on_under_the_next_plan(planned, director, volunteer, plan_folder, inside):
    held, done, changed, *_others = Turf.objects.filter(run=planned).order_by("code")
    holding = take_turf(turf=held.pk, by=volunteer)
    theirs = take_turf(turf=changed.pk, by=director)
    Turf.objects.filter(pk=done.pk).update(state="done", number=77, code=f"{done.code[:-2]}77")
    Stop.objects.filter(turf=changed).update(parts="9")
    count = Turf.objects.filter(run=planned).count()
    Run.objects.filter(pk=planned.pk).update(adopted=False)
    other = make_run(planned.campaign, plan_folder, number=2)
    adopt_run(run=other, by=director)
    assert AuditLine.objects.filter(action="turfs.adopt").order_by("pk").last().details["carried"] == 2
    states = dict(Turf.objects.filter(run=other).values_list("pk", "state"))
    assert (states[held.pk], states[done.pk]) == ("taken", "done")
    assert Turf.objects.get(pk=done.pk).code == done.code, "the number is the new plan's"
    assert changed.pk not in states, "another cut is another turf"
    free = free_turfs().values_list("code", flat=True)
    assert not {held.code, done.code, changed.code} & set(free), "no door is in two hands"
    with pytest.raises(RefusedError):
        take_turf(turf=Turf.objects.get(run=other, code=changed.code).pk, by=volunteer)
    give_back(holding=theirs, by=director)
    assert changed.code in free_turfs().values_list("code", flat=True)
    assert held_by(volunteer).get() == holding
    assert [Turf.objects.filter(run=run).count() for run in (planned, other)] == [count, count]
    Run.objects.filter(pk=other.pk).update(adopted=False)
    adopt_run(run=planned, by=director)
    assert set(Turf.objects.filter(run=planned).exclude(state="free")) == {held, done}


def test_the_hook_adopts(campaign, director, plan_folder):
    from perron_web.features.turfs.tests.factories import make_territory
    from perron_web.platform.hooks import fire

    with scope(campaign=campaign, places=None):
        make_territory(campaign, plan_folder)
        run = make_run(campaign, plan_folder)
        fire("run_adopted", run=run, by=director)
        assert Turf.objects.filter(run=run).count() == len(small_plan()[0].turfs)


@pytest.mark.parametrize("parts", [[0], [0, 1, 2], [0, 2, 3, 7], [5]])
def test_parts_are_written_and_read(parts):
    assert read_parts(written_parts(parts)) == parts
