"""A PostgreSQL of its own that keeps its word (fsync, synchronous commit), and that may be killed."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from servers import program

SETTINGS = (
    "listen_addresses=''",
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "shared_buffers=512MB",
    "max_wal_size=4GB",
    "max_connections=60",
)


class Cluster:
    """Start it, kill it, start it again on the same files."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder, self.user = folder, user
        self.data = folder / "data"
        self.address = f"postgresql://perron@/postgres?host={folder}"

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(words, check=check, capture_output=True, cwd=self.folder, user=self.user)

    def start(self) -> None:
        """Start, again while processes of a killed server are still leaving."""
        options = " ".join(
            f"-c {setting}" for setting in (*SETTINGS, f"unix_socket_directories='{self.folder}'")
        )
        words = ("-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")
        until = time.monotonic() + 60
        while self.run(program("pg_ctl"), *words, check=False).returncode:
            assert time.monotonic() < until, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.1)

    def main(self) -> int:
        """Give the process that watches over the others; 0 when it is gone."""
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(f"host={self.folder} user=perron dbname=postgres", autocommit=True)

    def backends(self) -> list[tuple[int, str]]:
        """List the server's processes: number and kind."""
        with self.connect() as line:
            asked = "SELECT pid, backend_type FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            return [(int(pid), str(kind)) for pid, kind in line.execute(asked).fetchall()]

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.Error):
            with self.connect() as line:
                line.execute("SELECT 1")
            return True
        return False

    def word_kept(self) -> dict[str, str]:
        """Say what the server promises, as it says it itself."""
        names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method")
        with self.connect() as line:
            return {name: line.execute(f"SHOW {name}").fetchone()[0] for name in names}


@contextlib.contextmanager
def durable_postgresql() -> Iterator[Cluster]:
    """Make a server in a folder of its own; leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="perron-trust-"))
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    folder.chmod(0o755)
    cluster = Cluster(folder, user)
    words = ("-D", str(cluster.data), "-U", "perron", "-A", "trust", "-E", "UTF8")
    cluster.run(program("initdb"), *words)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.run(program("pg_ctl"), "-D", str(cluster.data), "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)
