"""What a plan was made from: `plan.json`, and the short code printed on its sheets."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from perron.plan import Plan


_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY


def plan_code(plan: "Plan", inputs: Mapping[str, str]) -> str:
    """Return eight hexadecimal characters that change when inputs, parameters or walks change.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    inputs : mapping of str to str
        SHA-256 of each input file by its name.

    Returns
    -------
    str
        The start of a SHA-256.
    """
    digest = hashlib.sha256(orjson.dumps([dict(inputs), plan.parameters], default=str, option=_SORTED))
    for name in ("turf", "order", "address", "number", "doors"):
        digest.update(orjson.dumps(plan.doors.get_column(name).to_numpy().tolist()))
    return digest.hexdigest()[:8]


def description(plan: "Plan", inputs: Mapping[str, str], code: str) -> dict[str, Any]:
    """Return the content of `plan.json`.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    inputs : mapping of str to str
        SHA-256 of each input file by its name.
    code : str
        The plan's code.

    Returns
    -------
    dict
        Kind, version, code, inputs, parameters, summary, notes in both languages, credits.
    """
    return {
        "kind": "perron plan",
        "version": version("perron"),
        "code": code,
        "inputs": dict(sorted(inputs.items())),
        "parameters": plan.parameters,
        "summary": plan.summary,
        "notes": [{"en": note.en, "fr": note.fr} for note in plan.notes],
        "credits": list(plan.credits),
    }


def write_description(content: dict[str, Any], path: Path) -> None:
    """Write `plan.json`, indented, in the order of `description`.

    Parameters
    ----------
    content : dict
        From `description`.
    path : Path
        The file to write.
    """
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY
    path.write_bytes(orjson.dumps(content, default=str, option=options))
