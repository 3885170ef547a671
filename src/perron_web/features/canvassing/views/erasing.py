"""Erasing what was told at one door, when the person who told it asks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from perron_web.features.canvassing.models import Report
from perron_web.features.canvassing.rules.review import ERASE
from perron_web.features.canvassing.services.erasing import erase_told
from perron_web.platform.access import CampaignRequest, allow


@allow(write=ERASE)
def erase(request: CampaignRequest, slug: str, report: UUID) -> HttpResponse:
    """Erase what was told at the door of a report; the visits there stay."""
    found = get_object_or_404(Report.objects.all(), pk=report)
    if erase_told(report=found, by=request.user):
        messages.success(request, _("Ce qui a été dit à cette porte est effacé. Le passage reste."))
    else:
        messages.info(request, _("Rien de ce qui a été dit à cette porte n’est gardé."))
    if found.turf_id is None:
        return redirect("canvassing:review", slug)
    return redirect(f"{reverse('canvassing:review_reports', args=[slug])}?secteur={found.turf_id}")
