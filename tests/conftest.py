"""What all tests share: a throw-away PostgreSQL server, and Chromium's place."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Machines differ and kernels compile once: no deadline; the same examples everywhere: a failure is no chance.
settings.register_profile("perron", deadline=None, derandomize=True)
settings.load_profile("perron")


def _postgres_program(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not places:
        pytest.fail(f"{name} is not installed: run scripts/system-packages.sh")
    return str(places[-1])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL server on a socket of its own; give the connection string."""
    folder = Path(tempfile.mkdtemp(prefix="perron-pg-"))
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, user=user)

    run(_postgres_program("initdb"), "-D", str(data), "-U", "perron", "-A", "trust", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    control = _postgres_program("pg_ctl")
    run(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield f"host={folder} user=perron dbname=postgres"
    run(control, "-D", str(data), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)
