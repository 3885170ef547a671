"""Invitations: made, shown with their link and QR code, taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.campaigns.forms.people import InvitationForm
from perron_web.features.campaigns.queries.invitations import invitations
from perron_web.features.campaigns.queries.places import place_names
from perron_web.features.campaigns.rules.granting import may_grant
from perron_web.features.campaigns.services.invitations import (
    invitation_token,
    make_invitation,
    revoke_invitation,
)
from perron_web.features.campaigns.views.members import PAGE, picker, posted, saving
from perron_web.platform.access import FIELD, CampaignRequest, Role, allow
from perron_web.platform.links import qr
from perron_web.platform.words import words


@allow(read=FIELD, write=FIELD)
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the invitations of my territory; a POST makes one."""
    form = InvitationForm(posted(request), member=request.member)
    if saving(request) and form.is_valid():
        made = make_invitation(member=request.member, **form.values())
        return redirect("campaigns:invitation", slug, made.pk)
    page = Paginator(invitations(), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = place_names(row.place for row in rows)
    shown = [{"row": row, "place": names[row.place], "label": Role(row.role).label} for row in rows]
    context = {"form": form, "page": page, "rows": shown, **picker(request, form)}
    return render(request, "campaigns/invitations.html", context)


@allow(read=FIELD)
def show(request: CampaignRequest, slug: str, invitation: int) -> HttpResponse:
    """Show one invitation: link, QR code, who came by it."""
    del slug
    row = get_object_or_404(invitations(), pk=invitation)
    link = request.build_absolute_uri(reverse("site:join", args=[invitation_token(row)]))
    mine = may_grant(request.member.grants, Role(row.role), row.place)
    context = {
        "row": row,
        "label": Role(row.role).label,
        "place": place_names([row.place])[row.place],
        "link": link if mine else "",
        "mine": mine,
        "code": qr(link) if mine and row.state == "open" else "",
        "people": row.people.select_related("user").order_by("at"),
    }
    return render(request, "campaigns/invitation.html", context)


@allow(write=FIELD)
def revoke(request: CampaignRequest, slug: str, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    row = get_object_or_404(invitations(), pk=invitation)
    try:
        revoke_invitation(member=request.member, invitation=row)
    except PerronError as error:
        messages.error(request, words(error))
    else:
        messages.success(request, _("L’invitation est retirée : son lien n’ouvre plus rien."))
    return redirect("campaigns:invitations", slug)
