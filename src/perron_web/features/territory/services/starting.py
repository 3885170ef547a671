"""Starting the jobs of an import; nothing here opens a file."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.errors import ParameterError
from perron.words import Words
from perron_web.features.territory.choices import ImportState
from perron_web.features.territory.models import Import
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.services import start

NEEDED = {
    "inspect_import": (ImportState.DRAFT, ImportState.READY),
    "fetch_official": (ImportState.DRAFT, ImportState.READY),
    "apply_import": (ImportState.READY,),
    "revert_import": (ImportState.APPLIED,),
}
"""State an import must be in for each job."""


def start_job(*, imported: Import, kind: str, by: Any, **arguments: Any) -> Job:
    """Start a job of an import, unless one is already at work on it.

    Parameters
    ----------
    imported : Import
        The import.
    kind : str
        inspect_import, apply_import, revert_import or fetch_official.
    by : User
        Who asks.
    **arguments : Any
        More arguments of the job.

    Returns
    -------
    Job
        The job, waiting.

    Raises
    ------
    ParameterError
        The import is not in a state for it, or busy.
    """
    titles = {
        "inspect_import": _("Lecture des fichiers"),
        "apply_import": _("Import des données"),
        "revert_import": _("Annulation de l’import"),
        "fetch_official": _("Téléchargement des fichiers officiels"),
    }
    with transaction.atomic():
        found = Import.objects.select_for_update(of=("self",)).get(pk=imported.pk)
        if found.busy or found.state not in NEEDED[kind]:
            raise ParameterError(
                Words(
                    "this import is busy, or not ready for that", "cet import est occupé, ou n’en est pas là"
                ),
                found=str(found.get_state_display()),
            )
        job = start(
            campaign=found.campaign,
            kind=kind,
            title=f"{titles[kind]} (n°\u00a0{found.pk})",
            by=by,
            arguments={"imported": found.pk, **arguments},
            back_to=reverse("territory:import", args=[found.campaign.slug, found.pk]),
        )
        Import.objects.filter(pk=found.pk).update(job=job)
    return job
