"""A site in processes of its own: what the tests of commands, backups and signals share."""

import json
import os
import selectors
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from prepared import fill_postgresql, site_data

STATIC = Path(__file__).parents[2] / ".venv" / "static"
"""Static files gathered once for all the sites that the tests start."""
PATIENCE = 900
"""Seconds that a machine with much else to do may need to start, or to run lines."""


class Site:
    """One data folder, and the commands run in it."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PERRON_", "DJANGO_"))}
        self.env = {**kept, "PERRON_DATA": str(data), "DJANGO_SETTINGS_MODULE": "perron_web.config.settings"}
        # Tests keep every core busy: what stood back for them would never come.
        self.env |= {"PERRON_STATIC": str(STATIC), "PERRON_NICE": "0"} | settings

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "perron_web", *words],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert not (check and done.returncode), done.stderr
        return done

    def migrate(self) -> None:
        """Give the site its tables: copies of those migrated once."""
        database = self.env.get("PERRON_DATABASE", "")
        if database:
            found = urlsplit(database)
            fill_postgresql(parse_qs(found.query)["host"][0], found.path.strip("/"))
        else:
            site_data(self.data)

    def python(self, code: str) -> str:
        """Run lines in a process of their own, outside any scope."""
        head = "import django; from django_scopes import scopes_disabled; django.setup()\n"
        head += "kept = scopes_disabled(); kept.__enter__()\n"
        done = subprocess.run(
            [sys.executable, "-c", head + textwrap.dedent(code)],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert not done.returncode, done.stderr
        return done.stdout.strip()

    @contextmanager
    def serving(self, *options: str, command: str = "serve") -> Iterator[tuple[subprocess.Popen[str], str]]:
        port = free_port()
        words = [sys.executable, "-m", "perron_web", command, "--port", str(port), *options]
        with (self.data / "serve.log").open("a") as log:
            process = subprocess.Popen(words, env=self.env, stdout=log, stderr=log, text=True)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(lambda: answers(address) or process.poll() is not None)
            yield process, address
        finally:
            process.terminate()
            process.wait(PATIENCE)


class Shell:
    """A process of a site that runs one bundle of lines after the other: it starts once."""

    def __init__(self, site: Site) -> None:
        self.log = site.data / "shell.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("site_shell.py"))],
                env=site.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )

    def python(self, code: str) -> str:
        """Run lines as `Site.python` does; give what they print."""
        self.process.stdin.write(json.dumps(textwrap.dedent(code)).encode() + b"\n")
        self.process.stdin.flush()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            if not waiting.select(PATIENCE):
                self.process.kill()
                raise AssertionError(f"no answer to\n{code}")
        line = self.process.stdout.readline()
        assert line, f"the shell has ended: {self.log.read_text(errors='replace')[-2000:]}"
        done = json.loads(line)
        assert not done["wrong"], done["wrong"]
        return done["said"].strip()

    def close(self) -> None:
        self.process.communicate(timeout=PATIENCE)  # no more lines: it ends


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/sante/", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def wait_for(truth, patience: float = PATIENCE) -> None:
    until = time.monotonic() + patience
    while not truth():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def descendants(pid: int) -> set[int]:
    """Processes below one, found by their parents."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, fresh = set(), {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def alive(pids: set[int]) -> set[int]:
    def runs(pid: int) -> bool:
        try:
            return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return {pid for pid in pids if runs(pid)}
