"""Figures of the field: sources, ranges, what a campaign may change."""

from dataclasses import fields

import numpy as np
import pytest

from perron.errors import BadInputError, BadValueError
from perron.targeting import Priors, load_priors
from perron.targeting.elections import election
from perron.targeting.priors import priors_from


def test_every_figure_says_where_it_comes_from():
    for f in fields(Priors):
        prior = getattr(Priors(), f.name)
        assert len(prior.source) > 20
        assert prior.low <= prior.mean <= prior.high
        assert any(word in prior.source for word in ("20", "19", "assumption"))


def test_a_campaign_changes_one_figure(tmp_path):
    file = tmp_path / "priors.toml"
    file.write_text('[opening_rate]\nmean = 0.48\nsource = "nos sorties de mars"\n')
    priors = load_priors(file)
    assert priors.opening_rate.mean == 0.48
    assert priors.opening_rate.sd == Priors().opening_rate.sd
    assert priors.persuasion_effect == Priors().persuasion_effect
    assert priors_from({"opening_rate": {"mean": 0.5}}).opening_rate.source == "campaign"


@pytest.mark.parametrize(
    "wrong",
    [
        {"charm": {"mean": 1}},
        {"opening_rate": 0.4},
        {"opening_rate": {"mean": 2.0}},
        {"opening_rate": {"mean": "x"}},
        {"opening_rate": {"sd": -1}},
        {"opening_rate": {"sd": True}},
        {"opening_rate": {"median": 0.4}},
        {"opening_rate": {"source": 3}},
    ],
)
def test_wrong_figures(wrong):
    with pytest.raises(BadValueError):
        priors_from(wrong)


def test_broken_toml(tmp_path):
    file = tmp_path / "priors.toml"
    file.write_text("[")
    with pytest.raises(BadInputError):
        load_priors(file)


def test_draws_keep_within_bounds():
    draws = Priors().mobilisation_effect.draw(5000, np.random.default_rng(1))
    assert draws.min() >= -0.02
    assert abs(draws.mean() - 0.02) < 0.002


def test_elections():
    found = election("2017-legislatives-2")
    assert (found.kind, found.round, int(found.when)) == ("legislatives", 2, 2017)
    assert election("2014-europeennes") < election("2017-presidentielle-1") < found
    with pytest.raises(BadInputError, match="europeennes2019"):
        election("europeennes2019")
