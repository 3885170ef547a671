"""What the tests of campaigns share: elections, lists of past elections, counted queries."""

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from perron_web.features.campaigns.models import Election
from perron_web.features.campaigns.services.election import save_election
from perron_web.platform import providers
from perron_web.platform.providers import Choice

CHOICES = [
    Choice("2019-europeennes", "RENAISSANCE", "", 900),
    Choice("2019-europeennes", "PRENEZ LE POUVOIR", "", 500),
    Choice("2019-europeennes", "ENVIE D'EUROPE", "", 300),
    Choice("2014-europeennes", "LUMP", "LUMP", 700),
    Choice("2014-europeennes", "LDVD", "LDVD", 20),
    Choice("2014-europeennes", "Liste « à part »", "LDVD", 10),
]


def queries() -> CaptureQueriesContext:
    """Count the queries of a block."""
    return CaptureQueriesContext(connection)


def an_election(campaign: Any, **changes: Any) -> Election:
    """Give a campaign the municipal election of March 2026; inside its scope."""
    values = {
        "kind": "municipales", "name": "Municipales", "first_round": date(2026, 3, 15),
        "second_round": date(2026, 3, 22), "time_zone": "Europe/Paris", "votes_on_saturday": False,
        "by": None,
    }  # fmt: skip
    return save_election(campaign=campaign, **(values | changes))


def given_choices(monkeypatch: Any, choices: list[Choice] = CHOICES) -> None:
    """Answer for the feature that holds results."""
    monkeypatch.setitem(providers._PROVIDERS, "results.choices", lambda: list(choices))
