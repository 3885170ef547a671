"""A throw-away PostgreSQL server, for fixtures and for running a whole command against it.

As a program: `python tests/servers.py COMMAND…` runs the command with PERRON_DATABASE naming the server.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def program(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not places:
        raise FileNotFoundError(f"{name} is not installed: run scripts/system-packages.sh")
    return str(places[-1])


@contextmanager
def throwaway_postgresql() -> Iterator[Path]:
    """Start a server on a socket in a folder of its own; give the folder; leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="perron-pg-"))
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    folder.chmod(0o755)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, user=user)

    run(program("initdb"), "-D", str(data), "-U", "perron", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c jit=off"
    options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
    control = program("pg_ctl")
    run(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield folder
    finally:
        run(control, "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with throwaway_postgresql() as socket:
        address = f"postgresql://perron@/postgres?host={socket}"
        ended = subprocess.run(sys.argv[1:], env={**os.environ, "PERRON_DATABASE": address}, check=False)
    sys.exit(ended.returncode)
