"""The job worker: takes jobs one by one; each runs in a child process of its own."""

import logging
import secrets
import signal
from datetime import timedelta
from types import FrameType
from typing import Any

from django.utils import timezone

log = logging.getLogger("perron.ops")

BETWEEN_CLEANINGS = 200
"""Jobs done between two cleanings of old task rows."""
KEPT = timedelta(days=14)
"""How long finished task rows are kept; the jobs that people see are rows of their own."""


def run_worker(interval: float = 0.5) -> None:
    """Do jobs until SIGTERM; the job in hand is put back in the queue, for the next worker to begin again.

    Parameters
    ----------
    interval : float
        Seconds between two looks at an empty queue.
    """
    from django_tasks_db.management.commands.db_worker import Worker

    release_abandoned()
    while True:
        prune()
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name="default",
            batch=False,
            interval=interval,
            max_tasks=BETWEEN_CLEANINGS,
            startup_delay=False,
            worker_id=secrets.token_hex(8),
        )
        _end_on_signal(worker)
        worker.run()
        if not worker.running:
            return


def _end_on_signal(worker: Any) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        worker.running = False
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def release_abandoned() -> None:
    """Tell of the jobs that a killed worker left running, and close their task rows."""
    from django_tasks_db.models import DBTaskResult

    from perron_web.platform.jobs.child import fail_abandoned

    left = fail_abandoned()
    rows = DBTaskResult.objects.running().update(status="FAILED", finished_at=timezone.now())
    if left or rows:
        log.warning("%s jobs were left by a worker that died", max(left, rows))


def prune() -> None:
    """Delete old task rows."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()
