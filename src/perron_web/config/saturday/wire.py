"""The replay's line: the real interface over HTTP, a login and a phone for each invented person."""

import json
import secrets
import urllib.error
import urllib.request
from datetime import datetime
from http.cookiejar import CookieJar
from typing import Any, Final

from django.utils import timezone

from perron_web.config.saturday.day import Shift
from perron_web.config.saturday.play import Report

PATIENCE: Final = 30
LABEL: Final = "Téléphone d’exemple"


class WireError(Exception):
    """The site does not answer, or not as the interface says."""


class Wire:
    """Phones that reach a running demo.

    Parameters
    ----------
    address : str
        Of the site, such as "http://127.0.0.1:8000".
    campaign : str
        Short name of the campaign.
    tokens : dict
        Tokens that phones were given before, by person.
    enter : Callable
        How a team leader enters the list of a pair that walked with paper.
    """

    def __init__(self, address: str, campaign: str, tokens: dict[str, str], enter: Any) -> None:
        if not address.startswith(("http://", "https://")):
            raise WireError(address)
        self.address, self.campaign, self.tokens = address.rstrip("/"), campaign, tokens
        self._enter = enter
        self._started: set[int] = set()

    def take(self, shift: Shift, _moment: datetime, /) -> dict[str, Any] | None:
        """Take the list that was prepared for a pair, or the best one of the short list; its pack."""
        who = shift.first.key
        held = [turf["id"] for turf in self._get(who, "/api/me").get("turfs", [])]
        for turf in [*held, *(one["id"] for one in self._get(who, "/api/turfs")["turfs"])]:
            if turf in self._started:
                continue
            if turf not in held and self._ask(who, f"/api/turfs/{turf}/take", {}) is None:
                continue
            self._started.add(turf)
            return self._ask(who, f"/api/packs/{turf}")
        return None

    def send(self, who: str, reports: list[Report], _moment: datetime, /) -> dict[str, int]:
        """Send a batch; nothing when the site did not take it."""
        try:
            told = self._ask(who, "/api/sync", {"sent_at": timezone.now().isoformat(), "reports": reports})
        except WireError:
            return {}
        return {row["id"]: row["status"] for row in told["results"]} if told else {}

    def finish(self, shift: Shift, turf: int, _moment: datetime, /) -> None:
        """Say that a list is done."""
        self._ask(shift.first.key, f"/api/turfs/{turf}/finish", {})

    def enter(self, shift: Shift, pack: dict[str, Any], _moment: datetime, /) -> None:
        """Give a paper list to the team leader, who enters it."""
        self._enter(shift, pack)

    def _get(self, who: str, path: str) -> dict[str, Any]:
        found = self._ask(who, path)
        if found is None:
            raise WireError(f"{path}: refused")
        return found

    def _ask(self, who: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any] | None:
        if who not in self.tokens:
            self.tokens[who] = self._register(who)
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return self._exchange(path, body, headers)

    def _register(self, who: str) -> str:
        """Log in in one click, then make a phone of this browser."""
        jar = CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        try:
            browser.open(f"{self.address}/demo/{who}/", timeout=PATIENCE).close()
        except OSError as error:
            raise WireError(f"/demo/{who}/: {error}") from error
        secret = secrets.token_hex(16)
        cookies = [f"{one.name}={one.value}" for one in jar if one.name != "csrftoken"]
        headers = {"Cookie": "; ".join([*cookies, f"csrftoken={secret}"]), "X-CSRFToken": secret}
        told = self._exchange("/api/phones", {"campaign": self.campaign, "label": LABEL}, headers)
        if told is None:
            raise WireError(f"/api/phones: {who} is refused")
        return str(told["token"])

    def _exchange(
        self, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> dict[str, Any] | None:
        """Ask; None when the site says no."""
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(  # noqa: S310 - http(s), checked at the start
            self.address + path, data, {"Content-Type": "application/json", **headers}
        )
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in {404, 409}:
                    return None
                raise WireError(f"{path}: {error.code}") from error
        except (OSError, ValueError) as error:
            raise WireError(f"{path}: {error}") from error
        if not isinstance(found, dict) or found.get("perron", 1) != 1:
            raise WireError(f"{path}: not the site")
        return found
