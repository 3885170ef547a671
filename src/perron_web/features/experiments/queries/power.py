"""What a design could show, on the campaign's own past results: curve, place of the choices, verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import orjson

from perron.errors import PerronError
from perron.experiments.power.reach import ASTRAY, FAVOUR, OUTSIDE, UNEVEN, Reach
from perron_web.features.experiments.queries.designs import design_of, refuse_outings
from perron_web.features.experiments.queries.formula import COLUMNS, formula_rows
from perron_web.features.experiments.queries.past import past_of, with_results
from perron_web.features.experiments.queries.placebos import chosen_placebos
from perron_web.features.experiments.queries.reach import ALL
from perron_web.features.experiments.queries.units import units_of
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.recipes import priors_of
from perron_web.platform.words import language

if TYPE_CHECKING:
    import polars as pl

    from perron.experiments.design.choices import Design
    from perron.experiments.power import Curve

USUAL: Final[dict[str, Any]] = {
    "measure": "support",
    "election": "",
    "coverage": 0.6,
    "contact": 0.26,
    "among": ALL,
    "outside": OUTSIDE,
    "astray": ASTRAY,
    "uneven": UNEVEN,
    "favour": FAVOUR,
}
"""What is supposed where nobody said."""
SUPPOSED: Final = tuple(USUAL)
DRAWS: Final = 400
"""Redraws of each share: enough for a curve that follows a slider."""
MANY: Final = 5000
"""Bureaux from which fewer shares and fewer redraws must do: 30,000 take 4 s then, instead of 8."""
FEWER: Final = (0.05, 0.1, 0.2, 0.4)


@dataclass(frozen=True)
class Power:
    """What could be shown, by share left alone; effects in shares of the registered."""

    measure: str
    rows: list[dict[str, float]]
    here: dict[str, float]
    """The row of the share chosen."""
    kind: str
    """"learns", "partly", "small", "nothing" or "open", as `perron.experiments.power.verdict` says."""
    words: list[str]
    campaigns: int | None
    """Campaigns like this one that would find it together."""
    elections: list[str] = field(default_factory=list)
    """Past elections drawn again; none when the figures are by formula alone."""
    hoped: float | None = None
    """Effect hoped for on everyone, in shares."""
    believed: float | None = None
    """The same on one person talked with: what the run believes of a visit."""

    @property
    def drawn_again(self) -> bool:
        """Whether past elections were drawn again, besides the formula."""
        return bool(self.elections)


def power_of(run: Run, recipe: Mapping[str, Any], supposed: Mapping[str, Any]) -> Power:
    """Work out what a design could show.

    Parameters
    ----------
    run : Run
        A finished run, in the scope of the whole campaign.
    recipe : mapping
        Choices of the design, as `design_of` takes them.
    supposed : mapping
        measure, election (one past election; any other word for all of them), coverage and contact (shares),
        among (what is drawn), outside, astray, uneven, favour (how visits go).

    Returns
    -------
    Power
        Kept in memory for the next time the same is asked.

    Raises
    ------
    PerronError
        A design that cannot be drawn, or no past result to go by.
    """
    refuse_outings(recipe["unit"])
    return power_for(run, design_of(recipe).to_dict(), supposed)


def visits_supposed(supposed: Mapping[str, Any]) -> Reach:
    """Return how visits are supposed to go.

    Parameters
    ----------
    supposed : mapping
        As `power_of` takes it.

    Returns
    -------
    perron.experiments.power.Reach
        Coverage, visits to controls, contact, how uneven.
    """
    known = {**USUAL, **supposed}
    ways = {name: float(known[name]) for name in ("outside", "astray", "uneven", "favour")}
    return Reach.usual(float(known["coverage"]), float(known["contact"]), **ways)


def power_for(run: Run, design: Mapping[str, Any], supposed: Mapping[str, Any]) -> Power:
    """Work out what a design that was kept could show.

    Parameters
    ----------
    run : Run
        A finished run, in the scope of the whole campaign.
    design : mapping
        As `Design.to_dict` wrote it.
    supposed : mapping
        As `power_of` takes it.

    Returns
    -------
    Power
        Kept in memory for the next time the same is asked.

    Raises
    ------
    PerronError
        No past result to go by.
    """
    known = {name: supposed[name] for name in SUPPOSED if name in supposed}
    told = orjson.dumps([dict(design), {**USUAL, **known}, language()], option=orjson.OPT_SORT_KEYS)
    return _power(run.pk, run.basis, told)


def promised(run: Run, design: Mapping[str, Any], supposed: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a design could show, as it is kept with the seal.

    Parameters
    ----------
    run : Run
        A finished run, in the scope of the whole campaign.
    design : mapping
        As `Design.to_dict` wrote it.
    supposed : mapping
        As `power_of` takes it.

    Returns
    -------
    dict or None
        measure, share, smallest effect by formula and by redraws, effect hoped for, coverage, contact; None
        when no past result tells.
    """
    try:
        found = power_for(run, design, supposed)
    except PerronError:
        return None
    here = found.here
    values = {name: here.get(name) for name in ("share", "effect", "effect_redraws", "error", "df")}
    finite = {
        name: value if value is not None and isfinite(value) else None for name, value in values.items()
    }
    given = {name: supposed.get(name, USUAL[name]) for name in ("coverage", "contact")}
    return {"measure": found.measure, **finite, "hoped": found.hoped, "kind": found.kind, **given}


@lru_cache(maxsize=64)
def _power(pk: int, basis: str, told: bytes) -> Power:
    from perron.experiments.design.choices import Design

    del basis  # a part of the key: the same run computed again
    run = Run.objects.get(pk=pk)
    plain, supposed, _language = orjson.loads(told)
    design = Design.from_dict(plain)
    reach = visits_supposed(supposed)
    if design.unit == "bureau":
        return _by_redraws(run, design, supposed, reach)
    rows, here, said = formula_rows(run, design, supposed, reach)
    return Power(supposed["measure"], rows, here, "open", [said], None)


def _by_redraws(run: Run, design: "Design", supposed: Mapping[str, Any], reach: Reach) -> Power:
    from perron.experiments.power import power_curve, verdict

    measure, past = supposed["measure"], past_of(run)
    units = with_results(units_of(run, "bureau", supposed.get("among", ALL)), past)
    placebos = chosen_placebos(past, units, measure, supposed["election"])
    many, believed = units.height > MANY, hoped_for(run, measure, units)
    curve = power_curve(
        design,
        units,
        {measure: placebos},
        reach=reach,
        expected={measure: believed},
        shares=FEWER if many else None,
        draws=DRAWS // 6 if many else DRAWS,
    )
    said = verdict(curve, measure)
    here = curve.at(measure)
    return Power(
        measure=measure,
        rows=_rows(curve),
        here=here,
        kind=said.kind,
        words=[part.fr if language() == "fr" else part.en for part in said.words],
        campaigns=said.campaigns,
        elections=[one.election for one in placebos],
        hoped=here["expected"],
        believed=believed,
    )


def _rows(curve: "Curve") -> list[dict[str, float]]:
    import polars as pl

    return curve.table.filter(pl.col("effect").is_finite()).select(COLUMNS).to_dicts()


def hoped_for(run: Run, measure: str, units: "pl.DataFrame") -> float:
    """Return the effect hoped for on one person talked with, from what the run believes of a visit.

    Parameters
    ----------
    run : Run
        A run.
    measure : str
        What is counted.
    units : polars.DataFrame
        With turnout and registered.

    Returns
    -------
    float
        Share: 0.04 is four votes for a hundred conversations.
    """
    priors = priors_of(run.parameters)
    if measure == "turnout":
        return float(priors.mobilisation_effect.mean)
    among_voters = float(priors.persuasion_effect.mean)
    if measure == "support_valid":
        return among_voters
    people = float(units.get_column("registered").sum())
    votes = float((units.get_column("registered") * units.get_column("turnout")).sum())
    return among_voters * (votes / people if people else 1.0)
