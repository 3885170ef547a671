"""Two runs side by side: what differs in what was asked, in what comes out, in the bureaux at the top."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries.recipes import CHOICES, USUAL

if TYPE_CHECKING:
    import polars as pl

TOP: Final = 50
POINTS: Final = 1_500
"""Points drawn at most."""
NOWHERE: Final = 10**9


@dataclass(frozen=True)
class Line:
    """One parameter, or one input, in both runs."""

    name: str
    one: Any
    other: Any

    @property
    def differs(self) -> bool:
        """Whether the runs differ there."""
        return bool(self.one != self.other)


@dataclass(frozen=True)
class Moved:
    """A bureau that enters or leaves the top."""

    code: str
    name: str
    territory: str
    one: int | None
    other: int | None


@dataclass(frozen=True)
class Overlap:
    """Bureaux visited by both plans, and by one of them only."""

    both: int
    only_one: int
    only_other: int


def choice_lines(one: Run, other: Run) -> list[Line]:
    """Return every decision in both runs.

    Parameters
    ----------
    one, other : Run
        Runs.

    Returns
    -------
    list of Line
        In the order of the form.
    """
    return [Line(name, *(run.parameters.get(name, USUAL[name]) for run in (one, other))) for name in CHOICES]


def prior_lines(one: Run, other: Run, usual: Mapping[str, Mapping[str, float]]) -> list[Line]:
    """Return the figures believed of a visit that differ.

    Parameters
    ----------
    one, other : Run
        Runs.
    usual : mapping
        Usual figures.

    Returns
    -------
    list of Line
        Means, then spreads.
    """
    lines = []
    for name, figure in usual.items():
        for part in ("mean", "sd"):
            values = [
                run.parameters.get("priors", {}).get(name, {}).get(part, figure[part]) for run in (one, other)
            ]
            lines.append(Line(f"{name}.{part}", *values))
    return [line for line in lines if line.differs]


def input_lines(one: Run, other: Run) -> list[Line]:
    """Return the inputs that differ, by their hashes.

    Parameters
    ----------
    one, other : Run
        Runs.

    Returns
    -------
    list of Line
        Name of the input, and the start of its hash in both runs; empty where it is absent.
    """
    files = [run.inputs.get("files", {}) for run in (one, other)]
    names = {*files[0], *files[1]} - {"blocs.toml", "priors.toml"}
    lines = [Line(name, *(str(hashes.get(name, ""))[:12] for hashes in files)) for name in sorted(names)]
    return [line for line in lines if line.differs]


def beside(one: Run, other: Run) -> QuerySet[Any]:
    """Return the scores of one run with the rank, outings and votes of the other.

    Parameters
    ----------
    one, other : Run
        Finished runs.

    Returns
    -------
    QuerySet of Score
        `other_rank`, `other_outings`, `other_votes_per_hour`: null where the other run lacks the bureau.
    """
    there = Score.objects.filter(run=other, bureau=OuterRef("bureau")).order_by()
    found: QuerySet[Any] = Score.objects.filter(run=one)
    names = ("rank", "outings", "votes_per_hour")
    more: QuerySet[Any] = found.annotate(
        **{f"other_{name}": Subquery(there.values(name)[:1]) for name in names}
    )
    return more


def moved(one: Run, other: Run, *, top: int = TOP) -> tuple[list[Moved], list[Moved]]:
    """Return the bureaux that enter the top in the other run, and those that leave it.

    Parameters
    ----------
    one, other : Run
        Finished runs.
    top : int
        How many bureaux the top holds.

    Returns
    -------
    list of Moved, list of Moved
        Best rank first.
    """
    columns = ("code", "name", "territory", "rank", "other_rank")
    gone = Q(other_rank__gt=top) | Q(other_rank=None)
    left = beside(one, other).filter(gone, rank__lte=top).order_by("rank").values_list(*columns)
    new = beside(other, one).filter(gone, rank__lte=top).order_by("rank").values_list(*columns)
    entered = [Moved(code, name, place, was, now) for code, name, place, now, was in new]
    return entered, [Moved(*row) for row in left]


def visited_by_one(one: Run, other: Run, *, most: int = TOP) -> list[Moved]:
    """Return the bureaux that one run visits and the other does not.

    Parameters
    ----------
    one, other : Run
        Finished runs.
    most : int
        Bureaux at most.

    Returns
    -------
    list of Moved
        Best rank first; ranks are those of `one`, then of `other`.
    """
    alone = Q(other_outings=0) | Q(other_outings=None)
    rows = beside(one, other).filter(alone, outings__gt=0).order_by("rank")
    return [Moved(*row) for row in rows.values_list("code", "name", "territory", "rank", "other_rank")[:most]]


def overlap(one: Run, other: Run) -> Overlap:
    """Count the bureaux visited by both plans, and by one only, in the places in scope.

    Parameters
    ----------
    one, other : Run
        Finished runs.

    Returns
    -------
    Overlap
        Counts.
    """
    here = beside(one, other).filter(outings__gt=0)
    both = here.filter(other_outings__gt=0).count()
    only_one = Score.objects.filter(run=one, outings__gt=0).count() - both
    return Overlap(both, only_one, Score.objects.filter(run=other, outings__gt=0).count() - both)


def rank_points(one: Run, other: Run, *, top: int = TOP) -> list[dict[str, int]]:
    """Return ranks in both runs, of every bureau or of evenly spaced ones when there are many.

    Parameters
    ----------
    one, other : Run
        Finished runs.
    top : int
        How many bureaux the top holds.

    Returns
    -------
    list of dict
        a, b, kind (1 enters the top, -1 leaves it, 0 otherwise).
    """
    rows = Score.objects.filter(run=one)
    step = max(1, rows.count() // POINTS)
    kept = beside(one, other).exclude(other_rank=None)
    if step > 1:
        kept = kept.annotate(place_=F("rank") % step).filter(Q(place_=0) | Q(rank__lte=top))
    return [
        {"a": a, "b": b, "kind": int(b <= top) - int(a <= top)}
        for a, b in kept.order_by("rank").values_list("rank", "other_rank")
    ]


def compared_table(one: Run, other: Run) -> "pl.DataFrame":
    """Return every bureau in both runs, for a spreadsheet.

    Parameters
    ----------
    one, other : Run
        Finished runs.

    Returns
    -------
    polars.DataFrame
        Best rank of the first run first.
    """
    import polars as pl

    columns = ("code", "name", "territory", "registered", "rank", "other_rank", "votes_per_hour")
    more = ("other_votes_per_hour", "outings", "other_outings", "held_out")
    rows = beside(one, other).order_by("rank").values_list(*columns, *more)
    a, b = one.number, other.number
    names = {
        "bureau": pl.String,
        "nom": pl.String,
        "territoire": pl.String,
        "inscrits": pl.Int64,
        f"rang_plan_{a}": pl.Int64,
        f"rang_plan_{b}": pl.Int64,
        f"voix_par_heure_plan_{a}": pl.Float64,
        f"voix_par_heure_plan_{b}": pl.Float64,
        f"sorties_plan_{a}": pl.Int64,
        f"sorties_plan_{b}": pl.Int64,
        f"temoin_plan_{a}": pl.Boolean,
    }
    return pl.DataFrame(list(rows), schema=names, orient="row")
