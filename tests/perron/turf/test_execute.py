"""The same bytes whatever runs the work, a killed worker included."""

import sys
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from perron.errors import PerronError
from perron.progress import silent
from perron.turf import cut, make_stops
from perron.turf.execute import run_all
from perron.words import Words
from workers import die_once

WHAT = Words("work", "travail")
module = sys.modules["perron.turf.prepare"]


def square(value):
    return value * value


def refuse(value):
    raise PerronError(WHAT)


class Lost(Executor):
    """Loses every job."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        future.set_exception(BrokenExecutor("lost"))
        return future


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(module, "CHUNK_STOPS", 100)


@pytest.mark.usefixtures("small_chunks")
def test_any_number_of_threads_gives_the_same_cut(towns):
    stops = make_stops(towns)
    expected = cut(stops)
    for threads in (1, 3):
        with ThreadPoolExecutor(threads) as executor:
            done = cut(stops, executor=executor)
        assert done.doors.equals(expected.doors)
        assert done.turfs.equals(expected.turfs)
    assert cut(stops, executor=Lost()).doors.equals(expected.doors)


def test_processes_give_the_same_cut(towns):
    stops = make_stops(towns.filter(towns["bureau"].is_in(["45001_0001", "45001_0002"])))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        assert cut(stops, executor=executor).doors.equals(cut(stops).doors)


def test_the_unit_of_work_does_not_change_the_cut(towns, monkeypatch):
    stops = make_stops(towns)
    expected = cut(stops).doors
    monkeypatch.setattr(module, "CHUNK_STOPS", 1)
    assert cut(stops).doors.equals(expected)


def test_a_killed_worker_costs_nothing(tmp_path):
    jobs = [(str(tmp_path / "flag"), i) for i in range(6)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        found = run_all(die_once, jobs, executor=executor, progress=silent, what=WHAT)
    assert found == [i * i for i in range(6)]


def test_a_lost_job_is_done_here():
    found = run_all(square, [(i,) for i in range(4)], executor=Lost(), progress=silent, what=WHAT)
    assert found == [0, 1, 4, 9]


def test_a_closed_executor_is_no_trouble():
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    assert run_all(square, [(3,)], executor=executor, progress=silent, what=WHAT) == [9]


def test_a_named_error_is_not_tried_again():
    with pytest.raises(PerronError):
        run_all(refuse, [(1,)], executor=None, progress=silent, what=WHAT)


def test_progress_is_told():
    told = []
    run_all(square, [(1,), (2,)], executor=None, progress=lambda *a: told.append(a), what=WHAT)
    assert told == [(WHAT, 0, 2), (WHAT, 1, 2), (WHAT, 2, 2)]
