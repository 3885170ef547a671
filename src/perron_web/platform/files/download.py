"""Tables given to people: CSV that a French spreadsheet opens, GeoJSON, Parquet."""

import io
import re
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.utils.text import slugify

if TYPE_CHECKING:
    import polars as pl

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}
GEOMETRY: Final = "geometry"
"""Column of GeoJSON geometries as text: the shapes of a GeoJSON file, left out of a CSV."""
_FORMULA: Final = r"^[=+\-@\t\r]"


def download(frame: "pl.DataFrame", name: str, form: str) -> HttpResponse:
    """Answer with a table as a file.

    Parameters
    ----------
    frame : polars.DataFrame
        The table; a column `geometry` holds GeoJSON geometries as text, or null.
    name : str
        Name of the file, without its extension.
    form : str
        "csv" (UTF-8 with its mark, semicolons, decimal commas), "geojson" or "parquet".

    Returns
    -------
    HttpResponse
        The file, to be saved.

    Raises
    ------
    KeyError
        Another form is asked for.
    """
    content = {"csv": as_csv, "geojson": as_geojson, "parquet": as_parquet}[form](frame)
    response = HttpResponse(content, content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "perron"}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula.

    Parameters
    ----------
    text : str
        A cell.

    Returns
    -------
    str
        The same, after an apostrophe where it begins like a formula.
    """
    return f"'{text}" if re.match(_FORMULA, text) else text


def as_csv(frame: "pl.DataFrame") -> bytes:
    """Write a table for a French spreadsheet; a text that would run as a formula is made harmless.

    Parameters
    ----------
    frame : polars.DataFrame
        The table.

    Returns
    -------
    bytes
        CSV without the geometry.
    """
    import polars as pl
    import polars.selectors as cs

    safe = frame.drop(GEOMETRY, strict=False).with_columns(
        cs.string().str.replace(f"({_FORMULA})", "'$1"),
        cs.boolean().replace_strict({True: "oui", False: "non"}, return_dtype=pl.String),
    )
    return safe.write_csv(separator=";", decimal_comma=True, include_bom=True).encode()


def as_geojson(frame: "pl.DataFrame") -> bytes:
    """Write a table as a feature collection; without a geometry, `lon` and `lat` make points.

    Parameters
    ----------
    frame : polars.DataFrame
        The table.

    Returns
    -------
    bytes
        GeoJSON, one feature a line.
    """
    import orjson

    features = []
    for row in frame.iter_rows(named=True):
        shape = row.pop(GEOMETRY, None)
        geometry: Any = orjson.Fragment(shape) if shape else None
        if geometry is None and row.get("lon") is not None and row.get("lat") is not None:
            geometry = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        features.append(orjson.dumps({"type": "Feature", "geometry": geometry, "properties": row}))
    return b'{"type":"FeatureCollection","features":[\n' + b",\n".join(features) + b"\n]}\n"


def as_parquet(frame: "pl.DataFrame") -> bytes:
    """Write a table as Parquet, with geometries in WKB.

    Parameters
    ----------
    frame : polars.DataFrame
        The table.

    Returns
    -------
    bytes
        Parquet.
    """
    import polars as pl

    if GEOMETRY in frame.columns:
        import shapely

        shapes = frame.get_column(GEOMETRY).to_list()
        wkb = [None if shape is None else shapely.from_geojson(shape).wkb for shape in shapes]
        frame = frame.with_columns(pl.Series(GEOMETRY, wkb, dtype=pl.Binary))
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()
