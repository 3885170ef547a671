"""Writes of targeting."""

from perron_web.features.targeting.services.adopting import adopt_run, request_adoption
from perron_web.features.targeting.services.computing import compute_run
from perron_web.features.targeting.services.keeping import delete_run, rename_run, restore_run
from perron_web.features.targeting.services.obeying import request_obeying
from perron_web.features.targeting.services.requesting import request_run

__all__ = [
    "adopt_run",
    "compute_run",
    "delete_run",
    "rename_run",
    "request_adoption",
    "request_obeying",
    "request_run",
    "restore_run",
]
