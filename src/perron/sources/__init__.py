"""Official files in, checked tables out: one file per format, recognised by content."""

from perron.sources.reading import (
    read,
    read_addresses,
    read_areas,
    read_bureaux,
    read_housing,
    read_results,
    read_statistics,
    read_streets,
)
from perron.sources.recognise import Format, Recognised

__all__ = [
    "Format",
    "Recognised",
    "read",
    "read_addresses",
    "read_areas",
    "read_bureaux",
    "read_housing",
    "read_results",
    "read_statistics",
    "read_streets",
]
