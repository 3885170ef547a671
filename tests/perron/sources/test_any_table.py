"""Tables of any program: the same rows whatever wrote them, and clear errors."""

import gzip

import pandas as pd
import polars as pl
import pyreadr
import pytest

from perron.errors import BadInputError, EncodingError, UnknownFormatError
from perron.sources.any_table import read_any_table

ROWS = {
    "voted": [1, 0, 1, 0],
    "arm": ["visite", "témoin", "visite", "témoin"],
    "age": [31.5, 44.0, None, 60.0],
}


@pytest.fixture
def frame():
    return pd.DataFrame(ROWS)


def same(table):
    assert table["voted"].cast(pl.Int64).to_list() == ROWS["voted"]
    assert table["arm"].to_list() == ROWS["arm"]
    ages = table["age"].fill_nan(None)
    assert ages.to_list() == ROWS["age"]


def test_text_parquet_stata_and_r(frame, tmp_path):
    pl.DataFrame(ROWS).write_csv(tmp_path / "a.csv")
    pl.DataFrame(ROWS).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress((tmp_path / "a.csv").read_bytes()))
    semicolons = (tmp_path / "a.csv").read_text().replace(",", ";")
    (tmp_path / "latin.csv").write_bytes(semicolons.encode("cp1252"))
    (tmp_path / "na.csv").write_text((tmp_path / "a.csv").read_text().replace("visite,\n", "visite,NA\n"))
    frame.to_stata(tmp_path / "a.dta", write_index=False, version=118)
    pyreadr.write_rdata(str(tmp_path / "a.rda"), frame, df_name="people")
    pyreadr.write_rds(str(tmp_path / "a.rds"), frame)
    for name in ("a.csv", "a.parquet", "a.csv.gz", "latin.csv", "na.csv", "a.dta", "a.rda", "a.rds"):
        same(read_any_table(tmp_path / name))
    same(read_any_table(tmp_path / "a.rda", name="people"))


def test_labels_of_stata_and_factors_of_r_are_read_as_text(frame, tmp_path):
    frame["arm"] = frame["arm"].astype("category")
    frame.to_stata(tmp_path / "a.dta", write_index=False, version=118)
    pyreadr.write_rdata(str(tmp_path / "a.rda"), frame)
    for name in ("a.dta", "a.rda"):
        assert read_any_table(tmp_path / name)["arm"].to_list() == ROWS["arm"]


def test_an_r_file_with_several_tables(tmp_path):
    import shutil
    import subprocess

    if not shutil.which("Rscript"):
        pytest.skip("R writes this file")
    code = f'a <- data.frame(x = 1:3); b <- data.frame(x = 4:6); save(a, b, file = "{tmp_path}/two.rda")'
    subprocess.run(["Rscript", "-e", code], check=True, capture_output=True)
    with pytest.raises(BadInputError, match="which table"):
        read_any_table(tmp_path / "two.rda")
    assert read_any_table(tmp_path / "two.rda", name="b")["x"].to_list() == [4, 5, 6]
    with pytest.raises(BadInputError, match="a, b"):
        read_any_table(tmp_path / "two.rda", name="c")


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("empty.csv", b"", BadInputError),
        ("image.csv", b"\x89PNG\r\n\x1a\n\0\0\0", UnknownFormatError),
        ("wide.csv", "a,b\n1,2\n".encode("utf-16"), (UnknownFormatError, EncodingError)),
        ("twice.csv", b"a,a\n1,2\n", BadInputError),
        ("ragged.csv", b"a,b\n1,2\n3,4,5\n", BadInputError),
        ("cut.parquet", b"PAR1 and nothing more", BadInputError),
        ("cut.dta", b"<stata_dta><header>", BadInputError),
        ("old.dta", b"\x72\x02\x01\x00cut", BadInputError),
        ("cut.rda", b"RDX3\nX\n\0\0\0\3", BadInputError),
        ("cut.rds", b"X\n\0\0\0\3", BadInputError),
        ("cut.csv.gz", gzip.compress(b"a,b\n1,2\n" * 100, mtime=0)[:28], BadInputError),
    ],
)
def test_files_that_are_no_table(tmp_path, name, data, error):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_any_table(path)
    assert caught.value.file
