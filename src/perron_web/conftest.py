"""The cast of the site's tests: two campaigns sealed from each other, and the people of the first."""

import pytest
from django.test import Client
from django_scopes import scope

import examples  # noqa: F401  (made in tests/)
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.services import create_campaign, grant_role
from perron_web.platform.access.roles import Role
from prepared import charts_in_time, django_db_modify_db_settings, in_no_language_yet  # noqa: F401  (fixtures, made in tests/)

PARIS_20 = "11/75/75056/20/"
PARIS_2 = "11/75/75056/02/"


def person(who: str) -> User:
    return User.objects.create_user(f"{who}@exemple.test", name=who.capitalize())


@pytest.fixture
def director(db) -> User:
    """Alix directs the campaign."""
    return person("alix")


@pytest.fixture
def campaign(director):
    return create_campaign(name="Campagne d’essai", slug="essai", director=director)


@pytest.fixture
def other_campaign(db):
    """Bilal directs another campaign, sealed from the first."""
    return create_campaign(name="CANARI autre campagne", slug="autre", director=person("bilal"))


@pytest.fixture
def stranger(other_campaign) -> User:
    return User.objects.get(email="bilal@exemple.test")


@pytest.fixture
def lead(campaign) -> User:
    """Chloé leads the 20e."""
    user = person("chloe")
    grant_role(campaign=campaign, user=user, role=Role.TERRITORY_LEAD, place=PARIS_20)
    return user


@pytest.fixture
def team_leader(campaign) -> User:
    """Driss leads a team in the 20e."""
    user = person("driss")
    grant_role(campaign=campaign, user=user, role=Role.TEAM_LEADER, place=PARIS_20)
    return user


@pytest.fixture
def volunteer(campaign) -> User:
    user = person("emma")
    grant_role(campaign=campaign, user=user, role=Role.VOLUNTEER, place=PARIS_20)
    return user


@pytest.fixture
def signed():
    """Log a person in and return their browser."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture
def inside(campaign):
    """Work inside the campaign's scope, on the whole of it."""
    with scope(campaign=campaign, places=None):
        yield campaign
