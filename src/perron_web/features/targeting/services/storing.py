"""Scores as rows: a plan's tables joined, and inserted at once."""

from typing import TYPE_CHECKING, Any, Final

import orjson

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.targeting.models import Run, Score
from perron_web.features.territory.models import Bureau
from perron_web.platform.rows import insert_rows

if TYPE_CHECKING:
    import polars as pl

    from perron.plan import Plan

Row = tuple[Any, ...]

PLAIN: Final = ("registered", "rank", "priority", "weak", "index_2012", "top")
ALLOCATED: Final = ("held_out", "stratum", "outings", "hours", "doors", "votes", "votes_low", "votes_high")
INTERVALS: Final = (
    *("turnout", "support", "intermittent", "mobilisation", "persuasion", "registration"),
    "votes_per_hour",
)
FIGURES: Final = (
    *(f"{name}{end}" for name in INTERVALS for end in ("", "_low", "_high")),
    *PLAIN,
    *ALLOCATED,
)
COLUMNS: Final = (
    "campaign_id",
    "place",
    "run_id",
    "bureau_id",
    "code",
    "name",
    "territory",
    "reasons",
    *FIGURES,
)


def score_rows(run: Run, plan: "Plan") -> list[Row]:
    """Put everything a plan says of each bureau on one row.

    Parameters
    ----------
    run : Run
        The run.
    plan : Plan
        Its plan.

    Returns
    -------
    list of tuple
        Values of `COLUMNS`; bureaux that the boundaries in force no longer have are left out.

    Raises
    ------
    PerronError
        None of the plan's bureaux is in the boundaries in force.
    """
    bureaux = {
        code: (pk, place)
        for code, pk, place in Bureau.objects.filter(
            campaign=run.campaign, boundary_set__current=True
        ).values_list("code", "pk", "place")
    }
    reasons = _reasons(plan.reasons)
    table = plan.scores.join(plan.allocation, on="bureau", how="left", maintain_order="left")
    head, figures = ("bureau", "name", "territory"), list(FIGURES)
    rows: list[Row] = []
    for (code, name, territory), values in zip(
        table.select(head).iter_rows(), table.select(figures).iter_rows(), strict=True
    ):
        if code in bureaux:
            pk, place = bureaux[code]
            known = reasons.get(code, "[]")
            rows.append(
                (run.campaign_id, place, run.pk, pk, code, name or "", territory or "", known, *values)
            )
    if not rows:
        raise PerronError(
            Words(
                "The areas of bureaux changed since these tables were read: compute a new plan.",
                "Les périmètres des bureaux ont changé depuis la lecture de ces tables\u00a0: calculez un "
                "nouveau plan.",
            )
        )
    return rows


def _reasons(reasons: "pl.DataFrame") -> dict[str, str]:
    """Return the reasons of each bureau as JSON, strongest first within each score."""
    import polars as pl

    figures = pl.col("value", "average", "effect").round_sig_figs(6)
    parts = (
        reasons.with_columns(figures)
        .sort("score", pl.col("effect").abs(), descending=[False, True])
        .partition_by("bureau", as_dict=True, include_key=False)
    )
    return {str(key[0]): orjson.dumps(part.to_dicts()).decode() for key, part in parts.items()}


def store_scores(run: Run, rows: list[Row]) -> None:
    """Insert the scores of a run; those it had are replaced.

    Parameters
    ----------
    run : Run
        The run.
    rows : list of tuple
        From `score_rows`.
    """
    Score.objects.filter(run=run).delete()
    insert_rows(Score, COLUMNS, rows)
