"""What a design could show, on the sample's own past elections; a trial draw; what it costs."""

import pytest
from django.urls import reverse
from django_scopes import scope

from perron.errors import PerronError
from perron_web.features.experiments.queries.costing import cost_of
from perron_web.features.experiments.queries.designs import design_of
from perron_web.features.experiments.queries.drawing import try_draw
from perron_web.features.experiments.queries.past import past_of
from perron_web.features.experiments.queries.power import power_of, promised
from perron_web.features.experiments.queries.reach import PLAN, reach_of
from perron_web.features.experiments.queries.units import units_of
from perron_web.features.experiments.tests.factories import RECIPE, SUPPOSED, planned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(campaign, director):
    with scope(campaign=campaign, places=None):
        yield planned(campaign, director)


def test_the_curve_the_trial_and_their_price(run, campaign, signed, director):
    found = power_of(run, RECIPE, SUPPOSED)
    assert found.here["share"] == 0.2
    assert found.drawn_again
    assert found.words
    wide = [row for row in found.rows if row["share"] in {0.2, 0.4}]
    assert wide[0]["control"] < wide[1]["control"]
    half = power_of(run, RECIPE, {**SUPPOSED, "coverage": 0.3})
    assert half.here["contacted"] == pytest.approx(2 * found.here["contacted"])
    astray = power_of(run, RECIPE, {**SUPPOSED, "outside": 0.5, "astray": 0.5, "uneven": 0.0})
    assert astray.here["visited"] == pytest.approx(astray.here["effect"] / (0.6 * 0.5 * 0.5))
    assert astray.here["effect"] < found.here["effect"]
    one = power_of(run, RECIPE, {**SUPPOSED, "election": found.elections[0]})
    assert one.elections == found.elections[:1]
    assert promised(run, design_of(RECIPE).to_dict(), SUPPOSED)["effect"] == found.here["effect"]

    again = past_of(run)
    assert again.table.equals(past_of(run).table)

    trial = try_draw(run, design_of(RECIPE), 1)
    assert sum(count for _, count in trial.arms) == trial.units == 19
    assert any("participation" in one.word for one in trial.compared)
    assert 0 < trial.p <= 1
    assert all(one.low <= one.high for one in trial.compared)

    cost = cost_of(run, design_of(RECIPE))
    assert (cost.units, cost.left_alone) == (19, 4)
    assert 0 <= cost.votes < cost.votes_all

    reached = reach_of(run)
    assert 0 < reached.coverage_all <= reached.coverage <= 1
    assert set(units_of(run, "bureau", PLAN)["unit"]) == set(reached.bureaux)

    with pytest.raises(PerronError, match="one by one"):
        power_of(run, {**RECIPE, "unit": "outing"}, SUPPOSED)
    with pytest.raises(PerronError, match="no addresses"):
        power_of(run, {**RECIPE, "unit": "building"}, SUPPOSED)

    client = signed(director)
    for name in ("power", "balance"):
        address = reverse(f"experiments:{name}", args=["essai"])
        part = client.get(
            address, {"choix": 1, "bras": "visit", "inegal": 0}, headers={"HX-Request": "true"}
        ).content.decode()
        assert "<html" not in part
        assert ('class="vega' in part) == (name == "power")
        assert "<html" in client.get(address).content.decode()
        wrong = client.get(address, {"choix": 1}, headers={"HX-Request": "true"}).content.decode()
        assert "suivra" in wrong
