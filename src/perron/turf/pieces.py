"""From the stops of a cut back to what it was cut from: addresses and floors, each with its own minutes.

`cut` joins floors of a building that follow one another; to edit turfs they must come apart again.
"""

from typing import Any, Final

import polars as pl

from perron.geo.names import street_key
from perron.turf.stops import make_stops
from perron.turf.times import DoorTimes

SAME: Final = ("bureau", "address", "number", "suffix", "street", "lon", "lat")
"""What tells two addresses apart."""
TIE: Final = 1e-6
"""Minutes that rounding may cost."""
MOST_TRIES: Final = 20_000
"""Steps spent on which floors of one building stand in which turf."""


def pieces_of(doors: pl.DataFrame, *, times: DoorTimes | None = None, minutes: float = 120.0) -> pl.DataFrame:
    """Take the stops of a cut apart.

    Parameters
    ----------
    doors : polars.DataFrame
        Table `DOORS`, whole bureaux; optionally `part`, lists of int: which pieces of its address, from 0,
        each stop is made of. Without it the pieces are found again from doors and floors.
    times : DoorTimes, optional
        Door times of the plan.
    minutes : float
        Length of an outing in the plan, minutes.

    Returns
    -------
    polars.DataFrame
        Table `STOPS` with `turf`, `order` and `part`: as `perron.turf.make_stops` made them, so that cutting
        or walking again gives the same numbers. Where doors and floors do not tell which floors of a building
        stand in which turf, they are given in order, as many doors as before or nearly.
    """
    rows = doors.with_row_index("row").with_columns(pl.struct(SAME).rank("dense").alias("_same"))
    if "part" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, pl.List(pl.Int16)).alias("part"))
    whole = _whole(rows, times or DoorTimes(), minutes)
    alone = rows.filter((pl.len().over("_same") == 1) & pl.col("part").is_null())
    named = rows.filter(pl.col("part").is_not_null()).select("row", "_same", "part").explode("part")
    several = rows.filter((pl.len().over("_same") > 1) & pl.col("part").is_null())
    found = pl.concat(
        [
            whole.join(alone.select("row", "_same"), on="_same", how="inner").select("row", "_same", "part"),
            named.select(pl.col("row"), pl.col("_same"), pl.col("part").cast(pl.Int16)),
            _told_apart(several, whole),
        ]
    )
    pieces = whole.join(found, on=["_same", "part"], how="inner")
    kept = pieces.join(rows.select("row", "turf", "order", "estimated"), on="row", how="left")
    return kept.drop("row", "_same").sort("stop", maintain_order=True)


def _whole(rows: pl.DataFrame, times: DoorTimes, minutes: float) -> pl.DataFrame:
    """Return the stops of the addresses, numbered within each."""
    addresses = (
        rows.group_by("_same", maintain_order=True)
        .agg(*(pl.first(name) for name in SAME), pl.col("doors").sum())
        .with_columns(
            pl.col("address").alias("_address"),
            pl.col("_same").cast(pl.String).alias("address"),
            street_key(pl.col("street")).alias("street_key"),
            pl.lit(None, pl.Int32).alias("electors"),
        )
        .sort("bureau", "street_key", "number", "suffix", "_address", nulls_last=True, maintain_order=True)
    )
    made = make_stops(addresses, times=times, minutes=minutes).drop("estimated")
    number = pl.col("address").cast(pl.UInt32).alias("_same")
    part = pl.int_range(pl.len(), dtype=pl.Int16).over("address").alias("part")
    names = addresses.select("_same", "_address")
    return (
        made.with_columns(number, part)
        .join(names, on="_same", how="left", maintain_order="left")
        .with_columns(pl.col("_address").alias("address"))
        .drop("_address")
    )


def _told_apart(rows: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Find which parts of a building each of its stops is made of."""
    parts = {
        int(key[0]): frame.select("floor_from", "floor_to", "doors", "minutes").rows()
        for key, frame in whole.join(rows.select("_same").unique(), on="_same", how="semi").group_by(
            "_same", maintain_order=True
        )
    }
    found: list[tuple[int, int, int]] = []
    for key, frame in rows.sort("_same", "turf", "order").group_by("_same", maintain_order=True):
        same = int(key[0])
        stops = frame.select("row", "floor_from", "floor_to", "doors", "turf", "minutes").rows()
        given = _match(parts[same], stops)
        found += [(stops[at][0], same, part) for part, at in enumerate(given)]
    return pl.DataFrame(found, schema={"row": pl.UInt32, "_same": pl.UInt32, "part": pl.Int16}, orient="row")


def _match(parts: list[tuple[Any, ...]], stops: list[tuple[Any, ...]]) -> list[int]:
    """Return the stop of each part: floors, doors and minutes agree where they can, doors at least nearly."""
    left = [stop[3] for stop in stops]
    time = [stop[5] + TIE for stop in stops]
    top = [-1] * len(stops)
    given: list[int] = []
    tries = 0

    def place(at: int) -> bool:
        nonlocal tries
        tries += 1
        if at == len(parts):
            return not any(left)
        if tries > MOST_TRIES:
            return False
        low, high, doors, minutes = parts[at]
        last = given[-1] if given else 0
        for s in (last, *(s for s in range(len(stops)) if s != last)):
            fresh = left[s] == stops[s][3]
            begins = low == stops[s][1] if fresh else low <= top[s] + 1
            ends = left[s] != doors or high == stops[s][2]
            if doors > left[s] or minutes > time[s] or not begins or not ends:
                continue
            before = top[s]
            left[s] -= doors
            time[s] -= minutes
            top[s] = high
            given.append(s)
            if place(at + 1):
                return True
            given.pop()
            left[s] += doors
            time[s] += minutes
            top[s] = before
        return False

    return list(given) if place(0) else _greedily(parts, stops)


def _greedily(parts: list[tuple[Any, ...]], stops: list[tuple[Any, ...]]) -> list[int]:
    """Return the stop of each part by doors alone, the stops in the order of their floors."""
    order = sorted(range(len(stops)), key=lambda s: (stops[s][1] or 0, stops[s][4]))
    ends, total = [], 0
    for s in order:
        total += stops[s][3]
        ends.append(total)
    given, doors = [], 0
    for part in parts:
        middle = doors + part[2] / 2
        given.append(order[next(i for i, end in enumerate(ends) if middle <= end)])
        doors += part[2]
    return given
