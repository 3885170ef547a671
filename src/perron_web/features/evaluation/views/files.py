"""Downloads of one evaluation: the report, its tables, what it was computed from.

Files written once for everybody name units of every territory: those who see the whole campaign take them.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase

from perron_web.features.evaluation.models import Evaluation
from perron_web.features.evaluation.queries.again import entries_of
from perron_web.features.evaluation.queries.learned import learned_of
from perron_web.features.evaluation.queries.report import CONTENT, content_of, has_files
from perron_web.features.evaluation.queries.tables import table_of
from perron_web.features.evaluation.rules import MODULE, READ, WHOLE
from perron_web.features.evaluation.views.common import evaluation_or_404
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.files import download
from perron_web.platform.files.download import KINDS
from perron_web.platform.files.zips import send_zip
from perron_web.platform.scoping.managers import whole_campaign
from perron_web.platform.words import language


def finished_or_404(number: int) -> Evaluation:
    """Return a finished evaluation whose files are here."""
    found = evaluation_or_404(number)
    if not found.done or not has_files(found):
        raise Http404
    return found


def whole_or_403(number: int) -> Evaluation:
    """Return a finished evaluation to whoever sees the whole campaign: a role on one place is not enough."""
    if not whole_campaign():
        raise PermissionDenied
    return finished_or_404(number)


def given(content: bytes | str, name: str, kind: str) -> HttpResponse:
    """Answer with a file to be saved."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _file(number: int, name: str, given_as: str, kind: str) -> HttpResponse:
    """Give a file of the report in the reader's language."""
    path = whole_or_403(number).path / language() / name
    if not path.is_file():
        raise Http404
    return given(path.read_bytes(), given_as, kind)


@allow(read=WHOLE, module=MODULE)
def pdf(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the report on paper."""
    return _file(number, "evaluation.pdf", f"evaluation-{slug}-{number}.pdf", "application/pdf")


@allow(read=WHOLE, module=MODULE)
def html(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the report as one page that opens anywhere."""
    return _file(number, "index.html", f"evaluation-{slug}-{number}.html", "text/html; charset=utf-8")


@allow(read=WHOLE, module=MODULE)
def json(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give everything that was found, and everything needed to find it again."""
    found = whole_or_403(number)
    content = (found.path / CONTENT).read_bytes()
    return given(content, f"evaluation-{slug}-{number}.json", "application/json")


@allow(read=WHOLE, module=MODULE)
def inputs(request: CampaignRequest, slug: str, number: int) -> HttpResponseBase:
    """Give what the evaluation was computed from."""
    return send_zip(entries_of(whole_or_403(number)), f"evaluation-{slug}-{number}-entrees")


@allow(read=READ, module=MODULE)
def priors(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the figures brought up to date as the file that plans read."""
    learned = learned_of(content_of(finished_or_404(number)))
    if learned is None:
        raise Http404
    return given(learned.toml, f"priors-evaluation-{number}.toml", "application/toml")


@allow(read=READ, module=MODULE)
def table(request: CampaignRequest, slug: str, number: int, tableau: str, form: str) -> HttpResponse:
    """Give one table of the report."""
    found = table_of(finished_or_404(number), tableau)
    if found is None or form not in KINDS:
        raise Http404
    return download(found, f"evaluation-{number}-{tableau}", form)
