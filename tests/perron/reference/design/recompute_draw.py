"""A sealed draw of two arms within strata, made again with nothing but Python's own library.

    python recompute_draw.py FOLDER

Written from docs/methods/experiments-design.md alone: it knows nothing of Perron.
"""

import csv
import hashlib
import json
import math
import sys
from pathlib import Path


def ticket(seed, name):
    return int.from_bytes(hashlib.sha256(f"{seed}/0/{name}".encode()).digest()[:8], "big")


def strata(rows, design):
    """Sort by labels, then best score first, then name; cut each set of labels into strata."""
    labels, score, size = design["strata"], design["order_by"], design["stratum_size"]

    def place(row):
        missing = score and row[score] == ""
        rank = -float(row[score]) if score and not missing else 0.0
        return ([row[label] for label in labels], missing, rank, row["unit"])

    groups = {}
    for row in sorted(rows, key=place):
        groups.setdefault(tuple(row[label] for label in labels), []).append(row["unit"])
    found = []
    for units in groups.values():
        many = max(len(units) // size, 1) if score else 1
        found += [units[i * size : (i + 1) * size if i < many - 1 else None] for i in range(many)]
    return found


def recompute(folder):
    """Return the arm of every unit."""
    record = json.loads((folder / "draw.json").read_text(encoding="utf-8"))
    design, seed = record["design"], record["seed"]
    with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    control, other = design["arms"]
    start = (ticket(seed, "#start/0") >> 11) / 2**53
    arms, seen, given = {}, 0, 0
    for units in strata(rows, design):
        seen += len(units)
        end = math.floor(round(seen * control["share"], 9) + start)
        drawn = sorted(units, key=lambda unit: ticket(seed, unit))
        for place, unit in enumerate(drawn):
            arms[unit] = (control if place < end - given else other)["name"]
        given = end
    return arms


def record_is_whole(folder):
    """Say whether the record's hash is that of its content."""
    record = json.loads((folder / "draw.json").read_text(encoding="utf-8"))
    told = record.pop("record")
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest() == told


if __name__ == "__main__":
    place = Path(sys.argv[1])
    with (place / "assignment.csv").open(encoding="utf-8", newline="") as sealed:
        written = {row["unit"]: row["arm"] for row in csv.DictReader(sealed)}
    print("record", record_is_whole(place), "arms", recompute(place) == written)
