"""A real site on loopback for the phones: granian, its worker, SQLite or a PostgreSQL that keeps its word."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from site_process import Shell, Site, answers, descendants, free_port, wait_for

from prepared import copy_sqlite, fill_postgresql
from trust.account import Rows
from trust.cluster import Cluster
from trust.phones import Phone

TESTS = Path(__file__).parents[1]


class Ground:
    """A site that serves, its phones, its rows; it may be killed and started again on the same port."""

    def __init__(self, folder: Path, cluster: Cluster | None, *, processes: int = 2, **settings: str) -> None:
        where = {"PERRON_DATABASE": cluster.address} if cluster else {}
        known = [os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else []
        path = os.pathsep.join([*known, str(TESTS), str(TESTS / "system")])
        quiet = {"PYTHONPATH": path, "PERRON_LOG_LEVEL": "CRITICAL", "PERRON_HOSTS": "127.0.0.1"}
        self.site = Site(folder, **(quiet | where | settings))
        self.inside = Shell(self.site)
        self.cluster, self.processes, self.port = cluster, processes, free_port()
        self.rows = Rows(cluster or folder / "db.sqlite3")
        self.given: list[dict[str, Any]] = []
        self.campaign = 0
        self.threads = 4
        self.process: subprocess.Popen[str] | None = None
        self.starts = 0

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    def lay(self, **asked: Any) -> None:
        """Make the campaign and register its phones."""
        words = ", ".join(f"{name}={value!r}" for name, value in asked.items())
        said = self.inside.python(f"from trust.ground import say; say({words})")
        told = json.loads(said.splitlines()[-1])
        self.given, self.campaign = told["phones"], told["campaign"]

    def phones(self, seed: int, count: int | None = None) -> list[Phone]:
        seeds = np.random.SeedSequence(seed).spawn(len(self.given))
        return [
            Phone(
                given["token"],
                number,
                np.random.default_rng(seeds[number]),
                given["turf"],
                given["addresses"],
            )
            for number, given in enumerate(self.given[:count])
        ]

    def start(self, *, wait: bool = True) -> None:
        words = [sys.executable, "-m", "perron_web", "serve", "--port", str(self.port)]
        words += ["--processes", str(self.processes), "--threads", str(self.threads)]
        log = (self.site.data / "serve.log").open("a")
        with log:
            self.process = subprocess.Popen(
                words, env=self.site.env, stdout=log, stderr=log, text=True, start_new_session=True
            )
        self.starts += 1
        if wait:
            wait_for(lambda: answers(f"http://127.0.0.1:{self.port}") or not self.running())
            assert self.running(), (self.site.data / "serve.log").read_text()[-3000:]

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def close(self) -> None:
        """End everything."""
        self.stop()
        self.inside.close()

    def stop(self) -> None:
        if self.process is None:
            return
        below = descendants(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in below:
            end(pid)

    def children(self) -> dict[str, list[int]]:
        """Name the site's processes: what answers, what watches over those, the others."""
        root = self.process.pid if self.process else 0
        below = descendants(root)
        workers = [pid for pid in below if listens(pid, self.port)]
        web = {parent(pid) for pid in workers} & below
        others = [pid for pid in below if parent(pid) == root and pid not in web]
        return {"web worker": workers, "web server": [*web], "job worker": others, "site": [root]}


def parent(pid: int) -> int:
    try:
        return int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def listens(pid: int, port: int) -> bool:
    """Say whether a process holds the listening socket."""
    wanted = f":{port:04X} "
    try:
        lines = Path("/proc/net/tcp").read_text().splitlines()
        nodes = {line.split()[9] for line in lines if wanted in f"{line.split()[1]} " and " 0A " in line}
        files = (Path("/proc") / str(pid) / "fd").iterdir()
        return any(f"socket:[{node}]" == str(file.readlink()) for file in files for node in nodes)
    except OSError:
        return False


def end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def ground(
    folder: Path,
    cluster: Cluster | None = None,
    *,
    processes: int = 2,
    threads: int = 4,
    serve: bool = True,
    **asked: Any,
) -> Iterator[Ground]:
    """Make a site, lay its ground, serve it; end it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {name: asked.pop(name) for name in list(asked) if name.isupper()}
    made = Ground(folder, cluster, processes=processes, **settings)
    made.threads = threads
    if cluster:
        fill_postgresql(str(cluster.folder), "postgres")
    else:
        copy_sqlite(folder / "db.sqlite3")
    made.lay(**asked)
    try:
        if serve:
            made.start()
        yield made
    finally:
        made.close()


def until(truth: Any, patience: float = 60) -> None:
    """Wait for something that the site brings about by itself."""
    limit = time.monotonic() + patience
    while not truth():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)
