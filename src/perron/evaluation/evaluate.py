"""Evaluate an experiment: results and visits in, effect out, as the draw calls for and as was announced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import BadInputError, ParameterError
from perron.evaluation.analysis import Settings, Values
from perron.evaluation.announced import Announced, departures, read_announced
from perron.evaluation.compliance import Compliance, check_visits, compliance_of
from perron.evaluation.content import FORMAT, Evaluation, said
from perron.evaluation.correcting import correct
from perron.evaluation.cost import Costs
from perron.evaluation.described import balance_of, experiment_of
from perron.evaluation.outcomes import check_outcomes
from perron.evaluation.page_one import summary_of
from perron.evaluation.result import Asked, outcome_of
from perron.evaluation.updating import priors_of
from perron.experiments.design.registration import Outcome
from perron.experiments.design.seal import SealedDraw
from perron.experiments.design.verdict import verify_draw
from perron.progress import Progress, silent
from perron.targeting import Priors
from perron.words import Words

Floats = NDArray[np.float64]
_ESTIMATING: Final = Words("Estimating", "Estimation")


def evaluate(
    draw: SealedDraw,
    outcomes: pl.DataFrame,
    *,
    visits: pl.DataFrame | None = None,
    registration: dict[str, Any] | None = None,
    labels: Iterable[Outcome] = (),
    neighbours: pl.DataFrame | None = None,
    costs: Costs | None = None,
    priors: Priors | None = None,
    exclude: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
    visits_file: str = "",
    notes: Sequence[Words] = (),
    settings: Settings | None = None,
    progress: Progress = silent,
) -> Evaluation:
    """Evaluate an experiment.

    Parameters
    ----------
    draw : SealedDraw
        The sealed draw; it is verified first.
    outcomes : polars.DataFrame
        unit, outcome, count, total and, where known, before, earlier_1… (`outcomes_of` makes it).
    visits : polars.DataFrame, optional
        unit, doors, knocked, opened, talked and, where known, minutes.
    registration : dict, optional
        What was announced, as `freeze` returned it.
    labels : iterable of Outcome
        What each outcome of the table is; those announced need none.
    neighbours : polars.DataFrame, optional
        unit, neighbour: pairs of units that touch, for spill-over.
    costs : Costs, optional
        Hours and money spent; by default the minutes of the visits, where known.
    priors : Priors, optional
        What a visit is believed to do, to be brought up to date.
    exclude : sequence of str
        Units lost after the draw (bureaux merged, results annulled), left out and named in the report.
    files : mapping of str to str, optional
        SHA-256 of each input by its name.
    visits_file : str
        Name of the file of visits, for messages.
    notes : sequence of Words
        What rests on an estimate, such as bureaux carried from other boundaries.
    settings : Settings, optional
        Level, draws, seed, bound, where nothing was announced.
    progress : Progress
        Told of each outcome.

    Returns
    -------
    Evaluation
        What was found; `content()` is what outputs are made from.

    Raises
    ------
    BadInputError
        The draw was tampered with, units do not match, counts are impossible, a stratum or an arm is
        missing, the registration is of another draw.

    Notes
    -----
    Formulas: docs/methods/evaluation.md, experiments-estimators.md, experiments-permutation.md.
    """
    _untampered(draw)
    announced = read_announced(registration, draw)
    chosen = announced.settings(settings or Settings())
    units = draw.assignment.get_column("unit").to_list()
    _known_units(exclude, units)
    known = _named(outcomes, announced, labels)
    left = [unit for unit in units if unit not in set(exclude)]
    free = [o.name for o in known if o.measure == "registered"]
    table = check_outcomes(outcomes, left, free=free)
    electors = _electors(draw, table, known)
    done = None if visits is None else _compliance(draw, visits, electors, visits_file)
    asked = Asked(draw, announced, chosen, electors, costs or _spent(visits), neighbours, {})
    found = []
    for place, outcome in enumerate(known):
        progress(_ESTIMATING, place, len(known))
        found.append(outcome_of(asked, outcome, _values(draw, table, outcome.name, electors, done)))
    progress(_ESTIMATING, len(known), len(known))
    correct([one.pairs for one in found], announced.correction)
    learnt = [one.learnt for one in found if one.learnt is not None]
    plain: dict[str, Any] = {
        "perron": FORMAT,
        "version": version("perron"),
        "experiment": experiment_of(draw, electors),
        "registration": _registration(announced, known, chosen, exclude),
        "compliance": None if done is None else done.to_dict(),
        "balance": balance_of(draw, table, known),
        "outcomes": [one.plain for one in found],
        "priors": priors_of(draw, learnt, None if visits is None else check_visits(visits), priors),
        "notes": [said(note) for note in notes],
        "inputs": dict(sorted((files or {}).items())),
        "parameters": _parameters(chosen, asked.costs, exclude),
        "data": _data(asked, table, visits, known, priors),
    }
    plain["summary"] = summary_of(plain)
    return Evaluation(plain)


def _untampered(draw: SealedDraw) -> None:
    verdict = verify_draw(draw)
    if verdict.right:
        return
    first = verdict.findings[0]
    raise BadInputError(
        Words(
            f"this draw was tampered with: {first.words.en}",
            f"ce tirage a été modifié\u00a0: {first.words.fr}",
        ),
        file=first.file,
        line=first.line,
        column=first.column,
        found=first.found,
        expected=Words(first.expected, first.expected) if first.expected else None,
    )


def _known_units(exclude: Sequence[str], units: Sequence[str]) -> None:
    strangers = [unit for unit in exclude if unit not in set(units)]
    if strangers:
        raise ParameterError(
            Words("a unit left out is not of the draw", "une unité à exclure n’est pas du tirage"),
            found=", ".join(strangers[:5]),
            expected=Words(*[", ".join(units[:3]) + "…"] * 2),
        )


def _named(outcomes: pl.DataFrame, announced: Announced, labels: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes of the table: those announced first, then the others in the table's order."""
    given = {outcome.name: outcome for outcome in labels}
    first = announced.registration.outcomes if announced.registration else ()
    told = {outcome.name: outcome for outcome in first} | given
    there = (
        outcomes.get_column("outcome").unique(maintain_order=True).to_list()
        if "outcome" in outcomes.columns
        else []
    )
    names = [o.name for o in first if o.name in there]
    names += [name for name in there if name not in names]
    return [told.get(name) or Outcome(name, "?", _guess(name)) for name in names]


def _guess(name: str) -> Any:
    return name if name in {"turnout", "support", "support_valid", "valid", "registered"} else "support"


def _electors(draw: SealedDraw, table: pl.DataFrame, known: Sequence[Outcome]) -> Floats | None:
    """Return the registered electors of each unit: those of the draw, else those of the results."""
    order = draw.assignment.select("unit")
    if "registered" in draw.units.columns:
        joined = order.join(
            draw.units.select("unit", n="registered"), on="unit", how="left", maintain_order="left"
        )
    else:
        over = [o.name for o in known if o.measure in {"turnout", "support", "valid"}]
        if not over:
            return None
        rows = table.filter(pl.col("outcome") == over[0]).select("unit", n="total")
        joined = order.join(rows, on="unit", how="left", maintain_order="left")
    values = joined.get_column("n").cast(pl.Float64)
    mean = values.mean()
    return (
        values.fill_null(mean).to_numpy()
        if isinstance(mean, float) and bool((values.drop_nulls() > 0).all())
        else None
    )


def _compliance(draw: SealedDraw, visits: pl.DataFrame, electors: Floats | None, file: str) -> Compliance:
    alone = {arm.name: "visit" not in arm.channels for arm in draw.design.arms}
    return compliance_of(draw.assignment, visits, alone, electors=electors, file=file)


def _spent(visits: pl.DataFrame | None) -> Costs | None:
    """Return the hours that visits took at the doors, where they were timed."""
    if visits is None or "minutes" not in visits.columns:
        return None
    minutes = check_visits(visits).get_column("minutes")
    return None if minutes.null_count() else Costs(hours=float(minutes.sum()) / 60.0)


def _values(
    draw: SealedDraw, table: pl.DataFrame, name: str, electors: Floats | None, done: Compliance | None
) -> Values:
    rows = table.filter(pl.col("outcome") == name)
    joined = draw.assignment.select("unit").join(rows, on="unit", how="left", maintain_order="left")
    names = [column for column in joined.columns if column.startswith("earlier_")]
    earlier = joined.select(names).to_numpy() if names else np.empty((joined.height, 0))
    return Values(
        share=(joined.get_column("count") / joined.get_column("total")).fill_null(np.nan).to_numpy(),
        weights=electors,
        received=None if done is None else done.coverage,
        before=joined.get_column("before").fill_null(np.nan).to_numpy(),
        earlier=np.asarray(earlier, dtype=np.float64),
        names=names,
        columns=_columns(draw),
    )


def _columns(draw: SealedDraw) -> dict[str, Floats]:
    """Return the columns of numbers of the units, in the draw's order."""
    numbers = [name for name, kind in draw.units.schema.items() if kind.is_numeric()]
    table = draw.assignment.select("unit").join(draw.units, on="unit", how="left", maintain_order="left")
    return {name: table.get_column(name).cast(pl.Float64).fill_null(np.nan).to_numpy() for name in numbers}


def _registration(
    announced: Announced, known: Sequence[Outcome], settings: Settings, exclude: Sequence[str]
) -> dict[str, Any]:
    return {
        "record": announced.record,
        "departures": [said(words) for words in departures(announced, known, settings, exclude)],
    }


def _parameters(settings: Settings, costs: Costs | None, exclude: Sequence[str]) -> dict[str, Any]:
    return {
        "level": settings.level,
        "permutations": settings.permutations,
        "seed": settings.seed,
        "estimator": settings.estimator,
        "bound": settings.bound,
        "covariates": None if settings.covariates is None else list(settings.covariates),
        "costs": None if costs is None else {n: getattr(costs, n) for n in ("hours", "money", "currency")},
        "exclude": list(exclude),
    }


def _data(
    asked: Asked,
    table: pl.DataFrame,
    visits: pl.DataFrame | None,
    known: Sequence[Outcome],
    priors: Priors | None,
) -> dict[str, Any]:
    """Return all that was read, so that everything can be computed again from the JSON alone."""
    return {
        "draw": {name: data.decode() for name, data in asked.draw.files().items()},
        "labels": [
            {"name": o.name, "election": o.election, "measure": o.measure, "bloc": o.bloc} for o in known
        ],
        "outcomes": table.to_dict(as_series=False),
        "visits": None if visits is None else check_visits(visits).to_dict(as_series=False),
        "registration": asked.announced.record,
        "neighbours": None if asked.neighbours is None else asked.neighbours.to_dict(as_series=False),
        "priors": None if priors is None else asdict(priors),
    }
