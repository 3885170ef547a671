"""The remaining hours shared out again: what is done and held stays, the pace is that of the reports."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_scopes import scope

from perron.errors import PerronError
from perron_web.features.canvassing.models import Report
from perron_web.features.canvassing.queries.replan import left_of, pace_of, propose
from perron_web.features.canvassing.services.replan import accept_replan
from perron_web.features.canvassing.services.tallying import tally_waiting
from perron_web.features.canvassing.tests.tally_town import send, visit
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.services import adopt_run, compute_run, request_run
from perron_web.features.targeting.tests.factories import ready
from perron_web.features.turfs.models import Holding, Turf
from perron_web.platform.audit.models import AuditLine

HOME = "/c/essai/replan/"
BUREAUX = ("75056_2001", "75056_2002", "75056_2003", "75056_0201")


@pytest.fixture
def planned(campaign, director):
    """A campaign with a plan of 40 hours over four bureaux, computed and adopted."""
    cache.clear()
    with scope(campaign=campaign, places=None):
        ready(campaign, *BUREAUX)
        compute_run(
            run=request_run(campaign=campaign, parameters={"hours": 40.0, "holdout": 0.0}, by=director)
        )
        adopt_run(run=Run.objects.get(number=1), by=director)
    return campaign


@pytest.fixture
def world(planned):
    with scope(campaign=planned, places=None):
        yield planned


def knock(turf, user, *, ratio, start):
    """Report forty doors of a turf, each at `ratio` times the minutes of the plan."""
    step = timedelta(minutes=ratio * turf.minutes / turf.doors)
    send(*(visit(turf, user, door=str(n), at=start + n * step) for n in range(40)))


def outings():
    return dict(Turf.objects.values_list("pk", "outings"))


def test_without_a_plan_there_is_nothing(inside):
    assert propose(inside) is None


def test_when_nothing_was_done_the_plan_stands(world):
    found = propose(world)
    assert found.changed == []
    assert (found.ratio, found.walks, found.spent) == (1.0, 0, 0.0)
    assert found.left == found.hours == found.planned == 40.0
    assert found.before == found.after == 10


def test_what_is_done_or_held_is_out_and_stays(world, director, volunteer):
    first, second = Turf.objects.filter(outings__gt=0)[:2]
    Turf.objects.filter(pk=first.pk).update(state="done")
    Holding.objects.create(
        campaign=world, place=second.place, turf=second, holder=volunteer, code="ABCD2345",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    found = propose(world)
    assert (found.spent, found.engaged, found.hours) == (4.0, 4.0, 32.0)
    whole = left_of(found.run)["doors"].sum()
    everything = sum(Turf.objects.values_list("doors", flat=True))
    assert whole == everything - first.doors - second.doors
    before = outings()
    fewer = propose(world, hours=8.0)
    assert fewer.after == 2
    accept_replan(campaign=world, proposal=fewer, mark=fewer.mark, by=director)
    after = outings()
    assert (after[first.pk], after[second.pk]) == (before[first.pk], before[second.pk])
    assert sum(after.values()) == 2 + before[first.pk] + before[second.pk]
    assert propose(world, hours=8.0).changed == []
    assert AuditLine.objects.filter(action="canvassing.accept_replan").get().details["hours"] == 8.0


def test_slow_doors_send_people_elsewhere(world, volunteer, team_leader, director):
    slow = Turf.objects.filter(outings__gt=0).order_by("code").first()
    start = timezone.now() - timedelta(hours=20)
    for number, turf in enumerate(Turf.objects.filter(bureau=slow.bureau)[:4]):
        for user in (volunteer, team_leader):
            knock(turf, user, ratio=2.5, start=start + timedelta(minutes=number))
    tally_waiting()
    found = propose(world)
    rows = {row.code: row for row in found.rows}
    there = rows[slow.bureau.code]
    assert there.walks == found.walks == 8
    assert found.low < found.ratio < found.high
    assert 1.3 < found.ratio < there.ratio < 2.5
    assert there.minutes_after == pytest.approx(there.minutes_before * there.ratio)
    assert there.after < there.before
    with pytest.raises(PerronError):
        accept_replan(campaign=world, proposal=found, mark="seen before", by=director)


def test_reports_set_aside_do_not_time_anything(world, volunteer):
    turf = Turf.objects.filter(outings__gt=0).first()
    knock(turf, volunteer, ratio=3.0, start=timezone.now() - timedelta(hours=20))
    tally_waiting()
    assert pace_of(propose(world).run).walks == 1
    Report.every.update(aside="review")
    send(visit(turf, volunteer, door="x", at=timezone.now()))
    tally_waiting()
    assert pace_of(propose(world).run).walks == 0


def test_a_lead_shares_out_the_hours_of_their_territory(planned, lead, signed):
    page = signed(lead).get(HOME).content.decode()
    assert "Heures restantes" in page
    assert "75056_0201" not in page
    with scope(campaign=planned, places=("11/75/75056/20/",)):
        found = propose(planned)
        assert {row.code for row in found.rows} == set(BUREAUX[:3])
        assert found.hours < 40.0
        assert found.changed == []


def test_the_director_sees_accepts_and_downloads(planned, director, signed, volunteer):
    browser = signed(director)
    assert "Rien" in browser.get(HOME).content.decode()
    page = browser.get(HOME, {"heures": "12"}).content.decode()
    assert "Adopter cette répartition" in page
    mark = page.split('name="mark" value="')[1].split('"')[0]
    answer = browser.post(HOME, {"heures": "12", "mark": mark}, follow=True).content.decode()
    assert "Répartition adoptée" in answer
    assert "relevés sont arrivés" in browser.post(HOME, {"heures": "40", "mark": mark}).content.decode()
    sent = browser.get(f"{HOME}heures-restantes.csv", {"heures": "12"}).content.decode("utf-8-sig")
    assert sent.splitlines()[0].startswith("bureau;nom;territoire")
    assert signed(volunteer).get(HOME).status_code == 403
