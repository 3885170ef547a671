"""The places named at the head of every page are places that one may open."""

import re

import pytest
from django.urls import reverse

from perron_web.features.campaigns.services import grant_role
from perron_web.platform.access import Role


def places_of(client) -> list[str]:
    """Return the addresses of the navigation of the first page."""
    page = client.get(reverse("dashboard:home", args=["essai"]), follow=True).content.decode()
    return sorted(set(re.findall(r'href="(/c/essai/[a-z]*/?)"', page.split("<main")[0])))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("off", [[], ["teams"], ["turfs"], ["plan"]], ids=str)
def test_no_place_of_the_navigation_refuses(campaign, stranger, signed, role, off):
    grant_role(campaign=campaign, user=stranger, role=role, place="")
    campaign.modules_off = off
    campaign.save()
    client = signed(stranger)
    answers = {href: client.get(href, follow=True).status_code for href in places_of(client)}
    assert len(answers) >= 2
    assert set(answers.values()) == {200}, answers


def test_a_director_goes_from_teams_to_invitations(campaign, director, signed):
    client = signed(director)
    page = client.get(reverse("teams:index", args=["essai"])).content.decode()
    assert page.count(reverse("campaigns:invitations", args=["essai"])) == 1
    page = client.get(reverse("campaigns:members", args=["essai"])).content.decode()
    assert reverse("teams:index", args=["essai"]) in page.split("<main")[1]


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TRAINER])
def test_the_home_of_those_who_walk_is_their_own_page(campaign, stranger, signed, role):
    grant_role(campaign=campaign, user=stranger, role=role, place="")
    client = signed(stranger)
    answer = client.get("/c/essai/", follow=True)
    assert answer.redirect_chain == [("/c/essai/moi/", 302)]
    nav = answer.content.decode().split('aria-label="Campagne">')[1].split("</nav>")[0]
    assert re.findall(r">([^<]+)</a>", nav) == ["Accueil", "Équipes", "Formation", "Terrain"]
    campaign.modules_off = ["teams"]
    campaign.save()
    assert client.get("/c/essai/").status_code == 200


def test_a_trainer_who_leads_stays_at_the_desk(campaign, lead, signed):
    grant_role(campaign=campaign, user=lead, role=Role.TRAINER, place="")
    assert signed(lead).get("/c/essai/").status_code == 200
