"""Five phones in any order: a state machine that holds the server against the model after every exchange."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import import_module
from types import SimpleNamespace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from perron_web.features.canvassing.models import Conflict, Report, TurfTally
from perron_web.features.canvassing.services.tallying import tally_waiting
from trust.ground import lay
from trust.model import Model
from trust.phones import Phone
from trust.wire import undo, uuid7, visit

lane = import_module("perron_web.features.canvassing.api.sync")  # a function of the same name hides it
PHONES, DOORS = 5, 3
YEARS = timedelta(days=3653)
OUTCOMES = ("open", "absent", "refused", "later", "never")
PARIS = ZoneInfo("Europe/Paris")
STATED = ("id", "phone_id", "made_at", "happened_at", "received_at", "skewed", "outcome", "seq", "undoes")

which = st.integers(0, PHONES - 1)
doors = st.integers(1, DOORS)
seeds = st.integers(0, 2**32 - 1)
skews = st.one_of(
    st.timedeltas(-YEARS, YEARS), st.timedeltas(-timedelta(hours=3), timedelta(hours=3)), st.just(timedelta())
)


class World:
    """What the machine has of the site: one ground for all sequences, one way in."""

    ground: dict[str, Any]
    client: Client
    hour = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    sequences = 0
    exchanges = 0
    said: ClassVar[Counter[int]] = Counter()

    @classmethod
    def open(cls) -> None:
        cls.ground = lay(phones=PHONES, turfs=1, slug="ordres")
        cls.client = Client()
        cls.sequences = cls.exchanges = 0
        cls.said = Counter()

    @classmethod
    def post(cls, phone: Phone, sent_at: datetime, reports: list[Any]) -> list[int]:
        """Send a batch as HTTP would; give the statuses in its order."""
        body = json.dumps({"sent_at": sent_at.isoformat(), "reports": reports})
        lane.PACE.most = 10**9  # here a minute is an hour
        answer = cls.client.post(
            "/api/sync",
            body,
            content_type="application/json",
            headers={"authorization": f"Bearer {phone.token}"},
        )
        assert answer.status_code == 200, answer.content
        statuses = [row["status"] for row in answer.json()["results"]]
        cls.exchanges += 1
        cls.said.update(statuses)
        return statuses


class Orders(RuleBasedStateMachine):
    """Whatever five phones do, the server holds what the model holds."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = transaction.atomic()
        self.kept.__enter__()
        self.free = scopes_disabled()
        self.free.__enter__()
        self.now = World.hour
        self.real, timezone.now = timezone.now, lambda: self.now
        lane.datetime = SimpleNamespace(now=self.hour)
        self.model = Model()
        self.phones: list[Phone] = []
        World.sequences += 1

    @initialize(seed=seeds, starts=st.lists(skews, min_size=PHONES, max_size=PHONES), outing=st.booleans())
    def begin(self, seed: int, starts: list[timedelta], outing: bool) -> None:
        given = World.ground["phones"]
        self.rng = np.random.default_rng(seed)
        self.phones = [
            Phone(one["token"], number, self.rng, one["turf"], one["addresses"], skew=starts[number])
            for number, one in enumerate(given)
        ]
        self.keys = [one["phone"] for one in given]

    # What phones do

    @rule(knocks=st.lists(st.tuples(which, doors, st.sampled_from(OUTCOMES)), min_size=1, max_size=6))
    def knock(self, knocks: list[tuple[int, int, str]]) -> None:
        """Write visits, on phones that do not know of one another."""
        for number, door, outcome in knocks:
            phone = self.phones[number]
            facts = {"turf": phone.turf, "address": phone.addresses[0], "door": str(door), "outcome": outcome}
            facts["talked"] = True if outcome == "open" else None
            phone.keep(visit(self.fresh(phone), phone.step(), self.clock(phone), **facts))

    @rule(number=which, pick=seeds)
    def take_back(self, number: int, pick: int) -> None:
        phone = self.phones[number]
        visits = [report for report in phone.written.values() if report["kind"] == "visit"]
        if visits:
            chosen = visits[pick % len(visits)]
            phone.keep(undo(self.fresh(phone), phone.step(), self.clock(phone), chosen))

    @rule(number=which, by=skews)
    def clock_jumps(self, number: int, by: timedelta) -> None:
        """Set a phone's clock: forwards, backwards, ten years off."""
        self.phones[number].skew = by

    @rule(by=st.timedeltas(timedelta(seconds=1), timedelta(hours=2)))
    def time_passes(self, by: timedelta) -> None:
        self.now += by

    # What the network does

    @rule(number=which, order=seeds, most=st.integers(1, 8), heard=st.booleans())
    def send(self, number: int, order: int, most: int, heard: bool) -> None:
        """Send some of the queue in any order; the answer may be lost."""
        phone = self.phones[number]
        batch = self.shuffled(list(phone.queue.values()), order)[:most]
        if batch:
            self.exchange(number, batch)
            if heard:
                for report in batch:
                    phone.queue.pop(report["id"], None)

    @rule(number=which, order=seeds, most=st.integers(1, 6))
    def send_again(self, number: int, order: int, most: int) -> None:
        """Repeat what was sent long ago, twice in the same batch for some."""
        old = self.shuffled(list(self.phones[number].written.values()), order)[:most]
        if old:
            self.exchange(number, old + old[:1])

    @rule(number=which, pick=seeds)
    def another_body(self, number: int, pick: int) -> None:
        """Send another body under a known identifier, from any phone."""
        known = [
            report for phone in self.phones for report in phone.written.values() if report["kind"] == "visit"
        ]
        if known:
            report = known[pick % len(known)]
            self.exchange(number, [report | {"stair": f"B{pick % 2}"}])

    @rule(number=which, order=seeds)
    def bad_neighbour(self, number: int, order: int) -> None:
        """Send items that are refused among good ones, which are stored."""
        phone = self.phones[number]
        good = list(phone.queue.values())[:3]
        wrong = visit(self.fresh(phone), 0, self.clock(phone), address="x", door="1", turf=phone.turf)
        bribed = visit(self.fresh(phone), 1, self.clock(phone), address="x", door="1", outcome="bribed")
        self.exchange(number, self.shuffled([*good, wrong, bribed, "not a report"], order))

    # What must hold

    def exchange(self, number: int, reports: list[Any]) -> None:
        phone = self.phones[number]
        sent_at = self.clock(phone)
        expected = self.model.receive(self.keys[number], sent_at, self.now, reports)
        assert World.post(phone, sent_at, reports) == expected
        self.compare()

    def compare(self) -> None:
        rows = {str(row["id"]): row for row in Report.every.filter(turf=self.phones[0].turf).values(*STATED)}
        assert rows.keys() == self.model.held.keys()
        for key, held in self.model.held.items():
            row = rows[key]
            assert (row["phone_id"], row["seq"]) == (held.phone, held.report["seq"])
            assert (row["made_at"], row["received_at"]) == (held.made_at, held.received_at)
            assert (row["happened_at"], row["skewed"]) == (held.happened_at, held.skewed), held
            assert row["outcome"] == held.report.get("outcome", "")
            assert str(row["undoes"] or "") == held.report.get("undoes", "")
        apart = Conflict.objects.filter(report_id__in=list(self.model.held)).count()
        assert apart == len(self.model.apart), "a body is kept aside once, and none is dropped"

    @precondition(lambda self: self.model.held)
    @rule()
    def derive(self) -> None:
        """Hold the derived figures against the model's."""
        tally_waiting()
        self.derived()

    def derived(self) -> None:
        doors = self.model.doors()
        found = TurfTally.objects.filter(turf=self.phones[0].turf).first()
        if found is None:
            assert not doors
            return
        states = Counter(doors.values())
        assert found.doors == len(doors)
        assert found.visits == len(self.model.standing())
        told = (found.opened, found.absent, found.refused, found.later, found.never)
        assert told == tuple(states[name] for name in OUTCOMES)
        assert found.conflicts == len(self.model.quarrels(PARIS)), "every conflict is visible"

    def teardown(self) -> None:
        try:
            for number, phone in enumerate(self.phones):
                if phone.queue:
                    self.exchange(number, list(phone.queue.values()))
            if self.model.held:
                tally_waiting()
                self.derived()
        finally:
            timezone.now, lane.datetime = self.real, datetime
            self.free.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.kept.__exit__(None, None, None)

    # Small things

    def hour(self, tz: tzinfo) -> datetime:
        return self.now.astimezone(tz)

    def clock(self, phone: Phone) -> datetime:
        return self.now + phone.skew

    def fresh(self, phone: Phone) -> str:
        return uuid7(self.clock(phone), self.rng)

    def shuffled(self, reports: list[Any], seed: int) -> list[Any]:
        order = np.random.default_rng(seed).permutation(len(reports))
        return [reports[rank] for rank in order]
