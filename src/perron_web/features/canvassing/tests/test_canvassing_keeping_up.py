"""Fresh figures: steps as long as they should be, sendings held back while figures are late and only then."""

from datetime import timedelta

import orjson
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from perron_web.features.canvassing import tasks
from perron_web.features.canvassing.api.sync import BRAKE
from perron_web.features.canvassing.models import Batch, Report
from perron_web.features.canvassing.queries.tally_lag import tally_lag
from perron_web.features.canvassing.rules import keeping_up
from perron_web.features.canvassing.rules.keeping_up import FEWEST, MOST, STEP_S, Brake, next_step
from perron_web.features.canvassing.services import tallying
from perron_web.features.canvassing.tests.factories import NOW, body, make_phone


class Time:
    """A clock that goes on by sleeping alone."""

    def __init__(self):
        self.now = 1000.0

    def sleep(self, seconds):
        self.now += seconds

    def brake(self, lag):
        return Brake(lag, clock=lambda: self.now, sleep=self.sleep)


@given(st.integers(FEWEST, MOST), st.integers(0, MOST), st.floats(0.0, 60.0))
def test_a_step_stays_within_bounds_and_changes_at_most_twofold(size, folded, took):
    after = next_step(size, min(folded, size), took)
    assert FEWEST <= after <= MOST
    assert size // 2 <= max(after, FEWEST)
    assert after <= 2 * size


@pytest.mark.parametrize("each", [0.0001, 0.0007, 0.004])
def test_steps_come_to_take_the_time_they_should(each):
    size = keeping_up.FIRST
    for _ in range(12):
        size = next_step(size, size, 0.02 + size * each)
    assert 0.02 + size * each == pytest.approx(STEP_S, rel=0.25)


def test_nothing_waits_while_figures_are_fresh():
    time = Time()
    assert time.brake(lambda: 0.5).wait() == 0


def test_a_sending_waits_until_figures_have_come_and_no_longer_than_it_may():
    time = Time()
    late_until = time.now + 0.55
    brake = time.brake(lambda: 1.5 if time.now < late_until else 0.2)
    assert brake.wait() == pytest.approx(0.6)
    assert time.brake(lambda: 5.0).wait() == pytest.approx(keeping_up.LONGEST, abs=keeping_up.LOOK)


def test_a_tally_that_is_not_there_is_not_waited_for():
    assert Time().brake(lambda: keeping_up.STUCK + 1).wait() == 0


def test_the_age_is_looked_at_now_and_then_by_one():
    time, looks = Time(), []
    brake = time.brake(lambda: looks.append(time.now) or 0.0)
    for _ in range(20):
        brake.wait()
        time.now += 0.01
    assert len(looks) == 2


def test_the_age_is_that_of_the_oldest_receipt_not_folded(inside):
    now = timezone.now()
    assert tally_lag() == 0
    for seconds, done in ((90, True), (7, False), (3, False)):
        Batch.objects.create(campaign=inside, tallied=done, received_at=now - timedelta(seconds=seconds))
    assert tally_lag() == pytest.approx(7, abs=2)


def test_a_sending_that_waited_is_stored_and_dated_after_its_wait(settings, monkeypatch, volunteer, inside):
    settings.SYNC_WAITS = True
    monkeypatch.setattr(BRAKE, "wait", lambda: 1.25)
    token, before = make_phone(inside, volunteer)[1], timezone.now()
    answer = Client().post(
        "/api/sync",
        orjson.dumps({"sent_at": NOW, "reports": [body()]}),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert [one["status"] for one in answer.json()["results"]] == [201]
    assert Report.objects.get().received_at - before >= timedelta(seconds=1.25)


def test_the_beat_rests_unless_more_waits(monkeypatch):
    monkeypatch.setitem(tallying._STEP, "size", 40)
    for folded, told in ((40, 40), (39, 0), (0, 0)):
        monkeypatch.setattr(tallying, "tally_waiting", lambda *, most, folded=folded: folded)
        monkeypatch.setitem(tallying._STEP, "size", 40)
        assert tasks.tally() == told
