"""Spill-over between neighbours: probabilities, estimates, and a test that keeps its promise."""

import numpy as np
import polars as pl
import pytest

from perron.errors import BadValueError, NoMatchError, ParameterError
from perron.experiments.design import Arm, Design, Rerandomise, Saturation, draw
from perron.experiments.estimate.exposure import exposures
from perron.experiments.estimate.focal import focal_test
from perron.experiments.estimate.permutation import permutation_distribution, permutation_test
from perron.experiments.estimate.redrawing import redraw_of
from perron.experiments.estimate.sample import Sample
from perron.experiments.estimate.spillover import hajek, spillover


def ring(n):
    return np.array([(i, (i + step) % n) for i in range(n) for step in (1, -1)])


def shares(z):
    return (np.roll(z, 1) + np.roll(z, -1)) / 2


def test_probabilities_of_a_ring_are_those_counted_by_hand():
    z = np.array([1, 1, 0, 0, 1, 0, 0, 0])
    known = exposures(Sample(np.arange(8.0), z), ring(8), threshold=1.0)
    assert known.exact
    assert known.draws == 56
    # own arm 0, both neighbours treated: 1 of the 3 others among 5 → 5 / 56
    assert known.probability[1] == pytest.approx(np.full(8, 5 / 56))
    assert known.probability.sum(axis=0) == pytest.approx(np.ones(8))
    np.testing.assert_array_equal(known.observed, [2, 2, 0, 0, 2, 0, 0, 0])


def test_units_without_neighbours_are_left_out():
    z = np.tile([0, 1], 6)
    pairs = ring(12)[(ring(12) != 11).all(axis=1)]
    known = exposures(Sample(np.arange(12.0), z), pairs)
    assert known.observed[11] == -1
    assert known.probability[:, 11].sum() == 0


def test_means_by_exposure_come_near_the_truth_on_average():
    rng = np.random.default_rng(5)
    base, n = rng.normal(size=100), 100
    truth, found, errors = 0.8, [], []
    for _ in range(30):
        z = rng.permutation(np.tile([0, 1], n // 2))
        y = base + 0.3 * z + truth * (shares(z) >= 0.5)
        sample = Sample(y, z)
        made = hajek(sample, exposures(sample, ring(n), threshold=0.5, draws=200), "spillover_on_control")
        found.append(made.estimate)
        errors.append(made.error)
    assert np.mean(found) == pytest.approx(truth, abs=0.2)
    assert np.mean(errors) > 0.7 * np.std(found)


def test_a_strong_effect_on_oneself_is_no_spill_over():
    rng, far = np.random.default_rng(6), 0
    block = np.repeat(np.arange(10), 6)
    for trial in range(200):
        z = rng.permuted(np.tile([0, 0, 1, 1, 1, 1], (10, 1)), axis=1).ravel()
        y = rng.normal(size=60) + 0.2 * block + 3.0 * z
        far += focal_test(Sample(y, z, blocks=block), ring(60), draws=99, seed=trial).p <= 0.05
    assert far <= 20  # 5 % of 200, and more than 3 standard deviations


def test_spill_over_is_found():
    rng = np.random.default_rng(7)
    z = rng.permutation(np.tile([0, 1], 200))
    y = 0.5 * rng.normal(size=400) + 0.2 * z + 1.0 * shares(z)
    found = spillover(Sample(y, z), ring(400), draws=999)
    assert found.test.p < 0.01
    assert found.test.slope == pytest.approx(1.0, abs=0.3)
    assert [e.method for e in found.estimates] == [
        "spillover_on_control",
        "spillover_on_treated",
        "direct_low",
        "direct_high",
    ]
    assert all(e.low < truth < e.high for e, truth in zip(found.estimates[2:], (0.2, 0.2), strict=True))
    assert found.to_dict()["p"] == found.test.p


def test_the_interval_between_neighbours_holds_the_truth():
    rng, held, made, pairs = np.random.default_rng(10), 0, 0, ring(60)
    for trial in range(100):
        z = rng.permutation(np.tile([0, 1], 30))
        y = rng.normal(size=60) + 2.0 * z + 0.5 * (shares(z) >= 0.5)
        found = spillover(Sample(y, z), pairs, threshold=0.5, draws=199, seed=trial).estimates
        between = [one for one in found if one.method.startswith("spillover")]
        made += len(between)
        held += sum(one.low <= 0.5 <= one.high for one in between)
        assert all(one.details["interval_by"] == "draws" for one in between)
    assert made > 170
    assert abs(held / made - 0.95) < 3 * np.sqrt(0.95 * 0.05 / made)


def test_clusters_are_held_whole():
    rng = np.random.default_rng(8)
    clusters = np.repeat(np.arange(20), 2)
    z = rng.permutation(np.tile([0, 1], 10))[clusters]
    found = focal_test(Sample(rng.normal(size=40), z, clusters=clusters), ring(40), draws=199)
    assert found.conditional
    assert 0 < found.p <= 1
    assert found.focal == 20


def test_neighbours_that_are_not_there_are_refused():
    sample = Sample(np.arange(4.0), [0, 1, 0, 1])
    for pairs in (np.zeros((0, 2), np.int64), np.array([[0, 9]]), np.array([[1, 1]])):
        with pytest.raises(BadValueError, match="neighbours"):
            spillover(sample, pairs)


def units(n):
    rng = np.random.default_rng(9)
    return pl.DataFrame({"unit": [f"75056_{i:04d}" for i in range(n)], "votes_per_hour": rng.random(n)})


def test_draws_of_a_design_follow_the_rows():
    design = Design.default(0.2)
    table = units(60)
    drawn = draw(design, table, 1)
    rows = drawn.get_column("unit").to_list()[::-1]
    redraw = redraw_of(design, table, rows, treated="visit", control="control")
    arms = redraw(3, 500)
    assert arms.shape == (500, 60)
    assert set(np.unique(arms)) == {0, 1}
    assert np.all((arms == 0).sum(axis=1) == 12)
    assert (arms == 0).mean(axis=0) == pytest.approx(np.full(60, 0.2), abs=0.1)
    z = (drawn.get_column("arm") == "visit").to_numpy()[::-1]
    y = np.random.default_rng(1).normal(size=60) + 2 * z
    found = permutation_test(
        Sample(y, z, blocks=drawn.get_column("stratum").to_numpy()[::-1]), redraw=redraw, draws=999
    )
    assert found.p < 0.05
    assert found.low < found.estimate < found.high


def test_a_rerandomised_design_gives_the_draws_it_accepts():
    arms = (Arm("control", 0.5), Arm("visit", 0.5, ("visit",)))
    design = Design("complete", "bureau", arms, rerandomise=Rerandomise(("votes_per_hour",), 0.05))
    table = units(20)
    drawn = draw(design, table, 1)
    x = table.get_column("votes_per_hour").to_numpy()
    z = (drawn.get_column("arm") == "visit").to_numpy()
    rows = table.get_column("unit").to_list()
    redraw = redraw_of(design, table, rows, treated="visit", control="control")
    made = permutation_test(Sample(x, z), redraw=redraw, draws=400)
    free = permutation_test(Sample(x, z), draws=400)
    assert made.details["sd"] < 0.3 * free.details["sd"]


def test_other_arms_are_not_compared():
    design = Design(
        "complete",
        "bureau",
        (Arm("control", 0.4), Arm("visit", 0.4, ("visit",)), Arm("letter", 0.2, ("letter",))),
    )
    table = units(20)
    arms = redraw_of(design, table, table.get_column("unit").to_list(), treated="visit", control="control")(
        1, 50
    )
    assert np.all((arms == -1).sum(axis=1) == 4)
    with pytest.raises(NoMatchError, match="75056_x"):
        redraw_of(design, table, ["75056_x"], treated="visit", control="control")
    with pytest.raises(ParameterError):
        redraw_of(design, table, [], treated="poster", control="control")


def designs():
    two = (Arm("control", 0.5), Arm("visit", 0.5, ("visit",)))
    fifth = (Arm("control", 0.2), Arm("visit", 0.8, ("visit",)))
    levels = (Saturation(0.25, 0.5), Saturation(0.75, 0.5))
    return {
        "complete": Design("complete", "bureau", fifth),
        "strata": Design.default(0.2),
        "pairs": Design("pairs", "bureau", two, pair_on=("votes_per_hour",)),
        "clusters": Design("complete", "building", two, cluster="commune"),
        "saturation": Design("saturation", "building", two, cluster="commune", saturations=levels),
        "rerandomised": Design("complete", "bureau", two, rerandomise=Rerandomise(("votes_per_hour",), 0.2)),
    }


@pytest.mark.parametrize("kind", list(designs()))
def test_every_design_rejects_no_effect_as_often_as_said(kind):
    design, n = designs()[kind], 60
    table = units(n).with_columns(commune=pl.Series([f"c{i // 3:02d}" for i in range(n)]))
    redraw = redraw_of(design, table, table.get_column("unit").to_list(), treated="visit", control="control")
    seen, others = redraw(1, 200), redraw(2, 99)
    rng, far = np.random.default_rng(3), 0
    for z in seen:
        y = rng.normal(size=n // 3)[np.arange(n) // 3] + rng.normal(size=n)
        far += (
            permutation_distribution(Sample(y, z), redraw=lambda _, count: others[:count], draws=99).p()
            <= 0.1
        )
    assert far == pytest.approx(20, abs=3.5 * np.sqrt(200 * 0.1 * 0.9))
