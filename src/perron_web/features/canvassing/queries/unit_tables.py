"""Visits by unit of a sealed draw: the table that `perron evaluate --visits` reads."""

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Sum

from perron_web.features.canvassing.queries.tally_rows import ADDED, lying_in
from perron_web.features.canvassing.queries.unit_visits import doors_done
from perron_web.features.experiments.choices import UnitKind
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.territory.models import Address, Bureau
from perron_web.features.turfs.models import Turf

if TYPE_CHECKING:
    import polars as pl

Counts = list[int]
COLUMNS: Final = ("unit", "doors", "knocked", "opened", "talked", "minutes")


def span_of(experiment: Experiment) -> tuple[datetime, datetime | None]:
    """Return when the draw of an experiment was to be obeyed.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment.

    Returns
    -------
    tuple of datetime
        From its seal, to its end (None while it is in force).
    """
    return experiment.draw.sealed_at, experiment.closed_at


def visits_table(experiment: Experiment) -> "pl.DataFrame":
    """Return what was done in each unit of a draw since it was sealed, and in places that were not drawn.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment among bureaux, buildings or streets, in the scope of the whole campaign.

    Returns
    -------
    polars.DataFrame
        unit, doors (that there are), knocked, opened, talked (doors, each by its last visit that stands),
        minutes (those that the plan gives to the doors knocked at); every unit of the draw, visited or not,
        then whatever else was visited.
    """
    import polars as pl

    fine = experiment.unit != UnitKind.BUREAU
    doors, named = _units(experiment)
    pace = _pace()
    usual = pace.get("", 0.0)
    done: defaultdict[str, Counts] = defaultdict(lambda: [0, 0, 0])
    minutes: defaultdict[str, float] = defaultdict(float)
    for place, address, counts in _done(experiment, fine=fine):
        key = named.get((place, address)) or _other(place, address, fine=fine)
        done[key] = [a + b for a, b in zip(done[key], counts, strict=True)]
        minutes[key] += counts[0] * pace.get(place, usual)
    keys = [*doors, *sorted(key for key in done if key not in doors)]
    rows = [(key, doors.get(key), *done.get(key, (0, 0, 0)), round(minutes.get(key, 0.0), 1)) for key in keys]
    kinds = (pl.String, pl.Int64, pl.Int64, pl.Int64, pl.Int64, pl.Float64)
    return pl.DataFrame(rows, schema=dict(zip(COLUMNS, kinds, strict=True)), orient="row")


def _done(experiment: Experiment, *, fine: bool) -> list[tuple[str, str, Counts]]:
    """Return place, address ("" for bureaux) and doors done; an added building counts where it lies."""
    since, until = span_of(experiment)
    found = doors_done(experiment.campaign, ("place", "address"), since=since, until=until) if fine else []
    if not fine:
        whole = doors_done(experiment.campaign, ("place",), since=since, until=until)
        rows = [(one.group[0], "", [one.knocked, one.opened, one.talked]) for one in whole]
        return _moved(experiment, rows, since, until)
    return [(place, address, [one.knocked, one.opened, one.talked]) for one in found
            for place, address in [one.group]]  # fmt: skip


def _moved(
    experiment: Experiment, rows: list[tuple[str, str, Counts]], since: datetime, until: datetime | None
) -> list[tuple[str, str, Counts]]:
    """Move the doors of added buildings from the bureau of the turf to the one they lie in."""
    added = doors_done(experiment.campaign, ("place", "address"), since=since, until=until, starting=ADDED)
    lies = lying_in(experiment.campaign, {one.group[1] for one in added}) if added else {}
    for one in added:
        place, address = one.group
        if (there := lies.get(address, "")) and there != place:
            counts = [one.knocked, one.opened, one.talked]
            rows += [(place, "", [-count for count in counts]), (there, "", counts)]
    return rows


def _other(place: str, address: str, *, fine: bool) -> str:
    code = place.rstrip("/").rpartition("/")[2]
    return f"{code}/{address}" if fine else code


def _units(experiment: Experiment) -> tuple[dict[str, int | None], dict[tuple[str, str], str]]:
    """Return the doors of each unit, and which unit a place and an address belong to."""
    units = Unit.every.filter(experiment=experiment).order_by("order")
    rows = list(units.values_list("key", "place", "address", "street"))
    if experiment.unit == UnitKind.BUREAU:
        known = dict(Address.objects.order_by().values_list("place").annotate(n=Sum("doors")))
        told = dict(Bureau.objects.filter(boundary_set__current=True).values_list("place", "doors"))
        doors = {key: known.get(place) or told.get(place) for key, place, _a, _s in rows}
        return doors, {(place, ""): key for key, place, _a, _s in rows}
    found: dict[str, int | None] = {key: 0 for key, *_rest in rows}
    at = {(place, address): key for key, place, address, _s in rows if address}
    along = {(place, street): key for key, place, address, street in rows if not address}
    named: dict[tuple[str, str], str] = {}
    for place, address, street, many in Address.objects.order_by().values_list(
        "place", "key", "street", "doors"
    ):
        if key := at.get((place, address)) or along.get((place, street)):
            named[place, address] = key
            found[key] = (found[key] or 0) + many
    return found, named


def _pace() -> dict[str, float]:
    """Return the minutes that the adopted plan gives a door, by place; "" for the whole."""
    rows = Turf.every.filter(run__adopted=True, doors__gt=0).order_by().values("place")
    sums = list(rows.annotate(m=Sum("minutes"), d=Sum("doors"), n=Count("pk")).values_list("place", "m", "d"))
    whole = sum(doors for _place, _minutes, doors in sums)
    found = {place: minutes / doors for place, minutes, doors in sums}
    return found | ({"": sum(minutes for _p, minutes, _d in sums) / whole} if whole else {})


def assignment_of(experiment: Experiment) -> Any:
    """Return the arm of each unit.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment.

    Returns
    -------
    polars.DataFrame
        unit, arm, place; in the order of the draw.
    """
    import polars as pl

    rows = Unit.every.filter(experiment=experiment).order_by("order").values_list("key", "arm", "place")
    schema = {"unit": pl.String, "arm": pl.String, "place": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")
