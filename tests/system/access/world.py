"""An invented world of two sealed campaigns, and strings that must never be read on the wrong side."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

from access.measured import ALONE, ALONE_AWAY, ALONE_HERE, measure
from django.apps import apps
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Campaign, Invitation, Membership
from perron_web.features.campaigns.services import create_campaign, grant_role
from perron_web.features.canvassing.models import Consent
from perron_web.features.experiments.models import Unit
from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.services import adopt_run, compute_run, request_run
from perron_web.features.targeting.tests.factories import ready
from perron_web.features.teams.models import Outing, Team
from perron_web.features.territory.models import Bureau, Import, ImportFile, ResultMatch, Territory
from perron_web.features.turfs.models import Stop
from perron_web.platform.access import Role

HERE, ELSEWHERE = "11/75/75056/20/", "11/75/75056/02/"
OTHER = "CANARI-AUTRE"
AWAY = "CANARI-AILLEURS"
AWAY_CODE = "75056_0201"
"""Code of the one bureau that lies in the other territory: a canary that was there without us."""

NAMES = {"name", "title", "note", "street", "meeting_name", "commune_name", "source", "licence", "found"}
"""Fields in which the canaries are written."""

BUREAUX = ("75056_2001", "75056_2002", "75056_2003", ALONE_HERE, AWAY_CODE, ALONE_AWAY)
TREE = (
    ("11/", "region"),
    ("11/75/", "departement"),
    ("11/75/75056/", "commune"),
    (HERE, "arrondissement"),
    (ELSEWHERE, "arrondissement"),
)
WHOLE = (Role.DIRECTOR, Role.ANALYST, Role.DPO)
LOCAL = (Role.TERRITORY_LEAD, Role.TEAM_LEADER, Role.TRAINER, Role.VOLUNTEER)


@dataclass
class Person:
    """Somebody who asks for pages."""

    name: str
    client: Client
    user: User | None = None
    role: Role | None = None
    place: str | None = None

    @property
    def member(self) -> bool:
        return self.role is not None


@dataclass
class World:
    """What there is."""

    ours: Campaign
    theirs: Campaign
    people: dict[str, Person] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Key of the map that people of each sort are given, by where they stand."""

    def add(
        self, name: str, *, role: Role | None = None, place: str | None = None, user: User | None = None
    ) -> None:
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.people[name] = Person(name, client, user, role, place)


def make_world() -> World:
    """Make two campaigns with the same kinds of rows, and people of every sort."""
    boss, stranger = new_user("alix"), new_user(f"{OTHER.lower()}.bilal", OTHER)
    world = World(
        create_campaign(name="Campagne d’essai", slug="essai", director=boss),
        create_campaign(name=f"Campagne {OTHER}", slug="autre", director=stranger),
    )
    for role in WHOLE:
        add_member(world, role.value, role, "", user=boss if role is Role.DIRECTOR else None)
    for role in LOCAL:
        add_member(world, role.value, role, HERE)
    add_member(world, "lead elsewhere", Role.TERRITORY_LEAD, ELSEWHERE, user=new_user("away", AWAY))
    world.add("stranger", user=stranger)
    for name, change in (("revoked", "revoked_at"), ("expired", "until")):
        user = new_user(name)
        row = grant_role(campaign=world.ours, user=user, role=Role.DIRECTOR, place="")
        Membership.objects.filter(pk=row.pk).update(
            **{change: timezone.now() - timezone.timedelta(minutes=1)}
        )
        world.add(name, user=user)
    world.add("staff", user=User.objects.create_user("staff@exemple.test", is_staff=True))
    world.add("nobody", user=new_user("nobody"))
    world.add("anonymous")
    for campaign, by in ((world.ours, boss), (world.theirs, stranger)):
        with scope(campaign=campaign, places=None):
            furnish(campaign, by)
    hand_team(world)
    write_canaries(world)
    for person in world.people.values():  # a session is noted once: what is asked later only reads
        person.client.get("/")
    return world


def hand_team(world: World) -> None:
    """Give our team leader the team that lies here, and the outings to that team."""
    with scope(campaign=world.ours, places=None):
        teams = Team.objects.filter(place=HERE)
        teams.update(leader=world.people["team_leader"].user)
        Outing.objects.filter(place=HERE).update(team=teams.first())


def new_user(who: str, name: str = "") -> User:
    return User.objects.create_user(f"{who}@exemple.test", name=name or who.capitalize())


def add_member(world: World, name: str, role: Role, place: str, user: User | None = None) -> None:
    user = user or new_user(name.replace("_", "-").replace(" ", "-"))
    if not user.memberships.exists():
        grant_role(campaign=world.ours, user=user, role=role, place=place)
    world.add(name, role=role, place=place, user=user)


def furnish(campaign: Campaign, by: User) -> None:
    """Give a campaign one row at least of every kind, in both territories where rows have a place."""
    ready(campaign, *BUREAUX)
    Territory.objects.bulk_create(
        Territory(campaign=campaign, path=path, level=level, code=path.split("/")[-2], name=f"lieu {path}")
        for path, level in TREE
    )
    compute_run(run=request_run(campaign=campaign, parameters={"hours": 60.0, "holdout": 0.0}, by=by))
    adopt_run(run=Run.objects.get(number=1), by=by)
    mark = OTHER if campaign.slug == "autre" else ""
    measure(campaign, by, mark, BUREAUX)
    Import.objects.update(by=by)
    brought = Import.objects.create(campaign=campaign, state="ready", by=by)
    ImportFile.objects.create(campaign=campaign, of=brought, name="f.csv", size=1, sha256="0" * 64)
    ResultMatch.objects.create(campaign=campaign, of=brought, election="2017", found="f")
    for place in (HERE, ELSEWHERE):
        Invitation.objects.create(
            campaign=campaign, place=place, role=Role.VOLUNTEER, made_by=by, note="affiche",
            expires_at=timezone.now() + timezone.timedelta(days=1), uses_allowed=9,
        )  # fmt: skip
    for model in scoped_models():
        for place in (HERE, ELSEWHERE) if has(model, "place") else ("",):
            there = model.objects.filter(place__startswith=place) if place else model.objects.all()
            if not there.exists():
                fill(model, campaign, place, by)


def scoped_models() -> list[type[models.Model]]:
    """List the models whose rows belong to a campaign, those that do without the abstract row included."""
    return [model for model in apps.get_models() if has(model, "campaign") and model is not Membership]


def has(model: type[models.Model], name: str) -> bool:
    return any(column.name == name for column in model._meta.local_concrete_fields)


WANTED: dict[str, dict[str, Callable[[], Any]]] = {
    "Unit": {"order": count(1000).__next__, "key": lambda: uuid4().hex},
    "Report": {"outcome": lambda: "absent"},
    "Consent": {"opinion": lambda: True},
    "Talk": {"consent": Consent.objects.first},
}
"""What the constraints of a model want beyond the least of each column."""


def fill(model: type[models.Model], campaign: Campaign, place: str, by: User) -> None:
    """Make one row of a model with the least its columns want."""
    values: dict[str, Any] = {
        "campaign": campaign,
        **{name: make() for name, make in WANTED.get(model.__name__, {}).items()},
    }
    for column in model._meta.local_concrete_fields:
        if column.name not in values and needed(column):
            values[column.name] = least(column, place, by)
    model.objects.create(**values)


def needed(column: models.Field) -> bool:
    if column.primary_key:
        return isinstance(column, models.UUIDField | models.ForeignKey)
    return not (column.has_default() or column.null or (column.blank and column.name != "place"))


def least(column: models.Field, place: str, by: User) -> Any:
    if column.name == "place":
        return place
    if isinstance(column, models.ForeignKey):
        return related(column.related_model, place, by)
    made = {
        models.UUIDField: uuid4,
        models.BinaryField: lambda: b"0",
        models.DateTimeField: timezone.now,
        models.DateField: lambda: timezone.localdate() + timezone.timedelta(days=30),
        models.JSONField: dict,
        models.IntegerField: lambda: 1,
        models.FloatField: lambda: 1,
    }
    for kind, make in made.items():
        if isinstance(column, kind):
            return make()
    if column.unique:
        return uuid4().hex
    return column.choices[0][0] if column.choices else f"x{place[-9:]}"[: column.max_length]


def related(model: type[models.Model], place: str, by: User) -> models.Model:
    if model is User:
        return User.objects.get(email="away@exemple.test") if place == ELSEWHERE else by
    rows = model.objects.all()
    if place and has(model, "place"):
        rows = rows.filter(place__startswith=place)
    return rows.first()


def write_canaries(world: World) -> None:
    """Write in every row of the other campaign, and of the other territory, what must not be read here."""
    with scopes_disabled():
        for model in scoped_models():
            columns = [c.name for c in model._meta.local_concrete_fields if writable(c)]
            for column in columns:
                model.objects.filter(campaign=world.theirs).update(**{column: numbered(OTHER)})
                if has(model, "place"):
                    away = model.objects.filter(campaign=world.ours, place__startswith=ELSEWHERE)
                    away.update(**{column: numbered(AWAY)})
        Territory.objects.filter(campaign=world.ours, path__startswith=ELSEWHERE).update(name=AWAY)
        Bureau.objects.filter(campaign=world.theirs, code=ALONE_HERE).update(code="75056_1901")
        for model in (Bureau, Score):
            model.objects.filter(campaign=world.ours, code=ALONE_HERE).update(name=ALONE)
        Stop.objects.filter(campaign=world.ours, turf__bureau__code=ALONE_HERE).update(street=f"rue {ALONE}")
        Unit.objects.filter(campaign=world.ours, key=ALONE_HERE).update(street=f"rue {ALONE}")


def numbered(canary: str) -> Concat:
    """Return a canary followed by the row's number: names may have to differ."""
    return Concat(Value(f"{canary} "), Cast("pk", models.CharField()))


def writable(column: models.Field) -> bool:
    text = isinstance(column, models.CharField | models.TextField) and not column.choices
    return text and column.name in NAMES and (column.max_length or 99) >= 40
