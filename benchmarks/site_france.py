"""The whole of France on one site: stand-in files from public ones, imported by the command, measured.

    python benchmarks/site_france.py RESULTS OUT [--campaign france]

RESULTS holds the national files by bureau (2014 to 2019) and the two of 2024 as points of 100 m. No file
gives boundaries for all of France: cells around the points of 2024, no farther than 8 km, stand in for them.
Points have no bureau number: where a commune has as many bureaux in 2019, they take the numbers of 2019 by
rank of registered electors; elsewhere they stay P001, P002…. Good for measuring a site only.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import orjson
import polars as pl
import shapely
from pyproj import Transformer

from perron.sources import read_results
from perron.sources.opening import open_source
from perron.sources.results_points import places

FAR_M = 8_000
POINTS = {"2024-europeennes": "europeennes2024", "2024-legislatives-1": "legislatives2024_t1"}
YEARS = (
    "2014-europeennes",
    "2017-presidentielle-1",
    "2017-presidentielle-2",
    "2017-legislatives-1",
    "2019-europeennes",
)


def at_home(points: pl.DataFrame) -> pl.DataFrame:
    """Leave out the few points placed far from the others of their commune."""
    off = [(pl.col(c) - pl.col(c).median().over("commune")).abs() for c in ("lon", "lat")]
    return points.filter(pl.max_horizontal(off) < 0.3)


def codes_of_2019(points: pl.DataFrame, results: Path) -> pl.DataFrame:
    """Give points the numbers of 2019, commune by commune, in the order of registered electors."""
    known = read_results(next(results.glob("*2019-europeennes*large*"))).general
    old = known.select("commune", code="bureau", old=pl.col("registered"))
    old = old.with_columns(rank=pl.col("old").rank("ordinal").over("commune"), n=pl.len().over("commune"))
    new = points.with_columns(
        rank=pl.col("registered").rank("ordinal").over("commune"), n=pl.len().over("commune")
    )
    joined = new.join(old, on=["commune", "rank", "n"], how="left")
    return joined.select("bureau", code=pl.coalesce("code", "bureau"))


def cells(points: pl.DataFrame) -> np.ndarray:
    """Return a cell around each point, degrees."""
    to_metres = Transformer.from_crs(4326, 3035, always_xy=True)
    x, y = to_metres.transform(points["lon"].to_numpy(), points["lat"].to_numpy())
    rng = np.random.default_rng(1)  # bureaux that share a cell of 100 m are set apart
    at = shapely.points(np.stack([x, y], axis=1) + rng.uniform(-45, 45, (len(x), 2)))
    whole = shapely.voronoi_polygons(shapely.multipoints(at), ordered=True)
    near = shapely.intersection(np.array(whole.geoms), shapely.buffer(at, FAR_M, quad_segs=3))
    back = Transformer.from_crs(3035, 4326, always_xy=True)
    return shapely.transform(near, lambda c: np.round(np.stack(back.transform(c[:, 0], c[:, 1]), axis=1), 6))


def write_files(results: Path, out: Path) -> list[Path]:
    """Write the stand-in files, and return them with the official ones."""
    out.mkdir(parents=True, exist_ok=True)
    files = [next(results.glob(f"*{year}*large*")) for year in YEARS]
    codes: pl.DataFrame | None = None
    for election, name in POINTS.items():
        path = next(results.glob(f"*{name}*"))
        read = read_results([f"{election}={path}"], on_bad="set_aside")
        if codes is None:
            registered = read.general.select("bureau", "registered")
            points = at_home(places(open_source(path)).join(registered, on="bureau"))
            codes = codes_of_2019(points, results)
            _write_cells(points.join(codes, on="bureau"), out / "bureaux-2019.geojson")
            files.append(out / "bureaux-2019.geojson")
            spots = points.join(codes, on="bureau").select("code", "lon", "lat")
        else:  # the second file numbers its points otherwise: the same place is the same bureau
            here = places(open_source(path)).with_columns(pl.col("lon", "lat").round(5))
            there = spots.with_columns(pl.col("lon", "lat").round(5), commune=pl.col("code").str.slice(0, 5))
            turn = pl.int_range(pl.len()).over("commune", "lon", "lat")
            key = ["commune", "lon", "lat", "turn"]
            codes = (
                here.with_columns(turn=turn)
                .join(there.with_columns(turn=turn), on=key)
                .select("bureau", "code")
            )
        _write_results(read, codes, out / f"{election}.csv")
        files.append(out / f"{election}.csv")
    return files


def _write_cells(points: pl.DataFrame, path: Path) -> None:
    shapes = shapely.to_geojson(cells(points))
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[\n')
        for index, (code, shape) in enumerate(zip(points["code"], shapes, strict=True)):
            properties = orjson.dumps({"bureau": code, "name": None, "territory": None})
            comma = b"" if index == 0 else b",\n"
            file.write(
                comma
                + b'{"type":"Feature","properties":'
                + properties
                + b',"geometry":'
                + shape.encode()
                + b"}"
            )
        file.write(b"\n]}\n")


def _write_results(read, codes: pl.DataFrame, path: Path) -> None:
    general = read.general.join(codes, on="bureau")
    votes = read.votes.join(codes, on="bureau").pivot("choice", index="code", values="votes").fill_null(0)
    overseas = pl.col("commune").str.starts_with("97") | pl.col("commune").str.starts_with("98")
    head = general.select(
        departement=pl.when(overseas)
        .then(pl.col("commune").str.slice(0, 3))
        .otherwise(pl.col("commune").str.slice(0, 2)),
        commune=pl.when(overseas)
        .then(pl.col("commune").str.slice(3))
        .otherwise(pl.col("commune").str.slice(2)),
        bureau=pl.col("code").str.slice(6),
        commune_libelle="commune_name",
        inscrits="registered",
        votants="voters",
        exprimes="valid",
        code="code",
    )
    head.join(votes, on="code").drop("code").write_csv(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--campaign", default="", help="import into this campaign of the site in PERRON_DATA")
    asked = parser.parse_args()
    started = time.perf_counter()
    files = write_files(asked.results, asked.out)
    print(f"files made in {time.perf_counter() - started:.1f} s")
    for file in files:
        print(f"  {file.name}: {file.stat().st_size / 1e6:.1f} MB")
    if asked.campaign:
        started = time.perf_counter()
        command = [
            Path(sys.executable).with_name("perron-site"),
            "import",
            "--campaign",
            asked.campaign,
            *files,
        ]
        subprocess.run(command, check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"imported in {time.perf_counter() - started:.1f} s, {used:.0f} MB at most")


if __name__ == "__main__":
    main()
