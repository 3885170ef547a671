"""The same bytes on any executor, a worker killed on the way included."""

import os
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from perron.plan import make_plan


def tables(plan):
    return [
        plan.turfs.write_csv(),
        plan.doors.write_csv(),
        plan.scores.write_csv(),
        plan.allocation.write_csv(),
    ]


@pytest.mark.parametrize("workers", [1, 3])
def test_threads_give_the_same_plan(plan, second, workers):
    with ThreadPoolExecutor(workers) as executor:
        assert tables(make_plan(**second, executor=executor)) == tables(plan)


def test_processes_give_the_same_plan(plan, second):
    with ProcessPoolExecutor(2) as executor:
        assert tables(make_plan(**second, executor=executor)) == tables(plan)


def test_a_killed_worker_changes_nothing(plan, second):
    with ProcessPoolExecutor(2) as executor:
        executor.submit(os.getpid).result()
        victim = next(iter(executor._processes))
        os.kill(victim, signal.SIGKILL)
        assert tables(make_plan(**second, executor=executor)) == tables(plan)
