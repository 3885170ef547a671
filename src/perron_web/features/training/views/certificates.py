"""Certificates: shown, printed, taken back; a person allowed to train."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.training.models import Branch, Certificate
from perron_web.features.training.queries.people import certificates_seen, may_be_let
from perron_web.features.training.rules import MANAGE, READ
from perron_web.features.training.services.certifying import let_train, revoke_certificate
from perron_web.features.training.services.printing import print_certificate
from perron_web.features.training.views.common import may, place_of, said
from perron_web.platform.access import CampaignRequest, allow


@allow(read=READ, module="training")
def show(request: CampaignRequest, slug: str, certificate: int) -> HttpResponse:
    """Show a certificate."""
    del slug
    found = get_object_or_404(certificates_seen(request.member), pk=certificate)
    context = {
        "row": found,
        "place": place_of(found.place),
        "own": found.user_id == request.user.pk,
        "may_revoke": _may_revoke(request, found),
        "waiting": may_be_let(request.member).filter(user=found.user_id).first(),
        "tab": "sessions",
    }
    return render(request, "training/certificate.html", {**context, **may(request)})


def _may_revoke(request: CampaignRequest, certificate: Certificate) -> bool:
    places = request.member.places(MANAGE)
    here = places is None or (bool(places) and certificate.place.startswith(places))
    return here and certificate.revoked_at is None


@allow(read=READ, module="training")
def pdf(request: CampaignRequest, slug: str, certificate: int) -> HttpResponse:
    """Send a certificate to be printed."""
    del slug
    found = get_object_or_404(certificates_seen(request.member), pk=certificate)
    made = print_certificate(certificate=found, by=request.user)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="certificat-{slugify(found.module.title)}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@allow(write=MANAGE, module="training")
def revoke(request: CampaignRequest, slug: str, certificate: int) -> HttpResponse:
    """Take a certificate back."""
    found = get_object_or_404(Certificate.objects.select_related("campaign"), pk=certificate)
    revoke_certificate(member=request.member, certificate=found)
    messages.success(request, _("Le certificat est retiré."))
    return redirect("training:certificate", slug, certificate)


@allow(write=MANAGE, module="training")
def let(request: CampaignRequest, slug: str, branch: int) -> HttpResponse:
    """Let a trained person train in turn."""
    found = get_object_or_404(Branch.objects.select_related("user"), pk=branch)
    try:
        let_train(member=request.member, branch=found)
    except PerronError as error:
        said(request, error)
    else:
        name = found.user.name or found.user.email
        messages.success(request, _("%(name)s peut maintenant tenir des sessions.") % {"name": name})
    return redirect("training:reminders", slug)
