"""Where the hours of a plan lead: the bureaux that would be visited if nobody were left alone."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries.bases import basis_of, ready_for
from perron_web.features.targeting.queries.recipes import choices_of, priors_of

ALL: Final = "all"
"""Every bureau is drawn."""
PLAN: Final = "plan"
"""Only those where the hours of the plan lead."""
FEWEST: Final = 20
"""Bureaux reached under which all of them are drawn, unless somebody chooses otherwise."""
EACH: Final = 5
"""Bureaux in a territory, on average, from which groups are made within it."""
MOST_REACHED: Final = 0.7
"""Share of bureaux reached above which all of them are drawn, unless somebody chooses otherwise."""


@dataclass(frozen=True)
class Reached:
    """Bureaux that a plan's hours lead to, and how much of their doors would be knocked at."""

    bureaux: frozenset[str]
    total: int
    coverage: float
    """Share of the doors of these bureaux."""
    coverage_all: float
    """Share of the doors of every bureau."""
    territories: int = 1
    """Territories in which these bureaux lie."""
    territories_all: int = 1

    @property
    def usual(self) -> str:
        """What is drawn unless somebody chooses otherwise."""
        return PLAN if FEWEST <= len(self.bureaux) < MOST_REACHED * self.total else ALL

    def strata(self, among: str) -> list[str]:
        """Return the columns within which groups are made unless somebody chooses otherwise.

        Parameters
        ----------
        among : {"all", "plan"}
            What is drawn.

        Returns
        -------
        list of str
            "territory" where each holds a few bureaux: neighbours resemble one another more than scores tell.
        """
        here = among == PLAN
        parts = self.territories if here else self.territories_all
        drawn = len(self.bureaux) if here else self.total
        return ["territory"] if parts > 1 and drawn >= EACH * parts else []

    def covered(self, among: str) -> float:
        """Return the share of doors knocked at, among what is drawn.

        Parameters
        ----------
        among : {"all", "plan"}
            What is drawn.

        Returns
        -------
        float
            Between 0.01 and 1.
        """
        return min(1.0, max(0.01, self.coverage if among == PLAN else self.coverage_all))


def reach_of(run: Run) -> Reached:
    """Return where the hours of a run lead if nobody is left alone.

    Parameters
    ----------
    run : Run
        A finished run, in the scope of the whole campaign.

    Returns
    -------
    Reached
        Kept in memory for the next time.
    """
    return _reached(run.pk, run.basis)


@lru_cache(maxsize=16)
def _reached(pk: int, basis: str) -> Reached:
    import polars as pl

    from perron.plan import what_if

    run = Run.objects.get(pk=pk)
    if not basis:
        return Reached(frozenset(), Score.objects.filter(run=run).count(), 0.5, 0.5)
    free = {**run.parameters, "holdout": 0.0}
    known = basis_of(run)
    found = what_if(known, choices_of(free), priors_of(free), ready=ready_for(run, free))
    there = found.allocation.filter(pl.col("outings") > 0)
    codes = frozenset(there.get_column("bureau"))
    doors = known.table.select("bureau", all_doors=pl.col("doors").fill_null(0).cast(pl.Float64))
    inside = doors.filter(pl.col("bureau").is_in(list(codes)))
    knocked = there.join(doors, on="bureau").select(pl.min_horizontal("doors", "all_doors").sum()).item()
    whole, here = doors["all_doors"].sum(), inside["all_doors"].sum()
    return Reached(
        bureaux=codes,
        total=known.table.height,
        coverage=float(knocked / here) if here else 0.5,
        coverage_all=float(knocked / whole) if whole else 0.5,
        territories=known.table.filter(pl.col("bureau").is_in(list(codes)))["territory"].n_unique(),
        territories_all=known.table.get_column("territory").n_unique(),
    )
