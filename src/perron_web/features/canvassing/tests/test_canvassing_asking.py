"""The app's page is the same for everybody; what a campaign asks at doors, and the text read aloud."""

import re

import pytest
from django_scopes import scope

from perron_web.features.canvassing.models import CanvassSettings, ConsentText
from perron_web.features.canvassing.queries.asking import asked_at_doors
from perron_web.features.canvassing.rules.consent import FIRST_TEXT, wants
from perron_web.features.canvassing.rules.shell import APP, SCRIPTS, STATIC, kept_files
from perron_web.features.canvassing.services.asking import save_field_settings, write_consent_text
from perron_web.platform.audit.models import AuditLine
from perron_web.platform.design.linking import link

TEXT = FIRST_TEXT.format(campaign="Campagne d’essai").replace("[adresse]", "vie.privee@exemple.test")
PAGE = "/c/essai/reglages/terrain/"


@pytest.mark.django_db
def test_the_app_holds_nothing_of_anybody(client, signed, volunteer):
    stranger, member = client.get("/terrain/"), signed(volunteer).get("/terrain/")
    assert stranger.content == member.content
    english = client.get("/terrain/en/").content.decode()
    assert '<html lang="en"' in english
    assert "Nobody home" in english


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_the_scripts_say_is_on_the_page(client, db, language):
    page = client.get(f"/terrain/{language}/").content.decode()
    there = set(re.findall(r'id="w-([\w.]+)"', page))
    said = set()
    for name in SCRIPTS:
        said |= set(re.findall(r'\bsay\("([\w.]+)"', (STATIC / name).read_text(encoding="utf-8")))
    assert said <= there
    templates = set(re.findall(r'id="([tb]-[\w-]+)"', page))
    for name in SCRIPTS:
        assert (
            set(re.findall(r'\bfill\("([\w-]+)"', (STATIC / name).read_text(encoding="utf-8"))) <= templates
        )


def test_the_list_of_the_apps_files_is_whole(settings):
    assert {"canvassing/screens/main.mjs", "canvassing/core/core.mjs"} <= set(SCRIPTS)
    assert set(SCRIPTS) <= set(kept_files(developing=True))
    assert APP in kept_files(developing=False)
    linked = link(settings.LINKED_SCRIPTS[APP], lambda name: (STATIC / name).read_text(encoding="utf-8"))
    reached = {name for name in SCRIPTS if f'parts.set("{name}"' in linked}
    assert set(SCRIPTS) - reached == {"canvassing/core/background.mjs"}


def test_a_text_without_its_blanks_filled_is_not_read():
    assert wants(FIRST_TEXT.format(campaign="x")) == ["blank"]
    assert wants(TEXT) == []
    assert wants("D’accord ?") == ["short", "erase"]


def test_nothing_personal_is_asked_without_a_text(inside, director):
    save_field_settings(campaign=inside, by=director, ask_support=True, ask_contact=True)
    assert asked_at_doors(inside, "fr")["questions"] == ["registration", "needs"]
    text = write_consent_text(campaign=inside, text_fr=TEXT, by=director)
    asked = asked_at_doors(inside, "fr")
    assert asked["questions"] == ["registration", "needs", "support", "contact"]
    assert asked["consent"] == [
        {"id": text.pk, "version": 1, "text": {"fr": TEXT, "en": TEXT}, "channels": ["email", "phone", "sms"]}
    ]


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(inside, director):
    first = write_consent_text(campaign=inside, text_fr=TEXT, by=director)
    assert write_consent_text(campaign=inside, text_fr=TEXT, by=director) == first
    second = write_consent_text(campaign=inside, text_fr=f"{TEXT} Merci.", by=director)
    assert [second.version, first.version] == list(ConsentText.objects.values_list("version", flat=True))


def test_a_director_sets_what_is_asked(campaign, director, signed, settings):
    settings.SECOND_FACTOR = False
    browser = signed(director)
    assert "Voici un texte pour commencer" in browser.get(PAGE).content.decode()
    answer = browser.post(PAGE, {"part": "text", "text_fr": FIRST_TEXT, "text_en": ""})
    assert "Il reste un blanc" in answer.content.decode()
    assert browser.post(PAGE, {"part": "text", "text_fr": TEXT, "text_en": ""}).status_code == 302
    assert browser.post(PAGE, {"part": "asked", "ask_needs": "on", "holding_hours": 48}).status_code == 302
    with scope(campaign=campaign, places=None):
        saved = CanvassSettings.objects.get(campaign=campaign)
        assert (saved.ask_needs, saved.ask_support, saved.holding_hours) == (True, False, 48)
        assert set(AuditLine.objects.values_list("action", flat=True)) >= {
            "canvassing.write_consent",
            "canvassing.save_settings",
        }
    assert "Version 1" in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, {"part": "asked", "holding_hours": 0}).status_code == 200


def test_others_read_or_see_nothing(campaign, lead, volunteer, signed, settings):
    settings.SECOND_FACTOR = False
    assert signed(volunteer).get(PAGE).status_code == 403
    assert signed(lead).post(PAGE, {"part": "text", "text_fr": TEXT}).status_code == 403
