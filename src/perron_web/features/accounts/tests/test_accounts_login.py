"""Login by code: a real code from the mail, few tries, no word on who has an account."""

import re
import threading

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.smtp import EmailBackend
from django.urls import NoReverseMatch, reverse

from perron_web.features.accounts.models import User
from perron_web.features.accounts.services.profile import open_account

LOGIN, CODE = "/compte/connexion/", "/compte/connexion/code/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def zoe(db) -> User:
    return open_account(email="zoe@exemple.test", name="Zoé")


def code_of(message) -> str:
    return re.search(r"\b\d{6}\b", message.body)[0]


def test_a_code_opens_the_site_once(client, zoe):
    assert client.post(LOGIN, {"email": "ZOE@exemple.test"})["Location"].startswith(CODE)
    (message,) = mail.outbox
    assert message.to == ["zoe@exemple.test"]
    assert code_of(message) in message.subject
    assert client.post(CODE, {"code": code_of(message), "action": "verify"}).status_code == 302
    assert client.get("/compte/").status_code == 200
    assert zoe.emailaddress_set.get().verified
    other = type(client)()
    assert other.post(CODE, {"code": code_of(message), "action": "verify"})["Location"] == LOGIN


def test_without_a_mail_server_the_page_says_where_the_code_is(client, zoe, settings):
    client.post(LOGIN, {"email": zoe.email})
    assert "terminal" not in client.get(CODE).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "terminal" in client.get(CODE).content.decode()


def test_three_wrong_codes_and_it_is_over(client, zoe):
    client.post(LOGIN, {"email": zoe.email})
    right = code_of(mail.outbox[0])
    for _ in range(3):
        answer = client.post(CODE, {"code": "000000" if right != "000000" else "111111", "action": "verify"})
    assert answer["Location"] == LOGIN
    assert client.post(CODE, {"code": right, "action": "verify"})["Location"] == LOGIN
    assert client.get("/compte/").status_code == 302


def test_codes_are_not_sent_without_end(client, zoe):
    answers = [type(client)().post(LOGIN, {"email": zoe.email}) for _ in range(5)]
    assert len(mail.outbox) == 3
    assert answers[-1].status_code == 200  # the page again, saying to wait


def test_nobody_learns_who_has_an_account(client, zoe):
    known = client.post(LOGIN, {"email": zoe.email})
    page = client.get(known["Location"]).content.decode()
    other = type(client)()
    unknown = other.post(LOGIN, {"email": "inconnu@exemple.test"})
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    shown = other.get(unknown["Location"]).content.decode()
    blank = re.compile(r'[\w.]+@exemple\.test|value="[^"]{20,}"|"X-CSRFToken": "\w+"')
    assert blank.sub("", shown) == blank.sub("", page)
    assert len(mail.outbox) == 1


def test_a_closed_account_gets_no_code(client, zoe):
    User.objects.update(is_active=False)
    client.post(LOGIN, {"email": zoe.email})
    assert not mail.outbox


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_set_password", "account_email"]
)
def test_there_is_no_sign_up_and_no_password(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_login_goes_back_to_the_page_and_nowhere_else(client, zoe):
    for wanted, reached in (("/compte/protection/", "/compte/protection/"), ("https://ailleurs.test/", "/")):
        answer = client.post(f"{LOGIN}?next={wanted}", {"email": zoe.email, "next": wanted})
        answer = client.post(answer["Location"], {"code": code_of(mail.outbox[-1]), "action": "verify"})
        assert answer["Location"] == reached
        client.post("/compte/deconnexion/")
        cache.clear()


def test_demo_logins_are_closed_outside_the_demo(client, zoe, settings):
    assert client.get("/demo/zoe/").status_code == 404
    assert "Démonstration" not in client.get(LOGIN).content.decode()
    settings.DEMO = True
    assert client.get("/demo/personne/").status_code == 404
    assert client.get("/demo/zoe/", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/demo/zoe/", HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 404
    assert "Zoé" not in client.get(LOGIN, REMOTE_ADDR="192.0.2.7").content.decode()
    assert client.get("/compte/").status_code == 302
    assert client.get("/demo/zoe/").status_code == 302
    assert client.get("/compte/").status_code == 200


def test_demo_opens_invented_people_only(client, settings, db):
    settings.DEMO = True
    User.objects.create_user("reel@ailleurs.test")
    assert client.get("/demo/reel/").status_code == 404


def test_what_is_past_its_term_goes(client, zoe, campaign, director):
    from datetime import timedelta

    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session
    from django.core.management import call_command
    from django.utils import timezone

    from perron_web.platform.audit.models import AuditLine

    long_ago = timezone.now() - timedelta(days=366)
    never = open_account(email="jamais@exemple.test", name="")
    User.objects.filter(pk__in=[never.pk, director.pk]).update(date_joined=long_ago)
    AuditLine.objects.filter(action="accounts.open").update(at=long_ago)
    client.force_login(zoe, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/compte/")
    Session.objects.update(expire_date=long_ago)
    call_command("purge")
    assert set(User.objects.values_list("email", flat=True)) == {zoe.email, director.email}
    assert not AuditLine.objects.filter(action="accounts.open").exists()
    assert AuditLine.objects.filter(action="campaigns.create").exists()
    assert not UserSession.objects.exists()


def test_the_mail_server_s_delay_does_not_tell_who_has_an_account(client, zoe, settings, monkeypatch):
    gone, free = [], threading.Event()

    def slow(_server, messages):
        free.wait(5)
        gone.extend(messages)

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    assert client.post(LOGIN, {"email": zoe.email})["Location"].startswith(CODE)
    assert gone == []
    free.set()
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()
    assert [message.to for message in gone] == [[zoe.email]]


def test_a_mail_server_that_fails_is_logged_and_nothing_more(client, zoe, settings, monkeypatch, caplog):
    def fail(_server, _messages):
        raise OSError

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    assert client.post(LOGIN, {"email": zoe.email})["Location"].startswith(CODE)
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()
    assert "did not leave" in caplog.text
