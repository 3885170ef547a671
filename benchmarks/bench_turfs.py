"""Turfs against peers on synthetic towns: walk over one tour of everything, balance, pieces, time over METIS.

    python benchmarks/bench_turfs.py [doors ...]      (10000 and 100000 by default)

Every method gets the same stops (large buildings split beforehand), the same address graph and the same
number of turfs. Each cut is then routed by the same router: one closed walk a turf, on walking distances.
The anchor is one closed tour of all addresses (of the largest towns, the minimum spanning tree). Times leave
out reading; those of graph methods include making the graph.
"""

import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import pymetis
from towns import town

from perron.routing.draws import new_state
from perron.routing.paths import Graph, all_ways, components, spanning_length
from perron.routing.search import tour_length
from perron.routing.walk import closed_walk
from perron.turf import DoorTimes, make_stops
from perron.turf.cut import GAP_M, REFINE
from perron.turf.neighbours import nearness, stop_graph
from perron.turf.prepare import chunks_of, usable_stops
from perron.turf.refine import Piece
from perron.turf.windows import subgraph
from perron.turf.work import WALK_OVER_TREE, Settings, bureau_graph, cut_piece, place_points, turfs_for

TARGET = 120.0
TIMES = DoorTimes()
SETTINGS = Settings(TARGET, TIMES.pace, TIMES.crossing_m, GAP_M, REFINE, 5)
Cut = Callable[[], np.ndarray]


class Town:
    """One town, its graph and its anchor."""

    def __init__(self, doors: int, seed: int = 1) -> None:
        stops, _ = usable_stops(make_stops(town(doors, seed), minutes=TARGET))
        self.chunk = chunks_of(stops, ["45001_0001"], None, 1)[0]
        self.minutes = self.chunk.minutes
        self.place, self.links = bureau_graph(self.chunk, 0, SETTINGS)
        self.points = place_points(self.place, self.chunk.x, self.chunk.y)
        self.stops = stop_graph(self.place, self.links)
        assert components(self.stops).max() == 0
        total = self.minutes.sum() + WALK_OVER_TREE * spanning_length(self.stops) / TIMES.pace
        self.parts = turfs_for(total, TARGET)
        self.doors = int(stops.get_column("doors").sum())
        self.anchor = self._anchor()

    def _anchor(self) -> float:
        """One closed tour of everything; of the larger towns, whose table would be too large, the tree."""
        places = np.arange(len(self.points[0]), dtype=np.int32)
        if len(places) > 5000:
            return spanning_length(self.links)
        d = all_ways(self.links, places, np.inf)
        return float(tour_length(d, closed_walk(d, 50 * len(places), new_state(1))))

    def graph(self) -> Graph:
        """Make the graph again, to be timed."""
        place, links = bureau_graph(self.chunk, 0, SETTINGS)
        return stop_graph(place, links)


def metis(t: Town, *, weights: bool = True, recursive: bool = False, **options: int) -> np.ndarray:
    graph = t.graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pymetis.part_graph(
            t.parts,
            pymetis.CSRAdjacency(graph.first, graph.to),
            vweights=np.maximum(1, np.rint(t.minutes * 100)).astype(np.int32),
            eweights=nearness(graph) if weights else None,
            recursive=recursive,
            options=pymetis.Options(seed=1, **options)
            if recursive
            else pymetis.Options(contig=1, seed=1, **options),
        )
    return np.asarray(found.vertex_part, np.int32)


def ours(t: Town, moves: int = REFINE, seed: int = 1) -> np.ndarray:
    place, links = bureau_graph(t.chunk, 0, SETTINGS)
    piece = Piece(
        links, *place_points(place, t.chunk.x, t.chunk.y), place, stop_graph(place, links), t.minutes
    )
    return cut_piece(piece, SETTINGS._replace(refine=moves), seed)


def in_slices(t: Town, order: np.ndarray) -> np.ndarray:
    """Cut an order of the stops into parts of equal minutes."""
    reached = np.cumsum(t.minutes[order]) - t.minutes[order] / 2
    part = np.empty(len(order), np.int32)
    part[order] = np.minimum((reached / t.minutes.sum() * t.parts).astype(np.int32), t.parts - 1)
    return part


def hilbert(t: Town) -> np.ndarray:
    side = 1 << 12
    x, y = t.chunk.x, t.chunk.y
    span = max(np.ptp(x), np.ptp(y)) + 1
    hx, hy = ((v - v.min()) / span * side for v in (x, y))
    hx, hy = hx.astype(np.int64), hy.astype(np.int64)
    key = np.zeros(len(x), np.int64)
    s = side >> 1
    while s:
        rx, ry = (hx & s) > 0, (hy & s) > 0
        key += s * s * ((3 * rx) ^ ry)
        turn = ~ry
        flip = turn & rx
        hx, hy = np.where(flip, side - 1 - hx, hx), np.where(flip, side - 1 - hy, hy)
        hx, hy = np.where(turn, hy, hx), np.where(turn, hx, hy)
        s >>= 1
    return in_slices(t, np.argsort(key, kind="stable"))


def bisection(t: Town) -> np.ndarray:
    part = np.empty(len(t.minutes), np.int32)
    waiting = [(np.arange(len(part)), 0, t.parts)]
    while waiting:
        inside, first, parts = waiting.pop()
        if parts == 1:
            part[inside] = first
            continue
        axis = t.chunk.x if np.ptp(t.chunk.x[inside]) >= np.ptp(t.chunk.y[inside]) else t.chunk.y
        order = inside[np.argsort(axis[inside], kind="stable")]
        left = parts // 2
        reached = np.cumsum(t.minutes[order]) - t.minutes[order] / 2
        middle = int(np.searchsorted(reached, reached[-1] * left / parts))
        waiting += [(order[:middle], first, left), (order[middle:], first + left, parts - left)]
    return part


def giant_tour(t: Town) -> np.ndarray:
    """Route first, cluster second (Beasley 1983): a Euclidean tour, cut where walks are shortest."""
    px, py = t.points
    d = np.hypot(px[:, None] - px, py[:, None] - py)
    tour = closed_walk(d, 2 * len(px), new_state(1))
    rank = np.empty(len(px), np.int64)
    rank[tour] = np.arange(len(px))
    order = np.argsort(rank[t.place], kind="stable")
    x, y, w = t.chunk.x[order], t.chunk.y[order], t.minutes[order]
    step = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    sums = np.concatenate([[0], np.cumsum(w)])
    n = len(w)
    best, cut_at = np.full(n + 1, np.inf), np.zeros(n + 1, np.int64)
    best[0] = 0
    for end in range(1, n + 1):
        begin = np.arange(max(0, int(np.searchsorted(sums, sums[end] - 1.15 * TARGET))), end)
        walk = step[end - 1] - step[begin] + np.hypot(x[end - 1] - x[begin], y[end - 1] - y[begin])
        off = np.abs((sums[end] - sums[begin] + walk / TIMES.pace) / TARGET - 1)
        cost = best[begin] + walk + 30000 * np.maximum(0, off - 0.12) ** 2
        at = int(np.argmin(cost))
        best[end], cut_at[end] = cost[at], begin[at]
    part = np.empty(n, np.int32)
    end, k = n, 0
    while end:
        part[order[cut_at[end] : end]] = k
        end, k = cut_at[end], k + 1
    return part


def judge(t: Town, part: np.ndarray) -> tuple[float, np.ndarray, float]:
    """Return walk over the anchor, minutes of each turf, and share in one piece."""
    walk, minutes, whole = 0.0, [], 0
    for k in np.unique(part):
        inside = np.flatnonzero(part == k)
        nodes = np.unique(t.place[inside]).astype(np.int32)
        d = all_ways(t.links, nodes, np.inf)
        length = tour_length(d, closed_walk(d, 10 * len(nodes), new_state(1)))
        walk += length
        minutes.append(t.minutes[inside].sum() + length / TIMES.pace)
        whole += components(subgraph(t.stops, inside)).max() == 0
    return walk / t.anchor, np.array(minutes), whole / len(minutes)


def run(doors: int, repeat: int) -> None:
    t = Town(doors)
    print(
        f"\n{t.doors:,} doors, {len(t.points[0]):,} addresses, {len(t.minutes):,} stops, {t.parts} turfs; "
        f"{'one closed tour of all' if doors < 20_000 else 'minimum spanning tree (the anchor here)'}: "
        f"{t.anchor / 1000:.2f} km"
    )
    print(f"{'method':30s} walk/tour  turfs  one piece  ±15 %  60–120 doors   CV  minutes    time s  × METIS")
    methods: dict[str, Cut] = {
        "METIS k-way contiguous": lambda: metis(t),
        "METIS k-way, unit weights": lambda: metis(t, weights=False),
        "METIS k-way, ufactor 300": lambda: metis(t, ufactor=300),
        "METIS k-way, ncuts 10": lambda: metis(t, ncuts=10),
        "METIS recursive bisection": lambda: metis(t, recursive=True),
        "kd bisection": lambda: bisection(t),
        "Hilbert": lambda: hilbert(t),
        **({"giant tour and split": lambda: giant_tour(t)} if len(t.minutes) < 5000 else {}),
        "ours, 100 moves a stop": lambda: ours(t, 100),
        f"ours ({REFINE} moves a stop)": lambda: ours(t),
    }
    if len(t.minutes) < 5000:
        methods["ours, 4000 moves a stop"] = lambda: ours(t, 4000)
        methods |= {f"ours, seed {s}": (lambda s=s: ours(t, seed=s)) for s in (2, 3, 4)}
    unit = None
    for name, method in methods.items():
        method()
        seconds = []
        for _ in range(repeat):
            begin = time.perf_counter()
            part = method()
            seconds.append(time.perf_counter() - begin)
        middle = float(np.median(seconds))
        unit = unit or middle
        ratio, minutes, whole = judge(t, part)
        near, wide = np.abs(minutes / TARGET - 1) <= 0.15, (minutes >= 90) & (minutes <= 180)
        print(
            f"{name:30s} {ratio:9.4f} {len(minutes):6d} {whole:9.1%} {near.mean():8.1%} {wide.mean():9.1%} "
            f"{minutes.std() / minutes.mean():10.3f}  {minutes.min():3.0f}–{minutes.max():3.0f} "
            f"{middle:10.3f} {middle / unit:8.1f}",
            flush=True,
        )


if __name__ == "__main__":
    for wanted in [int(a) for a in sys.argv[1:]] or [10_000, 100_000]:
        run(wanted, 5 if wanted <= 20_000 else 1)
