"""What the tests of teams share: a small ground of squares and streets, teams, outings."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from perron_web.conftest import PARIS_2, PARIS_20
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.services import grant_role
from perron_web.features.teams.choices import Belonging
from perron_web.features.teams.models import Outing, OutingPerson, Team, TeamMember
from perron_web.features.territory.models import Address, BoundarySet, Bureau, Dataset, Import, Territory
from perron_web.platform.access import Role

MONTREUIL, BAGNOLET = "11/93/93048/", "11/93/93006/"
GROUND = {
    PARIS_20: (2.40, 48.86),
    PARIS_2: (2.34, 48.868),
    MONTREUIL: (2.44, 48.862),
    BAGNOLET: (2.42, 48.869),
}
"""South-west corner of the square kilometre of each place."""
NAMES = {PARIS_20: "Paris 20e", PARIS_2: "Paris 2e", MONTREUIL: "Montreuil", BAGNOLET: "Bagnolet"}
SIDE = 0.01
GAMBETTA = (2.405, 48.865)


def at(name: str, *args: Any) -> str:
    return reverse(f"teams:{name}", args=["essai", *args])


def lay_ground(campaign: Any) -> None:
    """One bureau and three addresses of one street in each place."""
    with scope(campaign=campaign, places=None):
        brought = Import.objects.create(campaign=campaign, state="applied")
        held = Dataset.objects.create(campaign=campaign, kind="areas", name="f", rows=1, imported_by=brought)
        boundaries = BoundarySet.objects.create(
            campaign=campaign, year=2022, name="2022", current=True, made_by=brought
        )
        above = {"11/93/": "Seine-Saint-Denis", "11/75/": "Paris", "11/75/75056/": "Paris"}
        for path, name in (above | NAMES).items():
            depth = ("region", "departement", "commune", "arrondissement")[path.count("/") - 1]
            code = path.split("/")[-2]
            Territory.objects.create(campaign=campaign, path=path, level=depth, code=code, name=name)
        for place, (west, south) in GROUND.items():
            _furnish(campaign, place, west, south, boundaries=boundaries, dataset=held, made_by=brought)


def _furnish(campaign, place, west, south, *, boundaries, dataset, made_by) -> None:
    east, north = west + SIDE, south + SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    commune = place.split("/")[2]
    bureau = Bureau.objects.create(
        campaign=campaign, place=f"{place}{commune}_1/", boundary_set=boundaries, dataset=dataset,
        code=f"{commune}_{place[-3:-1]}", number="1", commune=commune, lon=west + SIDE / 2,
        lat=south + SIDE / 2, west=west, south=south, east=east, north=north,
        shape=json.dumps({"type": "Polygon", "coordinates": [ring]}),
    )  # fmt: skip
    streets = ["Rue de Ménilmontant"] + (["Rue des Lilas"] if place in (MONTREUIL, BAGNOLET) else [])
    for street in streets:
        for number in (2, 4, 40):
            Address.objects.create(
                campaign=campaign, place=bureau.place, bureau=bureau, dataset=dataset, made_by=made_by,
                key=f"{place}{street}{number}", number=number, street=street, doors=10,
                lon=west + number / 10_000, lat=south + SIDE / 2,
            )  # fmt: skip


def a_person(campaign: Any, who: str, *, place: str = PARIS_20, role: Role | None = Role.VOLUNTEER) -> User:
    user = User.objects.create_user(f"{who.lower()}@exemple.test", name=f"{who} Secret")
    if role:
        grant_role(campaign=campaign, user=user, role=role, place=place)
    return user


def a_team(
    campaign: Any, *, name: str = "Équipe Gambetta", members: tuple[User, ...] = (), **more: Any
) -> Team:
    with scope(campaign=campaign, places=None):
        values = {
            "place": PARIS_20,
            "meeting_name": "la place",
            "meeting_lon": GAMBETTA[0],
            "meeting_lat": GAMBETTA[1],
        }
        team: Team = Team.objects.create(campaign=campaign, name=name, **(values | more))
        for user in members:
            TeamMember.objects.create(
                campaign=campaign, team=team, user=user, state=Belonging.MEMBER, joined_at=timezone.now()
            )
    return team


def an_outing(
    campaign: Any, *, team: Team | None = None, day: int = 3, people: tuple[User, ...] = (), **more: Any
) -> Outing:
    with scope(campaign=campaign, places=None):
        starts: datetime = timezone.now() + timedelta(days=day)
        values = {
            "place": team.place if team else PARIS_20,
            "meeting_name": "la place",
            "meeting_lon": GAMBETTA[0],
            "meeting_lat": GAMBETTA[1],
        }
        outing: Outing = Outing.objects.create(
            campaign=campaign,
            team=team,
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            **(values | more),
        )
        for user in people:
            OutingPerson.objects.create(campaign=campaign, outing=outing, user=user)
    return outing
