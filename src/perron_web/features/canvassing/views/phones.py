"""Phones: one's own, and those of the people one looks after; any of them can be taken back at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from perron_web.features.canvassing.queries.phones import own_phones, phone_in_reach, phones_of_people
from perron_web.features.canvassing.services.phones import revoke_phone
from perron_web.platform.access import EVERYONE, CampaignRequest, Role, allow

LEADERS = frozenset({Role.DIRECTOR, Role.TERRITORY_LEAD, Role.TEAM_LEADER})
"""Those who may take back the phone of somebody else, in their places."""


@allow(read=EVERYONE)
def phones(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show one's phones, and those of the people one looks after."""
    member = request.member
    others = phones_of_people(member, LEADERS) if member.may(LEADERS) else None
    context = {"own": own_phones(request.user), "others": others}
    return render(request, "canvassing/phones.html", context)


@allow(write=EVERYONE)
def revoke(request: CampaignRequest, slug: str, phone: int) -> HttpResponse:
    """Take back a phone: it forgets what it carries the next time it is on line."""
    found = phone_in_reach(request.member, LEADERS, phone)
    if found is None:
        raise Http404
    revoke_phone(phone=found, by=request.user)
    messages.success(request, _("Ce téléphone est retiré : il effacera tout dès qu’il aura du réseau."))
    return redirect("canvassing:phones", slug)
