"""What was told at one door goes when its person asks; the other doors, and every visit, stay."""

import pytest
from django_scopes import scope

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.services import grant_role
from perron_web.features.canvassing.models import Conflict, Consent, Report, Talk
from perron_web.features.canvassing.tests.test_canvassing_purging import deliver, holding, speak
from perron_web.platform.access import Role
from perron_web.platform.audit.models import AuditLine

pytestmark = pytest.mark.django_db
HOME = "/c/essai/revue/releves/"


def test_one_door_is_erased_on_request(campaign, volunteer, lead, signed):
    token, talks = speak(campaign, volunteer, many=2)
    with scope(campaign=campaign, places=None):
        kept = Report.every.count()
        first = Report.every.get(pk=talks[0]["visit"])
        Talk.objects.filter(pk=talks[1]["id"]).update(name="LUTIN", email="")
    browser, page = signed(lead), f"{HOME}?secteur={first.turf_id}"
    shown = browser.get(page).content.decode()
    assert shown.count("Effacer ce qui a été dit</button>") == 2
    told = browser.post(f"{HOME}{first.pk}/effacer/", follow=True).content.decode()
    assert "Ce qui a été dit à cette porte est effacé" in told
    assert told.count("Effacer ce qui a été dit</button>") == 1
    assert holding() == []
    assert holding("LUTIN") == ["canvassing_talk.name"]
    with scope(campaign=campaign, places=None):
        assert (Talk.objects.count(), Consent.objects.count(), Conflict.objects.count()) == (1, 1, 0)
        assert Report.every.count() == kept
    line = AuditLine.objects.get(action="canvassing.erase_told")
    assert (line.by, line.details) == (lead, {"talks": 1, "consents": 1, "conflicts": 1})
    assert deliver(token, talks[0]) == [200]
    assert holding() == []
    again = browser.post(f"{HOME}{first.pk}/effacer/", follow=True).content.decode()
    assert "Rien de ce qui a été dit" in again


def test_only_who_leads_the_place_erases(campaign, volunteer, team_leader, stranger, signed):
    _token, talks = speak(campaign, volunteer)
    away = User.objects.create_user("fanny@exemple.test", name="Fanny")
    grant_role(campaign=campaign, user=away, role=Role.TERRITORY_LEAD, place="11/75/75056/02/")
    address = f"{HOME}{talks[0]['visit']}/effacer/"
    answers = [signed(one).post(address).status_code for one in (volunteer, team_leader, stranger, away)]
    assert answers == [403, 403, 404, 404]
    with scope(campaign=campaign, places=None):
        turf = Report.every.get(pk=talks[0]["visit"]).turf_id
        assert Talk.objects.count() == 1
    assert (
        "Effacer ce qui a été dit" not in signed(team_leader).get(f"{HOME}?secteur={turf}").content.decode()
    )
