"""Points for addresses, from exact to nearest."""

import polars as pl
import pytest

from perron.geo.gazetteer import find_points

_SCHEMA = {
    "commune": pl.String,
    "number": pl.Int32,
    "suffix": pl.String,
    "street": pl.String,
    "street_key": pl.String,
    "lon": pl.Float64,
    "lat": pl.Float64,
}


def _table(*rows):
    return pl.DataFrame(
        [("75116", n, s, key.title(), key, lon, None if lon is None else 48.0) for n, s, key, lon in rows],
        schema=_SCHEMA,
        orient="row",
    )


REFERENCE = _table(
    (2, None, "RUE DE L OLIVE", 2.02),
    (2, "b", "RUE DE L OLIVE", 2.025),
    (10, None, "RUE DE L OLIVE", 2.10),
    (5, None, "RUE DE L OLIVE", 2.50),
    (1, None, "RUE JULIETTE RECAMIER", 2.90),
    (1, None, "RUE ANNE DUPONT", 3.0),
    (1, None, "RUE PAUL DUPONT", 3.1),
)


@pytest.mark.parametrize(
    ("number", "suffix", "street", "lon", "found"),
    [
        (2, None, "RUE DE L OLIVE", 2.02, "exact"),
        (2, "b", "RUE DE L OLIVE", 2.025, "exact"),
        (2, "t", "RUE DE L OLIVE", 2.02, "exact"),
        (2, None, "RUE L OLIVE", 2.02, "spelling"),
        (1, None, "RUE RECAMIER", 2.90, "spelling"),
        (6, None, "RUE DE L OLIVE", 2.06, "between"),
        (14, None, "RUE DE L OLIVE", 2.10, "nearest"),
        (9, None, "RUE DE L OLIVE", 2.50, "nearest"),
        (80, None, "RUE DE L OLIVE", None, None),
        (1, None, "RUE DUPONT", None, None),  # two streets fit: neither is taken
        (None, None, "RUE DE L OLIVE", None, None),
    ],
)
def test_each_step(number, suffix, street, lon, found):
    row = find_points(_table((number, suffix, street, None)), REFERENCE).row(0, named=True)
    assert row["found"] == found
    assert row["lon"] == (None if lon is None else pytest.approx(lon))


def test_given_points_are_kept_and_order_too():
    mine = _table((10, None, "RUE DE L OLIVE", None), (2, None, "RUE DE L OLIVE", 9.0))
    placed = find_points(mine, REFERENCE)
    assert placed.get_column("lon").to_list() == [2.10, 9.0]
    assert placed.get_column("found").to_list() == ["exact", "given"]


def test_street_takes_the_spelling_of_the_reference():
    placed = find_points(_table((1, None, "RUE RECAMIER", None)), REFERENCE)
    assert placed.get_column("street_key").to_list() == ["RUE JULIETTE RECAMIER"]
    assert placed.get_column("street").to_list() == ["Rue Juliette Recamier"]
