"""Figures of people and teams: each person's for themselves and for who leads their team, never ranked."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron_web.features.canvassing.models import Tally, TurfTally
from perron_web.features.canvassing.queries.tally_rows import time_zone
from perron_web.features.canvassing.rules.tallies import COUNTS, day_bounds, knocked
from perron_web.features.teams.models import Team
from perron_web.features.teams.queries import teams_seen
from perron_web.features.training.models import Certificate
from perron_web.features.turfs.models import Holding
from perron_web.platform.design.figures import number, percent
from perron_web.platform.providers import Figure, Opening, provides

SUMS = {f"all_{name}": Sum(name) for name in COUNTS}


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    found = {name: row[f"all_{name}"] or 0 for name in COUNTS}
    at = knocked(found)
    return found | {"knocked": at, "rate": found["opened"] / at if at else None}


@provides("canvassing.mine")
def mine(user: Any) -> list[Figure]:
    """Return what a person did in the campaign, for their own eyes.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    list of Figure
        Doors, opened, conversations, outings' days; nothing before their first visit.
    """
    rows = Tally.every.filter(user=user)
    whole = _figures(rows.aggregate(**SUMS))
    if not whole["visits"]:
        return []
    campaign = rows.values_list("campaign", flat=True)[0]
    zone = time_zone(campaign)
    days = {hour.astimezone(zone).date() for hour in rows.order_by().values_list("hour", flat=True)}
    first, after = day_bounds(timezone.now().astimezone(zone).date(), zone)
    today = _figures(rows.filter(hour__gte=first, hour__lt=after).aggregate(**SUMS))
    said = ngettext("%(n)s aujourd’hui", "%(n)s aujourd’hui", today["knocked"])
    note = said % {"n": number(today["knocked"])}
    return [
        Figure(number(whole["knocked"]), _("portes frappées"), note if today["knocked"] else ""),
        Figure(
            number(whole["opened"]),
            _("portes ouvertes"),
            percent(whole["rate"]) if whole["rate"] is not None else "",
        ),
        Figure(number(whole["talked"]), _("conversations")),
        Figure(number(len(days)), ngettext("journée de terrain", "journées de terrain", len(days))),
    ]


@provides("teams.progress")
def progress(teams: Collection[int]) -> dict[int, int]:
    """Return how many doors teams have knocked at.

    Parameters
    ----------
    teams : collection of int
        Keys of teams.

    Returns
    -------
    dict
        Team to doors; those that have not begun are left out.
    """
    rows = Tally.every.filter(team__in=teams).order_by().values("team").annotate(**SUMS)
    return {row["team"]: knocked(_figures(row)) for row in rows}


@provides("canvassing.rung")
def rung(turfs: Collection[int]) -> dict[int, int]:
    """Return at how many doors of some turfs somebody has rung.

    Parameters
    ----------
    turfs : collection of int
        Keys of turfs.

    Returns
    -------
    dict
        Turf to doors, each once; those that nobody has begun are left out.
    """
    return dict(TurfTally.every.filter(turf__in=turfs).order_by().values_list("turf_id", "doors"))


@provides("canvassing.opening_by_trained")
def opening_by_trained() -> Opening | None:
    """Return how many doors open to people trained by then, and to the others.

    Returns
    -------
    Opening or None
        None before the first visit.
    """
    held = Certificate.every.filter(user=OuterRef("user"), at__lte=OuterRef("hour"))
    rows = Tally.every.exclude(user=None).annotate(trained=Exists(held)).order_by().values("trained")
    found = {row["trained"]: _figures(row) for row in rows.annotate(**SUMS)}
    if not found:
        return None
    nothing = {"knocked": 0, "opened": 0}
    yes, no = found.get(True, nothing), found.get(False, nothing)
    return Opening(yes["knocked"], yes["opened"], no["knocked"], no["opened"])


def team_rows(user: Any, today: Any, zone: Any) -> list[dict[str, Any]]:
    """Return the teams that somebody sees, with what they did.

    Parameters
    ----------
    user : User
        Who looks.
    today : date
        The day.
    zone : tzinfo
        Time zone of the campaign.

    Returns
    -------
    list of dict
        `team`, figures, `today` (doors knocked), `people`, `share` of the team's goal; by name.
    """
    teams: list[Team] = list(teams_seen(user))
    rows = Tally.every.filter(team__in=teams).order_by().values("team")
    whole = {row["team"]: _figures(row) for row in rows.annotate(**SUMS)}
    first, after = day_bounds(today, zone)
    day = {
        row["team"]: knocked(_figures(row))
        for row in rows.filter(hour__gte=first, hour__lt=after).annotate(**SUMS)
    }
    pairs = set(Tally.every.filter(team__in=teams).exclude(user=None).values_list("team", "user"))
    found = []
    for team in teams:
        figures = whole.get(team.pk, dict.fromkeys((*COUNTS, "knocked"), 0) | {"rate": None})
        goal = team.goal_doors
        found.append(
            figures
            | {
                "team": team,
                "today": day.get(team.pk, 0),
                "people": sum(one == team.pk for one, _user in pairs),
                "share": figures["knocked"] / goal if goal else None,
            }
        )
    return found


def person_rows(leader: Any) -> list[dict[str, Any]]:
    """Return what each person did in the teams that somebody leads.

    Parameters
    ----------
    leader : User
        Who leads; nobody else is shown these.

    Returns
    -------
    list of dict
        `team`, `name`, figures; by team, then name.
    """
    led = Team.every.filter(leader=leader)
    rows = Tally.every.filter(team__in=led).exclude(user=None).order_by("team__name", "user__name", "user")
    told = rows.values("user", team_name=F("team__name"), name=F("user__name")).annotate(**SUMS)
    return [{"team": row["team_name"], "name": row["name"]} | _figures(row) for row in told]


def silent_turfs(places: QuerySet[Any]) -> dict[str, Any]:
    """Return the turfs handed out that nobody reported on, and what was probably done there.

    Parameters
    ----------
    places : QuerySet of Turf
        Turfs of the plan in the places looked at.

    Returns
    -------
    dict
        `handed`, `reported`, `silent` (turfs), `share` reported, `doors` reported, `estimate` (doors probably
        knocked at in the silent ones: as much of each as in those that were reported).
    """
    told = TurfTally.every.filter(turf=OuterRef("pk"))
    over = Holding.every.filter(turf=OuterRef("pk")).exclude(ended_at=None, on_paper=False)
    rows = list(
        places.filter(Exists(over)).annotate(told=Exists(told)).order_by().values_list("pk", "doors", "told")
    )
    known = {pk: doors for pk, doors, reported in rows if reported}
    done = TurfTally.every.filter(turf__in=known).aggregate(n=Sum("doors"))["n"] or 0
    planned = sum(known.values())
    silent = sum(doors for _pk, doors, reported in rows if not reported)
    return {
        "handed": len(rows),
        "reported": len(known),
        "silent": len(rows) - len(known),
        "share": len(known) / len(rows) if rows else None,
        "doors": done,
        "estimate": round(silent * min(1.0, done / planned)) if planned else None,
    }
