"""Beats: what fails is told and tried again, what has more to do is not made to wait."""

import threading

from django.db import DatabaseError

from perron_web.platform.ops import beats


def test_a_beat_says_what_it_did_and_a_failure_never_ends_it(caplog, db):
    def fail():
        raise ValueError("boom")

    def away():
        raise DatabaseError("gone\nDETAIL: row")

    assert beats.perform(beats.Beat("works", 1.0, lambda: 3)) == 3
    assert beats.perform(beats.Beat("fails", 1.0, fail)) < 0
    assert beats.perform(beats.Beat("away", 1.0, away)) < 0
    assert "fails failed" in caplog.text
    assert "away: gone" in caplog.text
    assert "DETAIL" not in caplog.text


def test_a_beat_with_more_to_do_is_called_again_at_once(db):
    stop, left = threading.Event(), [1, 1, 1, 0]

    def work() -> int:
        if not left:
            stop.set()
            return 0
        return left.pop(0)

    beats._repeat(beats.Beat("short", 0.01, work), stop)
    assert left == []


def test_every_beat_has_a_name_of_its_own():
    assert all(name == one.name and one.every > 0 for name, one in beats.BEATS.items())
