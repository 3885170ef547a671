"""Walk lists on paper: A4, black on white, one turf after another in one PDF."""

from perron.output.sheets.choose import DEFAULT_SHEETS, planned_turfs, turfs_named
from perron.output.sheets.make import make_sheets, write_sheets
from perron.output.sheets.sheet import Paper
from perron.output.sheets.struck import Door

__all__ = ["DEFAULT_SHEETS", "Door", "Paper", "make_sheets", "planned_turfs", "turfs_named", "write_sheets"]
