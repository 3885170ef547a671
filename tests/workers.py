"""Jobs for worker processes: in a module of their own, so that spawned processes find them."""

import multiprocessing
import os
import signal
from pathlib import Path


def die_once(flag, value):
    """Kill this worker the first time it is asked; the process of the tests is never killed."""
    path = Path(flag)
    if not path.exists():
        path.touch()
        if multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGKILL)
    return value * value
