"""What goes over the wire, for the schema that others read."""

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

    name: str


class Registered(Schema):
    """The token is told once; the server keeps its hash."""

    token: str
    phone: int
    campaign: str
    user: Somebody
    language: Literal["fr", "en"]


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
