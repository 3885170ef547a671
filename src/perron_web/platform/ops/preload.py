"""What is loaded before processes part."""

from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from perron_web.platform.process import LINUX

PRELOADED = (
    "granian.server",
    "django_tasks_db.management.commands.db_worker",
    "perron.plan",
    "perron.output",
)
"""What the server, the worker and the jobs import anyway."""


def preload() -> None:
    """Import views and science before children are forked: they share one copy, and are quick the first time.

    Nothing of it is used here: the threads of polars and BLAS belong to the child that first computes.
    """
    if not LINUX:
        return
    get_wsgi_application()
    _addresses = get_resolver().url_patterns
    for name in PRELOADED:
        import_module(name)
    from numba.core.registry import cpu_target

    cpu_target.typing_context.refresh()  # what its first call would load, in each process
    cpu_target.target_context.refresh()
