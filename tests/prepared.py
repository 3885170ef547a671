"""Migrated databases made once, copied wherever a test wants an empty site: migrations take seconds.

What was made is kept in `.venv/prepared` under a name that changes with migrations and models, so that
it is never older than they are. The first process that wants it makes it; the others wait for it.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers import program

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".venv" / "prepared"
TEMPLATE = "perron_prepared"
"""Database of a PostgreSQL server that the databases of its tests are copied from."""


@contextlib.contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Hold the other processes back."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def name_of_code() -> str:
    """Return a name that changes with whatever a migrated database depends on."""
    seen = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted((ROOT / "src" / "perron_web").rglob("*.py")):
        if {"migrations", "models", "models.py"} & set(path.parts):
            seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def migrate(data: Path, **settings: str) -> None:
    """Run the site's own command in a folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PERRON_", "DJANGO_"))}
    told = {"PERRON_DATA": str(data), "DJANGO_SETTINGS_MODULE": "perron_web.config.settings"}
    command = [sys.executable, "-m", "perron_web", "migrate", "-v0"]
    subprocess.run(command, env=kept | told | settings, check=True)


def sqlite() -> Path:
    """Return the file of a migrated database, made when there is none; to be called one at a time."""
    wanted = KEPT / f"{name_of_code()}.sqlite3"
    if not wanted.exists():
        for old in KEPT.glob("*.sqlite3"):
            old.unlink()
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            migrate(Path(folder))
            with contextlib.closing(sqlite3.connect(Path(folder) / "db.sqlite3")) as made:
                made.execute("PRAGMA journal_mode=DELETE")  # one file; a database in memory knows no other
            (Path(folder) / "db.sqlite3").rename(wanted)
    return wanted


def copy_sqlite(to: Path) -> None:
    """Write a migrated database to a file."""
    with one_at_a_time("files"):
        shutil.copyfile(sqlite(), to)


def site_data(data: Path) -> None:
    """Put a migrated database into the data folder of a site that has none."""
    data.mkdir(parents=True, exist_ok=True)
    copy_sqlite(data / "db.sqlite3")


def fill_postgresql(host: str, name: str) -> None:
    """Migrate an empty database of a server, by its socket."""
    where = ("-h", host, "-U", "perron")
    with one_at_a_time("files"):
        wanted = KEPT / f"{name_of_code()}.sql"
        if wanted.exists():
            quietly = ("-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1")
            subprocess.run([program("psql"), *where, *quietly, "-f", wanted, name], check=True)
            return
        for old in KEPT.glob("*.sql"):
            old.unlink()
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            migrate(Path(folder), PERRON_DATABASE=f"postgresql://perron@/{name}?host={host}")
            dump = Path(folder) / "dump"
            subprocess.run([program("pg_dump"), *where, "-f", dump, name], check=True)
            dump.rename(wanted)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> Iterator[None]:
    """Let the databases of pytest-django begin as copies of the migrated one."""
    from django.db import connection

    with contextlib.ExitStack() as held:
        host = connection.settings_dict["HOST"]
        if connection.vendor == "sqlite":
            held.enter_context(_copied_in_memory(connection.creation))
        elif host.startswith("/"):  # a server of ours (servers.py)
            _template(host)
            connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
        yield


@pytest.fixture(autouse=True)
def in_no_language_yet() -> Iterator[None]:
    """Begin each test in the site's own language: a request in English leaves its thread in English."""
    from django.utils import translation

    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def charts_in_time() -> Iterator[None]:
    """Let charts be drawn on a machine with much else to do, by one process that ends with the tests."""
    from perron_web.platform.charts.process import RENDERER

    RENDERER.patience, RENDERER.idle, RENDERER.nice = 300, 300, 0
    yield
    RENDERER.stop()


def _template(host: str) -> None:
    """Make the template of a server once."""
    where = ("-h", host, "-U", "perron")
    asked = f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'"
    with one_at_a_time("server"):
        words = [program("psql"), *where, "-Atc", asked, "postgres"]
        if not subprocess.run(words, check=True, capture_output=True).stdout.strip():
            subprocess.run([program("createdb"), *where, TEMPLATE], check=True)
            fill_postgresql(host, TEMPLATE)


@contextlib.contextmanager
def _copied_in_memory(creation) -> Iterator[None]:
    """Fill each database in memory when it is made."""
    make, held = creation._create_test_db, contextlib.ExitStack()

    def filled(*given, **named) -> str:
        name = make(*given, **named)
        memory = sqlite3.connect(name, uri=True)  # kept open: what is in memory ends with its last reader
        held.callback(memory.close)
        with one_at_a_time("files"), contextlib.closing(sqlite3.connect(sqlite())) as source:
            source.backup(memory)
        return name

    creation._create_test_db = filled
    with held:
        yield
    creation._create_test_db = make


KERNELS = """
import second
from perron.plan import make_plan
make_plan(**second.inputs())
"""
GATHERED = """
import django
django.setup()
from perron_web.platform.ops.static import gather_static
gather_static()
"""


def run(code: str, data: str) -> subprocess.Popen[bytes]:
    """Start lines in a process of the site."""
    told = {"PERRON_DATA": data, "PERRON_STATIC": str(ROOT / ".venv" / "static")}
    told |= {"DJANGO_SETTINGS_MODULE": "perron_web.config.settings", "PYTHONPATH": str(ROOT / "tests")}
    return subprocess.Popen([sys.executable, "-c", code], env=os.environ | told)


def main() -> int:
    """Make once what each process of the tests would make for itself: kernels, tables, static files."""
    with tempfile.TemporaryDirectory() as data, one_at_a_time("kernels"):
        kernels = run(KERNELS, data)
        with one_at_a_time("files"):
            sqlite()
        return max(run(GATHERED, data).wait(), kernels.wait())


if __name__ == "__main__":
    sys.exit(main())
