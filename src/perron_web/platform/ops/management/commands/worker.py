"""`perron-site worker`."""

from typing import Any

from django.core.management.base import BaseCommand

from perron_web.platform.ops.lock import hold
from perron_web.platform.ops.worker import run_worker
from perron_web.platform.process import spare_memory


class Command(BaseCommand):
    """Do the jobs that the pages ask for."""

    help = "Do the jobs that the pages ask for, one by one, until SIGTERM. `serve` starts one by itself."

    def handle(self, **_options: Any) -> None:
        """Work until told to stop."""
        self.lock = hold(alone=False)
        spare_memory()
        run_worker()
