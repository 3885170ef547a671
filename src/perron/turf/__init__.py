"""Turfs: a bureau's doors cut into compact, one-piece outings of equal time."""

from perron.turf.cut import Cut, cut
from perron.turf.stops import make_stops
from perron.turf.times import DoorTimes, load_times

__all__ = ["Cut", "DoorTimes", "cut", "load_times", "make_stops"]
