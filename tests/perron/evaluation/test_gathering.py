"""From results to outcomes: boundaries that moved, elections named, counts beside the Ministry's files."""

from datetime import UTC, datetime

import polars as pl
import pytest
from past_paris import some

from perron.errors import NoMatchError, ParameterError
from perron.evaluation.counts import Counts
from perron.evaluation.gathering import Ground, gather_outcomes
from perron.experiments.design import Arm, Design, seal
from perron.samples import load_paris
from perron.samples.paris import FOLDER
from perron.tables import Results
from perron.targeting import load_blocs

AT = datetime(2100, 1, 1, tzinfo=UTC)


def drawn(units, unit="bureau"):
    design = Design("complete", unit, (Arm("control", 0.5), Arm("visit", 0.5, ("visit",))))
    return seal(design, units, 1, name="x", by="x", at=AT)


def within(results, codes):
    mine = pl.col("bureau").is_in(codes)
    return Results(results.general.filter(mine), results.votes.filter(mine))


def test_an_election_counted_on_other_boundaries_is_carried_and_said_to_be_estimated():
    paris = load_paris()
    codes = paris.bureaux_2017.filter(pl.col("bureau").str.starts_with("75056_01")).get_column("bureau")
    areas = paris.bureaux_2017.filter(pl.col("bureau").is_in(codes.implode()))
    old = paris.bureaux_2012.filter(pl.col("bureau").str.starts_with("75056_01"))
    results = within(paris.results_2012, old.get_column("bureau").implode())
    draw = drawn(areas.select(unit="bureau"))
    found = gather_outcomes(draw, results, ground=Ground(areas, {"2014-europeennes": old}))
    assert [label.election for label in found.labels] == ["2014-europeennes"]
    assert found.outcomes.get_column("total").sum() == pytest.approx(
        results.general.get_column("registered").sum(), rel=0.001
    )
    assert any("reposent sur une estimation" in note.fr for note in found.notes)
    assert found.neighbours is not None
    assert found.neighbours.height > 0


def test_the_last_election_is_evaluated_unless_another_is_named():
    past, units = some(30)
    results = within(load_paris().results_2017, units.get_column("unit").implode())
    blocs = load_blocs(FOLDER / "blocs-centre.toml")
    draw = drawn(units)
    last = gather_outcomes(draw, results, blocs=blocs)
    assert {label.election for label in last.labels} == {past.elections[-1]}
    assert [label.measure for label in last.labels] == ["support", "turnout"]
    other = gather_outcomes(draw, results, election="2017-presidentielle-1")
    assert [(label.election, label.measure) for label in other.labels] == [
        ("2017-presidentielle-1", "turnout")
    ]
    with pytest.raises(NoMatchError) as caught:
        gather_outcomes(draw, results, election="2030-municipales-1")
    assert "2019-europeennes" in caught.value.text("fr")


def test_buildings_need_own_counts_and_take_them():
    units = pl.DataFrame({"unit": [f"{n} rue X" for n in range(8)]})
    draw = drawn(units, "building")
    with pytest.raises(ParameterError, match="own counts"):
        gather_outcomes(draw, load_paris().results_2017)
    general = units.with_columns(
        registered=pl.lit(50), voters=pl.int_range(10, 18), valid=pl.lit(None, dtype=pl.Int64)
    )
    votes = pl.DataFrame(schema={"unit": pl.String, "choice": pl.String, "votes": pl.Int64})
    counts = {"2026-municipales-1": Counts("building", general, votes, "comptes.csv")}
    found = gather_outcomes(draw, None, counts=counts)
    assert found.outcomes.get_column("count").to_list() == list(range(10, 18))
    with pytest.raises(NoMatchError):
        gather_outcomes(drawn(units), None)
