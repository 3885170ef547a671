"""What a design could show where no past result goes: buildings and streets, by formula alone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from perron_web.features.experiments.queries.designs import unit_word
from perron_web.features.experiments.queries.past import past_of, with_results
from perron_web.features.experiments.queries.placebos import chosen_placebos
from perron_web.features.experiments.queries.reach import ALL
from perron_web.features.experiments.queries.units import units_of
from perron_web.features.targeting.models import Run
from perron_web.platform.design.figures import points
from perron_web.platform.words import language

if TYPE_CHECKING:
    import polars as pl

    from perron.evaluation.history import History
    from perron.experiments.design.choices import Design
    from perron.experiments.power import Reach

Row = dict[str, float]
COLUMNS = ("share", "control", "treated", "effect", "effect_redraws", "low", "high", "visited", "contacted")
"""What a row of a curve holds."""


def formula_rows(
    run: Run, design: "Design", supposed: Mapping[str, Any], reach: "Reach"
) -> tuple[list[Row], Row, str]:
    """Work out a design whose units have no past result, from the spread of the people of bureaux.

    Parameters
    ----------
    run : Run
        A finished run.
    design : perron.experiments.design.Design
        The design.
    supposed : mapping
        measure, election.
    reach : perron.experiments.power.Reach
        Coverage and contact.

    Returns
    -------
    tuple
        Rows by share left alone, the row of the share chosen, and a sentence.
    """
    from perron.experiments.power.shares import SHARES, at_share

    measure, past = supposed["measure"], past_of(run)
    among = supposed.get("among", ALL)
    bureaux, units = with_results(units_of(run, "bureau", among), past), units_of(run, design.unit, among)
    drawn = units.get_column(design.cluster).n_unique() if design.cluster else units.height
    people = float(bureaux.get_column("registered").sum()) / drawn
    spread = _spread(past, bureaux, measure, supposed["election"], people=people)
    own, rows = design.arms[0].share, []
    fixed = design.kind in {"pairs", "saturation"}
    for share in [own] if fixed else sorted({own, *SHARES}):
        arms = at_share(design, share).arms
        rows.append(_row(share, drawn * arms[0].share, drawn * arms[1].share, spread, reach))
    here = min(rows, key=lambda row: abs(row["share"] - own))
    return rows, here, _words(here, design.unit)


def _spread(past: "History", bureaux: "pl.DataFrame", measure: str, election: str, *, people: float) -> float:
    """Return the spread of a building's or street's share: chance, and the ICC of people within bureaux."""
    import numpy as np

    from perron.experiments.power.formula import cluster_sd
    from perron.experiments.power.spread import icc_of_people

    one = chosen_placebos(past, bureaux, measure, election)[-1]
    known = np.isfinite(one.outcome) & (one.weights > 0)
    shares, weights = one.outcome[known], one.weights[known]
    mean = float(np.average(shares, weights=weights))
    alike = max(0.0, float(icc_of_people(shares, weights)))
    return cluster_sd(float(np.sqrt(mean * (1.0 - mean))), max(1.0, people), min(1.0, alike))


def _row(share: float, control: float, treated: float, spread: float, reach: "Reach") -> Row:
    from perron.experiments.power import smallest_effect

    effect = smallest_effect(spread, treated, control)
    values = (share, control, treated, effect, effect, effect, effect)
    return dict(zip(COLUMNS, (*values, reach.on_visited(effect), reach.on_contacted(effect)), strict=True))


def _words(here: Mapping[str, float], unit: str) -> str:
    effect = points(here["effect"], 2).lstrip("+")
    word = unit_word(unit, 2)
    fr = (
        f"Par la formule seule, le plus petit effet trouvé quatre fois sur cinq est de {effect} "
        f"sur tous les inscrits. Les résultats officiels ne descendent pas jusqu’aux {word}\u00a0: il faudra "
        "compter les émargements, dans les dix jours qui suivent le vote, et n’en garder que des nombres."
    )
    en = (
        f"By the formula alone, the smallest effect found four times in five is {effect} over "
        "everyone registered. Official results stop at the bureau: turnout lists have to be counted within "
        "ten days of the vote, and only the counts kept."
    )
    return fr if language() == "fr" else en
