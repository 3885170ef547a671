"""The audit journal: who did what, for the direction and the data protection officer."""

import csv

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from perron_web.features.campaigns.forms.journal import JournalForm
from perron_web.features.campaigns.queries.journal import actions_of, journal
from perron_web.platform.access import CampaignRequest, Role, allow
from perron_web.platform.audit.services import record
from perron_web.platform.files.download import harmless

OVERSEERS = frozenset({Role.DIRECTOR, Role.DPO})
PAGE = 100
MOST = 50_000
"""Lines in one download."""


@allow(read=OVERSEERS)
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the audit lines of the campaign, filtered and page by page."""
    del slug
    form = JournalForm(request.GET)
    rows = journal(request.campaign, **(form.cleaned_data if form.is_valid() else {}))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "actions": actions_of(request.campaign),
        "query": request.GET.urlencode(),
    }
    return render(request, "campaigns/journal.html", context)


@allow(read=OVERSEERS)
def download(request: CampaignRequest, slug: str) -> HttpResponse:
    """Give the filtered lines as a CSV file that spreadsheets open."""
    form = JournalForm(request.GET)
    rows = journal(request.campaign, **(form.cleaned_data if form.is_valid() else {}))[:MOST]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{slug}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["date", "personne", "action", "objet", "détails"])
    for row in rows:
        who = row.by.email if row.by else ""
        writer.writerow(
            [
                harmless(part)
                for part in (
                    timezone.localtime(row.at).isoformat(" ", "seconds"),
                    who,
                    row.action,
                    row.target,
                    str(row.details),
                )
            ]
        )
    record(
        action="campaigns.download_journal",
        target=request.campaign,
        by=request.user,
        campaign=request.campaign,
    )
    return response
