"""A child process for each job: its memory goes back, its limits hold, its end is known whatever happens."""

import os
import resource
import signal
import time
from multiprocessing.process import BaseProcess

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django_scopes import scopes_disabled

from perron.words import Words
from perron_web.platform.jobs.choices import State
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.running import finish, perform
from perron_web.platform.process import signal_group, start_process

LOOK_EVERY = 0.3
"""Seconds between two looks at a running child."""

STOPPED = Words(
    "Stopped as asked; nothing was changed.", "Arrêté à votre demande\u202f; rien n’a été modifié."
)
TOO_LONG = Words(
    "Stopped: this work took longer than this site allows (PERRON_JOB_MINUTES). Nothing was changed.",
    "Arrêté\u00a0: ce travail a dépassé la durée permise sur ce site (PERRON_JOB_MINUTES). Rien n’a été "
    "modifié.",
)
DIED = Words(
    "The work stopped abruptly, most often for want of memory (PERRON_JOB_MEGABYTES). Nothing was changed; "
    "try again with smaller files, or ask the administrator for more memory.",
    "Le travail s’est interrompu brutalement, le plus souvent faute de mémoire (PERRON_JOB_MEGABYTES). Rien "
    "n’a été modifié\u202f; réessayez avec des fichiers plus petits, ou demandez plus de mémoire à "
    "l’administrateur.",
)


def perform_limited(job_id: int) -> None:
    """Run a job in this process, which was started for it: limited memory, no core file, after the pages.

    Parameters
    ----------
    job_id : int
        The job.
    """
    allowed = settings.JOB_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if connections["default"].vendor != "sqlite":  # who holds its one lock must not be kept from letting go
        os.nice(settings.NICE)
    perform(job_id=job_id)


def asked_to_stop(job_id: int) -> bool:
    """Say whether someone asked for the job to stop.

    Parameters
    ----------
    job_id : int
        The job.

    Returns
    -------
    bool
        True when it must stop.
    """
    with scopes_disabled():
        return bool(Job.objects.filter(pk=job_id, cancel_asked=True).exists())


def end(child: BaseProcess) -> None:
    """End a child and what it started.

    Parameters
    ----------
    child : BaseProcess
        The child, leader of its group.
    """
    for sent in (signal.SIGTERM, signal.SIGKILL):
        signal_group(child.pid or 0, sent)
        child.join(timeout=5)
        if not child.is_alive():
            return


def run_in_child(job_id: int) -> None:
    """Run a job in a child process and wait for its end.

    Parameters
    ----------
    job_id : int
        The job.
    """
    connections.close_all()
    child = start_process(perform_limited, job_id, name=f"job {job_id}")
    started = time.monotonic()
    outcome = (State.FAILED, DIED)
    try:
        while child.is_alive():
            child.join(LOOK_EVERY)
            if asked_to_stop(job_id):
                outcome = (State.CANCELLED, STOPPED)
                break
            if time.monotonic() - started > settings.JOB_MINUTES * 60:
                outcome = (State.FAILED, TOO_LONG)
                break
    except SystemExit:
        end(child)
        put_back(job_id)
        raise
    end(child)
    finish(job_id=job_id, outcome=outcome)


def put_back(job_id: int) -> None:
    """Let a job wait again: the site ends, nothing was changed, the next worker begins it anew.

    Parameters
    ----------
    job_id : int
        The job.
    """
    with scopes_disabled():
        Job.objects.filter(pk=job_id, ended_at=None).update(state=State.WAITING, started_at=None)


def fail_abandoned() -> int:
    """Mark the jobs that a dead worker left running; called when the only worker starts.

    Returns
    -------
    int
        Jobs marked.
    """
    with scopes_disabled():
        left = Job.objects.filter(state=State.RUNNING)
        return int(
            left.update(state=State.FAILED, message={"fr": DIED.fr, "en": DIED.en}, ended_at=timezone.now())
        )
