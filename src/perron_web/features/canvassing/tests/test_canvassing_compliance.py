"""Visits set against a sealed draw: stored, counted as control, told live, what they leave of the power."""

from datetime import timedelta

import polars as pl
import pytest
from django.core.cache import cache
from django.utils import timezone
from django_scopes import scope

from perron.evaluation.compliance import check_visits
from perron_web.features.canvassing.models import PlaceTally, Report, Tally
from perron_web.features.canvassing.queries.compliance import compliance_of
from perron_web.features.canvassing.queries.live_board import forget_still
from perron_web.features.canvassing.queries.unit_tables import visits_table
from perron_web.features.canvassing.services.tallying import tally_all, tally_waiting
from perron_web.features.canvassing.tests import tally_town as town
from perron_web.features.experiments.models import Draw, Unit
from perron_web.features.experiments.tests.sealed_factory import lift, seal_buildings, seal_bureaux, sealed
from perron_web.features.territory.models import Address, Bureau, Dataset, Import
from perron_web.platform.live.boards import forget

pytestmark = pytest.mark.django_db
ALONE = town.PLANNED_TOO


@pytest.fixture
def turfs(inside):
    forget()
    forget_still()
    cache.clear()
    return town.make_town(inside)


@pytest.fixture
def experiment(turfs, inside):
    """Sealed an hour ago: the second planned bureau becomes a control."""
    found = seal_bureaux(inside, [ALONE])
    Draw.objects.filter(pk=found.draw.pk).delete()  # its time is never rewritten: sealed again
    return _sealed_at(found, timezone.now() - timedelta(hours=1))


def _sealed_at(experiment, at):
    Draw.objects.create(
        campaign=experiment.campaign, experiment=experiment, seed=1, units_sha256="a" * 64,
        assignment_sha256="b" * 64, record={}, record_hash="c" * 64, folder="x", sealed_at=at,
    )  # fmt: skip
    experiment.refresh_from_db()
    return experiment


def visits(turfs, code, *doors, user=None, outcome="absent", at=None, **more):
    at = at or timezone.now()
    return [town.visit(turfs[code][0], user, door, outcome, at=at, **more) for door in doors]


def zones():
    rows = PlaceTally.objects.order_by("place", "zone").values_list("place", "zone", "visits")
    return {(place.rstrip("/").rpartition("/")[2], zone): n for place, zone, n in rows}


def test_a_visit_to_a_control_is_stored_and_counted_as_such(turfs, experiment, volunteer):
    before = timezone.now() - timedelta(hours=3)
    town.send(
        *visits(turfs, ALONE, "1", "2", user=volunteer, at=before),
        *visits(turfs, ALONE, "3", user=volunteer),
        *visits(turfs, town.PLANNED, "4", user=volunteer),
    )
    tally_waiting()
    assert Report.objects.filter(aside="").count() == 4
    days = {(code, zone): n for (code, zone), n in zones().items()}
    assert days[ALONE, "plan"] == 2, "before the seal nobody knew"
    assert days[ALONE, "control"] == 1
    assert days[town.PLANNED, "plan"] == 1


def test_counting_again_gives_the_same_rows_after_the_end(turfs, experiment, volunteer, inside):
    town.send(*visits(turfs, ALONE, "1", "2", user=volunteer))
    tally_waiting()
    before = list(Tally.objects.order_by("zone", "hour").values_list("place", "zone", "visits", "doors"))
    lift(experiment, "closed")
    experiment.closed_at = timezone.now()
    experiment.save()
    tally_all(campaign=inside)
    after = list(Tally.objects.order_by("zone", "hour").values_list("place", "zone", "visits", "doors"))
    assert after == before


def test_a_visit_to_a_building_left_alone_is_one_to_a_control(turfs, inside, volunteer):
    bureau = Bureau.objects.get(code=town.PLANNED)
    held = {"dataset": Dataset.objects.first(), "made_by": Import.objects.first(), "campaign": inside}
    for key in ("rue-1", "rue-2"):
        Address.objects.create(place=bureau.place, bureau=bureau, key=key, street="rue", doors=5, **held)
    found = seal_buildings(inside, {(town.PLANNED, "rue-2")})
    at = timezone.now() + timedelta(minutes=1)
    town.send(
        *visits(turfs, town.PLANNED, "1", user=volunteer, at=at),
        *visits(turfs, town.PLANNED, "2", user=volunteer, at=at, address="rue-2", outcome="open"),
    )
    tally_waiting()
    assert zones()[town.PLANNED, "plan"] == 1
    assert zones()[town.PLANNED, "control"] == 1
    table = visits_table(found)
    rows = {row["unit"]: row for row in table.to_dicts()}
    assert rows[f"{town.PLANNED}|rue-2"] | {"minutes": 0} == {
        "unit": f"{town.PLANNED}|rue-2", "doors": 5, "knocked": 1, "opened": 1, "talked": 0, "minutes": 0,
    }  # fmt: skip
    assert compliance_of(found).controls_visited == 1


def test_the_table_is_what_the_command_line_reads(turfs, experiment, volunteer):
    twice = visits(turfs, town.PLANNED, "1", user=volunteer, at=timezone.now() - timedelta(minutes=9))
    gone = visits(turfs, town.PLANNED, "9", user=volunteer, outcome="open")[0]
    town.send(
        *twice,
        *visits(turfs, town.PLANNED, "1", user=volunteer, outcome="open", talked=True),
        *visits(turfs, town.PLANNED, "2", user=volunteer, outcome="unreachable"),
        *visits(turfs, ALONE, "3", user=volunteer, outcome="refused"),
        *visits(turfs, ALONE, "4", user=volunteer, at=timezone.now() - timedelta(hours=2)),
        gone,
        town.undo(gone),
    )
    table = visits_table(experiment)
    check_visits(table)
    assert table.columns == ["unit", "doors", "knocked", "opened", "talked", "minutes"]
    found = {row["unit"]: row for row in table.to_dicts()}
    assert set(found) == set(town.CODES)
    assert (found[town.PLANNED]["knocked"], found[town.PLANNED]["opened"]) == (1, 1)
    assert found[town.PLANNED]["talked"] == 1
    assert found[town.PLANNED]["minutes"] == 30.0, "120 minutes for four doors in the plan"
    assert found[ALONE]["knocked"] == 1, "visits before the seal are no visits of the experiment"


def test_an_added_building_counts_where_it_lies(turfs, experiment, volunteer):
    turf = turfs[town.PLANNED][0]
    bureau = Bureau.objects.get(code=ALONE)
    now = timezone.now()
    add = town.added(turf, bureau.lon, bureau.lat, user=volunteer, at=now)
    town.send(add, town.visit(turf, volunteer, "7", "open", at=now, address=add.address))
    found = {row["unit"]: row["knocked"] for row in visits_table(experiment).to_dicts()}
    assert found[ALONE] == 1
    assert found[town.PLANNED] == 0
    tally_waiting()
    assert zones()[ALONE, "control"] == 1


def test_compliance_by_arm(turfs, experiment, volunteer):
    town.send(
        *visits(turfs, town.PLANNED, "1", "2", user=volunteer, outcome="open", talked=True),
        *visits(turfs, town.PLANNED, "3", user=volunteer),
        *visits(turfs, ALONE, "4", user=volunteer),
    )
    tally_waiting()
    found = compliance_of(experiment)
    control, visited = found.arms
    assert (control.left_alone, control.units, control.visited, control.knocked) == (True, 1, 1, 1)
    assert (visited.units, visited.visited, visited.knocked, visited.opened) == (3, 1, 3, 2)
    assert (found.visits_treated, found.visits_control, found.visits_elsewhere) == (3, 1, 0)
    assert found.share_control == 0.25
    assert found.contact_rate == 0.5
    assert [row["unit"] for row in found.controls] == [ALONE]
    assert found.zones == {"plan": 3, "outside": 0, "control": 1}
    assert found.power is None


def test_it_is_kept_until_reports_come_in(turfs, experiment, volunteer, django_assert_num_queries):
    town.send(*visits(turfs, town.PLANNED, "1", user=volunteer))
    tally_waiting()
    compliance_of(experiment)
    with django_assert_num_queries(1):
        compliance_of(experiment)
    town.send(*visits(turfs, ALONE, "1", user=volunteer))
    tally_waiting()
    assert compliance_of(experiment).visits_control == 1


def test_what_is_left_of_the_power(turfs, experiment, volunteer, monkeypatch):
    from perron_web.features.canvassing.queries import compliance

    promised = {"error": 0.004, "df": 60.0, "coverage": 0.5, "contamination": 0.0, "contact": 0.25}
    monkeypatch.setattr(compliance, "promised_of", lambda _: promised)
    town.send(*visits(turfs, town.PLANNED, "1", user=volunteer, outcome="open", talked=True))
    tally_waiting()
    found = compliance_of(experiment)
    assert found.power["planned"] == pytest.approx(0.8, abs=0.005)
    assert found.power["now"] > 0
    assert found.power_words


def test_the_table_is_taken_away_by_those_who_decide(campaign, signed, director, lead, volunteer):
    with scope(campaign=campaign, places=None):
        found = town.make_town(campaign)
        seal_bureaux(campaign, [ALONE])
        assert found
    address = "/c/essai/experiences/1/passages.parquet"
    answer = signed(director).get(address)
    assert answer.status_code == 200
    assert pl.read_parquet(answer.content).height == 4
    assert signed(director).get(address.replace("parquet", "csv")).status_code == 200
    assert signed(director).get(address.replace("/1/", "/9/")).status_code == 404
    assert signed(lead).get(address).status_code == 403
    assert signed(volunteer).get(address).status_code == 403


def test_streets_stand_for_their_addresses(turfs, inside, volunteer):
    bureau = Bureau.objects.get(code=town.PLANNED)
    held = {"dataset": Dataset.objects.first(), "made_by": Import.objects.first(), "campaign": inside}
    for key in ("rue-1", "rue-2"):
        Address.objects.create(place=bureau.place, bureau=bureau, key=key, street="rue", doors=5, **held)
    rows = [(f"{town.PLANNED}/rue", bureau.place, bureau, "", "rue", True)]
    found = sealed(inside, "street", rows, number=1)
    assert Unit.every.get(experiment=found).street == "rue"
    later = timezone.now() + timedelta(minutes=1)
    town.send(*visits(turfs, town.PLANNED, "1", user=volunteer, at=later))
    tally_waiting()
    assert zones() == {(town.PLANNED, "control"): 1}
    assert visits_table(found).to_dicts()[0]["doors"] == 10
