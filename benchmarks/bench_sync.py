"""Reports stored a second through HTTP, in sendings of twenty, against the bare database on the same rows.

The load, the site and the database share the machine. PostgreSQL keeps its word (fsync and synchronous
commit on); the bare rate is that of eight writers that insert the same rows, of the same sendings, into the
same table with the same indexes, by one prepared statement a sending, and do nothing else.
"""

import argparse
import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from sync_load import Told, as_request, seed, sendings, spread  # noqa: E402

SITE = [str(Path(sys.executable).parent / "perron-site")]
SIZE = 20
WRITERS = 8
GOALS = {"postgresql": 20_000, "sqlite": 8_000}
RATIO, P95_MS = 0.35, 300


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextlib.contextmanager
def served(env: dict, asked: argparse.Namespace):
    """Run the site as in production: its processes, its worker, its beats."""
    port = free_port()
    words = [*SITE, "serve", "--port", str(port), "--processes", str(asked.processes)]
    words += ["--threads", str(asked.threads), "--events-port", "0"]
    site = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=2).read()
                break
            if site.poll() is not None:
                raise SystemExit("the site does not start")
            time.sleep(0.1)
        yield port
    finally:
        os.killpg(site.pid, signal.SIGTERM)
        site.wait(20)


def quantile(took: list[float], share: float) -> float:
    return statistics.quantiles(took, n=100)[round(share * 100) - 1] * 1000


def said(name: str, told: Told) -> float:
    rate = told.created / told.seconds
    print(
        f"{name}: {rate:8,.0f} reports/s stored, {told.answers / told.seconds:6,.0f} sendings/s, "
        f"p50 {quantile(told.took, 0.5):6.1f} ms, p95 {quantile(told.took, 0.95):6.1f} ms, "
        f"not 200: {told.bad}"
    )
    return rate


def measure(kind: str, env: dict, asked: argparse.Namespace) -> dict:
    env = {**os.environ, **env, "DJANGO_SETTINGS_MODULE": "perron_web.config.settings"}
    subprocess.run([*SITE, "migrate", "--verbosity", "0"], env=env, check=True)
    out = subprocess.run(
        [sys.executable, __file__, "seed", str(asked.phones)], env=env, check=True, capture_output=True
    )
    field = json.loads(out.stdout.splitlines()[-1])
    rng = np.random.default_rng(7)
    batches = int((2 + 1.5 * asked.seconds) * 1.6 * GOALS[kind] / SIZE)
    made = sendings(field, batches, SIZE, rng)
    requests = [as_request(one) for one in made]
    load = {"senders": asked.senders, "lines": asked.lines}
    with served(env, asked) as port:
        _warm, used = spread(port, requests, seconds=2.0, **load)
        told, more = spread(port, requests[used:], seconds=asked.seconds, **load)
        full = said(f"{kind}, at full load ", told)
        used += more
        half, _ = spread(port, requests[used:], seconds=asked.seconds, rate=full / 2 / SIZE, **load)
        said(f"{kind}, at half load ", half)
        p95 = quantile(half.took, 0.95)
        wait_for_tally(kind, env)
    bare = bare_rate(kind, env, field, made, asked)
    print(f"{kind}, bare database: {bare:8,.0f} rows/s; through HTTP {full / bare:.0%} of it")
    return {"full": full, "bare": bare, "p95": p95, "bad": told.bad + half.bad}


COUNT = """
from perron_web.features.canvassing.models import Batch, Consent, Report, Talk
from django_scopes import scopes_disabled
with scopes_disabled():
    reports, waiting = Report.objects.count(), Batch.objects.filter(tallied=False).count()
    told = f"{Talk.objects.count()} talks, {Consent.objects.count()} consents"
print(f"stored {reports} reports, {told}; receipts not folded into figures at the end: {waiting}")
"""


def wait_for_tally(kind: str, env: dict) -> None:
    """Say what is stored, and whether the coverage kept up."""
    out = subprocess.run([*SITE, "shell", "-v", "0", "-c", COUNT], env=env, capture_output=True, text=True,
                         check=True)  # fmt: skip
    print(f"{kind}: {out.stdout.strip().splitlines()[-1]}")


def bare_rate(kind: str, env: dict, field: dict, made: list[dict], asked: argparse.Namespace) -> float:
    """Insert the same rows by themselves: eight writers on PostgreSQL, one on SQLite."""
    writers = WRITERS if kind == "postgresql" else 1
    many = min(len(made), int(asked.seconds * 3500))
    told = subprocess.run(
        [sys.executable, __file__, "bare", str(writers)],
        input=json.dumps({"field": field, "sendings": made[:many], "seconds": asked.seconds}),
        env=env, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(told.stdout.splitlines()[-1])


def bare(writers: int) -> None:
    """Writers of the bare rate: rows are made ready first, only the inserting is timed."""
    import django

    django.setup()
    from django.db import connection, connections

    given = json.load(sys.stdin)
    ready = [rows_of(one, given["field"]["campaign"]) for one in given["sendings"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE canvassing_report, canvassing_talk, canvassing_consent")
            cursor.execute("CHECKPOINT")
        else:
            for table in ("talk", "consent", "report"):
                cursor.execute(f"DELETE FROM canvassing_{table}")
    if connection.vendor == "postgresql":
        ready = [as_values(one) for one in ready]
    connections.close_all()
    began, children = time.perf_counter(), []
    for rank in range(writers):
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            done = write(ready[rank::writers], began + given["seconds"])
            os.write(writer, str(done).encode())
            os._exit(0)
        children.append((child, reader))
    done = 0
    for child, reader in children:
        done += int(os.read(reader, 32))
        os.waitpid(child, 0)
    print(done / (time.perf_counter() - began))


def rows_of(sending: dict, campaign: int):
    from datetime import UTC, datetime

    from perron_web.features.canvassing.queries.senders import Sender
    from perron_web.features.canvassing.rules.bodies import read_bodies
    from perron_web.features.canvassing.rules.clocks import read_clock
    from perron_web.features.canvassing.rules.digests import digests
    from perron_web.features.canvassing.services.receiving.rows import Sending, report_row

    now = datetime.now(tz=UTC)
    clock = read_clock(datetime.fromisoformat(sending["sent_at"]), now)
    bodies, marks = read_bodies(sending["reports"]), digests(campaign, sending["reports"])
    rows = [
        report_row(body, clock=clock, place="11/75/75056/20/75056_2001/", aside="", digest=mark)
        for body, mark in zip(bodies, marks, strict=True)
    ]
    sender = Sender(campaign=campaign, user=1, phone=1)
    return Sending(sender, now, sorted(rows), [], [], [], len(rows), 0)


def as_values(sending) -> list:
    from perron_web.features.canvassing.services.receiving.postgresql import _turned
    from perron_web.features.canvassing.services.receiving.rows import COLUMNS

    sender = sending.sender
    shared = [sender.campaign, sender.source, sender.phone, sender.user, sending.received_at]
    return _turned(sending.reports, COLUMNS) + shared


def write(ready: list, until: float) -> int:
    from django.db import connection

    connection.ensure_connection()
    raw, done = connection.connection, 0
    if connection.vendor == "postgresql":
        from psycopg import RawCursor

        from perron_web.features.canvassing.services.receiving import postgresql as made
        from perron_web.features.canvassing.services.receiving.rows import COLUMNS, SHARED

        names = f"{made._names(COLUMNS)}, {made._names(SHARED)}"
        values = f"{made._names(COLUMNS)}, {made._values(SHARED, len(COLUMNS) + 1)}"
        sql = (
            f"INSERT INTO canvassing_report ({names}) SELECT {values} FROM {made._arrays(COLUMNS, 1)} "
            "ON CONFLICT (id) DO NOTHING"
        )
        with RawCursor(raw) as cursor:
            for one in ready:
                cursor.execute(sql, one, prepare=True)
                done += cursor.rowcount
                if time.perf_counter() > until:
                    break
        return done
    from perron_web.features.canvassing.services.receiving.rows import COLUMNS
    from perron_web.features.canvassing.services.receiving.sqlite import PUT, _adapted, _text

    for one in ready:
        sender = one.sender
        shared = [sender.campaign, sender.source, sender.phone, sender.user, _text(one.received_at)]
        rows = [[*row, *shared] for row in _adapted(one.reports, COLUMNS)]
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(PUT, rows)
        raw.execute("COMMIT")
        done += len(rows)
        if time.perf_counter() > until:
            break
    return done


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=GOALS, help="one database only")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--phones", type=int, default=2000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--lines", type=int, default=64, help="connections open at once")
    parser.add_argument("--senders", type=int, default=2, help="processes that send")
    return parser.parse_args()


def main() -> None:
    asked, found = parse(), {}
    print(f"load average before: {os.getloadavg()[0]:.1f}, processors: {len(os.sched_getaffinity(0))}")
    with tempfile.TemporaryDirectory(prefix="perron-bench-") as folder:
        if asked.only != "sqlite":
            from trust.cluster import durable_postgresql

            with durable_postgresql() as cluster:
                env = {"PERRON_DATA": f"{folder}/pg", "PERRON_DATABASE": cluster.address}
                found["postgresql"] = measure("postgresql", env, asked)
        if asked.only != "postgresql":
            env = {"PERRON_DATA": f"{folder}/sqlite", "PERRON_DATABASE": ""}
            found["sqlite"] = measure("sqlite", env, asked)
    missed = [
        f"{kind}: {one['full']:,.0f} reports/s" for kind, one in found.items() if one["full"] < GOALS[kind]
    ]
    missed += [f"{kind}: p95 {one['p95']:.0f} ms" for kind, one in found.items() if one["p95"] > P95_MS]
    missed += [f"{kind}: {one['bad']} answers not 200" for kind, one in found.items() if one["bad"]]
    if "postgresql" in found and (ratio := found["postgresql"]["full"] / found["postgresql"]["bare"]) < RATIO:
        missed.append(f"postgresql: {ratio:.0%} of the bare database")
    sys.exit("; ".join(missed) or 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["seed"]:
        seed(int(sys.argv[2]))
    elif sys.argv[1:2] == ["bare"]:
        bare(int(sys.argv[2]))
    else:
        main()
