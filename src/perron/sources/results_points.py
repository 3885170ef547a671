"""Results of 2024 as points: one row per bureau in a cell of 100 m (EPSG:3035), without its number.

Source: jgaffuri/election_map_fr, from the Ministry's results and the contours of data.gouv.fr.
"""

import re

import numpy as np
import polars as pl
from pyproj import Transformer

from perron.sources.opening import Opened
from perron.sources.results_finish import Asked, finish
from perron.tables import Results
from perron.words import Words

NEEDED = ("codeCommune", "Inscrits", "Blancs", "Nuls", "X3035", "Y3035")
_LIST = re.compile(r"v\d+")
_BLOCS = ("NFP", "MP", "D", "ED", "DIV")


def recognises(header: list[str]) -> bool:
    """Say whether the columns are those of the point files.

    Parameters
    ----------
    header : list of str
        Column names.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return set(header).issuperset(NEEDED)


def load(opened: Opened) -> tuple[pl.DataFrame, list[str], int]:
    """Read the rows that have a commune, numbered within it.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    polars.DataFrame
        The file's columns, `commune` and `bureau`.
    list of str
        Columns of votes.
    int
        Rows without a commune, left out.
    """
    frame = pl.read_parquet(opened.path).with_row_index("line", offset=1)
    choices = [name for name in frame.columns if _LIST.fullmatch(name) or name in _BLOCS]
    known = frame.filter(pl.col("codeCommune").is_not_null()).with_columns(
        pl.col("codeCommune").cast(pl.Int64).cast(pl.String).str.zfill(5).alias("commune")
    )
    number = pl.int_range(1, pl.len() + 1).over("commune").cast(pl.String).str.zfill(3)
    known = known.with_columns((pl.col("commune") + "_P" + number).alias("bureau"))
    return known, choices, frame.height - known.height


def read(opened: Opened, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    """Read points as results; bureaux are named P001, P002… in the file's order.

    Parameters
    ----------
    opened : Opened
        The file.
    asked : Asked
        Communes wanted; the election is named by hand, or by the file's name.

    Returns
    -------
    Results
        Checked tables.
    tuple of Words
        What they cannot be used for.
    """
    frame, choices, lost = load(opened)
    frame = asked.keep(frame)
    election = asked.name_of_election(opened.file)
    total = pl.sum_horizontal(choices)
    valid = pl.col("Exprimés") if "Exprimés" in frame.columns else total
    voters = pl.col("Votants") if "Votants" in frame.columns else total + pl.col("Blancs") + pl.col("Nuls")
    general = frame.select(
        pl.lit(election).alias("election"),
        "bureau",
        "commune",
        pl.col("nomCommune").alias("commune_name"),
        pl.col("Inscrits").alias("registered"),
        voters.alias("voters"),
        pl.col("Blancs").alias("blank"),
        pl.col("Nuls").alias("invalid"),
        valid.alias("valid"),
        pl.col("line").cast(pl.Int64),
    )
    votes = frame.unpivot(choices, index="bureau", variable_name="choice", value_name="votes").with_columns(
        pl.lit(election).alias("election"),
        pl.col("choice").str.extract(r"^v(\d+)$").cast(pl.Int32).alias("number"),
    )
    results, notes = finish(general, votes, file=opened.file, asked=asked)
    note = Words(
        "no bureau numbers: P001, P002… are the file's order, and join nothing; "
        f"rows without a commune left out: {lost}",
        "pas de numéros de bureau\u00a0: P001, P002… suivent l’ordre du fichier et ne se joignent "
        f"à rien\u202f; lignes sans commune laissées de côté\u00a0: {lost}",
    )
    return results, (note, *notes)


def places(opened: Opened) -> pl.DataFrame:
    """Return where the points are.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    polars.DataFrame
        Columns bureau, commune, lon, lat (degrees; middle of the 100 m cell).
    """
    frame = load(opened)[0]
    east, north = (frame.get_column(c).to_numpy().astype(np.float64) + 50 for c in ("X3035", "Y3035"))
    lon, lat = Transformer.from_crs(3035, 4326, always_xy=True).transform(east, north)
    return frame.select("bureau", "commune").with_columns(lon=pl.Series(lon), lat=pl.Series(lat))
