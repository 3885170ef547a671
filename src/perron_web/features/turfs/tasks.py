"""What turfs do on their own: taking over the turfs of an adopted plan, printing many at once."""

from typing import Any

from perron_web.features.turfs.services import adopt_run
from perron_web.platform.hooks import on


@on("run_adopted")
def take_turfs(*, run: Any, by: Any = None, **_facts: Any) -> None:
    """Bring the turfs of a run that was just adopted.

    Parameters
    ----------
    run : Run
        The run.
    by : User or None
        Who adopted it.
    """
    adopt_run(run=run, by=by)
