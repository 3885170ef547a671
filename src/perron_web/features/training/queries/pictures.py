"""The chart of growth: what it says, what it draws, the figures behind it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron_web.features.training import charts
from perron_web.features.training.models import TrainingGoal
from perron_web.platform.charts import Call
from perron_web.platform.design.figures import day, number

if TYPE_CHECKING:
    import polars as pl

Days = list[tuple[date, list[int]]]
DRAWN = 60
"""Points of the curve at most."""
LISTED = 40
"""Days in the table behind the curve at most; the download has them all."""


@dataclass(frozen=True)
class Picture:
    """A chart: its title says what it shows."""

    title: str
    subtitle: str
    call: Call
    source: str
    head: list[str]
    rows: list[list[str]]


def growth_picture(days: Days, goal: TrainingGoal) -> Picture | None:
    """Return the curve of the people trained, beside the goal.

    Parameters
    ----------
    days : list of (date, list of int)
        From `growth`.
    goal : TrainingGoal
        What the campaign wants.

    Returns
    -------
    Picture or None
        None as long as nobody is trained.
    """
    if not days:
        return None
    wanted = goal.trainers + goal.mobilisers + goal.volunteers
    people, start = sum(days[-1][1]), days[0][0]
    today = max(timezone.localdate(), days[-1][0])
    rows = [{"day": at.isoformat(), "people": sum(sums)} for at, sums in thinned(days)]
    rows.append({"day": today.isoformat(), "people": people})
    drawn = None
    if goal.by_date and goal.by_date > start:
        text = _("objectif : %(people)s") % {"people": number(wanted)}
        drawn = {"start": start.isoformat(), "day": goal.by_date.isoformat(), "people": wanted, "text": text}
    title = ngettext("%(people)s personne formée", "%(people)s personnes formées", people)
    title %= {"people": number(people)}
    words = {"description": f"{title}. {_said(goal, wanted)}", "now": number(people)}
    return Picture(
        title=title,
        subtitle=_("depuis le %(day)s, toutes générations") % {"day": day(start, year=True)},
        call=Call(charts.growth, {"rows": rows, "goal": drawn, "words": words}),
        source=_("certificats en cours de validité"),
        head=[_("Jour"), _("Formateurs"), _("Mobilisateurs"), _("Bénévoles"), _("Ensemble")],
        rows=[
            [day(at, year=True), *(number(one) for one in sums), number(sum(sums))]
            for at, sums in reversed(days[-LISTED:])
        ],
    )


def _said(goal: TrainingGoal, wanted: int) -> str:
    if goal.by_date is None:
        return _("Objectif : %(people)s.") % {"people": number(wanted)}
    return _("Objectif : %(people)s pour le %(day)s.") % {
        "people": number(wanted),
        "day": day(goal.by_date, year=True),
    }


def thinned(days: Days) -> Days:
    """Keep some days of a long series, the first and the last among them.

    Parameters
    ----------
    days : list of (date, list of int)
        Days in order.

    Returns
    -------
    list of (date, list of int)
        At most `DRAWN` of them.
    """
    if len(days) <= DRAWN:
        return days
    step = (len(days) - 1) / (DRAWN - 1)
    return [days[round(index * step)] for index in range(DRAWN)]


def growth_table(days: Days) -> "pl.DataFrame":
    """Return the growth as a table.

    Parameters
    ----------
    days : list of (date, list of int)
        From `growth`.

    Returns
    -------
    polars.DataFrame
        jour, formateurs, mobilisateurs, benevoles: people in all up to that day.
    """
    import polars as pl

    rows: list[dict[str, Any]] = [
        {"jour": at, "formateurs": sums[0], "mobilisateurs": sums[1], "benevoles": sums[2]}
        for at, sums in days
    ]
    schema = {"jour": pl.Date, "formateurs": pl.Int64, "mobilisateurs": pl.Int64, "benevoles": pl.Int64}
    return pl.DataFrame(rows, schema=schema)
