"""The simulated Saturday: plausible, the same for the same seed, the same when it is stopped on the way."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from perron_web.config.saturday.day import shifts
from perron_web.config.saturday.people import volunteers
from perron_web.config.saturday.play import Player
from perron_web.config.saturday.walk import doors_of

DAY = date(2026, 11, 21)
TEXT = [{"id": 7, "version": 1}]


class Fake:
    """A site that takes everything; lists of sixty doors in small and large buildings."""

    def __init__(self):
        self.received, self.turfs, self.paper, self.finished = {}, 0, [], []

    def take(self, _shift, _moment):
        self.turfs += 1
        rng = np.random.default_rng(self.turfs)
        stops = [
            {"key": f"75120_{self.turfs}_{n}", "lon": 2.39 + n / 4000, "lat": 48.86, "doors": int(many),
             "stairs": [], "never": [{"stair": "", "floor": None, "door": "2"}]}
            for n, many in enumerate(rng.choice([1, 4, 12, 24], size=9))
        ]  # fmt: skip
        return {"turf": {"id": self.turfs, "outing": 3}, "stops": stops, "consent": TEXT}

    def send(self, who, reports, _moment):
        for report in reports:
            assert self.received.setdefault(report["id"], (who, report)) == (who, report)
        return {report["id"]: 201 for report in reports}

    def finish(self, _shift, turf, _moment):
        self.finished.append(turf)

    def enter(self, shift, _pack, _moment):
        self.paper.append(shift.number)


def play(line, **more):
    return Player(line, shifts(np.random.default_rng(5)), day=DAY, seed=5, **more)


@pytest.fixture(scope="module")
def day():
    line = Fake()
    player = play(line)
    player.advance(24.0)
    return line, player


def test_a_day_of_forty_people_is_plausible(day):
    line, player = day
    visits = [report for _, report in line.received.values() if report["kind"] == "visit"]
    outcomes = Counter(report["outcome"] for report in visits)
    assert player.over
    assert not player.unsent
    assert player.figures.sent == player.figures.written == len(line.received)
    assert len(volunteers()) == 40
    assert 0.2 < sum(outcomes[name] for name in ("open", "refused", "later", "never")) / len(visits) < 0.5
    assert line.paper == [11]
    assert line.finished


def test_nothing_personal_without_consent_and_no_door_that_asked_for_peace(day):
    for _, report in day[0].received.values():
        assert (report["floor"], report["door"]) != (None, "2")
        if report["kind"] == "talk":
            agreed = report["consent"] or {"opinion": False, "contact": []}
            assert agreed["opinion"] or report["support"] is None
            assert agreed["contact"] or not (report["name"] or report["email"])
            assert day[0].received[report["visit"]][1]["outcome"] == "open"


def test_mishaps_are_there_to_be_found(day):
    line = day[0]
    by_person = {}
    for who, report in line.received.values():
        by_person.setdefault(who, []).append(report)
    hasty = shifts(np.random.default_rng(5))[14].first.key
    first, last = by_person[hasty][0]["at"], by_person[hasty][-1]["at"]
    assert len(by_person[hasty]) > 50
    assert last[:13] == first[:13]
    doors = Counter()
    for who, reports in by_person.items():
        told = {(r["address"], r["door"]) for r in reports if r["kind"] == "visit"}
        doors.update(dict.fromkeys(told, 1))
        assert who
    assert sum(many > 1 for many in doors.values()) >= 3


def test_doors_of_some_floors_of_a_building_are_numbered_by_floor():
    stop = {"key": "a", "doors": 7, "floor_from": 2, "floor_to": 4, "stairs": [], "never": []}
    doors = doors_of(stop)
    assert len(set(doors)) == 7
    assert sorted({door.floor for door in doors}) == [2, 3, 4]


def test_the_same_seed_plays_the_same_day(day):
    again = Fake()
    play(again).advance(24.0)
    assert again.received == day[0].received


def test_stopped_and_taken_up_again_it_is_the_same_day(day):
    line, packs = Fake(), {}
    before = play(line, packs=packs)
    before.advance(15.2)
    after = play(line, packs=packs)
    after.skip(15.2, set(before.unsent))
    assert sorted(after.unsent) == sorted(before.unsent)
    assert after.figures.sent == before.figures.sent
    after.advance(24.0)
    assert line.received == day[0].received
