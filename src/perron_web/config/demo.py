"""The invented campaign of the demo: people, places, an election, and the Paris sample."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django_scopes import scope

from perron_web.config.saturday.cast import gather
from perron_web.config.saturday.past import another_clock
from perron_web.config.saturday.people import TRAINER, VOLUNTEER
from perron_web.features.accounts.models import User
from perron_web.features.accounts.services.profile import open_account
from perron_web.features.campaigns.choices import Kind
from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.services import create_campaign, grant_role
from perron_web.features.campaigns.services.election import save_election
from perron_web.features.targeting.choices import State
from perron_web.features.targeting.models import Run
from perron_web.platform.access.roles import Role
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.services import start

SLUG: Final = "exemple"
PARIS_20: Final = "11/75/75056/20/"
TEAM: Final = tuple(f"{PARIS_20}75056_20{number:02d}/" for number in range(1, 7))
"""Bureaux of the team: six of the 20e."""
DIRECTOR, LEAD, LEADER = "directrice", "referent20", "equipe20"
SHOWN: Final = (DIRECTOR, LEAD, LEADER, TRAINER, VOLUNTEER)
"""Whose logins are printed."""
AHEAD: Final = timedelta(weeks=20)
"""How far the invented election is when the demo is made."""


def ensure_demo() -> None:
    """Make the demo, once: what is there already stays as it is; what failed is begun again."""
    with transaction.atomic():
        campaign = Campaign.objects.filter(slug=SLUG).first() or _make()
        with scope(campaign=campaign, places=None):
            under_way = Job.objects.filter(ended_at=None).exists()
            if not (under_way or Run.objects.filter(state=State.DONE).exists()):
                _start(campaign)


def _make() -> Campaign:
    director, lead, leader = (
        open_account(email=f"{who}@exemple.test", name=name)
        for who, name in (
            (DIRECTOR, "Alix Exemple, directrice"),
            (LEAD, "Chloé Exemple, référente du 20e"),
            (LEADER, "Driss Exemple, chef d’équipe"),
        )
    )
    campaign = create_campaign(name=_("Exemple à Paris"), slug=SLUG, director=director, demo=True)
    grant_role(campaign=campaign, user=lead, role=Role.TERRITORY_LEAD, place=PARIS_20, by=director)
    for place in TEAM:
        grant_role(campaign=campaign, user=leader, role=Role.TEAM_LEADER, place=place, by=director)
    with scope(campaign=campaign, places=None):
        _prepare(campaign, director)
        with another_clock():
            gather(campaign, now=now())
    return campaign


def _prepare(campaign: Campaign, director: User) -> None:
    first = _sunday(localdate() + AHEAD)
    save_election(
        campaign=campaign,
        kind=Kind.LEGISLATIVES,
        name=_("Élection d’exemple"),
        first_round=first,
        second_round=first + timedelta(weeks=1),
        time_zone="Europe/Paris",
        votes_on_saturday=False,
        by=director,
    )


def _start(campaign: Campaign) -> None:
    director = User.objects.get(email=f"{DIRECTOR}@exemple.test")
    start(
        campaign=campaign,
        kind="demo",
        title=_("Chargement de Paris, l’échantillon livré avec Perron"),
        by=director,
        arguments={"by": director.pk},
        back_to=f"/c/{SLUG}/",
    )


def past_is_lived(campaign: Campaign) -> bool:
    """Say whether the demo has its past: a plan adopted, two Saturdays, the next ones planned.

    Parameters
    ----------
    campaign : Campaign
        The demo's.

    Returns
    -------
    bool
        Whether a Saturday can be replayed.
    """
    with scope(campaign=campaign, places=None):
        return Job.objects.filter(kind="demo_field", state="done").exists()


def demo_logins() -> list[tuple[str, str]]:
    """Return the people of the demo and where each logs in.

    Returns
    -------
    list of tuple
        Name, path of the one-click login.
    """
    people = User.objects.filter(email__in=[f"{who}@exemple.test" for who in SHOWN])
    return [(person.name, f"demo/{person.email.partition('@')[0]}/") for person in people.order_by("pk")]


def demo_is_on() -> bool:
    """Say whether one-click logins are allowed here.

    Returns
    -------
    bool
        The setting.
    """
    return bool(settings.DEMO)


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
