"""What the pages of imports share."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from perron_web.features.territory.models import Import, ImportFile
from perron_web.platform.access import CampaignRequest
from perron_web.platform.files.uploads import oversized


def import_or_404(number: int) -> Import:
    """Return an import of the scope.

    Parameters
    ----------
    number : int
        Its number.

    Returns
    -------
    Import
        With who made it and its job.
    """
    found: Import = get_object_or_404(Import.objects.select_related("by", "job", "campaign"), pk=number)
    return found


def file_or_404(imported: int, file: int) -> ImportFile:
    """Return a file of an import of the scope.

    Parameters
    ----------
    imported, file : int
        Their numbers.

    Returns
    -------
    ImportFile
        With its import.
    """
    rows = ImportFile.objects.select_related("of__job", "of__campaign")
    found: ImportFile = get_object_or_404(rows, pk=file, of=imported)
    return found


def refuse_oversized(request: HttpRequest) -> bool:
    """Say which files were too large to be taken.

    Parameters
    ----------
    request : HttpRequest
        A request with files.

    Returns
    -------
    bool
        Whether there were any.
    """
    names = oversized(request)
    for name in names:
        said = _("« %(name)s » dépasse %(most)s Mo, le plus que ce site accepte : rien n’a été pris.")
        messages.error(request, said % {"name": name, "most": settings.UPLOAD_MEGABYTES})
    return bool(names)


def to_import(request: CampaignRequest, imported: int, part: str = "") -> HttpResponse:
    """Send back to the page of an import.

    Parameters
    ----------
    request : CampaignRequest
        The request.
    imported : int
        The import.
    part : str
        Part of the page, with its "#".

    Returns
    -------
    HttpResponse
        The redirection.
    """
    response = redirect("territory:import", request.campaign.slug, imported)
    response["Location"] += part
    return response
