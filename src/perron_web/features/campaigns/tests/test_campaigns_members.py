"""Members: listed, changed, taken back; logged out at once; the last director stays."""

import pytest
from allauth.usersessions.models import UserSession

from perron.errors import PerronError
from perron_web.conftest import PARIS_2, PARIS_20, person
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.queries.people import find_member
from perron_web.features.campaigns.services import grant_role
from perron_web.features.campaigns.services.members import change_role, give_role, revoke_role
from perron_web.features.campaigns.tests.factories import queries
from perron_web.platform.access import Role
from perron_web.platform.hooks import LISTENERS, on

LIST = "/c/essai/membres/"


@pytest.fixture
def boss(director, campaign):
    return find_member(director, "essai")


def role_of(user):
    return Membership.objects.get(user=user)


def test_revoked_a_person_is_out_at_the_next_click(signed, director, volunteer):
    phone, desk = signed(volunteer), signed(director)
    assert phone.get("/c/essai/moi/").status_code == 200
    assert UserSession.objects.filter(user=volunteer).count() == 1
    answer = desk.post(f"{LIST}role/{role_of(volunteer).pk}/retirer/")
    assert answer.status_code == 302
    assert phone.get("/c/essai/").status_code == 302  # logged out
    assert not UserSession.objects.filter(user=volunteer).exists()
    assert signed(volunteer).get("/c/essai/").status_code == 404  # and not a member any more


def test_a_place_narrowed_ends_sessions_too(boss, lead, signed):
    browser = signed(lead)
    browser.get("/c/essai/")
    change_role(
        member=boss, membership=role_of(lead), role=Role.TERRITORY_LEAD, place=PARIS_20 + "x/", until=None
    )
    assert browser.get("/c/essai/").status_code == 302


def test_the_last_director_stays(boss, director):
    with pytest.raises(PerronError, match="one director"):
        revoke_role(member=boss, membership=role_of(director))
    with pytest.raises(PerronError, match="one director"):
        change_role(member=boss, membership=role_of(director), role=Role.ANALYST, place="", until=None)
    second = person("second")
    give_role(member=boss, user=second, role=Role.DIRECTOR, place="")
    revoke_role(member=boss, membership=role_of(director))
    assert find_member(director, "essai") is None


def test_a_lead_changes_nobody_above_or_elsewhere(lead, campaign, director):
    member, away = find_member(lead, "essai"), person("away")
    elsewhere = grant_role(campaign=campaign, user=away, role=Role.VOLUNTEER, place=PARIS_2)
    for membership in (role_of(director), elsewhere, role_of(lead)):
        with pytest.raises(PerronError, match="below yours"):
            revoke_role(member=member, membership=membership)
    with pytest.raises(PerronError, match="below yours"):
        give_role(member=member, user=away, role=Role.TERRITORY_LEAD, place=PARIS_20)


def test_several_roles_each_on_its_territory(boss, volunteer):
    give_role(member=boss, user=volunteer, role=Role.TEAM_LEADER, place=PARIS_2)
    member = find_member(volunteer, "essai")
    assert member.places(frozenset({Role.TEAM_LEADER})) == (PARIS_2,)
    assert set(member.places(frozenset(Role))) == {PARIS_20, PARIS_2}


def test_the_list_shows_my_territory(signed, lead, campaign):
    grant_role(campaign=campaign, user=person("away"), role=Role.VOLUNTEER, place=PARIS_2)
    grant_role(campaign=campaign, user=person("near"), role=Role.VOLUNTEER, place=PARIS_20)
    page = signed(lead).get(LIST).content.decode()
    assert "near@exemple.test" in page
    assert "away@exemple.test" not in page
    assert "alix@exemple.test" not in page  # the director is above


@pytest.mark.parametrize(
    ("query", "found"), [("?q=EMMA", 1), ("?q=nobody", 0), ("?role=volunteer", 1), ("?role=x", 2)]
)
def test_the_list_is_searched(signed, director, volunteer, query, found):
    page = signed(director).get(LIST + query)
    assert page.context["page"].paginator.count == found


def test_a_role_given_and_changed_on_the_page(signed, director, volunteer):
    browser = signed(director)
    answer = browser.post(
        f"{LIST}{volunteer.pk}/", {"role": "trainer", "place": PARIS_20, "until": "2090-01-01"}
    )
    assert answer.status_code == 302
    given = Membership.objects.get(user=volunteer, role="trainer")
    assert given.until.year == 2090
    answer = browser.post(f"{LIST}role/{given.pk}/", {"role": "trainer", "place": "", "until": ""})
    assert answer.status_code == 302
    given.refresh_from_db()
    assert (given.place, given.until) == ("", None)


def test_an_end_in_the_past_is_refused(signed, director, volunteer):
    answer = signed(director).post(
        f"{LIST}{volunteer.pk}/", {"role": "trainer", "place": "", "until": "2020-01-01"}
    )
    assert "Cette date est passée" in answer.content.decode()


def test_the_list_costs_the_same_with_thirty(signed, director, campaign, volunteer):
    browser = signed(director)
    browser.get(LIST)
    with queries() as one:
        browser.get(LIST)
    for number in range(30):
        grant_role(campaign=campaign, user=person(f"p{number}"), role=Role.VOLUNTEER, place=PARIS_20)
    with queries() as thirty:
        browser.get(LIST)
    assert len(thirty) == len(one)


def test_a_role_taken_back_or_narrowed_is_told(campaign, director, volunteer):
    """Phones listen to it: what they carry goes in the same transaction."""
    told = []
    listener = on("member_changed")(lambda *, user, campaign: told.append((user, campaign)))
    try:
        held = Membership.objects.get(user=volunteer)
        member = find_member(director, campaign.slug)
        change_role(member=member, membership=held, role=Role.TRAINER, place=PARIS_20, until=None)
        revoke_role(member=member, membership=held)
    finally:
        LISTENERS["member_changed"].remove(listener)
    assert told == [(volunteer, campaign)] * 2
