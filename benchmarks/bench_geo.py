"""Change of boundaries, points in areas, neighbours, walking distances: time against peers, and error.

    bench_geo.py [--data FOLDER]    with the raw files, weights by electors are measured too

Times are medians of several runs in this process; a ratio is ours divided by the peer's, checks included.
"""

import argparse
import statistics
import time
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from perron.geo.adjacency import neighbours
from perron.geo.locate import bureau_of_points
from perron.geo.network import network_distances, node_distances
from perron.geo.projection import local_origin, shapes_in_metres
from perron.geo.reapportionment import carry_results, overlap_weights
from perron.geo.shapes import shapes_of
from perron.samples import load_paris

SAMPLE = load_paris()
OLD, NEW = SAMPLE.bureaux_2012, SAMPLE.bureaux_2017


def median(job, runs=9):
    job()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def against(name, ours, peer_name, peer, runs=9):
    mine, theirs = median(ours, runs), median(peer, runs)
    print(f"{name:<44} {1e3 * mine:8.1f} ms   {peer_name:<44} {1e3 * theirs:8.1f} ms   × {mine / theirs:.2f}")


def bare_overlay():
    old, new = shapes_of(OLD), shapes_of(NEW)
    origin = local_origin(*(shapely.total_bounds(old)[[[0, 2], [1, 3]]]))
    old, new = (shapes_in_metres(s, origin=origin) for s in (old, new))
    one, two = shapely.STRtree(new).query(old, predicate="intersects")
    return shapely.area(shapely.intersection(old[one], new[two]))


def bare_points():
    there = SAMPLE.addresses.drop_nulls("lon")
    points = shapely.points(there.get_column("lon").to_numpy(), there.get_column("lat").to_numpy())
    return shapely.STRtree(shapes_of(NEW)).query(points, predicate="within")


def bare_borders():
    shapes = shapes_of(NEW)
    one, two = shapely.STRtree(shapes).query(shapes, predicate="touches")
    return shapely.length(shapely.intersection(shapes[one], shapes[two]))


def bare_carry(results, weights):
    key = ["election", "target"]
    counts = ["registered", "voters", "valid"]
    general = results.general.join(weights, left_on="bureau", right_on="source")
    general = general.group_by(key).agg((pl.col(c) * pl.col("weight")).sum() for c in counts)
    votes = results.votes.join(weights, left_on="bureau", right_on="source")
    return general, votes.group_by(*key, "choice").agg((pl.col("votes") * pl.col("weight")).sum())


def times():
    weights = overlap_weights(OLD, NEW, SAMPLE.addresses)
    back = overlap_weights(NEW, OLD, SAMPLE.addresses)
    points = SAMPLE.addresses.get_column("lon").to_numpy(), SAMPLE.addresses.get_column("lat").to_numpy()
    nodes = len(SAMPLE.streets.lon)
    net = SAMPLE.streets
    graph = coo_array((net.length, (net.start, net.end)), shape=(nodes, nodes)).tocsr()
    some = np.arange(0, nodes, 5)
    here = SAMPLE.addresses.filter(pl.col("commune") == "75116").drop_nulls("lon").head(200)
    at = here.get_column("lon").to_numpy(), here.get_column("lat").to_numpy()
    print("== time: ours | bare peer | ratio")
    against(
        "weights 2012 → 2017, 72,107 addresses",
        lambda: overlap_weights(OLD, NEW, SAMPLE.addresses),
        "two bare point-in-polygon joins (shapely)",
        lambda: (bare_points(), bare_points()),
    )
    against(
        "weights 2012 → 2017, area", lambda: overlap_weights(OLD, NEW), "bare overlay (shapely)", bare_overlay
    )
    against(
        "carry 2014, whole numbers and report",
        lambda: carry_results(SAMPLE.results_2012, weights),
        "bare join and sum, fractions (polars)",
        lambda: bare_carry(SAMPLE.results_2012, weights),
    )
    against(
        "carry five elections 2017, 2019 → 2012",
        lambda: carry_results(SAMPLE.results_2017, back),
        "bare join and sum, fractions (polars)",
        lambda: bare_carry(SAMPLE.results_2017, back),
    )
    against(
        "72,107 points in 896 areas",
        lambda: bureau_of_points(*points, NEW),
        "STRtree.query(points, within)",
        bare_points,
    )
    against(
        "neighbours and borders, 896 areas",
        lambda: neighbours(NEW),
        "touches, length (shapely)",
        bare_borders,
    )
    against(
        f"shortest ways, {len(some)} of {nodes} nodes",
        lambda: node_distances(net, some),
        "scipy.sparse.csgraph.dijkstra",
        lambda: dijkstra(graph, directed=False, indices=some)[:, some],
    )
    walk = median(lambda: network_distances(net, *at))
    print(f"{'walking distances, 200 addresses, snapped':<44} {1e3 * walk:8.1f} ms")


def errors(addresses):
    actual = SAMPLE.results_2017.general.filter(pl.col("election") == "2017-presidentielle-1")
    print("\n== registered of 2014 carried to the areas of 2017, against the registered of 2017 (by bureau)")
    heads = f"{'MAE':>8}{'median':>8}{'90 %':>7}{'r':>8}{'turnout':>9}"
    print(f"{'weights':<34}{'whole':>6}{'split':>6}{'estimated':>11}{heads}")
    for name, weights in schemes(addresses):
        carried = carry_results(SAMPLE.results_2012, weights)
        show(name, carried, actual)
    same_bureaux(actual, overlap_weights(OLD, NEW, addresses))


def schemes(addresses):
    none = {c: pl.lit(None, pl.Int32) for c in ("electors", "doors")}
    if addresses.get_column("electors").count():
        yield "electors by address", overlap_weights(OLD, NEW, addresses)
        yield "  same, points not held", overlap_weights(OLD, NEW, addresses, stated="neither")
    yield "doors by address (sample)", overlap_weights(OLD, NEW, SAMPLE.addresses)
    yield "addresses, one each", overlap_weights(OLD, NEW, SAMPLE.addresses.with_columns(**none))
    yield "area", overlap_weights(OLD, NEW)
    codes = sorted(set(OLD["bureau"]) & set(NEW["bureau"]))
    yield (
        "join by code (wrong)",
        pl.DataFrame({"source": codes, "target": codes, "weight": 1.0, "basis": "area"}),
    )


def show(name, carried, actual):
    after = carried.results.general.select("bureau", carried="registered")
    both = actual.join(after, on="bureau", how="left").with_columns(pl.col("carried").fill_null(0))
    growth = both["registered"].sum() / both["carried"].sum()
    gap = (both["registered"] - both["carried"] * growth).abs()
    r = np.corrcoef(both["registered"], both["carried"])[0, 1]
    row = carried.report.elections.row(0, named=True)
    share = row["estimated"] / row["registered"]
    counts = f"{row['bureaux_whole']:6d}{row['bureaux_split']:6d}{share:11.1%}"
    errors = f"{gap.mean():8.1f}{gap.median():8.1f}{gap.quantile(0.9):7.0f}{r:8.3f}"
    print(f"{name:<34}{counts}{errors}{turnout_error(carried):9.2f}")


def turnout_error(carried):
    """Turnout of 2014 carried, shifted, against that of the legislative election of 2017: points a bureau."""
    later = SAMPLE.results_2017.general.filter(pl.col("election") == "2017-legislatives-1")
    rate = (pl.col("voters") / pl.col("registered")).alias("rate")
    both = later.select("bureau", rate).join(
        carried.results.general.select("bureau", rate), on="bureau", suffix="_0"
    )
    gap = both["rate"] - both["rate_0"]
    return 100 * (gap - gap.mean()).abs().mean()


def same_bureaux(actual, weights):
    """The floor: bureaux carried whole, alone, to one new bureau; what is left is people moving."""
    alone = weights.filter((pl.len().over("source") == 1) & (pl.len().over("target") == 1))
    both = (
        SAMPLE.results_2012.general.select("registered", source="bureau")
        .join(alone, on="source")
        .join(actual.select(after="registered", target="bureau"), on="target")
    )
    growth = actual["registered"].sum() / SAMPLE.results_2012.general["registered"].sum()
    gap = (both["after"] - both["registered"] * growth).abs()
    print(
        f"floor: {both.height} bureaux that did not change: MAE {gap.mean():.1f}, median {gap.median():.1f}"
    )
    kept = alone.filter(pl.col("source") == pl.col("target")).height
    print(f"       of which {kept} kept their code, {both.height - kept} changed it")


def turnout():
    """Carry 2014 there and back: what a split costs in turnout."""
    there = carry_results(SAMPLE.results_2012, overlap_weights(OLD, NEW, SAMPLE.addresses)).results
    home = carry_results(there, overlap_weights(NEW, OLD, SAMPLE.addresses)).results
    both = home.general.join(SAMPLE.results_2012.general, on="bureau", suffix="_0")
    gap = (both["voters"] / both["registered"] - both["voters_0"] / both["registered_0"]).abs() * 100
    print(f"\n== there and back: turnout of 2014 off by {gap.mean():.2f} points on average;", end=" ")
    print(f"90 % of bureaux within {gap.quantile(0.9):.2f}")


def raw_addresses(data):
    from perron.geo.gazetteer import find_points
    from perron.sources import read_addresses

    ban = data / "paris/addresses/ban_adresses-75.csv.gz"
    mine = read_addresses([data / "paris/addresses/paris2012_adresses_bureau_nb.csv.gz", ban])
    return find_points(mine, read_addresses(ban)).drop("found")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    times()
    errors(raw_addresses(asked.data) if asked.data else SAMPLE.addresses)
    turnout()
