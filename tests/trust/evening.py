"""T10: the evening's burst on a real site, its dashboards watched meanwhile, beside the bare database."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from trust.burst import Crowds, paths
from trust.figures import quantile
from trust.phones import Phone
from trust.sites import Ground

BENCH = Path(__file__).parents[2] / "benchmarks" / "bench_sync.py"
EACH = 20
VISITS = "SELECT coalesce(sum(visits), 0) FROM canvassing_turftally"
SESSION = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from allauth.mfa.models import Authenticator
from perron_web.features.accounts.models import User
user = User.objects.get(email="alix-confiance@exemple.test")
Authenticator.objects.create(user=user, type="totp", data={"secret": "given"})
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""


@dataclass
class Watch:
    """Looks at the figures all along: what dashboards read, and how long the director waits for the page."""

    ground: Ground
    cookie: str
    seen: list[tuple[float, int]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.threads = [threading.Thread(target=look) for look in (self.figures, self.page)]
        for one in self.threads:
            one.start()

    def stop(self) -> None:
        self.over.set()
        for one in self.threads:
            one.join()

    def figures(self) -> None:
        while not self.over.wait(0.1):
            self.seen.append((time.monotonic(), int(self.ground.rows.ask(VISITS)[0][0])))

    def page(self) -> None:
        host, port = self.ground.address
        asked = urllib.request.Request(
            f"http://{host}:{port}/c/confiance/direct/etat.json",
            headers={"Cookie": f"sessionid={self.cookie}"},
        )
        while not self.over.wait(0.5):
            began = time.monotonic()
            try:
                with urllib.request.urlopen(asked, timeout=20) as answer:
                    json.load(answer)
            except (OSError, ValueError) as error:
                self.failed.append(str(error))
            self.waits.append(time.monotonic() - began)

    def lags(self, began: float, seen: list[tuple[float, float, int]]) -> list[float]:
        """Say how old the figures were at each look: since when what they lack had been acknowledged."""
        ends = sorted((began + end, count) for _, end, count in seen)
        times = [moment for moment, _ in ends]
        counts = np.cumsum([count for _, count in ends])
        lags = []
        for moment, shown in self.seen:
            known = bisect_right(times, moment)
            first_missing = int(np.searchsorted(counts, shown, side="right"))
            lags.append(moment - times[first_missing] if first_missing < known else 0.0)
        return lags


def burst(ground: Ground, *, seed: int, lines: int, senders: int = 2) -> dict[str, Any]:
    """Let every phone come back at once; give the rate, the waits, the age of the figures."""
    cookie = ground.inside.python(SESSION).splitlines()[-1]
    crowds = Crowds(
        ground.address,
        ground.given,
        processes=senders,
        seed=seed,
        lines=lines // senders,
        batches=1,
        each=EACH,
    )
    watch = Watch(ground, cookie)
    watch.start()
    began = crowds.go()
    seen, failures = crowds.heard()
    drained = max(end for _, end, _ in seen)
    written = len(ground.given) * EACH
    settled = settle(ground, watch, written)
    watch.stop()
    took = [end - start for start, end, _ in seen]
    lags = [
        lag for (moment, _), lag in zip(watch.seen, watch.lags(began, seen), strict=True) if moment >= began
    ]
    assert ground.rows.count() == written
    assert settled, "the figures never came right"
    return {
        "seed": seed,
        "phones": len(ground.given),
        "reports": written,
        "lines at once": lines,
        "drained in s": round(drained, 2),
        "reports a second": round(written / drained),
        "p50 ms": quantile(took, 0.5),
        "p95 ms": quantile(took, 0.95),
        "p99 ms": quantile(took, 0.99),
        "failed exchanges": failures,
        "oldest figures s": round(max(lags), 2),
        "figures older than 2 s, share of looks": round(sum(lag > 2 for lag in lags) / len(lags), 3),
        "figures right after the last report s": round(settled - began - drained, 2),
        "page of the director p95 ms": quantile(watch.waits, 0.95),
        "page failed": watch.failed[:3],
    }


def settle(ground: Ground, watch: Watch, wanted: int, patience: float = 60) -> float:
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        if watch.seen and watch.seen[-1][1] == wanted:
            return next(moment for moment, shown in watch.seen if shown == wanted)
        time.sleep(0.1)
    return 0.0


def half_load(ground: Ground, *, seed: int, rate: float, batches: int) -> dict[str, Any]:
    """Send at half the rate that was reached: how long a batch waits then."""
    crowds = Crowds(
        ground.address,
        ground.given[:4000],
        seed=seed,
        lines=64,
        batches=batches,
        each=EACH,
        rate=rate / 2 / EACH / 2,
    )
    crowds.go()
    seen, failures = crowds.heard()
    took = [end - start for start, end, _ in seen]
    return {
        "reports a second": round(sum(count for *_, count in seen) / max(end for _, end, _ in seen)),
        "p50 ms": quantile(took, 0.5),
        "p95 ms": quantile(took, 0.95),
        "failed exchanges": failures,
    }


def bare(ground: Ground, *, seed: int, campaign: int, seconds: float, writers: int = 8) -> float:
    """Insert rows of the same phones by themselves, by the benchmark's writers; it empties the table."""
    sendings = []
    for given in ground.given:
        rng = np.random.default_rng([seed + 1, given["phone"]])
        phone = Phone(given["token"], given["phone"], rng, given["turf"], given["addresses"])
        reports = [phone.knock() for _ in range(EACH)]
        sendings.append({"sent_at": phone.now().isoformat(), "reports": reports})
    told = {"field": {"campaign": campaign}, "sendings": sendings, "seconds": seconds}
    env = {**paths(), **ground.site.env}
    env["PYTHONPATH"] = os.pathsep.join([paths()["PYTHONPATH"], ground.site.env["PYTHONPATH"]])
    words = [sys.executable, str(BENCH), "bare", str(writers)]
    done = subprocess.run(words, input=json.dumps(told), capture_output=True, text=True, check=True, env=env)
    return float(done.stdout.splitlines()[-1])
