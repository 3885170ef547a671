"""What finished runs leave for trying other choices at once, kept in memory for the next one."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.db.models import Count, Q, Sum
from django_scopes import get_scope

from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries.recipes import choices_of, priors_of
from perron_web.features.targeting.queries.runs import adopted_run, done_runs
from perron_web.features.targeting.queries.sealed import Sealed
from perron_web.platform.files import load_table

if TYPE_CHECKING:
    from perron.plan import Basis, Ready

SUMS = ("outings", "hours", "doors", "votes", "votes_low", "votes_high", "registered")


def base_run(campaign: Any, number: int | None = None) -> Run | None:
    """Return the run from which other choices are tried.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    number : int or None
        Run wanted; by default the adopted one, else the last one done.

    Returns
    -------
    Run or None
        None as long as no run is done.
    """
    if number is not None and (wanted := done_runs(campaign).filter(number=number).first()):
        return wanted
    return adopted_run(campaign) or done_runs(campaign).first()


def basis_of(run: Run) -> "Basis":
    """Return what a run leaves for trying other choices.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    perron.plan.Basis
        Its figures by bureau.
    """
    return _basis(run.basis, run.path / "plan.json")


@lru_cache(maxsize=4)
def _basis(table: str, described: Path) -> "Basis":
    from perron.plan import basis_from

    return basis_from(load_table(table), orjson.loads(described.read_bytes())["parameters"])


def ready_for(run: Run, parameters: Mapping[str, Any], sealed: Sealed | None = None) -> "Ready":
    """Return what does not change with hours, minutes and the minimum, kept for the next slider that moves.

    Parameters
    ----------
    run : Run
        A finished run.
    parameters : mapping
        Choices, as `request_run` takes them.
    sealed : Sealed or None
        The sealed draw in force, which then prevails over hold-out and seed.

    Returns
    -------
    perron.plan.Ready
        Scores, draw and pace.
    """
    kept = {
        name: value for name, value in parameters.items() if name not in {"hours", "minutes", "minimum_share"}
    }
    named = orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)
    record = sealed.record if sealed is not None and sealed.bureaux else ""
    if record:
        _DRAWS[record] = sealed
    return _ready(run.basis, run.path / "plan.json", named, record)


_DRAWS: dict[str, Any] = {}
"""Sealed draws by the hash of their record: one a campaign, never rewritten."""


@lru_cache(maxsize=8)
def _ready(table: str, described: Path, parameters: bytes, record: str) -> "Ready":
    from perron.plan import prepare

    known = orjson.loads(parameters)
    drawn = _DRAWS[record].drawn() if record else None
    return prepare(_basis(table, described), choices_of(known), priors_of(known), drawn=drawn)


def codes_in_scope(run: Run) -> Collection[str] | None:
    """Return the bureaux whose figures the person may see.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    collection of str or None
        None for the whole campaign.
    """
    if get_scope().get("places") is None:
        return None
    return frozenset(Score.objects.filter(run=run).values_list("code", flat=True))


def figures_of(run: Run) -> dict[str, Any]:
    """Return the figures of a run, over the places in scope.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    dict
        As in a plan's summary.
    """
    if get_scope().get("places") is None:
        return dict(run.summary)
    return figures_of_all([run])[run.pk]


def figures_of_all(runs: Collection[Run]) -> dict[int, dict[str, Any]]:
    """Return the figures of several runs, over the places in scope.

    Parameters
    ----------
    runs : collection of Run
        Runs; one that is not done has none.

    Returns
    -------
    dict
        Run to figures; one query, none for whoever sees the whole campaign.
    """
    if get_scope().get("places") is None:
        return {run.pk: dict(run.summary) for run in runs}
    rows = (
        Score.objects.filter(run__in=[run.pk for run in runs])
        .order_by()
        .values("run")
        .annotate(
            **{f"sum_{name}": Sum(name) for name in SUMS},
            bureaux=Count("pk"),
            held=Count("pk", filter=Q(held_out=True)),
            visited=Count("pk", filter=Q(outings__gt=0)),
        )
    )
    found: dict[int, dict[str, Any]] = {run.pk: _nothing() for run in runs}
    for row in rows:
        sums = {name: row[f"sum_{name}"] or 0 for name in SUMS}
        seen = {"bureaux": row["bureaux"], "held_out": row["held"], "bureaux_visited": row["visited"]}
        found[row["run"]] = {**sums, **seen}
    return found


def _nothing() -> dict[str, Any]:
    return dict.fromkeys((*SUMS, "bureaux", "held_out", "bureaux_visited"), 0)
