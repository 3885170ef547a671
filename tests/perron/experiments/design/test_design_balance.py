"""Balance: differences, their range under the design, and a test of exact size."""

import numpy as np
import polars as pl
import pytest

from perron.errors import BadInputError
from perron.experiments.design import Arm, Design, Rerandomise, balance, draw

ARMS = (Arm("control", 0.3), Arm("visit", 0.7, ("visit",)))


def town(n=60):
    rng = np.random.default_rng(2)
    return pl.DataFrame({"unit": [f"b{i}" for i in range(n)], "x": rng.normal(size=n), "y": rng.random(n)})


def test_differences_are_those_of_the_means():
    units, design = town(), Design("complete", "bureau", ARMS)
    drawn = draw(design, units, 4)
    result = balance(design, units, drawn, ("x", "y"))
    joined = units.join(drawn, on="unit")
    for name in ("x", "y"):
        means = dict(joined.group_by("arm").agg(pl.col(name).mean()).iter_rows())
        row = result.table.filter((pl.col("column") == name) & (pl.col("arm") == "visit")).row(0, named=True)
        assert row["difference"] == pytest.approx(means["visit"] - means["control"])
        assert row["standardised"] == pytest.approx(row["difference"] / units.get_column(name).std())
        assert row["low"] < 0 < row["high"]
    assert 0 < result.p <= 1
    assert len(result.to_dict()["rows"]) == 4


def test_the_test_has_the_size_it_says():
    units, design = town(40), Design("complete", "bureau", ARMS)
    p = [balance(design, units, draw(design, units, s), ("x", "y"), draws=200).p for s in range(120)]
    assert np.mean(np.array(p) <= 0.05) < 0.11
    assert 0.4 < np.mean(p) < 0.6


def test_drawing_again_narrows_the_range():
    units, design = town(), Design("complete", "bureau", ARMS)
    again = design.with_rerandomise(Rerandomise(("x", "y"), 0.05))
    free = balance(design, units, draw(design, units, 1), ("x",)).table
    kept = balance(again, units, draw(again, units, 1), ("x",)).table
    width = [t.row(1, named=True)["high"] - t.row(1, named=True)["low"] for t in (free, kept)]
    assert width[1] < 0.5 * width[0]


def test_holes_stand_for_the_mean_and_wrong_tables_are_refused():
    units, design = town(), Design("complete", "bureau", ARMS)
    drawn = draw(design, units, 1)
    holed = units.with_columns(x=pl.when(pl.col("y") > 0.9).then(None).otherwise(pl.col("x")))
    assert balance(design, holed, drawn, ("x",), draws=100).table.get_column("mean").is_finite().all()
    for wrong in (
        lambda: balance(design, units, drawn, ("z",)),
        lambda: balance(design, units, drawn, ()),
        lambda: balance(design, units, drawn.head(30), ("x",)),
        lambda: balance(design, units.with_columns(x=pl.lit("?")), drawn, ("x",)),
        lambda: balance(design, units, drawn, ("x",), draws=10),
    ):
        with pytest.raises(BadInputError):
            wrong()
