"""Logins are counted: whoever asks for codes without end is told to wait."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from perron_web.features.accounts.models import User

LOGIN = "/compte/connexion/"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.django_db
def test_codes_for_one_address_are_limited():
    User.objects.create_user("alix@exemple.test", name="Alix")
    codes = [Client().post(LOGIN, {"email": "alix@exemple.test"}).status_code for _ in range(6)]
    assert len(mail.outbox) == 3
    assert codes[:3] == [302] * 3
    assert set(codes[3:]) <= {200, 429}


@pytest.mark.django_db
def test_codes_from_one_machine_are_limited():
    codes = [Client().post(LOGIN, {"email": f"p{n}@exemple.test"}).status_code for n in range(25)]
    assert codes[:20] == [302] * 20
    assert set(codes[20:]) <= {200, 429}


@pytest.mark.django_db
def test_wrong_codes_end_the_attempt(client):
    User.objects.create_user("alix@exemple.test", name="Alix")
    client.post(LOGIN, {"email": "alix@exemple.test"})
    for _ in range(6):
        answer = client.post(f"{LOGIN}code/", {"code": "000000"})
    assert answer.status_code in {302, 429}
    assert "_auth_user_id" not in client.session
