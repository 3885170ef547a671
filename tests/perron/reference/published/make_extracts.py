"""Cut the small extracts of two published experiments: python make_extracts.py FOLDER.

FOLDER holds the replication tables that Yale's Institution for Social and Policy Studies gives to the public:
ggl2008_full_social_pressure.csv.gz (isps.yale.edu/research/data/d001) and
ggn2003_GreenGerberNickerson_JP_2003.csv.gz (isps.yale.edu/research/data/d017).
No row of an extract is a person: they hold counts of people alike.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
import polars as pl

HERE = Path(__file__).parent
ARMS = ("Control", "Civic Duty", "Hawthorne", "Self", "Neighbors")


def households(folder):
    """Arm, size, voters of each household, block after block: what tables 2 and 3 (a, b) need."""
    table = pl.read_csv(folder / "ggl2008_full_social_pressure.csv.gz", infer_schema_length=None)
    voted = pl.col("voted").str.to_lowercase() == "yes"
    found = (
        table.group_by("cluster", "hh_id")
        .agg(
            pl.col("treatment").first().str.strip_chars(), pl.len().alias("size"), voted.sum().alias("voted")
        )
        .sort("cluster", "treatment", "size", "voted")
    )
    arm = np.array([ARMS.index(name) for name in found["treatment"]])
    size, count = found["size"].to_numpy(), found["voted"].to_numpy()
    kinds = (arm * 81 + size * 9 + count).astype(np.uint16)
    shown, codes = np.unique(kinds, return_inverse=True)
    assert len(shown) < 256
    blocks = np.unique(found["cluster"].to_numpy(), return_counts=True)[1]
    with gzip.GzipFile(HERE / "ggl2008_households.bin.gz", "wb", compresslevel=9, mtime=0) as file:
        file.write(np.uint16(len(shown)).tobytes() + shown.tobytes() + blocks.astype(np.uint8).tobytes())
        file.write(codes.astype(np.uint8).tobytes())


def cities(folder):
    """Counts of voters alike in city, walk list, arm, contact and vote."""
    table = pl.read_csv(folder / "ggn2003_GreenGerberNickerson_JP_2003.csv.gz", infer_schema_length=None)
    cells = table.group_by("city", "turf", "treatmen", "contact", "voted01").len().sort(pl.all())
    cells = cells.with_columns(
        pl.col("city").str.to_titlecase(), pl.col("treatmen", "contact", "voted01").cast(pl.Int8)
    )
    cells.write_csv(HERE / "ggn2003_cells.csv")


if __name__ == "__main__":
    households(Path(sys.argv[1]))
    cities(Path(sys.argv[1]))
