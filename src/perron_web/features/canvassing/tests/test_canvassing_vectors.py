"""The states of doors, on the vectors that the phone's tests read too."""

import json
from datetime import datetime
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest

from perron_web.features.canvassing.rules.doors import Event, buildings, door_states

VECTORS = Path(__file__).parents[5] / "tests" / "vectors" / "door_states.json"
CASES = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]


def event(told) -> Event:
    blank = dict.fromkeys(Event._fields) | {"source": "phone", "outcome": "", "access": ""}
    at = datetime.fromisoformat(told["happened_at"])
    undoes = UUID(told["undoes"]) if "undoes" in told else None
    known = {name: value for name, value in told.items() if name in Event._fields}
    return Event(
        **(blank | known | {"id": UUID(told["id"]), "at": at, "undoes": undoes, "user": told["phone"]})
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_states_are_those_of_the_phone(case):
    wanted = {
        (door["address"], door["stair"], door["floor"], door["door"]): (
            door["outcome"],
            door["talked"],
            door.get("never", door["outcome"] == "never"),
        )
        for door in case["doors"]
    }
    for reports in permutations([event(told) for told in case["reports"]]):
        states = door_states(reports)
        assert {which: (s.outcome, s.talked, s.never) for which, s in states.items()} == wanted
        ways = {key: known.access for key, known in buildings(reports).items() if known.access}
        assert ways == case["access"]
