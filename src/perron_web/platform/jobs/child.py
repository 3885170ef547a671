"""A child process for each job: its memory goes back, its limits hold, its end is known whatever happens."""

import os
import resource
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_scopes import scopes_disabled

from perron.words import Words
from perron_web.platform.jobs.choices import State
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.running import finish

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


def limit() -> None:
    """Limit the memory of the process that is about to start, and give it a group of its own."""
    allowed = settings.JOB_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.setsid()


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


def end(child: "subprocess.Popen[Any]") -> None:
    """End a child and what it started.

    Parameters
    ----------
    child : subprocess.Popen
        The child, leader of its group.
    """
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, sent)
            child.wait(timeout=5)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        return


def run_in_child(job_id: int) -> None:
    """Run a job in a child process and wait for its end.

    Parameters
    ----------
    job_id : int
        The job.
    """
    command = [sys.executable, "-m", "perron_web", "run_job", str(job_id)]
    child = subprocess.Popen(command, preexec_fn=limit)  # noqa: S603, PLW1509 - our command, from one thread
    started = time.monotonic()
    try:
        while child.poll() is None:
            time.sleep(LOOK_EVERY)
            if asked_to_stop(job_id):
                end(child)
                finish(job_id=job_id, outcome=(State.CANCELLED, STOPPED))
                return
            if time.monotonic() - started > settings.JOB_MINUTES * 60:
                end(child)
                finish(job_id=job_id, outcome=(State.FAILED, TOO_LONG))
                return
    finally:
        if child.poll() is None:
            end(child)
    finish(job_id=job_id, outcome=(State.FAILED, DIED))


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
