"""The simulated phones are careful themselves: no answer but the server's own word counts."""

import gzip
import json
from datetime import UTC, datetime

import numpy as np
import pytest

from trust.phones import Phone
from trust.wire import uuid7

JSON = {"content-type": "application/json"}
PORTAL = b"<html><body>Bienvenue sur le wifi gratuit</body></html>"


def phone():
    return Phone("jeton", 1, np.random.default_rng(1))


def said(results, **more):
    return json.dumps({"perron": 1, "results": results, "wipe": False, **more}).encode()


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"content-type": "text/html"}, PORTAL),
        (200, JSON, PORTAL),
        (200, JSON, b'{"ok": true}'),
        (200, JSON, b'{"perron": 1}'),
        (200, JSON, b'[{"id": 1, "status": 201}]'),
        (302, {"location": "http://portail.exemple/"}, b""),
        (500, JSON, said([])),
        (401, JSON, b'{"perron": 1}'),
        (413, {"content-type": "text/html"}, b""),
        (200, JSON | {"content-encoding": "gzip"}, gzip.compress(b"x" * 90, mtime=0)[:-9]),
    ],
    ids=[
        "portal", "portal that says JSON", "other JSON", "no results", "a list", "moved", "error", "unknown",
        "too large", "cut gzip",
    ],
)  # fmt: skip
def test_what_is_no_answer_leaves_the_queue_as_it_is(status, headers, body):
    one = phone()
    report = one.knock()
    heard = one.told(status, headers, body, [report])
    assert heard.why
    assert list(one.queue) == [report["id"]]
    assert not one.sent


def test_only_the_reports_answered_for_leave_the_queue():
    one = phone()
    kept = [one.knock() for _ in range(5)]
    statuses = [201, 200, 409, 422]
    rows = [{"id": r["id"], "status": s} for r, s in zip(kept, statuses, strict=False)]
    one.told(200, JSON, said([*rows, {"id": "another", "status": 201}]), kept)
    assert list(one.queue) == [kept[4]["id"]]
    assert list(one.sent.values()) == [201, 200, 409]
    assert list(one.to_mend) == [kept[3]["id"]]


def test_a_server_that_asks_for_time_is_given_it():
    one = phone()
    heard = one.told(503, {"retry-after": "7"}, b"", [one.knock()])
    assert heard.wait == 7
    assert one.queue


def test_identifiers_are_in_the_order_of_the_clock():
    rng = np.random.default_rng(3)
    keys = [uuid7(datetime.fromtimestamp(second, UTC), rng) for second in range(1, 50)]
    assert keys == sorted(keys)
    assert all(key[14] == "7" and key[19] in "89ab" for key in keys)
