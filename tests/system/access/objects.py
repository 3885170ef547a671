"""What stands behind each parameter of an address: ours here, ours elsewhere, the other campaign's.

Add a parameter here when a new address has one: `PARAMETERS["name"] = function(world, where)`; the function
returns the value for `where` in "here", "elsewhere" and "other", or None where there is no such thing.
"""

import re
from collections.abc import Callable
from typing import Any

from access.endpoints import Endpoint
from access.measured import STATES
from access.world import AWAY_CODE, ELSEWHERE, HERE, World
from django.db import models
from django_scopes import scopes_disabled

from perron_web.features.campaigns.models import Invitation, Membership
from perron_web.features.campaigns.services.invitations import invitation_token
from perron_web.features.canvassing.models import Conflict, Report, Review
from perron_web.features.evaluation.models import CountSheet, PooledResult
from perron_web.features.experiments.models import Experiment
from perron_web.features.targeting.models import Run
from perron_web.features.teams.models import Outing, Team
from perron_web.features.teams.services.joining import join_token
from perron_web.features.territory.models import Import, ImportFile, ResultMatch
from perron_web.features.training.models import Attendance, Branch, Certificate, Session
from perron_web.features.training.models import Module as TrainingModule
from perron_web.features.training.rules import session_token
from perron_web.features.turfs.models import Holding, Turf
from perron_web.platform.jobs.models import Job

WHERE = ("here", "elsewhere", "other")


def row(
    model: type[models.Model], value: str = "pk", *, placed: bool = False, **chosen: Any
) -> Callable[[World, str], Any]:
    """Return the parameter of a model's rows; `placed` when its rows lie in a territory."""

    def find(world: World, where: str) -> Any:
        if where == "elsewhere" and not placed:
            return None
        rows = model.objects.filter(campaign=world.theirs if where == "other" else world.ours, **chosen)
        if placed and where != "other":
            rows = rows.filter(place__startswith=ELSEWHERE if where == "elsewhere" else HERE)
        with scopes_disabled():
            return getattr(rows.order_by("pk").first(), value)

    def disabled(world: World, where: str) -> Any:
        with scopes_disabled():
            return find(world, where)

    return disabled


def person(world: World, where: str) -> Any:
    name = {"here": "volunteer", "elsewhere": "lead elsewhere", "other": "stranger"}[where]
    return world.people[name].user.pk


def map_key(world: World, where: str) -> Any:
    """Return the key that a local role's map has; asked of the page once, before anything is refused."""
    if where not in world.keys:
        who = {"here": "territory_lead", "elsewhere": "lead elsewhere", "other": "stranger"}[where]
        slug = "autre" if where == "other" else "essai"
        page = world.people[who].client.get(f"/c/{slug}/carte/").content.decode()
        world.keys[where] = re.search(rf"/c/{slug}/carte/([\w-]+)/(contours|lieux|valeurs)", page)[1]
    return world.keys[where]


def token(world: World, where: str) -> Any:
    with scopes_disabled():
        rows = Invitation.objects.filter(campaign=world.theirs if where == "other" else world.ours)
        return None if where == "elsewhere" else invitation_token(rows.order_by("pk").first())


def check(world: World, where: str) -> Any:
    """The link of a session, by which nobody else's presence is read."""
    with scopes_disabled():
        session = Session.objects.filter(campaign=world.theirs if where == "other" else world.ours).first()
        return None if where == "elsewhere" else session_token(session.pk, session.nonce, "here")


def joining(world: World, where: str) -> Any:
    with scopes_disabled():
        rows = Team.every.filter(campaign=world.theirs if where == "other" else world.ours)
        return None if where == "elsewhere" else join_token(rows.order_by("pk").first())


def fixed(value: Any) -> Callable[[World, str], Any]:
    return lambda world, where: value if where == "here" else None


PARAMETERS: dict[str, Callable[[World, str], Any]] = {
    "attendance": row(Attendance),
    "branch": row(Branch),
    "certificate": row(Certificate, placed=True),
    "check": check,
    "code": lambda world, where: {"here": "75056_2001", "elsewhere": AWAY_CODE, "other": "75056_1901"}[where],
    "colour": fixed("0b5a63"),
    "file": row(ImportFile),
    "conflict": row(Conflict, placed=True),
    "decision": row(Review, placed=True),
    "form": fixed("csv"),
    "holding": row(Holding, placed=True),
    "imported": row(Import),
    "invitation": row(Invitation, placed=True),
    "job": row(Job),
    "joining": joining,
    "key": map_key,
    "measure": fixed("rank"),
    "membership": row(Membership, placed=True),
    "module": row(TrainingModule),
    "name": fixed("plan.json"),
    "number": row(Run, "number"),
    "outing": row(Outing, placed=True),
    "pair": row(ResultMatch),
    "person": person,
    "phone": fixed(999_999),
    "pk": fixed(999_999),
    "report": row(Report, placed=True),
    "result": row(PooledResult),
    "run": row(Run, "number"),
    "session": fixed(999_999),
    "sheet": row(CountSheet),
    "slug": lambda world, where: {"other": "autre"}.get(where, "essai"),
    "table": fixed("jours"),
    "tableau": fixed("estimates"),
    "team": row(Team, placed=True),
    "token": token,
    "training": row(Session, placed=True),
    "trial": row(Experiment, "number", kind="continuous"),
    "turf": row(Turf, placed=True),
    "unit": fixed("bureau"),
    "who": fixed("alix"),
}


def address(endpoint: Endpoint, world: World, where: str, **chosen: Any) -> str | None:
    """Write an address with objects of one place; None where one of them does not exist."""
    path = "/" + endpoint.route
    for name in endpoint.parameters:
        assert name in PARAMETERS, f"{endpoint}: say what stands behind <{name}> in PARAMETERS"
        value = chosen.get(name) or PARAMETERS[name](world, "here" if name == "slug" else where)
        if value is None and where != "here":
            value = PARAMETERS[name](world, "here")
        if value is None:
            return None
        start, end = path.index("<"), path.index(">")
        path = path[:start] + str(value) + path[end + 1 :]
    return path


def states(endpoint: Endpoint) -> dict[str, int]:
    """Return the numbers of the experiments that an address is about, by state; none for other addresses."""
    measured = endpoint.name.startswith("experiments:") or endpoint.name == "canvassing:experiment_visits"
    return STATES if measured and "number" in endpoint.parameters else {}
