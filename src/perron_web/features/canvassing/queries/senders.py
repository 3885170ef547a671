"""Who sends reports: the phone behind a token, its person, whether still a member, what they held."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django_scopes import scopes_disabled

from perron_web.features.campaigns.queries import find_member
from perron_web.features.canvassing.choices import Source
from perron_web.features.canvassing.models import Phone
from perron_web.features.teams.models import Outing, OutingPerson, TeamMember
from perron_web.features.turfs.models import Holding, Turf
from perron_web.platform.access import Member
from perron_web.platform.prepared import run_prepared


class Known(NamedTuple):
    """A turf of the campaign, as its reports are filed."""

    place: str
    held: bool
    """Whether this person ever held it."""
    holds: bool
    """Whether this person holds it now."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who sends reports, by phone or from paper."""

    campaign: int
    user: int | None
    phone: int | None = None
    source: str = Source.PHONE.value
    member: bool = True
    revoked: bool = False
    place: str = ""
    """Where reports without a turf or an outing are filed."""
    turfs: dict[int, Known] = field(default_factory=dict)
    outings: frozenset[int] = frozenset()
    """Outings for which they held a turf."""
    texts: frozenset[int] | None = None
    """Consent texts of the campaign; None to look them up."""


_MEMBER = """
SELECT p.id, p.campaign_id, p.user_id, p.revoked_at IS NOT NULL,
  (SELECT m.place FROM campaigns_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = p.user_id AND m.campaign_id = p.campaign_id AND u.is_active AND m.revoked_at IS NULL
      AND (m.until IS NULL OR m.until > $2) ORDER BY m.id LIMIT 1),
  (SELECT {gather}({pair}(h.turf_id, t.place, h.ended_at IS NULL, h.outing_id))
    FROM turfs_holding h JOIN turfs_turf t ON t.id = h.turf_id
    WHERE (h.holder_id = p.user_id OR h.partner_id = p.user_id) AND h.campaign_id = p.campaign_id),
  (SELECT {gather}(c.id) FROM canvassing_consenttext c WHERE c.campaign_id = p.campaign_id)
FROM canvassing_phone p WHERE p.token_hash = $1"""
_WORDS = {
    "postgresql": {"gather": "json_agg", "pair": "json_build_array"},
    "sqlite": {"gather": "json_group_array", "pair": "json_array"},
}
_SQL = {vendor: _MEMBER.format(**words) for vendor, words in _WORDS.items()}


def token_hash(token: str) -> str:
    """Return what is kept of a phone's token.

    Parameters
    ----------
    token : str
        The token: 256 random bits, so that its hash needs no salt.

    Returns
    -------
    str
        Its SHA-256, in hexadecimal.
    """
    return sha256(token.encode()).hexdigest()


def find_sender(token: str, now: datetime) -> Sender | None:
    """Find who sends, in one round trip: nothing is remembered, so that a revocation acts at once.

    Parameters
    ----------
    token : str
        The phone's token.
    now : datetime
        Aware instant at which memberships are looked at.

    Returns
    -------
    Sender or None
        None for an unknown token.
    """
    values = (token_hash(token), connection.ops.adapt_datetimefield_value(now))
    found = run_prepared(_SQL[connection.vendor], values)
    if not found:
        return None
    phone, campaign, user, revoked, place, turfs, texts = found[0]
    known: dict[int, Known] = {}
    outings: set[int] = set()
    for turf, where, holds, outing in _parsed(turfs):
        outings.add(outing)
        known[turf] = Known(where, held=True, holds=bool(holds) or (turf in known and known[turf].holds))
    return Sender(
        campaign=campaign,
        user=user,
        phone=phone,
        member=place is not None,
        revoked=bool(revoked),
        place=place or "",
        turfs=known,
        outings=frozenset(outings),
        texts=frozenset(_parsed(texts)),
    )


class Bearer(NamedTuple):
    """The phone behind a token, for what it reads: its person with the roles in force."""

    phone: Phone
    person: Member | None
    """None once every role has ended."""

    @property
    def revoked(self) -> bool:
        """Whether it may do nothing any more."""
        return self.phone.revoked_at is not None


def find_bearer(token: str) -> Bearer | None:
    """Find the phone behind a token, its person and their roles.

    Parameters
    ----------
    token : str
        The phone's token.

    Returns
    -------
    Bearer or None
        None for an unknown token.
    """
    with scopes_disabled():
        rows = Phone.objects.filter(token_hash=token_hash(token)).select_related("user", "campaign")
        phone = rows.first()
    if phone is None:
        return None
    return Bearer(phone, find_member(phone.user, phone.campaign.slug) if phone.user.is_active else None)


def _parsed(value: Any) -> list[Any]:
    """Read a list that the database gathered: parsed already, as text, or none."""
    if isinstance(value, str | bytes):
        value = orjson.loads(value)
    return value or []


def other_turfs(sender: Sender, turfs: Iterable[int]) -> dict[int, Known]:
    """Return turfs of the campaign that the sender does not hold by name: a pair's, a team's, or nobody's.

    Parameters
    ----------
    sender : Sender
        Who sends.
    turfs : iterable of int
        Numbers of turfs.

    Returns
    -------
    dict
        Those that are of this campaign; the others are left out.
    """
    paired = OutingPerson.objects.filter(outing=OuterRef("outing"), user=sender.user, pair=OuterRef("pair"))
    belongs = TeamMember.objects.filter(team=OuterRef("team"), user=sender.user, joined_at__isnull=False)
    ours = Holding.every.filter(turf=OuterRef("pk")).filter(
        Exists(paired) | (Q(holder=None, partner=None, pair=None) & Exists(belongs))
    )
    rows = Turf.every.filter(pk__in=list(turfs)).annotate(
        held=Exists(ours), holds=Exists(ours.filter(ended_at=None))
    )
    return {
        pk: Known(place, held, holds)
        for pk, place, held, holds in rows.values_list("pk", "place", "held", "holds")
    }


def outing_places(outings: Iterable[int]) -> dict[int, str]:
    """Return where outings of the campaign in force are.

    Parameters
    ----------
    outings : iterable of int
        Numbers of outings.

    Returns
    -------
    dict
        Place by number; those of another campaign are left out.
    """
    return dict(Outing.every.filter(pk__in=list(outings)).values_list("pk", "place"))
