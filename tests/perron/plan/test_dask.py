"""A cluster of worker processes gives the same bytes, a worker killed on the way included."""

import os
import signal
import warnings

import pytest

from perron.cli.executors import executor_at
from perron.geo.placing import place_addresses
from perron.samples import load_paris
from perron.turf import cut, make_stops


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as local:
            yield local


@pytest.fixture(scope="module")
def stops():
    import polars as pl

    paris = load_paris()
    placed = place_addresses(paris.addresses, paris.bureaux_2017).addresses
    return make_stops(placed.filter(pl.col("bureau").str.starts_with("75056_1")))


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_bytes_even_when_a_worker_is_killed_on_the_way(cluster, stops):
    here = cut(stops, refine=20)
    killed = []

    def kill_one(_what, done, total):
        if not killed and 0 < done < total:
            worker = next(iter(cluster.workers.values()))
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    with executor_at(cluster.scheduler_address) as executor:
        there = cut(stops, refine=20, executor=executor, progress=kill_one)
    assert killed
    assert there.doors.write_csv() == here.doors.write_csv()
    assert there.turfs.write_csv() == here.turfs.write_csv()


def test_a_scheduler_that_does_not_answer_is_named():
    from perron.errors import PerronError

    with pytest.raises(PerronError), executor_at("tcp://127.0.0.1:9"):
        pass
