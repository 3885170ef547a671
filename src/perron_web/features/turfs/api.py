"""What phones ask of turfs: the short list, one taken, given back, done."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from perron.errors import PerronError
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.queries.claims import may_ask_for, short_list, starts_of
from perron_web.features.turfs.queries.holdings import held_by, teams_of
from perron_web.features.turfs.queries.nearby import Suggestion
from perron_web.features.turfs.rules import CLAIM
from perron_web.features.turfs.services.holding import finish_turf, give_back, take_turf
from perron_web.platform.access.phones import PhoneToken, carried
from perron_web.platform.words import words

router = Router(auth=PhoneToken(), tags=["turfs"])
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Offered(Schema):
    """A turf that may be taken, and why it is a good one."""

    id: int
    name: str
    bureau: str
    minutes: float
    doors: int
    metres: float | None
    why: str


class Had(Schema):
    """A turf in one's hands."""

    id: int
    name: str
    bureau: str
    minutes: float
    doors: int
    code: str
    expires_at: datetime
    state: str


class Turfs(Schema):
    """What may be taken, and what is held."""

    perron: int = 1
    free: list[Offered]
    held: list[Had]


class Taken(Schema):
    """What is now held."""

    perron: int = 1
    turf: Had


class Ended(Schema):
    """Whether the turf was held until now."""

    perron: int = 1
    done: bool


class No(Schema):
    """Why not."""

    perron: int = 1
    error: str
    wipe: bool = False


REFUSALS: dict[Any, Any] = {401: No, 403: No, 404: No, 409: No}


@router.get("/turfs", response={200: Turfs, **REFUSALS})
@carried
def offered(request: HttpRequest) -> Any:
    """Tell what the person holds, and five turfs at most that they may take."""
    member = request.auth.person  # type: ignore[attr-defined]
    if not member.may(CLAIM):
        return Status(403, No(error="no role to walk a turf"))
    teams = teams_of(member.user)
    start = next(iter(starts_of(member.user, teams)), None)
    found = short_list(member.user, near=start.point if start else None, teams=teams)
    held = held_by(member.user)
    return Turfs(free=[_offered(one) for one in found], held=[_had(one) for one in held])


@router.post("/turfs/{turf}/take", response={200: Taken, **REFUSALS})
@carried
def take(request: HttpRequest, turf: Key) -> Any:
    """Take a turf of the short list; 409 says why it cannot be had."""
    member = request.auth.person  # type: ignore[attr-defined]
    mine = held_by(member.user).filter(turf=turf).first()
    if mine is None and (not member.may(CLAIM) or not may_ask_for(member.user, turf)):
        return Status(404, No(error="no such turf"))
    try:
        return Taken(turf=_had(mine or take_turf(turf=turf, by=member.user)))
    except PerronError as error:
        return Status(409, No(error=words(error)))


@router.post("/turfs/{turf}/give-back", response={200: Ended, **REFUSALS})
@carried
def back(request: HttpRequest, turf: Key) -> Any:
    """Give back a turf that one holds; asked again, it says that it was not held."""
    member = request.auth.person  # type: ignore[attr-defined]
    mine = held_by(member.user).filter(turf=turf).first()
    return Ended(done=mine is not None and give_back(holding=mine, by=member.user))


@router.post("/turfs/{turf}/finish", response={200: Ended, **REFUSALS})
@carried
def finish(request: HttpRequest, turf: Key) -> Any:
    """Say that a turf one holds is done; asked again, it says that it was not held."""
    member = request.auth.person  # type: ignore[attr-defined]
    mine = held_by(member.user).filter(turf=turf).first()
    return Ended(done=mine is not None and finish_turf(holding=mine, by=member.user))


def _offered(one: Suggestion) -> Offered:
    turf = one.turf
    return Offered(
        id=turf.pk,
        name=turf.name_short,
        bureau=turf.bureau.name,
        minutes=turf.minutes,
        doors=turf.doors,
        metres=one.away,
        why=one.why,
    )


def _had(one: Holding) -> Had:
    turf = one.turf
    return Had(
        id=turf.pk,
        name=turf.name_short,
        bureau=turf.bureau.name,
        minutes=turf.minutes,
        doors=turf.doors,
        code=one.code,
        expires_at=one.expires_at,
        state=turf.state,
    )
