"""The typed tables that cross the boundary between files, science and site."""

from perron.tables.places import ADDRESSES, AREAS, BUREAUX
from perron.tables.results import GENERAL, VOTES, Results
from perron.tables.schema import Column, Rule, Table
from perron.tables.scores import ALLOCATION, REASONS, SCORES
from perron.tables.walks import DOORS, STOPS, TURFS

__all__ = [
    "ADDRESSES",
    "ALLOCATION",
    "AREAS",
    "BUREAUX",
    "DOORS",
    "GENERAL",
    "REASONS",
    "SCORES",
    "STOPS",
    "TURFS",
    "VOTES",
    "Column",
    "Results",
    "Rule",
    "Table",
]
