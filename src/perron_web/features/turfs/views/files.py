"""Files of turfs: downloads, walk lists, the streets that the map draws."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.errors import PerronError
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.teams.queries import teams_seen
from perron_web.features.turfs.forms import FilterForm
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.queries.around import streets_around
from perron_web.features.turfs.queries.exports import turfs_export
from perron_web.features.turfs.queries.holdings import holders_of
from perron_web.features.turfs.queries.lists import filtered, standing_turfs, turfs_in_reach
from perron_web.features.turfs.rules import ALL_AT_ONCE, MOST_SHEETS, READ
from perron_web.features.turfs.services.printing import print_turfs, prints_path
from perron_web.features.turfs.views.common import adopted_or_404, bureau_or_404, codes_of, paper_url, pdf
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.files import download as as_file
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.services import start
from perron_web.platform.words import language, words


@allow(read=READ, module="turfs")
def download(request: CampaignRequest, slug: str, form: str) -> HttpResponseBase:
    """Send the turfs as CSV, GeoJSON or Parquet, filtered as the page is."""
    if form not in {"csv", "geojson", "parquet"}:
        raise Http404
    filters = FilterForm(request.GET)
    turfs = filtered(
        standing_turfs(adopted_run(request.campaign)), filters.cleaned_data if filters.is_valid() else {}
    )
    return as_file(turfs_export(turfs), "secteurs", form)


@allow(read=READ, module="turfs")
def streets(request: CampaignRequest, slug: str, code: str) -> HttpResponse:
    """Send the streets around a bureau."""
    run = adopted_or_404(request)
    bureau = bureau_or_404(run, code)
    response = HttpResponse(streets_around(run, bureau), content_type="application/geo+json")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@allow(read=READ, module="turfs")
def turf_sheet(request: CampaignRequest, slug: str, turf: int) -> HttpResponseBase:
    """Send the walk list of one turf."""
    found = get_object_or_404(turfs_in_reach(adopted_run(request.campaign), request.user), pk=turf)
    return _printed(request, Turf.every.filter(pk=found.pk), found.code)


@allow(read=READ, module="turfs")
def bureau_sheets(request: CampaignRequest, slug: str, code: str) -> HttpResponseBase:
    """Send the walk lists of a bureau, or of the turfs chosen in it."""
    bureau = bureau_or_404(adopted_or_404(request), code)
    turfs = standing_turfs(adopted_run(request.campaign)).filter(bureau=bureau)
    chosen = [int(one) for one in request.GET.getlist("secteur") if one.isdecimal() and len(one) < 9]
    return _printed(request, turfs.filter(number__in=chosen) if chosen else turfs, code)


@allow(read=READ, module="turfs")
def team_sheets(request: CampaignRequest, slug: str, team: int) -> HttpResponseBase:
    """Send the walk lists of a team."""
    found = get_object_or_404(teams_seen(request.user), pk=team)
    turfs = turfs_in_reach(adopted_run(request.campaign), request.user).filter(team=found)
    return _printed(request, turfs, found.name)


def _printed(request: CampaignRequest, turfs: QuerySet[Turf], name: str) -> HttpResponseBase:
    run = adopted_or_404(request)
    if turfs.count() > ALL_AT_ONCE:
        messages.info(request, _("Ces secteurs sont nombreux : imprimez-les d’ici, en une fois."))
        return redirect("turfs:index", request.campaign.slug)
    held = codes_of(request, holders_of(turfs.only("pk")).values())
    try:
        content = print_turfs(run=run, turfs=turfs, lang=language(), by=request.user, held=held)
    except PerronError as error:
        messages.error(request, words(error))
        return redirect("turfs:index", request.campaign.slug)
    return pdf(content, name)


@allow(write=READ, module="turfs")
def sheets(request: CampaignRequest, slug: str) -> HttpResponseBase:
    """Print the turfs of the list as it is filtered: at once, or as a job when they are many."""
    run = adopted_or_404(request)
    filters = FilterForm(request.POST)
    turfs = filtered(standing_turfs(run), filters.cleaned_data if filters.is_valid() else {})
    turfs = turfs.filter(doors__gt=0)
    numbers = list(turfs.values_list("pk", flat=True))
    if len(numbers) <= ALL_AT_ONCE:
        return _printed(request, turfs, "secteurs")
    return _started(request, run, numbers)


def _started(request: CampaignRequest, run: Run, numbers: list[int]) -> HttpResponseBase:
    if len(numbers) > MOST_SHEETS:
        words = _(
            "%(n)s secteurs, c’est trop pour une impression (%(most)s au plus) : "
            "filtrez la liste, par territoire ou par équipe."
        )
        messages.error(request, words % {"n": len(numbers), "most": MOST_SHEETS})
        return redirect("turfs:index", request.campaign.slug)
    job = start(
        campaign=request.campaign,
        kind="print_turfs",
        title=ngettext(
            "Feuille de route de %(n)s secteur", "Feuilles de route de %(n)s secteurs", len(numbers)
        )
        % {"n": len(numbers)},
        by=request.user,
        arguments={
            "run": run.pk,
            "turfs": numbers,
            "lang": language(),
            "paper": request.build_absolute_uri(paper_url(request.campaign.slug, "")),
        },
    )
    return redirect("jobs:show", request.campaign.slug, job.pk)


@allow(read=READ, module="turfs")
def sheets_file(request: CampaignRequest, slug: str, job: int) -> HttpResponseBase:
    """Send the walk lists that a job of one's own made."""
    found = get_object_or_404(Job.objects.filter(kind="print_turfs", by_id=request.user.pk), pk=job)
    path = prints_path(found.pk, found.campaign_id)
    if not path.exists():
        raise Http404
    return pdf(path.read_bytes(), "de-route")
