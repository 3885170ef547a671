"""Charts on a phone: drawn for its width, whole, with texts of twelve pixels and more."""

import re
from functools import partial

import pytest

from perron.output.charts.drawing import for_page
from perron.output.charts.theme import NARROW
from perron.output.evaluation import charts as of_reports
from perron_web.features.experiments.charts import power_curve
from perron_web.features.targeting import charts as of_plans
from perron_web.features.training.charts import growth

AXIS = "plus petit effet visible, en part des inscrits"
WORDS = {
    **dict.fromkeys(("description", "axis", "share", "effect", "hours", "votes", "a", "b"), AXIS),
    "here": "15 % : 1,83 point",
    "hoped": "effet espéré : 0,61 point",
    "now": "36",
    "mean": "ensemble",
}
LONG = "Naïf : évolution des visités contre celle des autres"
ENDS = {"low": -1.0, "high": 2.0, "estimate": 0.5, "difference": 0.5}
ROWS = [
    {"label": LONG, "value": "+1,8 (de +1,4 à +2,2)", "role": role, **ENDS} for role in ("naive", "other")
]
YEARS = [
    {"short": f"Présid. {n}|2017", "value": 0.5, "mean": 0.45, "estimated": n % 2 == 0} for n in range(6)
]
SHARES = [
    {"share": n / 10, "effect": 0.02, "effect_redraws": 0.02, "low": 0.01, "high": 0.03} for n in range(1, 5)
]
REASON = {"start": 0.1, "end": 0.2, "right": 0.2, "tint": "total", "text": "0,123"}
CALLS = {
    "intervals": partial(of_reports.intervals, ROWS, WORDS),
    "balance": partial(of_reports.balance, ROWS, WORDS),
    "draws": partial(
        of_reports.draws, [{"start": -1, "end": 0, "count": 3}], {"effect": 1.9, "text": "+1,9"}, WORDS
    ),
    "coverage": partial(
        of_reports.coverage,
        [{"arm": "a", "left_alone": False, "start": 0, "end": 10, "units": 3, "mean": 5, "text": "visite"}],
        WORDS,
    ),
    "power_curve": partial(power_curve, SHARES, SHARES[1], WORDS, 0.006),
    "growth": partial(
        growth,
        [{"day": "2026-10-15", "people": 36}],
        {"day": "2027-02-14", "people": 94, "start": "2026-10-15", "text": "objectif : 94"},
        WORDS,
    ),
    "history": partial(of_plans.history, YEARS, WORDS),
    "registered": partial(of_plans.registered, [{**row, "value": 1138} for row in YEARS], WORDS),
    "reasons": partial(of_plans.reasons, [{**REASON, "name": "Conversations par heure"}], WORDS),
    "votes_by_hours": partial(
        of_plans.votes_by_hours,
        [{"hours": h, "votes": h / 6, "votes_low": 0, "votes_high": h / 3} for h in (0, 6000, 12000)],
        6000,
        1062,
        WORDS,
    ),
    "ranks": partial(of_plans.ranks, [{"a": 1, "b": 2, "kind": 0}], WORDS, 896),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_chart_has_a_drawing_for_a_phone(name):
    wide, narrow = re.findall(r'<svg class="vega \w+".*?</svg>', for_page(CALLS[name]), re.DOTALL)
    assert 'class="vega wide"' in wide
    assert 'class="vega narrow"' in narrow
    width = float(narrow.split('viewBox="', 1)[1].split()[2])
    assert NARROW - 16 <= width <= NARROW + 4
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', narrow)) >= 12
