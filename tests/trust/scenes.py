"""What the tests of every size do on a site that serves; each gives its figures, or fails."""

import asyncio
from collections import Counter
from typing import Any

import numpy as np

from trust import cuts, kills, naive, storm
from trust.account import settle
from trust.figures import clock, quantile
from trust.sites import Ground


def killed(ground: Ground, *, seed: int, phones: int, reports: int, total: int) -> dict[str, Any]:
    """T1: kill -9 at random instants while phones report; all they were told is there, once."""
    handsets = ground.phones(seed, phones)
    striker = kills.Striker(ground, np.random.default_rng(seed), total)
    seconds = asyncio.run(kills.run(striker, handsets, reports // phones))
    account = settle(handsets, ground.rows.all(handsets))
    assert not account.faults, account.faults
    assert account.unsent == account.to_mend == 0
    unheard = sum(status == 200 for one in handsets for status in one.sent.values())
    failures = sum((Counter(one.failures) for one in handsets), Counter())
    again = asyncio.run(kills.resend(ground, handsets))
    after = len(ground.rows.all(handsets))
    assert dict(again) == {200: account.written}, "a resend is told that it was there"
    wanted = reports // phones * phones
    assert (account.written, account.acknowledged, after) == (wanted,) * 3
    return {
        "seed": seed,
        "phones": phones,
        "kills": dict(striker.strikes),
        "kills in all": striker.done,
        "starts of the site": ground.starts,
        "failed exchanges": dict(failures),
        "stored before the phone was told": unheard,
        "re-sync": dict(again),
        "seconds": round(seconds, 1),
        **account.figures(),
    }


def stormed(ground: Ground, *, seed: int, reports: int, copies: int) -> dict[str, Any]:
    """T2: the same report many times at once; one row each, and the algebra of the answers."""
    known, apart = ground.rows.count(), ground.rows.count("canvassing_conflict")
    phones = ground.phones(seed)
    began = clock()
    found = asyncio.run(storm.run(ground.address, phones, reports, copies))
    seconds = clock() - began
    written = sum(len(phone.written) for phone in phones)
    rows = ground.rows.count() - known
    conflicts = ground.rows.count("canvassing_conflict") - apart
    figures: dict[str, Any] = {"seed": seed, "reports": reports, "copies": copies, "rows": rows}
    for name, one in found.items():
        assert not one.odd, (name, one.odd[:3], dict(one.http))
        assert not one.fives, (name, dict(one.http))
        figures[name] = {"requests": one.requests, "http": dict(one.http), "said": dict(one.said)}
    assert rows == written, "one row a report"
    assert conflicts == max(2, reports // 10), "one other body a torn report, each kept aside once"
    return figures | {"written": written, "kept aside": conflicts, "seconds": round(seconds, 1)}


def cut_off(ground: Ground, *, seed: int, phones: int, count: int) -> dict[str, Any]:
    """T4: exchanges cut at every stage; nothing lost, doubled, or believed sent that is not stored."""
    handsets = ground.phones(seed, phones)
    began = clock()
    found = cuts.run(ground, handsets, count)
    account = settle(handsets, ground.rows.all(handsets))
    assert not found.false_sent, "believed sent, and not stored"
    assert not account.faults, account.faults
    assert account.unsent == account.to_mend == 0
    assert account.stored == account.written == account.acknowledged
    return {
        "seed": seed,
        "cuts": sum(found.cuts.values()),
        "by stage": dict(sorted(found.cuts.items())),
        "stored unheard": {name: many for name, many in found.stored_unheard.items() if many},
        "false sent": len(found.false_sent),
        "seconds": round(clock() - began, 1),
        **account.figures(),
    }


def held_up(ground: Ground, *, seed: int, lines: int) -> dict[str, Any]:
    """T4, slow lines: phones that stall in the middle of a request do not keep others waiting."""
    phone = ground.phones(seed)[0]
    waits = cuts.loris(ground, phone, lines, np.random.default_rng(seed))
    assert not phone.queue
    assert max(waits) < 2.0, waits
    return {"seed": seed, "lines held": lines, "longest wait ms": quantile(waits, 1.0)}


def unguarded(ground: Ground, *, reports: int, copies: int) -> dict[str, Any]:
    """T2 again, its guard taken away: the same check must turn red, or it would prove nothing."""
    ground.stop()
    with ground.cluster.connect() as line:
        line.execute(naive.DROP)
    ground.site.env["DJANGO_SETTINGS_MODULE"] = "trust.naive.settings"
    ground.start()
    before = ground.rows.count()
    red = ""
    try:
        stormed(ground, seed=22, reports=reports, copies=copies)
    except AssertionError as error:
        red = str(error)
    assert red, "the storm did not notice that its guard was gone"
    told = "SELECT count(*), count(DISTINCT id) FROM canvassing_report"
    rows, distinct = ground.rows.ask(told)[0]
    assert rows > distinct, "the storm did not store one report twice"
    return {"rows": rows - before, "reports": reports, "rows too many": rows - distinct, "turned red": True}
