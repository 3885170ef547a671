"""Getting ready for a gesture or a print while the person still looks at the page."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from perron_web.features.turfs.queries.basis import written_plan

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run


def warm_soon(*, run: "Run") -> None:
    """Load what edits and prints of a run need, beside the requests, once in the life of the server.

    Parameters
    ----------
    run : Run
        The adopted run.
    """
    if settings.JOBS_INLINE or run.path in STARTED:  # tests need no thread of their own
        return
    STARTED.add(run.path)
    threading.Thread(target=_warm, args=(run,), name="warm-turfs", daemon=True).start()


STARTED: set[Path] = set()


def _warm(run: "Run") -> None:
    import perron.output.sheets  # noqa: F401 - loaded for the first print
    from perron.turf.warm import warm_edits

    warm_edits()
    if run.path.exists():
        written_plan(run)
