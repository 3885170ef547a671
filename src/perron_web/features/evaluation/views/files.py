"""Downloads of one evaluation: the report, its tables, what it was computed from."""

from django.http import Http404, HttpResponse, HttpResponseBase

from perron_web.features.evaluation.models import Evaluation
from perron_web.features.evaluation.queries.again import entries_of
from perron_web.features.evaluation.queries.learned import learned_of
from perron_web.features.evaluation.queries.report import CONTENT, content_of, has_files
from perron_web.features.evaluation.rules import MODULE, READ
from perron_web.features.evaluation.views.common import evaluation_or_404
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.files.zips import send_zip


def finished_or_404(number: int) -> Evaluation:
    """Return a finished evaluation whose files are here."""
    found = evaluation_or_404(number)
    if not found.done or not has_files(found):
        raise Http404
    return found


def given(content: bytes | str, name: str, kind: str) -> HttpResponse:
    """Answer with a file to be saved."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@allow(read=READ, module=MODULE)
def pdf(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the report on paper."""
    raise Http404


@allow(read=READ, module=MODULE)
def html(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the report as one page that opens anywhere."""
    raise Http404


@allow(read=READ, module=MODULE)
def json(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give everything that was found, and everything needed to find it again."""
    found = finished_or_404(number)
    content = (found.path / CONTENT).read_bytes()
    return given(content, f"evaluation-{slug}-{number}.json", "application/json")


@allow(read=READ, module=MODULE)
def inputs(request: CampaignRequest, slug: str, number: int) -> HttpResponseBase:
    """Give what the evaluation was computed from."""
    return send_zip(entries_of(finished_or_404(number)), f"evaluation-{slug}-{number}-entrees")


@allow(read=READ, module=MODULE)
def priors(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the figures brought up to date as the file that plans read."""
    learned = learned_of(content_of(finished_or_404(number)))
    if learned is None:
        raise Http404
    return given(learned.toml, f"priors-evaluation-{number}.toml", "application/toml")


@allow(read=READ, module=MODULE)
def table(request: CampaignRequest, slug: str, number: int, table: str, form: str) -> HttpResponse:
    """Give one table of the report."""
    raise Http404
