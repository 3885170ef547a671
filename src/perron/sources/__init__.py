"""Official files in, checked tables out: one file per format, recognised by content."""

from perron.sources.ban_parquet import convert_addresses
from perron.sources.checking import Checked, Failure, check_files
from perron.sources.convert import convert_results
from perron.sources.formats import Format
from perron.sources.join_report import JoinReport, join_report
from perron.sources.limits import Limits
from perron.sources.reading import (
    read,
    read_addresses,
    read_areas,
    read_bureaux,
    read_housing,
    read_polling_places,
    read_results,
    read_statistics,
    read_streets,
)
from perron.sources.recognise import Recognised

__all__ = [
    "Checked",
    "Failure",
    "Format",
    "JoinReport",
    "Limits",
    "Recognised",
    "check_files",
    "convert_addresses",
    "convert_results",
    "join_report",
    "read",
    "read_addresses",
    "read_areas",
    "read_bureaux",
    "read_housing",
    "read_polling_places",
    "read_results",
    "read_statistics",
    "read_streets",
]
