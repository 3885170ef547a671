"""What a phone reads for its own person: `/api/me`, the turfs within reach, the pack of one they hold."""

from contextlib import suppress
from typing import Annotated, Any

from django.db import OperationalError
from django.utils import timezone
from django_scopes import scope
from ninja import Path, Router, Status

from perron_web.features.canvassing.api.schemas import Choices, Done, Mine, Pack, Refused, Taken
from perron_web.features.canvassing.queries.mine import mine, turf_line
from perron_web.features.canvassing.queries.packs import pack_of
from perron_web.features.canvassing.services.phones import mark_pack, revoke_phone
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.queries.claims import may_ask_for, short_list, starts_of
from perron_web.features.turfs.queries.holdings import held_by, teams_of, walked_by
from perron_web.features.turfs.rules import CLAIM
from perron_web.features.turfs.services.holding import finish_turf, give_back, take_turf
from perron_web.platform.access import Member
from perron_web.platform.access.phones import PhoneToken, carried
from perron_web.platform.words import language

ENDED: dict[Any, Any] = {401: Refused, 403: Refused}
router = Router(auth=PhoneToken(), tags=["turfs"])
Number = Annotated[int, Path(le=2**63 - 1)]
"""Number of a turf: what a database can hold."""


@router.get("/me", response={200: Mine, **ENDED}, tags=["phones"])
@carried
def me(request: Any) -> Any:
    """Read the person's campaign, teams, next outings, turfs and messages, and what is asked at doors."""
    return mine(request.auth.person, timezone.now(), language())


@router.post("/phones/end", response={200: Done, **ENDED}, tags=["phones"])
@carried
def end(request: Any) -> Any:
    """Log this phone out: its token opens nothing from now on."""
    return {"perron": 1, "done": revoke_phone(phone=request.auth.phone, by=request.auth.person.user)}


@router.get("/turfs", response={200: Choices, **ENDED})
@carried
def choices(request: Any) -> Any:
    """Read the few turfs that the person may take, from their next outing or their team's meeting point."""
    user = request.auth.person.user
    if not request.auth.person.may(CLAIM):
        return {"perron": 1, "turfs": []}
    teams = teams_of(user)
    starts = starts_of(user, teams)
    found = short_list(user, near=starts[0].point if starts else None, teams=teams)
    return {
        "perron": 1,
        "turfs": [
            {**turf_line(one.turf), "metres": None if one.away is None else round(one.away), "why": one.why}
            for one in found
        ],
    }


@router.post("/turfs/{int:turf}/take", response={201: Taken, 404: Refused, 409: Refused, **ENDED})
@carried
def take(request: Any, turf: Number) -> Any:
    """Take a turf; 409 says in words why it cannot be had. One held already is held still."""
    user = request.auth.person.user
    held = held_by(user).filter(turf=turf).first()
    if held is None:
        if not (request.auth.person.may(CLAIM) and may_ask_for(user, turf)):
            return Status(404, Refused(error="no such turf"))
        held = take_turf(turf=turf, by=user)
    return Status(201, {"perron": 1, "turf": turf, "expires_at": held.expires_at})


@router.post("/turfs/{int:turf}/give-back", response={200: Done, 404: Refused, **ENDED})
@carried
def back(request: Any, turf: Number) -> Any:
    """Give a turf back; saying it twice is no error."""
    return _end(request.auth.person, turf, give_back)


@router.post("/turfs/{int:turf}/finish", response={200: Done, 404: Refused, **ENDED})
@carried
def finish(request: Any, turf: Number) -> Any:
    """Say that a turf is done; saying it twice is no error."""
    return _end(request.auth.person, turf, finish_turf)


def _end(member: Member, turf: int, how: Any) -> Any:
    user = member.user
    held = held_by(user).filter(turf=turf).first()
    if held is not None:
        how(holding=held, by=user)
    elif not Holding.every.filter(walked_by(user), turf=turf).exists():
        return Status(404, Refused(error="not held"))
    return {"perron": 1, "done": True}


@router.get("/packs/{int:turf}", response={200: Pack, 404: Refused, **ENDED})
@carried
def pack(request: Any, turf: Number) -> Any:
    """Read the pack of a turf in hand: never electors, never names, never a control bureau."""
    member = request.auth.person
    held = held_by(member.user).filter(turf=turf).first()
    if held is None:
        return Status(404, Refused(error="not held"))
    with suppress(OperationalError):  # a full disk stops writing, not reading
        mark_pack(holding=held)
    with scope(campaign=member.campaign, places=None):  # streets go on where the person's places end
        return pack_of(member.campaign, held, language())
