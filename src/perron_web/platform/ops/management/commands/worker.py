"""`perron-site worker`."""

import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from perron_web.platform.ops.beats import run_beats
from perron_web.platform.ops.lock import hold
from perron_web.platform.ops.tree import Child, Tree
from perron_web.platform.ops.worker import run_worker
from perron_web.platform.process import spare_memory


class Command(BaseCommand):
    """Do the jobs that the pages ask for."""

    help = "Do the jobs that the pages ask for, one by one, until SIGTERM. `serve` starts one by itself."

    def handle(self, **_options: Any) -> None:
        """Work until told to stop."""
        self.lock = hold(alone=False)
        spare_memory()
        sys.exit(Tree([Child("worker", partial(run_worker)), Child("beats", partial(run_beats))]).run())
