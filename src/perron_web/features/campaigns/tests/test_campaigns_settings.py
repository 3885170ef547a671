"""Settings: dates that hold together, modules that vanish, blocs by hand and by file, the journal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from perron.targeting.blocs import blocs_from
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import BlocChoice, Campaign, Election
from perron_web.features.campaigns.queries import bloc_table, blocs_of
from perron_web.features.campaigns.services.blocs import Placed, presets, read_blocs, save_blocs, write_blocs
from perron_web.features.campaigns.tests.factories import CHOICES, an_election, given_choices
from perron_web.features.campaigns.views.blocs import card_name
from perron_web.features.campaigns.views.settings import corrected
from perron_web.platform.audit.models import AuditLine
from perron_web.platform.audit.services import record

SETTINGS = "/c/essai/reglages/"
DATES = {
    "kind": "municipales", "name": "Municipales", "first_round": "2032-03-14", "second_round": "2032-03-21",
    "time_zone": "Indian/Reunion",
}  # fmt: skip


def test_dates_are_saved_and_the_calendar_follows(signed, director, campaign):
    browser = signed(director)
    assert browser.post(SETTINGS, DATES).status_code == 302
    page = browser.get(f"{SETTINGS}calendrier/").content.decode()
    assert "Indian/Reunion" in page
    assert "L.49" in page
    assert "<strong>mardi 23 mars 2032</strong> : tout ce qui a été dit aux portes" in page
    file = browser.get(f"{SETTINGS}calendrier/calendrier.ics").content.decode()
    assert "DTSTART:20320312T200000Z" in file  # the 13th, 00:00 in Saint-Denis


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"first_round": "2032-03-13"}, "n’en est pas un"),
        ({"second_round": "2032-03-14"}, "une à quatre semaines"),
        ({"second_round": "2033-03-13"}, "une à quatre semaines"),
        ({"time_zone": "Mars/Olympus"}, "Sélectionnez un choix"),
    ],
)
def test_dates_that_do_not_hold_are_refused(signed, director, campaign, change, said):
    page = signed(director).post(SETTINGS, DATES | change).content.decode()
    assert said in page
    assert not Election._base_manager.exists()


def test_past_dates_are_told(signed, director, campaign):
    past = {"first_round": "2020-03-15", "second_round": ""}
    answer = signed(director).post(SETTINGS, DATES | past, follow=True)
    assert "ces dates sont passées" in answer.content.decode()


def test_an_analyst_reads_dates_and_may_not_change_them(signed, campaign, director):
    from perron_web.conftest import person
    from perron_web.features.campaigns.services import grant_role

    analyst = person("anne")
    grant_role(campaign=campaign, user=analyst, role="analyst", place="")
    assert signed(analyst).get(SETTINGS).status_code == 200
    assert signed(analyst).post(SETTINGS, DATES).status_code == 403


def test_a_module_off_is_not_there(signed, director, campaign):
    browser = signed(director)
    assert "/c/essai/secteurs/" in browser.get(SETTINGS).content.decode()
    browser.post(f"{SETTINGS}modules/", {"on": ["plan"]})
    assert browser.get("/c/essai/secteurs/").status_code == 404
    assert browser.get("/c/essai/plan/").status_code == 200
    assert "/c/essai/secteurs/" not in browser.get(SETTINGS).content.decode()
    browser.post(f"{SETTINGS}modules/", {"on": ["plan", "turfs"]})
    assert browser.get("/c/essai/secteurs/").status_code == 200


@pytest.mark.parametrize("colour", ["#ffee00", "#ffffff", "#000000", "#0b5a63", "rubbish"])
def test_any_colour_ends_readable(colour):
    assert all(shade["after"] >= 4.5 for shade in corrected(colour)["shades"])


def test_the_colour_is_saved(signed, director, campaign):
    signed(director).post(f"{SETTINGS}apparence/", {"name": "Autre nom", "accent": "#aa3300"})
    campaign.refresh_from_db()
    assert (campaign.name, campaign.accent) == ("Autre nom", "#aa3300")
    answer = signed(director).post(f"{SETTINGS}apparence/", {"name": "x", "accent": "red;}"})
    assert answer.status_code == 200
    campaign.refresh_from_db()
    assert campaign.accent == "#aa3300"


@pytest.fixture
def choices(monkeypatch, inside):
    given_choices(monkeypatch)
    return inside


def test_blocs_by_hand_then_undone(signed, director, choices):
    browser = signed(director)
    browser.post(
        f"{SETTINGS}blocs/?scrutin=2019-europeennes", {card_name("2019-europeennes", "RENAISSANCE"): "ours"}
    )
    assert blocs_of(choices).bloc_of("2019-europeennes", "Renaissance") == "ours"
    browser.post(f"{SETTINGS}blocs/annuler/")
    assert not BlocChoice.objects.exists()


def test_a_whole_nuance_moves_at_once(signed, director, choices):
    signed(director).post(
        f"{SETTINGS}blocs/?scrutin=2014-europeennes",
        {"bulk": "1", "nuance": "LDVD", "nuance-side": "opponent"},
    )
    assert set(BlocChoice.objects.values_list("choice", "side")) == {
        ("LDVD", "opponent"),
        ("Liste « à part »", "opponent"),
    }


def test_an_unknown_side_takes_none(signed, director, choices):
    signed(director).post(f"{SETTINGS}blocs/", {card_name("2019-europeennes", "RENAISSANCE"): "traitors"})
    assert not BlocChoice.objects.exists()


def test_a_file_goes_out_and_comes_back_the_same(choices, director):
    sides = read_blocs(text=presets()["droite"], choices=CHOICES)
    save_blocs(campaign=choices, sides=sides, by=director)
    table = bloc_table(choices)
    assert table["elections"]["2014-europeennes"]["ours"] == ["LDVD", "LUMP"]
    assert table["elections"]["2019-europeennes"]["opponent"] == {
        "centre": ["RENAISSANCE"], "extreme_droite": ["PRENEZ LE POUVOIR"], "gauche": ["ENVIE D'EUROPE"],
    }  # fmt: skip
    again = read_blocs(text=write_blocs(campaign=choices), choices=CHOICES)
    assert again == sides
    assert blocs_from(table).parts() == blocs_of(choices).parts()


def test_the_file_is_read_on_the_page(signed, director, choices):
    browser = signed(director)
    good = SimpleUploadedFile("b.toml", b'default = "other"\n[elections."2019-*"]\nours = ["RENAISSANCE"]\n')
    browser.post(f"{SETTINGS}blocs/importer/", {"file": good})
    assert BlocChoice.objects.get(side="ours").choice == "RENAISSANCE"
    bad = SimpleUploadedFile("b.toml", b"[elections\n")
    answer = browser.post(f"{SETTINGS}blocs/importer/", {"file": bad}, follow=True)
    assert "ce n’est pas du TOML" in answer.content.decode()
    assert BlocChoice.objects.filter(side="ours").count() == 1
    file = browser.get(f"{SETTINGS}blocs/blocs.toml").content.decode()
    assert 'ours = ["RENAISSANCE"]' in file


def test_presets_are_for_the_demo_only(signed, director, choices):
    browser = signed(director)
    assert browser.post(f"{SETTINGS}blocs/exemple/", {"name": "gauche"}).status_code == 404
    Campaign.objects.update(demo=True)
    assert browser.post(f"{SETTINGS}blocs/exemple/", {"name": "gauche"}).status_code == 302
    assert BlocChoice.objects.filter(side="ours").exists()
    assert browser.post(f"{SETTINGS}blocs/exemple/", {"name": "../secret"}).status_code == 404


def test_saving_the_same_writes_nothing(choices, director):
    sides = {("2019-europeennes", "RENAISSANCE"): Placed("ours")}
    assert save_blocs(campaign=choices, sides=sides, by=director) == 1
    assert save_blocs(campaign=choices, sides=sides, by=director) == 0
    assert AuditLine.objects.filter(action="campaigns.save_blocs").count() == 1


def test_the_journal_is_sealed_and_filtered(signed, director, other_campaign, inside):
    record(action="campaigns.secret", target="CANARI", campaign=other_campaign)
    an_election(inside)
    browser = signed(director)
    page = browser.get("/c/essai/journal/").content.decode()
    assert "Dates de l’élection" in page
    assert "CANARI" not in page
    assert browser.get("/c/essai/journal/?action=campaigns.create").context["page"].paginator.count == 1
    assert browser.get("/c/essai/journal/?who=nobody").context["page"].paginator.count == 0
    assert browser.get("/c/essai/journal/?since=2090-01-01").context["page"].paginator.count == 0


def test_the_journal_leaves_as_a_table_that_runs_nothing(signed, director, inside):
    record(action="=cmd|x", target="+1", by=director)
    answer = signed(director).get("/c/essai/journal/journal.csv")
    text = answer.content.decode("utf-8-sig")
    assert "'=cmd|x;'+1" in text
    assert AuditLine.objects.filter(action="campaigns.download_journal").count() == 1


def test_a_campaign_is_made_by_command(db, capsys):
    call_command("create_campaign", "lyon", "Lyon 2026", "--director", "Dir@Exemple.test")
    assert User.objects.get(email="dir@exemple.test").memberships.get().campaign.slug == "lyon"
    with pytest.raises(CommandError, match="already"):
        call_command("create_campaign", "lyon", "Lyon", "--director", "x@exemple.test")


def test_staff_make_campaigns_and_do_not_see_them(signed, campaign, director):
    staff = User.objects.create_user("staff@exemple.test", is_staff=True)
    browser = signed(staff)
    assert (
        browser.post(
            "/campagnes/nouvelle/", {"name": "N", "slug": "neuve", "director": "d@exemple.test"}
        ).status_code
        == 302
    )
    assert "Campagne d’essai" not in browser.get("/").content.decode()
    assert browser.get("/c/neuve/").status_code == 404
    assert signed(director).get("/campagnes/nouvelle/").status_code == 403
