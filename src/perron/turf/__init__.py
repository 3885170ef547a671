"""Turfs: a bureau's doors cut into compact, one-piece outings of equal time."""

from perron.turf.bench import Bench, Walked, make_bench, numbers_of, turf_code, walk_again
from perron.turf.cut import Cut, cut
from perron.turf.drawn import draw_walks
from perron.turf.pieces import pieces_of
from perron.turf.stops import make_stops
from perron.turf.times import DoorTimes, load_times

__all__ = [
    "Bench",
    "Cut",
    "DoorTimes",
    "Walked",
    "cut",
    "draw_walks",
    "load_times",
    "make_bench",
    "make_stops",
    "numbers_of",
    "pieces_of",
    "turf_code",
    "walk_again",
]
