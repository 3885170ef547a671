"""Lists of turfs: bureaux with their figures, the turfs of a team, filters."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet, Sum

from perron_web.features.experiments.queries.left_alone import bureaux_left_alone
from perron_web.features.targeting.models import Score
from perron_web.features.teams.models import Team
from perron_web.features.teams.queries import in_reach
from perron_web.features.territory.models import Bureau, Territory
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Turf

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run

SORTS = {
    "rang": "rank",
    "bureau": "bureau__code",
    "secteurs": "turfs",
    "portes": "all_doors",
    "temps": "all_minutes",
    "confies": "given",
    "faits": "over",
}


def standing_turfs(run: "Run | None") -> QuerySet[Turf]:
    """Return the turfs that can be handed out, in the member's places.

    Parameters
    ----------
    run : Run or None
        The adopted run.

    Returns
    -------
    QuerySet of Turf
        Turfs of the adopted plan; none as long as no plan was adopted.
    """
    rows: QuerySet[Turf] = Turf.objects.filter(run=run, retired=False) if run else Turf.objects.none()
    return rows


def turfs_in_reach(run: "Run | None", user: Any) -> QuerySet[Turf]:
    """Return the turfs of one's places and those of the teams one leads.

    Parameters
    ----------
    run : Run or None
        The adopted run.
    user : User
        Who looks.

    Returns
    -------
    QuerySet of Turf
        Turfs of the adopted plan.
    """
    rows: QuerySet[Turf] = Turf.every.filter(in_reach(Q(team__leader=user)), run=run, retired=False)
    return rows if run else Turf.every.none()


def turfs_once_in_reach(user: Any) -> QuerySet[Turf]:
    """Return the turfs of one's places and of the teams one leads, of whatever plan, merged ones too.

    Parameters
    ----------
    user : User
        Who looks.

    Returns
    -------
    QuerySet of Turf
        Turfs that may have reports.
    """
    rows: QuerySet[Turf] = Turf.every.filter(in_reach(Q(team__leader=user)))
    return rows


def filtered(turfs: QuerySet[Turf], asked: dict[str, Any]) -> QuerySet[Turf]:
    """Keep the turfs that a person asks for.

    Parameters
    ----------
    turfs : QuerySet of Turf
        Turfs.
    asked : dict
        Clean values of `FilterForm`.

    Returns
    -------
    QuerySet of Turf
        Fewer turfs.
    """
    if words := asked.get("q"):
        turfs = turfs.filter(Q(code__icontains=words.strip()) | Q(bureau__name__icontains=words.strip()))
    if place := asked.get("territoire"):
        turfs = turfs.filter(place__startswith=place)
    team = asked.get("equipe") or ""
    if team == "aucune":
        turfs = turfs.filter(team=None)
    elif team.isdecimal():
        turfs = turfs.filter(team_id=int(team))
    if state := asked.get("etat"):
        turfs = turfs.filter(state=state)
    return turfs.filter(edited=True) if asked.get("retouche") else turfs


def bureaux_listed(turfs: QuerySet[Turf], *, run: "Run", sort: str = "rang") -> QuerySet[Any]:
    """Return the bureaux of some turfs with their figures.

    Parameters
    ----------
    turfs : QuerySet of Turf
        Turfs.
    run : Run
        Their run, for the ranks.
    sort : str
        A key of `SORTS`, with "-" before it for the other way.

    Returns
    -------
    QuerySet of dict
        One row a bureau: code, name, place, rank, turfs, doors, minutes, given, edited.
    """
    rank = F("bureau__scores__rank")
    rows = turfs.filter(bureau__scores__run=run).values(
        "bureau_id", "place", code_of=F("bureau__code"), number_of=F("bureau__number"), name=F("bureau__name")
    )
    rows = rows.annotate(
        rank=rank,
        turfs=Count("pk"),
        all_doors=Sum("doors"),
        all_minutes=Sum("minutes"),
        given=Count("pk", filter=~Q(state=State.FREE)),
        over=Count("pk", filter=Q(state=State.DONE)),
        by_hand=Count("pk", filter=Q(edited=True)),
    )
    column = SORTS.get(sort.removeprefix("-"), "rank")
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "code_of")


def handed_out(rows: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Return what the map shows of each bureau.

    Parameters
    ----------
    rows : list of dict
        Rows of `bureaux_listed`.

    Returns
    -------
    dict of str to list of int
        By code: turfs, those given to a team, and a class from 1 (all given) to 5 (none).
    """
    return {
        row["code_of"]: [
            row["turfs"],
            row["given"],
            5 - (4 * row["given"] + row["turfs"] - 1) // row["turfs"],
        ]
        for row in rows
    }


def totals(turfs: QuerySet[Turf]) -> dict[str, Any]:
    """Return the figures of some turfs.

    Parameters
    ----------
    turfs : QuerySet of Turf
        Turfs.

    Returns
    -------
    dict
        turfs, bureaux, doors, minutes, hours, given, by_hand.
    """
    found: dict[str, Any] = turfs.aggregate(
        turfs=Count("pk"),
        bureaux=Count("bureau", distinct=True),
        doors=Sum("doors", default=0),
        minutes=Sum("minutes", default=0.0),
        given=Count("pk", filter=Q(team__isnull=False)),
        by_hand=Count("pk", filter=Q(edited=True)),
    )
    return {**found, "hours": found["minutes"] / 60}


def summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of some bureaux, added up.

    Parameters
    ----------
    rows : list of dict
        Rows of `bureaux_listed`.

    Returns
    -------
    dict
        turfs, bureaux, doors, hours, given, by_hand.
    """
    names = {"turfs": "turfs", "doors": "all_doors", "minutes": "all_minutes", "given": "given"}
    names |= {"by_hand": "by_hand", "over": "over"}
    found: dict[str, Any] = {name: sum(row[column] for row in rows) for name, column in names.items()}
    return {**found, "bureaux": len(rows), "hours": found["minutes"] / 60}


def territory_names(places: list[str]) -> dict[str, str]:
    """Return the name of the nearest territory of each bureau's place.

    Parameters
    ----------
    places : list of str
        Places of bureaux.

    Returns
    -------
    dict of str to str
        By place.
    """
    above = {place: place[: place.rstrip("/").rfind("/") + 1] for place in places}
    rows = Territory.tree.filter(path__in=set(above.values())).values_list("path", "name")
    names = dict(rows)
    return {place: names.get(path, "") for place, path in above.items()}


def teams_at(place: str) -> QuerySet[Team]:
    """Return the teams that may be given turfs of a place.

    Parameters
    ----------
    place : str
        Place of a bureau.

    Returns
    -------
    QuerySet of Team
        Teams whose place holds it, by name, within the scope.
    """
    steps = [place[: at + 1] for at, letter in enumerate(place) if letter == "/"]
    rows: QuerySet[Team] = Team.objects.filter(place__in=["", *steps])
    return rows


def is_held_out(run: "Run", bureau: Bureau) -> bool:
    """Say whether a bureau was drawn to be left alone.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.

    Returns
    -------
    bool
        Whether no turf of it is ever handed out.
    """
    drawn = Turf.every.filter(run=run, bureau=bureau, left_alone=True)
    planned = Score.objects.filter(run=run, bureau=bureau, held_out=True)
    return bool(planned.exists() or drawn.exists() or bureau.code in bureaux_left_alone())
