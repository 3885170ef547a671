"""The remaining hours shared out again: what is left, the pace measured, what would change."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Sum
from django.utils import timezone
from django_scopes import get_scope, scope

from perron_web.features.canvassing.choices import Kind, Source
from perron_web.features.canvassing.models import Pulse, Report, TurfTally
from perron_web.features.canvassing.rules.replan import AGE, MOST, TURFS
from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.targeting.queries.bases import basis_of
from perron_web.features.targeting.queries.sealed import sealed_draw
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Holding, Turf

if TYPE_CHECKING:
    import polars as pl

    from perron.stats.pace import Pace


@dataclass(frozen=True)
class Row:
    """What would change in one bureau."""

    code: str
    name: str
    territory: str
    walks: int
    ratio: float
    minutes_before: float | None
    minutes_after: float | None
    doors_left: int
    before: int
    after: int

    @property
    def number(self) -> str:
        """Number of the bureau, as people say it."""
        return self.code.rpartition("_")[2]

    @property
    def change(self) -> int:
        """Outings more, or fewer."""
        return self.after - self.before


@dataclass(frozen=True)
class Proposal:
    """A new sharing out, and what it rests on."""

    run: Run
    ratio: float
    low: float
    high: float
    walks: int
    planned: float
    """Hours of the plan, in the places in scope."""
    spent: float
    """Hours of the turfs done."""
    engaged: float
    """Hours of the turfs in somebody's hands."""
    hours: float
    """Hours shared out."""
    unit: float
    """Volunteer-hours in an outing."""
    votes: float
    doors: int
    rows: list[Row]
    given: dict[str, int]
    """Outings of each bureau."""
    mark: str
    """Of what would change: what is accepted is what was seen."""

    @property
    def changed(self) -> list[Row]:
        """Bureaux whose outings change, the most first."""
        rows = [row for row in self.rows if row.change]
        return sorted(rows, key=lambda row: (-abs(row.change), row.code))

    @property
    def before(self) -> int:
        """Outings that the plan still gives."""
        return sum(row.before for row in self.rows)

    @property
    def after(self) -> int:
        """Outings that the new sharing out gives."""
        return sum(row.after for row in self.rows)

    @property
    def left(self) -> float:
        """Hours that remain of the plan."""
        return max(0.0, self.planned - self.spent - self.engaged)


def propose(campaign: Any, *, hours: float | None = None) -> Proposal | None:
    """Share out the remaining hours again, over the bureaux in scope.

    Parameters
    ----------
    campaign : Campaign
        The campaign in scope.
    hours : float or None
        Volunteer-hours; what remains of the plan by default.

    Returns
    -------
    Proposal or None
        None without an adopted plan, or with one that was not computed here.
    """
    from perron.plan import replan

    run = adopted_run(campaign)
    if run is None or not run.basis:
        return None
    basis, pace = basis_of(run), pace_of(run)
    unit = basis.choices.crew * basis.choices.minutes / 60.0
    done, held = _counts(run)
    planned = float(Score.objects.filter(run=run).aggregate(sum=Sum("hours"))["sum"] or 0.0)
    left = max(0.0, planned - (done + held) * unit)
    asked = left if hours is None else hours
    within = None
    if get_scope().get("places") is not None:
        within = frozenset(Score.objects.filter(run=run).values_list("code", flat=True))
    sealed = sealed_draw()
    drawn = None if sealed is None else sealed.drawn()
    choices = replace(basis.choices, hours=asked)
    found = replan(basis, choices, left=left_of(run), pace=pace, within=within, drawn=drawn)
    rows = _rows(found.table)
    return Proposal(
        run, pace.ratio, pace.low, pace.high, pace.walks,
        planned=planned, spent=done * unit, engaged=held * unit, hours=asked, unit=unit,
        votes=float(found.found.summary["votes"]), doors=int(found.found.summary["doors"]),
        rows=rows, given={row.code: row.after for row in rows},
        mark=sha256("|".join(f"{row.code}:{row.after}" for row in rows).encode()).hexdigest()[:16],
    )  # fmt: skip


def _counts(run: Run) -> tuple[int, int]:
    """Count the turfs done, and those in somebody's hands, in the places in scope."""
    turfs = Turf.objects.filter(run=run, retired=False)
    held = Holding.objects.filter(turf__in=turfs.exclude(state=State.DONE).values("pk"), ended_at=None)
    return turfs.filter(state=State.DONE).count(), held.count()


def left_of(run: Run) -> "pl.DataFrame":
    """Return what nobody has done nor holds, by bureau, in the places in scope.

    Parameters
    ----------
    run : Run
        The adopted run.

    Returns
    -------
    polars.DataFrame
        bureau, doors, turfs, outings: as `perron.plan.replan` takes them.
    """
    import polars as pl

    turfs = Turf.objects.filter(run=run, retired=False).order_by()
    knocked = dict(TurfTally.objects.order_by().values_list("turf_id", "doors"))
    held = set(Holding.objects.filter(ended_at=None).values_list("turf_id", flat=True))
    sums: dict[str, list[int]] = {}
    columns = turfs.values_list("pk", "doors", "outings", "state", "bureau__code")
    for pk, doors, outings, state, code in columns:
        row = sums.setdefault(code, [0, 0, 0])
        if state == State.DONE or pk in held:
            continue
        rest = max(0, doors - knocked.get(pk, 0))
        row[0] += rest
        row[1] += rest > 0
        row[2] += outings
    rows = [(code, *values) for code, values in sums.items()]
    schema = {"bureau": pl.String, "doors": pl.Int64, "turfs": pl.Int64, "outings": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def pace_of(run: Run) -> "Pace":
    """Measure minutes spent over minutes planned on the latest reports of the whole campaign.

    Parameters
    ----------
    run : Run
        The adopted run.

    Returns
    -------
    perron.stats.pace.Pace
        Kept until the figures of the campaign change.
    """
    from perron.stats.pace import estimate_pace, time_walks

    with scope(campaign=run.campaign, places=None):
        pulse = Pulse.objects.values_list("number", flat=True).first() or 0
        key = f"replan-pace-{run.pk}-{pulse}"
        found: Pace | None = cache.get(key)
        if found is None:
            found = estimate_pace(time_walks(_visits(run)))
            cache.set(key, found, 3600)
    return found


def _visits(run: Run) -> "pl.DataFrame":
    """Return the doors visited by phone, each with its walk and the minutes that the plan gives it."""
    import polars as pl

    latest = TurfTally.every.filter(last_at__gte=timezone.now() - AGE, turf__run=run).order_by("-last_at")
    turfs = {
        pk: (code, minutes / doors)
        for pk, minutes, doors, code in Turf.every.filter(
            pk__in=list(latest.values_list("pk", flat=True)[:TURFS]), doors__gt=0
        ).values_list("pk", "minutes", "doors", "bureau__code")
    }
    reports = Report.every.filter(
        turf__in=list(turfs), kind=Kind.VISIT, source=Source.PHONE, aside="", skewed=False
    )
    rows = [
        (f"{turf}/{phone}/{at:%Y%m%d}", turfs[turf][0], at.timestamp() / 60.0, turfs[turf][1])
        for turf, phone, at in reports.order_by().values_list("turf_id", "phone_id", "happened_at")[:MOST]
    ]
    schema = {"walk": pl.String, "bureau": pl.String, "minute": pl.Float64, "planned": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _rows(table: "pl.DataFrame") -> list[Row]:
    import polars as pl

    kept = table.filter(~pl.col("held_out")).to_dicts()
    codes = [row["bureau"] for row in kept]
    names = dict(Bureau.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        Row(
            row["bureau"], names.get(row["bureau"], ""), row["territory"] or "", row["walks"], row["ratio"],
            row["minutes_before"], row["minutes_after"], row["doors_left"], row["outings_before"],
            row["outings_after"],
        )
        for row in sorted(kept, key=lambda row: row["bureau"])
    ]  # fmt: skip


def replan_table(found: Proposal) -> "pl.DataFrame":
    """Return what would change as a table to download.

    Parameters
    ----------
    found : Proposal
        The proposal.

    Returns
    -------
    polars.DataFrame
        One row per bureau.
    """
    import polars as pl

    return pl.DataFrame(
        [
            {
                "bureau": row.code,
                "nom": row.name,
                "territoire": row.territory,
                "marches_chronometrees": row.walks,
                "rythme": row.ratio,
                "minutes_par_porte_prevues": row.minutes_before,
                "minutes_par_porte": row.minutes_after,
                "portes_restantes": row.doors_left,
                "sorties_avant": row.before,
                "sorties_apres": row.after,
            }
            for row in found.rows
        ]
    )
