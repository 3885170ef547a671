"""From the draw to the report: a true zero is compatible with zero, a true +3 is found as power promised."""

from dataclasses import replace

import numpy as np
from past_paris import BASE, some

from perron.evaluation.analysis import Settings
from perron.evaluation.placebos import placebos_of
from perron.evaluation.rehearsal import rehearse, rehearse_once
from perron.evaluation.simulate import Field, Truth
from perron.experiments.design import Design
from perron.experiments.power.curve import power_curve

QUICK = Settings(permutations=200)
RUNS = 40


def promised(count: int, effect: float) -> float:
    past, units = some(count)
    own = [replace(one, rank=None) for one in placebos_of(past, units, "support") if one.election == BASE]
    design, reach = Design.default(0.2), Field().reach
    hoped = {"support": effect / (reach.difference * reach.contact)}
    curve = power_curve(
        design, units, {"support": own}, reach=reach, expected=hoped, shares=(0.2,), draws=1000
    )
    return float(curve.table.get_column("found_redraws")[0])


def test_a_true_zero_is_compatible_with_zero():
    past, units = some(60)
    found = rehearse(Design.default(0.2), units, past, base=BASE, runs=RUNS, settings=QUICK, seed=1)
    assert found.get_column("truth").abs().max() == 0
    crying = (found.get_column("p_draws") <= 0.05).mean()
    assert crying <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / RUNS)


def test_a_true_three_points_is_found_at_the_power_promised():
    past, units = some(70)
    found = rehearse(
        Design.default(0.2), units, past, base=BASE, effect=0.03, runs=RUNS, settings=QUICK, seed=2
    )
    power = promised(70, 0.03)
    hits = (found.get_column("p_draws") <= 0.05).mean()
    assert 0.5 < power < 0.99
    assert abs(hits - power) <= 3 * np.sqrt(power * (1 - power) / RUNS) + 0.02
    truth, estimate = found.get_column("truth"), found.get_column("estimate")
    assert abs(float(truth.mean()) - 0.03) < 0.003
    assert abs(float((estimate - truth).mean())) < 3 * float((estimate - truth).std()) / np.sqrt(RUNS)
    inside = ((found.get_column("low") <= truth) & (truth <= found.get_column("high"))).mean()
    assert inside >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / RUNS)


def test_the_same_seed_gives_the_same_campaign_and_the_same_report():
    past, units = some(30)

    def once():
        return rehearse_once(
            Design.default(0.2), units, past, base=BASE, truth=Truth(0.01, 0.02), settings=QUICK, seed=5
        )

    one, two = once(), once()
    assert one.campaign.visits.equals(two.campaign.visits)
    assert one.evaluation.content() == two.evaluation.content()


def test_mobilised_electors_show_in_turnout_and_persuaded_ones_do_not():
    past, units = some(60)
    design = Design.default(0.2)

    def truth_of(truth, measure):
        return rehearse_once(
            design, units, past, base=BASE, truth=truth, measure=measure, settings=QUICK, seed=3
        ).campaign.truth[measure]

    assert truth_of(Truth(persuaded=0.04), "turnout") == 0
    assert truth_of(Truth(mobilised=0.04), "turnout") > 0.015
