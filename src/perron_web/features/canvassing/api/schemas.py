"""What goes over the wire, for the schema that others read."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from perron_web.features.canvassing.rules.bodies import MANY, Body, Instant

REFERENCE = "#/components/schemas/{model}"


class Sending(TypedDict):
    """Reports of one phone."""

    sent_at: Instant
    reports: Annotated[list[Body], Field(max_length=MANY)]


class Wrong(Schema):
    """What is wrong with one field of a report."""

    field: str
    expected: str
    found: str


class Result(Schema):
    """What became of one report: 201 stored, 200 stored already, 409 kept aside, 422 cannot be stored."""

    id: str | None
    status: Literal[201, 200, 409, 422]
    errors: Annotated[list[Wrong], Field(default_factory=list)]


class Received(Schema):
    """A report counts as sent when its identifier comes back with 201, 200 or 409; nothing else means so."""

    perron: Literal[1]
    server_time: Instant
    results: list[Result]
    wipe: bool
    """Once everything is sent, the phone must forget what it carries."""
    gone: list[int]
    """Turfs spoken of that the person no longer holds."""


class Refused(Schema):
    """Nothing was stored; the phone keeps everything."""

    perron: Literal[1] = 1
    error: str
    wipe: bool = False


class Registering(Schema):
    """A browser asks to be a phone of the campaign."""

    campaign: Annotated[str, Field(max_length=50)]
    label: Annotated[str, Field(max_length=80)] = ""


class Somebody(Schema):
    """Who holds the phone."""

    id: int
    name: str


class Joined(Schema):
    """A campaign for which somebody may canvass."""

    slug: str
    name: str
    accent: str


class Here(Schema):
    """Who is logged in on the site with this browser, and for which campaigns they may register it."""

    perron: Literal[1] = 1
    user: Somebody
    campaigns: list[Joined]


class Registered(Schema):
    """The token is told once; the server keeps its hash."""

    token: str
    phone: int
    campaign: str
    campaign_name: str
    user: Somebody
    language: Literal["fr", "en"]


class TurfLine(Schema):
    """A turf on one line of a list."""

    id: int
    code: str
    number: int
    bureau: str
    doors: int
    minutes: int


class HeldTurf(TurfLine):
    """A turf in the person's hands."""

    expires_at: datetime
    outing: int | None


class Choice(TurfLine):
    """A turf that may be taken."""

    metres: int | None
    why: str


class Choices(Schema):
    """Five at most, best first."""

    perron: Literal[1]
    turfs: list[Choice]


class Taken(Schema):
    """The turf is in the person's hands until then; its pack comes next."""

    perron: Literal[1]
    turf: int
    expires_at: datetime


class Done(Schema):
    """It is as was asked."""

    perron: Literal[1]
    done: bool


class ConsentText(Schema):
    """What is read aloud before anything about a person is written down."""

    id: int
    version: int
    text: dict[str, str]
    channels: list[str]


class Asked(Schema):
    """What the campaign asks at doors."""

    questions: list[Literal["registration", "needs", "support", "contact"]]
    consent: list[ConsentText]
    texts: list[dict[str, Any]]


class Person(Schema):
    """The phone's person."""

    name: str
    language: Literal["fr", "en"]


class CampaignLine(Schema):
    """The campaign."""

    slug: str
    name: str
    accent: str


class TeamLine(Schema):
    """A team of the person."""

    id: int
    name: str


class OutingLine(Schema):
    """An outing to come."""

    id: int
    title: str
    team: str
    starts_at: datetime
    ends_at: datetime
    meeting_name: str
    lon: float | None
    lat: float | None
    answer: str | None
    pair: int | None


class Message(Schema):
    """A message to a team of the person."""

    id: int
    team: str
    by: str
    text: str
    at: datetime


class TakenBack(Schema):
    """A turf that the campaign took back: it is no longer to be walked."""

    turf: int
    name: str
    at: datetime


class Mine(Asked):
    """What the phone's home shows."""

    perron: Literal[1]
    server_time: datetime
    person: Person
    campaign: CampaignLine
    expires_at: datetime | None
    teams: list[TeamLine]
    outings: list[OutingLine]
    turfs: list[HeldTurf]
    taken_back: list[TakenBack]
    messages: list[Message]


class DoorKey(Schema):
    """A door of a building; floor null until somebody says the floors."""

    stair: str
    floor: int | None
    door: str


class Previous(DoorKey):
    """What came of the last visit to a door, to the day."""

    outcome: str
    at: date
    now: bool
    """Whether it was since the turf was taken."""


class Floor(Schema):
    """A floor and its doors."""

    floor: int
    doors: list[str]


class Stair(Schema):
    """A staircase and its floors, as people who were there said."""

    stair: str
    floors: list[Floor]


class Building(Schema):
    """A stop of the walk."""

    order: int
    key: str
    number: int | None
    suffix: str
    street: str
    lon: float | None
    lat: float | None
    floor_from: int | None
    floor_to: int | None
    doors: int
    estimated: bool
    added: bool = False
    access: str
    stairs: list[Stair]
    previous: list[Previous]
    never: list[DoorKey]
    """Doors where somebody asked not to be called on again."""


class PackedTurf(Schema):
    """The turf of a pack."""

    id: int
    code: str
    number: int
    bureau: str
    minutes: int
    doors: int
    outing: int | None
    expires_at: datetime
    line: dict[str, Any] | None
    bbox: list[float] | None


class Street(Schema):
    """A stretch of street, drawn from the addresses along it."""

    name: str
    width: float
    line: list[list[float]]


class Instruction(Schema):
    """What a running trial asks of whoever walks the turf, or goes to some of its buildings."""

    experiment: int
    title: str
    text: str
    stops: list[str]
    """Keys of the buildings it is about; none for all of them."""


class Pack(Asked):
    """Everything a phone needs to walk a turf without a network."""

    perron: Literal[1]
    turf: PackedTurf
    instructions: list[Instruction]
    streets: list[Street]
    stops: list[Building]


def sending_schema() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the JSON schema of a sending, and the schemas it refers to.

    Returns
    -------
    schema : dict
        Of a sending.
    others : dict
        By name.
    """
    schema = TypeAdapter(Sending).json_schema(ref_template=REFERENCE)
    return schema, schema.pop("$defs")
