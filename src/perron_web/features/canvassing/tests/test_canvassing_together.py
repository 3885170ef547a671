"""Sendings that wait in one process share a transaction of SQLite, never a fault."""

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from django_scopes import scopes_disabled

from perron_web.features.canvassing.models import Batch, Report
from perron_web.features.canvassing.queries.senders import find_sender
from perron_web.features.canvassing.rules.clocks import read_clock
from perron_web.features.canvassing.services.receiving import sqlite
from perron_web.features.canvassing.services.receiving.receive import _Item, _put, _read, _Work
from perron_web.features.canvassing.tests.factories import NOW, body, make_phone, make_turfs

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write"),
]


@pytest.fixture
def waiting(campaign, volunteer, monkeypatch):
    """Make a sending as it waits; `spoilt` has a report that the database cannot take."""
    turf = make_turfs(campaign)[0]
    _phone, token = make_phone(campaign, volunteer, [turf])
    caught = []
    monkeypatch.setattr(
        "perron_web.features.canvassing.services.receiving.receive.put_sqlite",
        lambda sending: caught.append(sending) or (0, None),
    )
    monkeypatch.setattr(
        "perron_web.features.canvassing.services.receiving.receive.put_postgresql", caught.append
    )

    def make(*reports, spoilt=False):
        sender = find_sender(token, timezone.now())
        items: list[_Item] = _read(sender, [{**one, "turf": turf.pk} for one in reports])[1]
        _put(_Work(sender, read_clock(NOW, NOW), sender.turfs, {}), items, 0)
        sending = caught.pop()
        if spoilt:
            rows = [
                tuple(None if rank == 1 else value for rank, value in enumerate(row))
                for row in sending.reports
            ]
            sending = sending._replace(reports=rows)
        return sending

    return make


def queue(sending):
    shared = [sending.sender.campaign, "phone", sending.sender.phone, sending.sender.user, str(NOW)[:19]]
    rows = [[*row, *shared] for row in sqlite._adapted(sending.reports, sqlite.COLUMNS)]
    one = sqlite._Waiting(sending, rows)
    sqlite._QUEUE.append(one)
    return one


def stored():
    with scopes_disabled():
        return Report.every.count(), Batch.objects.count()


def test_what_waits_is_stored_together(waiting):
    others = [queue(waiting(body(), body())) for _ in range(3)]
    assert sqlite.put_sqlite(waiting(body()))[1] is None
    assert [one.stored is not None for one in others] == [True] * 3
    assert len({one.stored[0] for one in others}) == 3
    assert stored() == (7, 4)


def test_one_report_in_two_sendings_is_stored_once(waiting):
    same = body()
    first, second = queue(waiting(same)), queue(waiting(same, body()))
    sqlite.put_sqlite(waiting(body()))
    assert first.stored[1] is None
    assert second.stored[1] is not None
    assert same["id"] not in second.stored[1]
    assert stored() == (3, 3)


def test_a_fault_is_its_own(waiting):
    good, bad = queue(waiting(body())), queue(waiting(body(), spoilt=True))
    sqlite.put_sqlite(waiting(body()))
    assert good.stored
    assert isinstance(bad.error, IntegrityError)
    assert stored() == (2, 2)


def test_when_nothing_is_kept_each_is_tried_alone(waiting, monkeypatch):
    whole = sqlite._put_all

    def fails_together(together):
        if len(together) > 1:
            raise OSError("no space left")
        whole(together)

    monkeypatch.setattr(sqlite, "_put_all", fails_together)
    other = queue(waiting(body()))
    sqlite.put_sqlite(waiting(body()))
    assert other.stored
    assert stored() == (2, 2)
