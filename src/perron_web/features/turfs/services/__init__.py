"""Writes of turfs: adopting a plan's, editing by hand, giving to teams, printing."""

from perron_web.features.turfs.services.adopting import adopt_run
from perron_web.features.turfs.services.editing import (
    Edited,
    add_turf,
    merge_turfs,
    move_building,
    redraw_turf,
    split_turf,
)
from perron_web.features.turfs.services.giving import assign_bureaux, assign_team
from perron_web.features.turfs.services.undoing import redo_edit, undo_edit

__all__ = [
    "Edited",
    "add_turf",
    "adopt_run",
    "assign_bureaux",
    "assign_team",
    "merge_turfs",
    "move_building",
    "redo_edit",
    "redraw_turf",
    "split_turf",
    "undo_edit",
]
