"""Walking order against peers, on the real turfs of Paris: length over LKH's, and milliseconds a turf.

    python benchmarks/bench_routes.py [turfs]

Turfs of six places or more are drawn at random (fixed seed) from the cut of the Paris sample, each with its
own matrix of walking distances in whole decimetres; then those of a synthetic town of houses. Every solver
gets the same matrices; closed walks first, then open walks from the turf's start. LKH (elkai, ten runs) is
the reference; it may be used non-commercially only, so it is never a dependency.
"""

import sys
import time
from collections.abc import Callable

import elkai
import fast_tsp
import numpy as np
import vroom
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from towns import town

from perron.routing.draws import new_state
from perron.routing.paths import all_ways
from perron.routing.search import nearest_neighbour
from perron.routing.walk import EFFORT, closed_walk, open_walk
from perron.samples import load_paris
from perron.turf import make_stops
from perron.turf.cut import EFFORT as CUT_EFFORT
from perron.turf.cut import GAP_M, REFINE
from perron.turf.prepare import chunks_of, usable_stops
from perron.turf.times import DoorTimes
from perron.turf.work import Chunk, Settings, bureau_graph, cut_bureau


def settings() -> Settings:
    times = DoorTimes()
    return Settings(120.0, times.pace, times.crossing_m, GAP_M, REFINE, CUT_EFFORT)


def of_bureau(chunk: Chunk, b: int, most: int, rng: np.random.Generator) -> list[tuple[np.ndarray, int]]:
    """Return (whole decimetres, start) of some turfs of a bureau."""
    turf, order, *_ = cut_bureau(chunk, b, settings())
    place, graph = bureau_graph(chunk, b, settings())
    found = []
    for t in rng.permutation(turf.max() + 1)[:most]:
        inside = np.flatnonzero(turf == t)
        nodes = np.unique(place[inside]).astype(np.int32)
        if len(nodes) >= 6:
            start = int(np.flatnonzero(nodes == place[inside[np.argmin(order[inside])]])[0])
            found.append((np.rint(all_ways(graph, nodes, np.inf) * 10), start))
    return found


def of_paris(wanted: int) -> list[tuple[np.ndarray, int]]:
    """Return turfs drawn from the cut of Paris."""
    stops, _ = usable_stops(make_stops(load_paris().addresses))
    bureaux = stops.get_column("bureau").rle().struct.field("value").to_list()
    rng = np.random.default_rng(2)
    chunks = chunks_of(stops, bureaux, None, 1)
    found: list[tuple[np.ndarray, int]] = []
    for c in rng.permutation(len(chunks)):
        for b in range(len(chunks[c].first) - 1):
            found += of_bureau(chunks[c], b, 4, rng)
        if len(found) >= wanted:
            break
    return found[:wanted]


def of_town(wanted: int) -> list[tuple[np.ndarray, int]]:
    """Return the turfs of a synthetic town of houses: more places each."""
    stops, _ = usable_stops(make_stops(town(10_000)))
    chunk = chunks_of(stops, ["45001_0001"], None, 1)[0]
    return of_bureau(chunk, 0, wanted, np.random.default_rng(3))


def closed_length(d: np.ndarray, tour: np.ndarray) -> float:
    return float(d[tour, np.roll(tour, -1)].sum())


def with_dummy(d: np.ndarray, start: int) -> np.ndarray:
    """Return the closed problem of the open walk from a start: LKH's own matrices hold no negative number."""
    n = len(d)
    wide = np.zeros((n + 1, n + 1))
    wide[1:, 1:] = d
    wide[0, 1:] = wide[1:, 0] = d.sum()
    wide[0, start + 1] = wide[start + 1, 0] = 0
    return wide


def opened(tour: np.ndarray, start: int) -> np.ndarray:
    at = int(np.flatnonzero(tour == 0)[0])
    walk = np.roll(tour, -at)[1:] - 1
    return walk if walk[0] == start else walk[::-1]


def lkh(runs: int) -> Callable[[np.ndarray], np.ndarray]:
    def solve(d: np.ndarray) -> np.ndarray:
        return np.array(elkai.DistanceMatrix(d.astype(int).tolist()).solve_tsp(runs=runs)[:-1])

    return solve


def fast(seconds: float) -> Callable[[np.ndarray], np.ndarray]:
    def solve(d: np.ndarray) -> np.ndarray:
        return np.array(fast_tsp.find_tour(d.astype(int).tolist(), duration_seconds=seconds, max_threads=1))

    return solve


def or_tools(d: np.ndarray) -> np.ndarray:
    manager = pywrapcp.RoutingIndexManager(len(d), 1, 0)
    routing = pywrapcp.RoutingModel(manager)
    whole = d.astype(int).tolist()
    index = routing.RegisterTransitMatrix(whole)
    routing.SetArcCostEvaluatorOfAllVehicles(index)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    solution = routing.SolveWithParameters(search)
    tour, at = [], routing.Start(0)
    while not routing.IsEnd(at):
        tour.append(manager.IndexToNode(at))
        at = solution.Value(routing.NextVar(at))
    return np.array(tour)


def vroom_tour(d: np.ndarray) -> np.ndarray:
    problem = vroom.Input()
    problem.set_durations_matrix("car", d.astype(np.uint32))
    problem.add_vehicle([vroom.Vehicle(1, start=0, end=0)])
    problem.add_job([vroom.Job(i, location=i) for i in range(1, len(d))])
    solution = problem.solve(exploration_level=5, nb_threads=1)
    return np.array([0, *[int(i) for i in solution.routes["id"].dropna()]])


def nearest(d: np.ndarray) -> np.ndarray:
    order = np.empty(len(d), np.int32)
    nearest_neighbour(d, order)
    return order


def ours(effort: int) -> Callable[[np.ndarray], np.ndarray]:
    return lambda d: closed_walk(d, effort * len(d), new_state(1))


def line(name: str, lengths: np.ndarray, best: np.ndarray, seconds: np.ndarray) -> None:
    gap = lengths / best - 1
    print(
        f"{name:22s} total {lengths.sum() / 1e4:8.2f} km   total gap {lengths.sum() / best.sum() - 1:9.4%}   "
        f"worst {gap.max():7.3%}   as good {np.mean(gap <= 1e-9):6.1%}   "
        f"{np.mean(seconds) * 1e3:8.3f} ms a turf (median {np.median(seconds) * 1e3:.3f})",
        flush=True,
    )


def timed(solve: Callable, problems: list) -> tuple[list[np.ndarray], np.ndarray]:
    solve(problems[0])
    tours, seconds = [], []
    for d in problems:
        begin = time.perf_counter()
        tours.append(solve(d))
        seconds.append(time.perf_counter() - begin)
    return tours, np.array(seconds)


def closed_part(turfs: list[tuple[np.ndarray, int]]) -> None:
    problems = [d for d, _ in turfs]
    sizes = np.array([len(d) for d in problems])
    print(f"\nClosed walks: {len(turfs)} turfs, places mean {sizes.mean():.1f}, max {sizes.max()}")
    solvers = {
        "LKH, 10 runs": lkh(10),
        "LKH, 1 run": lkh(1),
        "nearest neighbour": nearest,
        "ours, descent only": ours(0),
        "ours, 2 kicks a place": ours(2),
        f"ours, {EFFORT} kicks (default)": ours(EFFORT),
        "ours, 20 kicks a place": ours(20),
        "fast-tsp 2 ms": fast(0.002),
        "OR-tools": or_tools,
        "VROOM x5": vroom_tour,
    }
    best = None
    for name, solve in solvers.items():
        tours, seconds = timed(solve, problems)
        lengths = np.array([closed_length(d, t) for d, t in zip(problems, tours, strict=True)])
        for d, tour in zip(problems, tours, strict=True):
            assert sorted(tour) == list(range(len(d)))
        best = lengths if best is None else best
        line(name, lengths, best, seconds)


def open_part(turfs: list[tuple[np.ndarray, int]]) -> None:
    print(f"Open walks from the turf's start: {len(turfs)} turfs")
    wide = [with_dummy(d, start) for d, start in turfs]
    tours, seconds = timed(lkh(10), wide)

    def length(d: np.ndarray, walk: np.ndarray, start: int) -> float:
        assert walk[0] == start
        assert sorted(walk) == list(range(len(d)))
        return float(d[walk[:-1], walk[1:]].sum())

    best = np.array([length(d, opened(t, s), s) for (d, s), t in zip(turfs, tours, strict=True)])
    line("LKH, 10 runs (dummy)", best, best, seconds)
    for effort in (2, EFFORT, 20):
        tours, seconds = timed(lambda p, e=effort: open_walk(p[0], p[1], e * len(p[0]), new_state(1)), turfs)
        lengths = np.array([length(d, t, s) for (d, s), t in zip(turfs, tours, strict=True)])
        line(f"ours, {effort} kicks a place", lengths, best, seconds)


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    for name, drawn in (("Paris", of_paris(many)), ("Synthetic town", of_town(many))):
        print(f"\n=== {name}")
        closed_part(drawn)
        open_part(drawn)
