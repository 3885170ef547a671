"""Minutes spent against minutes planned: breaks, shrinkage, and the same posterior worked out densely."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.stats.pace import Beliefs, estimate_pace, time_walks


def walk(minutes, name="a", bureau="1", planned=1.5):
    count = len(minutes)
    planned = planned if isinstance(planned, list) else [planned] * count
    return pl.DataFrame(
        {"walk": [name] * count, "bureau": [bureau] * count, "minute": minutes, "planned": planned}
    )


def campaign(ratios, walks=6, spread=0.0, seed=1, planned=90.0):
    rng = np.random.default_rng(seed)
    rows = [
        {
            "bureau": f"{place:03d}",
            "minutes": planned * ratio * np.exp(rng.normal(0, spread) - spread**2 / 2),
            "planned": planned,
        }
        for place, ratio in enumerate(ratios)
        for _ in range(walks)
    ]
    return pl.DataFrame(rows)


def test_a_walk_is_timed_from_its_first_report_to_its_last():
    found = time_walks(walk([0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0])).row(0, named=True)
    assert (found["doors"], found["minutes"], found["planned"], found["breaks"]) == (7, 14.0, 10.5, 0)


def test_a_floor_told_in_one_gesture_shares_the_time_before_it():
    found = time_walks(walk([0.0, 0.0, 2.0, 9.0, 9.0, 9.0, 9.0, 11.0])).row(0, named=True)
    assert (found["doors"], found["minutes"]) == (6, 11.0)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(0.3, 5.0), min_size=12, max_size=40),
    st.integers(3, 9),
    st.floats(16.0, 400.0),
)
def test_a_break_changes_nothing_but_its_own_door(gaps, where, pause):
    minutes = np.cumsum([0.0, *gaps])
    planned = float(np.mean(gaps))
    broken = minutes + np.where(np.arange(len(minutes)) > where, pause, 0.0)
    whole = time_walks(walk(minutes.tolist(), planned=planned)).row(0, named=True)
    found = time_walks(walk(broken.tolist(), planned=planned)).row(0, named=True)
    assert found["breaks"] == 1
    assert found["doors"] == whole["doors"] - 1
    assert found["minutes"] == pytest.approx(whole["minutes"] - gaps[where], abs=1e-6)


def test_a_long_silence_before_many_doors_is_work():
    planned = [1.5] * 8 + [30.0]
    found = time_walks(walk([0.0, 2, 4, 6, 8, 10, 12, 14, 54], planned=planned)).row(0, named=True)
    assert (found["breaks"], found["minutes"]) == (0, 54.0)


@pytest.mark.parametrize("minutes", [[0.0] * 20, [i / 100 for i in range(20)], [0.0, 2.0, 4.0]])
def test_what_was_written_down_afterwards_times_nothing(minutes):
    assert time_walks(walk(minutes)).is_empty()


def test_without_walks_the_plan_is_believed():
    found = estimate_pace(pl.DataFrame(schema={
        "bureau": pl.String, "minutes": pl.Float64, "planned": pl.Float64}))  # fmt: skip
    assert (found.ratio, found.walks) == (1.0, 0)
    assert found.low < 1 < found.high
    assert found.table.is_empty()


def test_many_walks_find_the_truth():
    truth = np.exp(np.random.default_rng(3).normal(np.log(1.3), 0.2, 120))
    found = estimate_pace(campaign(truth, walks=40, spread=0.35))
    assert found.ratio == pytest.approx(1.3, rel=0.05)
    error = found.table["ratio"].to_numpy() / truth - 1
    assert np.abs(error).mean() < 0.06
    inside = (found.table["low"].to_numpy() < truth) & (truth < found.table["high"].to_numpy())
    assert 0.83 < inside.mean() < 0.96


def test_one_walk_moves_little_and_many_move_much():
    one = estimate_pace(campaign([2.0], walks=1))
    many = estimate_pace(campaign([2.0], walks=60, spread=0.3))
    assert 1.0 < one.ratio < 1.4
    assert many.ratio > 1.6
    assert one.table["ratio"][0] > one.ratio


def test_a_mad_walk_does_not_lead():
    rows = campaign([1.0] * 10, walks=3, spread=0.2)
    mad = pl.concat([rows, pl.DataFrame({"bureau": ["000"], "minutes": [440.0], "planned": [90.0]})])
    assert estimate_pace(mad).ratio == pytest.approx(estimate_pace(rows).ratio, rel=0.06)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.floats(5.0, 300.0), st.floats(20.0, 100.0)),
        min_size=1,
        max_size=40,
    ),
    st.randoms(use_true_random=False),
)
def test_any_walks_give_a_usable_pace_whatever_their_order(rows, random):
    def table(some):
        return pl.DataFrame(some, schema=["bureau", "minutes", "planned"], orient="row")

    found = estimate_pace(table(rows))
    random.shuffle(rows)
    again = estimate_pace(table(rows))
    assert found.ratio == pytest.approx(again.ratio)
    assert found.table["ratio"].to_list() == pytest.approx(again.table["ratio"].to_list())
    assert 0 < found.low <= found.ratio <= found.high < 100
    assert (
        (found.table["low"] <= found.table["ratio"]) & (found.table["ratio"] <= found.table["high"])
    ).all()


def test_the_posterior_is_that_of_the_joint_normal_law():
    """Bureaux that differ, no far value: conditional mean and variance from the whole covariance matrix."""
    counts = [1, 2, 5, 9]
    rng = np.random.default_rng(8)
    logs = [rng.normal(0.1 * place, 0.2, count) for place, count in enumerate(counts)]
    rows = [
        {"bureau": str(place), "minutes": 90 * float(np.exp(log)), "planned": 90.0}
        for place, own in enumerate(logs)
        for log in own
    ]
    wide = Beliefs(walks=0.5, worth=1e9)  # the spreads are those believed
    found = estimate_pace(pl.DataFrame(rows), wide)
    place = np.repeat(np.arange(4), counts)
    y = np.concatenate(logs)
    s2, t2, c2 = wide.walks**2, wide.bureaux**2, wide.campaign**2
    same = (place[:, None] == place[None, :]).astype(float)
    seen = s2 * np.eye(len(y)) + t2 * same + c2
    cross = t2 * (np.arange(4)[:, None] == place[None, :]) + c2
    gain = cross @ np.linalg.inv(seen)
    mean = -s2 / 2 + gain @ (y + s2 / 2)
    var = t2 + c2 - (gain * cross).sum(axis=1)
    assert found.table["ratio"].to_numpy() == pytest.approx(np.exp(mean + s2 / 2), rel=1e-6)
    half = 1.6448536 * np.sqrt(var)
    assert found.table["high"].to_numpy() == pytest.approx(np.exp(mean + s2 / 2 + half), rel=1e-6)
