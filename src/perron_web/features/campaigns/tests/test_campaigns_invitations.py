"""Invitations: bound to a role and a territory, counted, expiring, revocable."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from perron.errors import PerronError
from perron_web.conftest import PARIS_2, PARIS_20, person
from perron_web.features.campaigns.models import Invitation, Membership
from perron_web.features.campaigns.queries.people import find_member
from perron_web.features.campaigns.services.invitations import (
    accept_invitation,
    find_invitation,
    invitation_token,
    make_invitation,
    revoke_invitation,
)
from perron_web.features.campaigns.services.members import revoke_role
from perron_web.features.campaigns.tests.factories import queries
from perron_web.platform.access import Role
from perron_web.platform.audit.models import AuditLine

PAGE = "/c/essai/membres/invitations/"
TOMORROW = timedelta(days=1)


@pytest.fixture
def invite(inside, director):
    def make(**options):
        options = {
            "role": Role.VOLUNTEER,
            "place": PARIS_20,
            "expires_at": timezone.now() + TOMORROW,
        } | options
        return make_invitation(member=find_member(director, "essai"), **options)

    return make


def test_it_gives_its_role_and_nothing_else(invite, inside):
    zoe = person("zoe")
    accept_invitation(invitation=invite(), user=zoe)
    (grant,) = find_member(zoe, "essai").grants
    assert (grant.role, grant.place) == (Role.VOLUNTEER, PARIS_20)
    assert AuditLine.objects.filter(action="campaigns.accept_invitation", by=zoe).count() == 1


def test_it_serves_so_many_people_and_no_more(invite):
    invitation = invite(uses_allowed=2)
    for name in ("un", "deux"):
        accept_invitation(invitation=invitation, user=person(name))
    with pytest.raises(PerronError, match="no longer opens"):
        accept_invitation(invitation=invitation, user=person("trois"))
    invitation.refresh_from_db()
    assert (invitation.uses, invitation.state) == (2, "used")


def test_opened_twice_by_one_person_it_counts_once(invite):
    invitation, zoe = invite(uses_allowed=2), person("zoe")
    first = accept_invitation(invitation=invitation, user=zoe)
    assert accept_invitation(invitation=invitation, user=zoe) == first
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_two_people_at_once_cannot_share_the_last_place(invite):
    """The row each of them read says one place is left; the database counts, not they."""
    invitation = invite()
    seen = Invitation.objects.get(pk=invitation.pk)
    accept_invitation(invitation=invitation, user=person("un"))
    assert seen.uses == 0
    with pytest.raises(PerronError):
        accept_invitation(invitation=seen, user=person("deux"))


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_closed_it_opens_nothing(invite, director, client, how):
    invitation = invite()
    link = f"/invitation/{invitation_token(invitation)}/"
    if how == "expired":
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    else:
        revoke_invitation(member=find_member(director, "essai"), invitation=invitation)
    invitation.refresh_from_db()
    assert invitation.state == how
    with pytest.raises(PerronError):
        accept_invitation(invitation=invitation, user=person("zoe"))
    assert client.get(link).status_code == 410
    assert client.post(link, {"name": "Zoé", "email": "zoe@exemple.test"}).status_code == 410
    assert not mail.outbox


def test_a_role_taken_back_does_not_come_back_by_the_same_link(invite, director):
    invitation, zoe = invite(uses_allowed=5), person("zoe")
    membership = accept_invitation(invitation=invitation, user=zoe)
    revoke_role(member=find_member(director, "essai"), membership=membership)
    with pytest.raises(PerronError):
        accept_invitation(invitation=invitation, user=zoe)
    assert find_member(zoe, "essai") is None


def test_the_role_ends_when_the_invitation_said(invite):
    zoe, ends = person("zoe"), timezone.now() + timedelta(seconds=-1)
    accept_invitation(invitation=invite(member_until=ends), user=zoe)
    assert find_member(zoe, "essai") is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-2] + "AA", lambda t: "9" + t, lambda t: t.split(".")[0], lambda t: "x"]
)
def test_a_forged_link_is_not_found(invite, client, change):
    token = change(invitation_token(invite()))
    assert find_invitation(token=token) is None
    assert client.get(f"/invitation/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "place"),
    [("territory_lead", PARIS_20), ("director", PARIS_20), ("volunteer", PARIS_2), ("volunteer", "")],
)
def test_a_lead_invites_below_and_within_only(signed, lead, role, place):
    answer = signed(lead).post(PAGE, {"role": role, "place": place, "uses": 1, "days": 7})
    assert answer.status_code == 200
    with scopes_disabled():
        assert not Invitation.objects.exists()


def test_a_lead_s_own_place_is_picked_already(signed, lead):
    assert f'value="{PARIS_20}" checked' in signed(lead).get(PAGE).content.decode()


def test_a_lead_sees_the_invitations_of_their_place_only(invite, signed, lead):
    mine, away = invite(note="ICI"), invite(place=PARIS_2, note="AILLEURS")
    page = signed(lead).get(PAGE).content.decode()
    assert "ICI" in page
    assert "AILLEURS" not in page
    assert signed(lead).get(f"{PAGE}{mine.pk}/").status_code == 200
    assert signed(lead).get(f"{PAGE}{away.pk}/").status_code == 404
    assert signed(lead).post(f"{PAGE}{away.pk}/retirer/").status_code == 404


def test_a_link_above_one_s_own_role_is_not_shown(invite, signed, lead):
    """A director's invitation to lead the 20e must not be usable by whoever leads it already."""
    above = invite(role=Role.TERRITORY_LEAD)
    page = signed(lead).get(f"{PAGE}{above.pk}/").content.decode()
    assert invitation_token(above) not in page


def test_a_new_person_joins_by_link_and_code(invite, client, signed, director):
    shown = signed(director).get(f"{PAGE}{invite(note='affiche').pk}/").content.decode()
    link = re.search(r"/invitation/[^<\s\"]+", shown)[0]
    assert "<svg" in shown
    answer = client.post(link, {"name": "Zoé", "email": "Zoe@Exemple.test"})
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body)[0]
    assert client.get("/c/essai/").status_code == 302  # not before the code
    answer = client.post(answer["Location"], {"code": code, "action": "verify"})
    assert answer["Location"] == link
    assert client.get("/c/essai/").status_code == 404  # an account, but not yet a member
    assert client.post(link)["Location"] == "/c/essai/"
    assert client.get("/c/essai/moi/").status_code == 200
    zoe = get_user_model().objects.get(email="zoe@exemple.test")
    assert not zoe.has_usable_password()
    assert Membership.objects.get(user=zoe).place == PARIS_20


def test_the_list_costs_the_same_with_thirty(invite, signed, director):
    client = signed(director)
    invite()
    client.get(PAGE)
    with queries() as one:
        client.get(PAGE)
    for _ in range(30):
        invite()
    with queries() as thirty:
        client.get(PAGE)
    assert len(thirty) == len(one)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time anyway")
def test_twenty_people_at_the_same_instant_share_three_places(invite):
    invitation, people = invite(uses_allowed=3), [person(f"p{number}") for number in range(20)]
    together = Barrier(len(people))

    def accept(user):
        together.wait()
        try:
            accept_invitation(invitation=invitation, user=user)
        except PerronError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(people)) as threads:
        assert sum(threads.map(accept, people)) == 3
    assert Membership.objects.filter(role=Role.VOLUNTEER).count() == 3
