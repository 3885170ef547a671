"""Headers of every answer; requests too large; the health page."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

PAGES = ["/sante/", "/compte/connexion/", "/", "/nothing-here/", "/c/essai/", "/api/me"]
STAYS = {"/compte/connexion/", "/", "/c/essai/", "/api/me"}
"""Pages that no browser may keep."""


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_every_answer_has_its_headers(client, page):
    headers = client.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "noindex" in headers["X-Robots-Tag"]
    kept = headers["Cache-Control"]
    assert "private" in kept
    assert ("no-store" in kept) == (page in STAYS), "what only some may open is not for the back button"


@pytest.mark.django_db
def test_health_says_nothing_but_that(client):
    answer = client.get("/sante/")
    assert answer.json() == {"ok": True}
    assert not answer.cookies


def test_health_without_a_database(client, monkeypatch):
    def fail(*_args):
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", fail)
    assert client.get("/sante/").status_code == 503


@pytest.mark.django_db
def test_a_stranger_cannot_send_a_large_request(client):
    answer = client.post(
        "/compte/connexion/", b"x" * 1_000_001, content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 413


def test_a_member_sends_files_up_to_the_limit(signed, director, settings):
    client = signed(director)
    for announced, expected in ((settings.UPLOAD_MEGABYTES * 1_000_000, 404), (10**12, 413)):
        answer = client.post(
            "/nothing-here/", b"", content_type="application/octet-stream", CONTENT_LENGTH=announced
        )
        assert answer.status_code == expected


def test_in_production_cookies_and_addresses_are_secure(settings, signed, director):
    """The settings that PERRON_HTTPS turns on; `check --deploy` reads the same ones."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert Client().get("/compte/connexion/").status_code == 301
    answer = Client().get("/compte/connexion/", secure=True)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.cookies["csrftoken"]["secure"]
    assert Client().get("/sante/").status_code == 200


@pytest.mark.django_db
def test_an_error_page_shows_nothing_of_the_error(client, monkeypatch):
    def fail(*_args, **_more):
        raise ValueError("secret detail")

    monkeypatch.setattr("perron_web.platform.ops.views.connection.cursor", fail)
    client.raise_request_exception = False
    answer = client.get("/sante/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/c/essai/carte/fiche/%00/", "/c/essai/membres/?q=a%00b"])
def test_a_nul_in_an_address_is_refused(client, campaign, director, page):
    client.force_login(director)
    assert client.get(page).status_code == 400
