"""The second factor: asked of whoever sees people, used at login, sealed at rest; sessions ended at once."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache

from perron_web.features.accounts.models import User
from perron_web.features.accounts.services.profile import open_account
from perron_web.features.accounts.services.secrets import seal, unseal
from perron_web.features.accounts.services.sessions import end_sessions
from perron_web.platform.audit.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)  # the library acts once the change is written
PROTECTION = "/compte/protection/"


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    cache.clear()
    settings.SECOND_FACTOR = True


def verified(user):
    open_account(email=user.email, name=user.name)
    user.emailaddress_set.update(verified=True)
    return user


def totp(secret: str, shift: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def set_up(browser) -> str:
    page = browser.get(f"{PROTECTION}application/").content.decode()
    secret = re.search(r'id="secret">(\w+)<', page)[1]
    assert browser.post(f"{PROTECTION}application/", {"code": totp(secret)}).status_code == 302
    return secret


def test_a_director_is_asked_for_it_then_goes_on(signed, campaign, director):
    browser = signed(verified(director))
    answer = browser.get("/c/essai/membres/")
    assert answer["Location"] == f"{PROTECTION}?next=%2Fc%2Fessai%2Fmembres%2F"
    assert "Il vous faut un second facteur" in browser.get(answer["Location"]).content.decode()
    set_up(browser)
    page = browser.get(f"{PROTECTION}secours/").content.decode()
    assert 'href="/c/essai/membres/"' in page
    assert page.count("<li><code>") == 10
    assert browser.get("/c/essai/membres/").status_code == 200


def test_a_volunteer_is_not_asked(signed, volunteer):
    assert signed(volunteer).get("/c/essai/moi/").status_code == 200


def test_only_the_campaign_of_the_demo_is_let_off(signed, campaign, director, settings):
    browser = signed(director)
    settings.DEMO = True
    assert browser.get("/c/essai/").status_code == 302
    campaign.demo = True
    campaign.save()
    assert browser.get("/c/essai/").status_code == 200
    settings.DEMO = False
    assert browser.get("/c/essai/").status_code == 302


def test_it_is_asked_at_the_next_login_and_a_recovery_code_replaces_it(signed, campaign, director, client):
    secret = set_up(signed(verified(director)))
    mail.outbox.clear()
    for wrong, right in ((True, totp(secret, 1)), (False, recovery_code(director))):
        client.post("/compte/connexion/", {"email": director.email})
        code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
        answer = client.post("/compte/connexion/code/", {"code": code, "action": "verify"})
        assert answer["Location"] == "/compte/connexion/second-facteur/"
        assert client.get("/c/essai/").status_code == 302  # the code alone opens nothing
        if wrong:
            assert client.post(answer["Location"], {"code": "000000"}).status_code == 200
        assert client.post(answer["Location"], {"code": right}).status_code == 302
        assert client.get("/c/essai/").status_code == 200
        client.post("/compte/deconnexion/")
        cache.clear()


def recovery_code(user) -> str:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]


def test_a_passkey_wants_a_named_site(signed, campaign, director):
    browser = signed(verified(director))
    assert browser.get(f"{PROTECTION}cles/ajouter/", HTTP_HOST="localhost:8000").status_code == 200
    for host in ("127.0.0.1:8000", "[::1]:8000"):
        answer = browser.get(f"{PROTECTION}cles/ajouter/", HTTP_HOST=host, follow=True)
        assert "nom de domaine" in answer.content.decode()


def test_its_secret_is_sealed_at_rest(signed, campaign, director):
    secret = set_up(signed(verified(director)))
    stored = str(Authenticator.objects.values_list("data", flat=True))
    assert secret not in stored
    assert unseal(sealed=Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_a_new_secret_key_keeps_the_old_secrets_with_a_fallback(settings):
    sealed, old = seal(text="secret"), settings.SECRET_KEY
    assert sealed != seal(text="secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 50, [old]
    assert unseal(sealed=sealed) == "secret"


def test_it_is_taken_away_only_with_it(signed, campaign, director):
    set_up(signed(verified(director)))
    browser = signed(director)  # a session that has not just proven it
    answer = browser.get(f"{PROTECTION}application/retirer/")
    assert answer["Location"].startswith("/compte/confirmation/")
    assert browser.post(f"{PROTECTION}application/retirer/").status_code == 302
    assert Authenticator.objects.filter(type="totp").exists()


def test_adding_one_is_told_by_mail(signed, campaign, director):
    set_up(signed(verified(director)))
    assert any(director.email in message.to for message in mail.outbox)


def test_adding_one_ends_the_sessions_opened_without_it(signed, campaign, director):
    before, browser = signed(verified(director)), signed(director)
    before.get("/compte/")
    set_up(browser)
    assert before.get("/compte/").status_code == 302
    assert browser.get("/compte/").status_code == 200
    assert AuditLine.objects.filter(action="accounts.add_factor", details__kind="totp").count() == 1


def test_sessions_are_listed_and_ended(signed, campaign, director):
    here, there = signed(director), signed(director)
    here.get("/compte/")
    there.get("/compte/", HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    page = here.get("/compte/").content.decode()
    assert "Firefox sur Linux" in page
    other = UserSession.objects.get(user=director, user_agent__contains="Firefox")
    assert here.post(f"/compte/sessions/{other.pk}/fermer/").status_code == 302
    assert there.get("/compte/").status_code == 302
    assert here.get("/compte/").status_code == 200
    assert AuditLine.objects.filter(action="accounts.end_session").count() == 1


def test_nobody_ends_another_s_session(signed, campaign, director, volunteer):
    browser = signed(volunteer)
    browser.get("/compte/")
    theirs = UserSession.objects.get(user=volunteer)
    assert signed(director).post(f"/compte/sessions/{theirs.pk}/fermer/").status_code == 404
    assert browser.get("/compte/").status_code == 200


def test_every_session_but_one_is_ended(signed, director):
    browsers = [signed(director) for _ in range(3)]
    for browser in browsers:
        browser.get("/compte/")
    browsers[0].post("/compte/sessions/fermer/")
    assert [browser.get("/compte/").status_code for browser in browsers] == [200, 302, 302]
    assert end_sessions(user=director, by=director) == 1


def test_use_is_noted_now_and_then_only(signed, director):
    browser = signed(director)
    browser.get("/compte/")
    seen = User.objects.get(pk=director.pk).last_seen
    assert seen is not None
    browser.get("/compte/")
    assert User.objects.get(pk=director.pk).last_seen == seen


def test_name_language_and_theme_are_kept(signed, director):
    browser = signed(director)
    browser.post("/compte/", {"name": "Alix Martin", "language": "en", "theme": "dark"})
    director.refresh_from_db()
    assert (director.name, director.language, director.theme) == ("Alix Martin", "en", "dark")
    page = browser.get("/compte/").content.decode()
    assert '<html lang="en" data-theme="dark"' in page
    assert "My account" in page


def test_a_password_set_by_an_administrator_changes_nothing(signed, db):
    boss = User.objects.create_superuser("chef@exemple.test", "mot de passe")
    browser = signed(verified(boss))
    assert browser.get(f"{PROTECTION}application/").status_code == 200
    set_up(browser)
    other = signed(boss)
    assert other.get(f"{PROTECTION}application/retirer/")["Location"].startswith("/compte/confirmation/")
