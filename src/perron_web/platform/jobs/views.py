"""Pages of jobs: the list, one job (also as a fragment that renews itself), stopping it."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from perron_web.platform.access import DESK, FIELD, CampaignRequest, allow
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.services import cancel_job


def visible(request: CampaignRequest) -> QuerySet[Job]:
    """Return the jobs that the person may see: all of them at headquarters, their own elsewhere.

    Parameters
    ----------
    request : CampaignRequest
        The request.

    Returns
    -------
    QuerySet
        Jobs.
    """
    jobs: QuerySet[Job] = Job.objects.select_related("by")
    return jobs if request.member.places(DESK | FIELD) is None else jobs.filter(by_id=request.user.pk)


@allow(read=DESK | FIELD)
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the last jobs."""
    return render(request, "jobs/index.html", {"jobs": visible(request)[:50]})


@allow(read=DESK | FIELD)
def show(request: CampaignRequest, slug: str, job: int) -> HttpResponse:
    """Show one job; htmx asks for the fragment alone."""
    found = get_object_or_404(visible(request), pk=job)
    fragment = bool(request.headers.get("HX-Request"))
    response = render(request, "jobs/progress.html" if fragment else "jobs/show.html", {"job": found})
    if fragment and found.over and found.back_to and found.state == "done":
        response["HX-Redirect"] = found.back_to
    return response


@allow(write=DESK | FIELD)
def cancel(request: CampaignRequest, slug: str, job: int) -> HttpResponse:
    """Stop one job."""
    found = get_object_or_404(visible(request), pk=job)
    cancel_job(job=found, by=request.user)
    return redirect("jobs:show", slug, found.pk)
