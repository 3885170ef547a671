"""A campaign with turfs, people who hold them and phones that may send, laid at once for any number."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_scopes import scope

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Campaign, Membership
from perron_web.features.campaigns.services import create_campaign
from perron_web.features.canvassing.models import Phone
from perron_web.features.targeting.models import Run
from perron_web.features.territory.models import BoundarySet, Bureau, Dataset, Import
from perron_web.features.turfs.models import Holding, Stop, Turf
from perron_web.platform.access.roles import Role

SLUG = "confiance"
PLACE = "11/75/75056/20/"
STOPS, DOORS = 4, 40
"""Buildings a turf, doors a building."""


def hashed(token: str) -> str:
    """Hash a token as the site does; tests/trust/test_trust_ground.py holds the two together."""
    return hashlib.sha256(token.encode()).hexdigest()


def lay(*, phones: int, turfs: int = 0, bureaux: int = 1, slug: str = SLUG) -> dict[str, Any]:
    """Lay the ground: a turf a phone unless fewer are asked for; give what the phones need."""
    director = User.objects.create_user(f"alix-{slug}@exemple.test", name="Alix")
    campaign = create_campaign(name="Confiance", slug=slug, director=director)
    with scope(campaign=campaign, places=None):
        made = _turfs(campaign, turfs or phones, bureaux)
        users = User.objects.bulk_create(
            User(email=f"telephone{number}-{slug}@exemple.test", name=f"Essai {number}")
            for number in range(phones)
        )
        Membership.objects.bulk_create(
            Membership(campaign=campaign, user=user, role=Role.VOLUNTEER, place=PLACE) for user in users
        )
        Phone.objects.bulk_create(
            Phone(campaign=campaign, user=user, token_hash=hashed(f"{slug}-{number}"), label="essai")
            for number, user in enumerate(users)
        )
        keys = dict(Phone.objects.values_list("token_hash", "pk"))
        until = timezone.now() + timedelta(days=30)
        Holding.objects.bulk_create(
            Holding(
                campaign=campaign, place=turf.place, turf=turf, holder=holder, code=f"{number}-{rank}",
                expires_at=until, ended_at=timezone.now() if rank else None, end="given_back" if rank else "",
            )
            for number, turf in enumerate(made)
            for rank, holder in enumerate(users[number :: len(made)])
        )  # fmt: skip
    count = len(made)
    return {
        "campaign": campaign.pk,
        "phones": [
            {
                "token": f"{slug}-{number}",
                "phone": keys[hashed(f"{slug}-{number}")],
                "turf": made[number % count].pk,
                "addresses": [f"{slug}_{number % count}_{stop}" for stop in range(STOPS)],
            }
            for number in range(phones)
        ],
    }


def _turfs(campaign: Campaign, count: int, bureaux: int) -> list[Turf]:
    brought = Import.objects.create(campaign=campaign, state="applied")
    data = Dataset.objects.create(
        campaign=campaign,
        kind="bureaux",
        name="Essai",
        sha256="0" * 64,
        table="",
        rows=1,
        imported_by=brought,
    )
    areas = BoundarySet.objects.create(
        campaign=campaign, year=2024, name="Essai", current=True, made_by=brought
    )
    squares = Bureau.objects.bulk_create(
        Bureau(
            campaign=campaign, place=f"{PLACE}75056_20{number:02d}/", boundary_set=areas, dataset=data,
            code=f"75056_20{number:02d}", number=f"20{number:02d}", commune="75056", commune_name="Paris",
            lon=2.39, lat=48.86, west=2.38, south=48.85, east=2.4, north=48.87, shape="{}", registered=1200,
            doors=count * STOPS * DOORS // bureaux,
        )
        for number in range(1, bureaux + 1)
    )  # fmt: skip
    run = Run.objects.create(campaign=campaign, number=1, state="done", adopted=True)
    homes = [squares[number % bureaux] for number in range(count)]
    found = Turf.objects.bulk_create(
        Turf(
            campaign=campaign, place=homes[number].place, run=run, bureau=homes[number], number=number,
            code=f"{number:05d}", doors=STOPS * DOORS, stops=STOPS, minutes=120, state="taken",
            lon=2.39, lat=48.86,
        )
        for number in range(count)
    )  # fmt: skip
    Stop.objects.bulk_create(
        Stop(
            campaign=campaign, turf=turf, order=order, key=f"{campaign.slug}_{number}_{order}", number=order,
            street="rue d’Essai", lon=2.39, lat=48.86, doors=DOORS, minutes=30, parts="",
        )
        for number, turf in enumerate(found)
        for order in range(STOPS)
    )  # fmt: skip
    return found


def say(**asked: Any) -> None:
    """Lay the ground and print it, for a site in another process."""
    print(json.dumps(lay(**asked)))
