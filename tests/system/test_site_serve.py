"""`perron-site serve`: one tree of processes that starts, answers, heals and ends together."""

import os
import signal
import socket
import time
import urllib.request

import pytest
from site_process import PATIENCE, STATIC, Site, alive, answers, descendants, wait_for


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Make an empty site."""
    site = Site(tmp_path_factory.mktemp("serve"))
    site.migrate()
    return site


@pytest.fixture(scope="module")
def running(site):
    """Serve once for what leaves a site in good health, and for its end, which comes last."""
    with site.serving() as (process, address):
        yield process, address


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_every_process(site, number):
    with site.serving() as (process, address):
        below = descendants(process.pid)
        assert len(below) >= 3, "web, its worker, job worker"
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
        assert not alive(below)
        assert not answers(address)


def test_a_long_file_comes_to_its_end(running):
    _process, address = running
    found = max((path for path in STATIC.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    assert found.stat().st_size > 500_000
    with urllib.request.urlopen(f"{address}/static/{found.relative_to(STATIC)}", timeout=PATIENCE) as answer:
        assert answer.read() == found.read_bytes()


def test_a_dead_process_is_started_again(running):
    process, address = running
    before = descendants(process.pid)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: len(descendants(process.pid) - before) >= len(before) and answers(address))


def test_a_line_that_stalls_does_not_keep_a_dead_server_from_being_replaced(running):
    process, address = running
    port = int(address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as stalled:
        stalled.sendall(b"POST /api/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nx")
        time.sleep(0.5)
        servers = [pid for pid in children(process.pid) if children(pid)]
        workers = {one for pid in servers for one in children(pid)}
        for pid in servers:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not alive(workers) and answers(address), 20)


def children(pid):
    """Return the processes just below one."""
    all_below = descendants(pid)
    return all_below - {deep for one in all_below for deep in descendants(one)}


def test_the_tree_ends_when_its_head_is_killed(running):
    process, address = running
    below = descendants(process.pid)
    process.kill()
    process.wait(PATIENCE)
    wait_for(lambda: not alive(below), 20)
    assert not answers(address)


def test_a_port_already_taken_is_told(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = site.command("serve", "--port", str(taken.getsockname()[1]), check=False)
    assert done.returncode == 1
    assert "est déjà pris" in done.stderr


def test_it_does_not_start_on_an_old_database(tmp_path):
    done = Site(tmp_path).command("serve", check=False)
    assert done.returncode == 1
    assert "serve --migrate" in done.stderr
