"""Load what edits need, so that the first is as quick as the others."""

import polars as pl

from perron.tables import DOORS
from perron.turf.bench import make_bench, numbers_of, walk_again
from perron.turf.edit import inside, split
from perron.turf.pieces import pieces_of
from perron.turf.zones import turf_zones

HOUSES = 24


def warm_edits() -> None:
    """Cut, split and walk a street that is nowhere: compiled code is read from its cache on the way."""
    lon, lat = [2.0 + i / 5000 for i in range(HOUSES)], [48.0 + (i % 2) / 8000 for i in range(HOUSES)]
    doors = pl.DataFrame(
        {
            "bureau": "00000_0001",
            "turf": "00000_0001-01",
            "order": range(1, HOUSES + 1),
            "address": [str(i) for i in range(HOUSES)],
            "number": range(1, HOUSES + 1),
            "suffix": None,
            "street": "RUE",
            "floor_from": None,
            "floor_to": None,
            "lon": lon,
            "lat": lat,
            "doors": [1 + i % 5 for i in range(HOUSES)],
            "minutes": 3.0,
            "estimated": False,
        },
        schema=DOORS.schema(),
    )
    pieces = pieces_of(doors)
    bench = make_bench(pieces)
    turf = split(bench, numbers_of(bench, pieces), 1, [2])
    walked = walk_again(bench, turf, [1, 2])
    inside(bench, [[1.9, 47.9], [2.1, 47.9], [2.1, 48.1]])
    turf_zones(walked.doors["lon"], walked.doors["lat"], [1] * len(walked.doors), walked.doors["doors"])
