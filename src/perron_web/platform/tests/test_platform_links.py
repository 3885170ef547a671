"""Links by their secret: what opens, what does not; names that leave the site."""

from types import SimpleNamespace

import pytest

from perron_web.platform.links import Links, new_nonce, qr
from perron_web.platform.words import first_name

ROW = SimpleNamespace(pk=12, nonce="0123456789abcdef")


def test_a_token_tells_its_row_and_nothing_else_does():
    teams, invitations = Links("teams"), Links("invitations")
    token = teams.token(ROW)
    assert teams.read(token) == {"pk": 12, "nonce": "0123456789abcdef"}
    for other in (invitations.token(ROW), token[:-1], token + "0", "", "12-0123456789abcdef", "abc"):
        assert teams.read(other) is None


def test_secrets_differ_and_codes_are_drawn_without_style():
    assert len({new_nonce() for _ in range(20)}) == 20
    drawing = qr("https://exemple.test/equipe/12")
    assert drawing.startswith("<svg")
    assert "style=" not in drawing


@pytest.mark.parametrize(
    ("name", "first"), [("Emma Exemple", "Emma"), ("Exemple, Emma", "Exemple"), ("", ""), ("  ", "")]
)
def test_first_names(name, first):
    assert first_name(name) == first
