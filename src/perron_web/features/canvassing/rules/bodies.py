"""The bodies of reports, as phones and the paper entry send them; read once, strictly, by pydantic."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, NotRequired

import orjson
from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter, ValidationError
from typing_extensions import TypedDict

MANY: Final = 500
"""Reports in one sending."""
TELLS: Final = 60
"""Characters of a wrong value that are told back."""
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)

UUID_PATTERN: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
EMAIL_PATTERN: Final = r"^$|^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+$"
PRINTED: Final = r"^[^\x00-\x1f\x7f]*$"

Uuid = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
Short = Annotated[str, StringConstraints(pattern=PRINTED, max_length=12)]
Instant = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Common(TypedDict):
    """What every report tells."""

    id: Uuid
    seq: Number
    at: Instant
    address: Annotated[str, StringConstraints(pattern=PRINTED, min_length=1, max_length=120)]
    turf: NotRequired[Key | None]
    outing: NotRequired[Key | None]
    stair: NotRequired[Short]
    floor: NotRequired[Annotated[int, Field(ge=-9, le=199)] | None]
    door: NotRequired[Short]
    away: NotRequired[Annotated[int, Field(ge=0, le=40_000_000)] | None]


class Visit(Common):
    """Somebody knocked at a door."""

    kind: Literal["visit"]
    outcome: Literal["open", "absent", "refused", "later", "unreachable", "never", "unknown"]
    talked: NotRequired[bool | None]


class Entry(Common):
    """How one gets into a building."""

    kind: Literal["access"]
    access: Literal["open", "code", "intercom", "caretaker", "refused"]


class Added(Common):
    """A building, staircase, floor or door that the list lacks."""

    kind: Literal["add"]
    what: Literal["building", "stair", "floor", "door"]
    label: NotRequired[Annotated[str, StringConstraints(pattern=PRINTED, max_length=60)]]
    lon: NotRequired[Annotated[float, Field(ge=-180, le=180)] | None]
    lat: NotRequired[Annotated[float, Field(ge=-90, le=90)] | None]
    doors: NotRequired[Annotated[int, Field(ge=0, le=2000)] | None]


class Undone(Common):
    """An earlier report of the same phone is taken back."""

    kind: Literal["undo"]
    undoes: Uuid


class Agreed(TypedDict):
    """What somebody agreed to, after which text was read to them."""

    text: Key
    at: Instant
    opinion: bool
    contact: Annotated[list[Literal["email", "phone", "sms"]], Field(max_length=3)]


class Talked(Common):
    """What somebody told at their door."""

    kind: Literal["talk"]
    visit: Uuid
    support: NotRequired[Annotated[int, Field(ge=1, le=5)] | None]
    registration: NotRequired[Literal["here", "elsewhere", "none", "not_voter"] | None]
    needs: NotRequired[
        Annotated[list[Literal["register", "proxy", "volunteer", "call_back"]], Field(max_length=4)]
    ]
    name: NotRequired[Annotated[str, StringConstraints(pattern=PRINTED, max_length=120)]]
    email: NotRequired[Annotated[str, StringConstraints(pattern=EMAIL_PATTERN, max_length=254)]]
    phone: NotRequired[Annotated[str, StringConstraints(pattern=r"^$|^[+0-9 ().-]{4,20}$")]]
    consent: NotRequired[Agreed | None]


Body = Annotated[Visit | Entry | Added | Undone | Talked, Field(discriminator="kind")]
ONE: Final[TypeAdapter[Any]] = TypeAdapter(Body)
SEVERAL: Final[TypeAdapter[list[Any]]] = TypeAdapter(list[Body])
INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)

Fault = dict[str, str]
"""`field`, what was `expected` there, and what was `found`."""
Read = dict[str, Any] | list[Fault]
"""A body that can be stored, or what is wrong with it."""


def read_bodies(raw: list[Any]) -> list[Read]:
    """Read reports; a bad one says what is wrong with it and does not touch its neighbours.

    Parameters
    ----------
    raw : list
        What was sent, as parsed from JSON.

    Returns
    -------
    list
        For each, its body with typed values (extra fields left out), or its faults.
    """
    try:
        found: list[Read] = list(SEVERAL.validate_json(orjson.dumps(raw), strict=True))
    except (ValidationError, TypeError, RecursionError):
        found = [_read_one(item) for item in raw]
    for rank, body in enumerate(found):
        if isinstance(body, dict) and (wrong := disagreements(body)):
            found[rank] = wrong
    return found


def _read_one(item: Any) -> Read:
    try:
        body: dict[str, Any] = ONE.validate_json(orjson.dumps(item), strict=True)
    except ValidationError as error:
        return [
            {
                "field": ".".join(str(part) for part in told["loc"][1:]) or "kind",
                "expected": told["msg"],
                "found": repr(told["input"])[:TELLS],
            }
            for told in error.errors(include_url=False, include_context=False)[:10]
        ]
    except (TypeError, RecursionError) as error:
        return [fault("", "a JSON object", str(error))]
    return body


def fault(field: str, expected: str, found: Any) -> Fault:
    """Say what is wrong with one field.

    Parameters
    ----------
    field : str
        Which.
    expected : str
        What should have stood there.
    found : Any
        What did.

    Returns
    -------
    dict
        The fault, its value cut short.
    """
    return {"field": field, "expected": expected, "found": str(found)[:TELLS]}


def disagreements(body: dict[str, Any]) -> list[Fault]:
    """Say what in a body does not go together; above all, nothing personal without its consent.

    Parameters
    ----------
    body : dict
        A body whose every field is right by itself.

    Returns
    -------
    list of dict
        Faults; empty when it may be stored.
    """
    kind = body["kind"]
    if kind == "visit":
        if body.get("talked") and body["outcome"] != "open":
            return [fault("talked", "false or null unless the door opened", True)]
        return []
    if kind == "talk":
        return _without_consent(body)
    if kind == "add" and body["what"] == "building":
        absent = [name for name in ("label", "lon", "lat") if body.get(name) in {None, ""}]
        return [fault(name, "given for a building", None) for name in absent]
    return []


def _without_consent(body: dict[str, Any]) -> list[Fault]:
    given = body.get("consent") or {"opinion": False, "contact": []}
    channels, faults = set(given["contact"]), []
    if body.get("consent") and not (given["opinion"] or channels):
        faults.append(fault("consent", "to an opinion or to a channel", "neither"))
    if body.get("support") is not None and not given["opinion"]:
        faults.append(fault("support", "null without consent to keep an opinion", body["support"]))
    if body.get("name") and not channels:
        faults.append(fault("name", "empty without consent to be contacted", "a name"))
    if body.get("email") and "email" not in channels:
        faults.append(fault("email", "empty without consent to e-mail", "an address"))
    if body.get("phone") and not channels & {"phone", "sms"}:
        faults.append(fault("phone", "empty without consent to calls or messages", "a number"))
    return faults
