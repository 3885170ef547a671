"""The site with fifty people at work on Paris: how long each page takes, and the memory of the whole tree.

Alone, it makes the demo (a minute), serves it on loopback and browses it: each person has a session and takes
a few seconds between two pages, of every kind. `--data` names a data folder with an adopted plan, and
PERRON_DATABASE a PostgreSQL database. Everything is bounded: people, seconds, address.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import numpy as np

PEOPLE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django_scopes import scope
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.services import grant_role
from perron_web.features.targeting.models import Run
from perron_web.features.teams.models import Team
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs.models import Turf
from perron_web.platform.access.roles import Role

ROLES = [Role.DIRECTOR, Role.TERRITORY_LEAD, Role.TERRITORY_LEAD, Role.TEAM_LEADER, Role.TEAM_LEADER]
campaign, people = Campaign.objects.get(slug="exemple"), []


def session_of(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


with scope(campaign=campaign, places=None):
    for number in range({people}):
        role = ROLES[number % 5]
        place = "" if role == Role.DIRECTOR else f"11/75/75056/{{number % 20 + 1:02d}}/"
        named = {{"name": f"Essai {{number}}"}}
        user, _made = User.objects.get_or_create(email=f"essai{{number}}@exemple.test", defaults=named)
        grant_role(campaign=campaign, user=user, role=role, place=place)
        here = {{"place__startswith": place}}
        turfs = list(Turf.objects.filter(**here, retired=False).values_list("pk", "bureau__code"))
        bureaux = Bureau.objects.filter(**here, scores__isnull=False).distinct()
        people.append({{
            "role": str(role),
            "session": session_of(user),
            "bureau": list(bureaux.values_list("code", flat=True)),
            "turf": [turf for turf, _code in turfs],
            "cut": sorted({{code for _turf, code in turfs}}),
            "team": list(Team.objects.filter(**here).values_list("pk", flat=True)),
            "run": list(Run.objects.values_list("number", flat=True)),
        }})
print(json.dumps(people))
"""

# Weight, name, address below the campaign's, and who opens it ("" is everyone).
PAGES = [
    (12, "accueil", "", ""),
    (12, "carte", "carte/", ""),
    (6, "carte, triée", "carte/?tri=support&sens=desc", ""),
    (5, "carte, page 3", "carte/?page=3", ""),
    (8, "fiche sur la carte", "carte/fiche/{bureau}/", ""),
    (14, "bureau", "bureaux/{bureau}/", ""),
    (5, "graphiques d'un bureau", "bureaux/{bureau}/graphiques/", ""),
    (4, "plan d'un bureau (JSON)", "bureaux/{bureau}/plan.json", ""),
    (8, "secteurs", "secteurs/", ""),
    (6, "secteurs d'un bureau", "secteurs/bureau/{cut}/", ""),
    (10, "secteur", "secteurs/{turf}/", ""),
    (3, "équipes", "equipes/", ""),
    (2, "équipe", "equipes/{team}/", ""),
    (5, "plan", "plan/", "desk"),
    (4, "plan, calculs", "plan/calculs/", "desk"),
    (3, "plan, un calcul", "plan/calculs/{run}/", "desk"),
    (3, "données", "donnees/", "desk"),
    (2, "membres", "membres/", "hq"),
    (2, "réglages", "reglages/", "hq"),
    (2, "blocs", "reglages/blocs/", "hq"),
    (1, "calendrier", "reglages/calendrier/", ""),
    (1, "journal", "journal/", "hq"),
    (1, "travaux", "travaux/", "desk"),
    (1, "composants", "/composants/", ""),
]
DESK = {"desk": ("director", "territory_lead"), "hq": ("director",)}
MEDIAN_MS, P95_MS = 150, 400


class Person:
    """One person at work: a connection, a session, a way of going from page to page."""

    def __init__(self, number: int, known: dict, port: int) -> None:
        self.known, self.port, self.rng = known, port, np.random.default_rng(number)
        self.reader: asyncio.StreamReader | None = None
        self.pages = [page for page in PAGES if known["role"] in DESK.get(page[3], (known["role"],))]
        weights = np.array([page[0] for page in self.pages], dtype=float)
        self.weights = weights / weights.sum()

    async def get(self, path: str) -> tuple[int, bytes, float]:
        """Ask for one address; give the status, the body and the time it took."""
        began = time.perf_counter()
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nAccept-Language: fr\r\n"
            f"Cookie: sessionid={self.known['session']}\r\n\r\n".encode()
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        lowered = head.lower()
        if found := re.search(rb"content-length: (\d+)", lowered):
            body = await self.reader.readexactly(int(found[1]))
        else:
            body = b""
            while size := int(await self.reader.readline(), 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readline()
        took = (time.perf_counter() - began) * 1000
        if b"connection: close" in lowered:
            self.writer.close()
            self.reader = None
        return status, body, took

    def choose(self) -> tuple[str, str] | None:
        """Choose the next page; None when the person has nothing of the kind."""
        page = self.pages[self.rng.choice(len(self.pages), p=self.weights)]
        path = page[2]
        if found := re.search(r"\{(\w+)\}", path):
            values = self.known[found[1]]
            if not values:
                return None
            path = path.replace(found[0], str(values[self.rng.integers(len(values))]))
        return page[1], path if path.startswith("/") else f"/c/exemple/{path}"

    async def work(
        self, until: float, think: float, times: dict[str, list[float]], wrong: dict[str, int]
    ) -> None:
        """Open pages until the time is over."""
        await asyncio.sleep(self.rng.random() * think)
        while time.monotonic() < until:
            if chosen := self.choose():
                name, path = chosen
                status, _body, took = await self.get(path)
                times.setdefault(name, []).append(took)
                if status != 200:
                    wrong[f"{status} {name}"] = wrong.get(f"{status} {name}", 0) + 1
            await asyncio.sleep(think * (0.5 + self.rng.random()))


def tree_memory(pid: int) -> tuple[float, int]:
    """Return the proportional memory (MB) of a process and of those below it, and how many they are."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    below, fresh = {pid}, {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - below
        below |= fresh
    total = 0.0
    for process in below:
        try:
            found = re.search(
                r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE
            )
        except OSError:
            continue
        total += int(found[1]) / 1024 if found else 0
    return total, len(below)


def start(env: dict[str, str], port: int, *command: str) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-m", "perron_web", *command, "--port", str(port)],
        env=env,
        stdout=subprocess.DEVNULL,
    )
    for _ in range(1200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process
    raise SystemExit("the site does not answer")


def python(env: dict[str, str], code: str) -> str:
    head = "import django; django.setup()\n"
    return subprocess.run(
        [sys.executable, "-c", head + code], env=env, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def make_demo(env: dict[str, str], port: int) -> None:
    """Make the demo and wait for its plan."""
    began, peak = time.perf_counter(), 0.0
    process = start(env, port, "demo", "--no-open")
    adopted = (
        "from django_scopes import scopes_disabled; kept = scopes_disabled(); kept.__enter__()\n"
        "from perron_web.features.targeting.models import Run\n"
        "print(Run.objects.filter(adopted=True).count())"
    )
    while not int(python(env, adopted)):
        peak = max(peak, tree_memory(process.pid)[0])
        if time.perf_counter() - began > 600:
            raise SystemExit("the plan of the demo is not there after ten minutes")
    process.send_signal(signal.SIGINT)
    process.wait(30)
    print(
        f"demo: loaded, planned, adopted in {time.perf_counter() - began:.0f} s; memory at most {peak:.0f} MB"
    )


async def browse(known: list[dict], port: int, seconds: float, think: float) -> tuple[dict, dict]:
    times: dict[str, list[float]] = {}
    wrong: dict[str, int] = {}
    people = [Person(number, one, port) for number, one in enumerate(known)]
    until = time.monotonic() + seconds
    await asyncio.gather(*(person.work(until, think, times, wrong) for person in people))
    return times, wrong


def show(times: dict[str, list[float]], wrong: dict[str, int]) -> None:
    def cells(values: list[float]) -> str:
        ordered = sorted(values)
        median, p95 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        late = " <- over" if median > MEDIAN_MS or p95 > P95_MS else ""
        return f"{len(ordered):5d} {median:8.0f} {p95:8.0f} {ordered[-1]:8.0f}{late}"

    print(f"{'page':28} {'n':>5} {'median':>8} {'p95':>8} {'max':>8}  (ms)")
    for name in sorted(times, key=lambda name: -statistics.median(times[name])):
        print(f"{name:28} {cells(times[name])}")
    print(f"{'all':28} {cells([value for values in times.values() for value in values])}")
    if wrong:
        print("not answered with 200:", wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=4, help="seconds between two pages, on average")
    parser.add_argument("--threads", default="4")
    parser.add_argument("--port", type=int, default=8790)
    asked = parser.parse_args()
    people, seconds = min(asked.people, 200), min(asked.seconds, 600)
    with tempfile.TemporaryDirectory() as made:
        env = {
            **os.environ, "PERRON_DATA": str(asked.data or made), "PERRON_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "perron_web.config.settings",
        }  # fmt: skip
        if asked.data is None:
            make_demo(env, asked.port)
        known = json.loads(python(env, PEOPLE.format(people=people)))
        site = start(env, asked.port, "serve", "--threads", asked.threads)
        try:
            time.sleep(2)
            print(f"idle: {tree_memory(site.pid)[0]:.0f} MB in {tree_memory(site.pid)[1]} processes")
            asyncio.run(browse(known[:5], asked.port, 10, 0.2))
            times, wrong = asyncio.run(browse(known, asked.port, seconds, asked.think))
            show(times, wrong)
            print(f"browsed: {tree_memory(site.pid)[0]:.0f} MB in {tree_memory(site.pid)[1]} processes")
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait(30)


if __name__ == "__main__":
    main()
