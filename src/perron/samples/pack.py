"""Tables as small Parquet files: the same rows always give the same bytes.

Degrees of points are stored as whole millionths (about 0.1 m), lengths as whole tenths of a metre; `unpack`
brings back degrees and metres. Columns that hold nothing are left out.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
import shapely

_SCALES: Final = {"lon": ("lon_e6", 1e6), "lat": ("lat_e6", 1e6), "length": ("length_dm", 10.0)}
MANIFEST: Final = "manifest.json"
ORDER: Final[dict[str, list[str]]] = {
    "addresses": ["commune", "street_key", "number", "suffix", "address"],
    "areas": ["area"],
    "bureaux_2012": ["bureau"],
    "bureaux_2017": ["bureau"],
    "general": ["election", "bureau"],
    "housing": ["lon", "lat"],
    "statistics": ["area"],
    "street_edges": [],
    "street_nodes": [],
    "votes": ["election", "choice", "bureau"],
}
"""The sample's tables, and what sorts their rows; streets keep their order, edges naming nodes by it."""


def pack_sample(tables: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Write the tables of a sample.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        One table for each name of `ORDER`.
    folder : Path
        Where to.

    Raises
    ------
    KeyError
        A table is missing.
    """
    for name, by in ORDER.items():
        pack(tables[name], folder / f"{name}.parquet", by=by)


def pack(frame: pl.DataFrame, path: Path, *, by: list[str]) -> None:
    """Write a table.

    Parameters
    ----------
    frame : polars.DataFrame
        A table; `geometry` is rounded to ten-millionths of a degree.
    path : Path
        Where to.
    by : list of str
        Columns that give the rows their order; absent ones are passed over, none keeps the order.
    """
    by = [name for name in by if name in frame.columns]
    if by:
        frame = frame.sort(by, nulls_last=True)
    if "geometry" in frame.columns:
        frame = frame.with_columns(rounded_shapes(frame.get_column("geometry")))
    for name, (stored, scale) in _SCALES.items():
        if name in frame.columns:
            whole = (pl.col(name) * scale).round().cast(pl.Int32)
            frame = frame.with_columns(whole).rename({name: stored})
    empty = [c.name for c in frame.get_columns() if c.null_count() == frame.height]
    frame.drop(empty).write_parquet(path, compression="zstd", compression_level=19, statistics=False)


def unpack(path: Path) -> pl.DataFrame:
    """Read a table that `pack` wrote.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    polars.DataFrame
        Degrees and metres as Float64.
    """
    frame = pl.read_parquet(path)
    for name, (stored, scale) in _SCALES.items():
        if stored in frame.columns:
            # numpy divides exactly rounded, so that 2330113 gives the float nearest to 2.330113
            whole = frame.get_column(stored).cast(pl.Float64).to_numpy()
            frame = frame.with_columns(pl.Series(stored, whole / scale, nan_to_null=True))
            frame = frame.rename({stored: name})
    return frame


def rounded_shapes(geometry: pl.Series) -> pl.Series:
    """Round the corners of shapes to 1e-7 degree (1 cm); corners shared by neighbours stay shared.

    Parameters
    ----------
    geometry : polars.Series of Binary
        WKB.

    Returns
    -------
    polars.Series of Binary
        WKB of valid shapes, the same number.

    Raises
    ------
    ValueError
        Rounding broke a shape.
    """
    shapes = shapely.from_wkb(np.array(geometry.to_list(), dtype=object))
    rounded = shapely.transform(shapes, lambda at: np.round(at, 7))
    broken = ~shapely.is_valid(rounded)
    rounded[broken] = shapely.make_valid(rounded[broken], method="structure", keep_collapsed=False)
    if not np.isin(shapely.get_type_id(rounded), (3, 6)).all():
        raise ValueError("rounding broke a shape")
    return pl.Series(geometry.name, shapely.to_wkb(rounded, byte_order=1).tolist(), dtype=pl.Binary)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(folder: Path, sources: Mapping[str, Path], counts: Mapping[str, Any]) -> None:
    """Write the list of the sample's files and of what they were made from.

    Parameters
    ----------
    folder : Path
        Folder of the Parquet files.
    sources : mapping of str to Path
        Name to file, of everything read.
    counts : mapping
        Counts worth keeping, by name.
    """
    files = {
        path.name: {
            "sha256": digest(path),
            "bytes": path.stat().st_size,
            "rows": pl.read_parquet(path).height,
        }
        for path in sorted(folder.glob("*.parquet"))
    }
    content = {
        "files": files,
        "sources": {name: digest(path) for name, path in sorted(sources.items())},
        "counts": dict(counts),
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
