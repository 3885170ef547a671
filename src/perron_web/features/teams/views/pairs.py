"""At the meeting point: who is there, who goes with whom."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.errors import PerronError
from perron_web.features.teams.queries.outings import answers_of, may_be_added
from perron_web.features.teams.rules import LEAD
from perron_web.features.teams.services.outings import mark_present
from perron_web.features.teams.services.pairing import pair_people, set_pairs
from perron_web.features.teams.views.common import led_outing, whole
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.words import words

MOST = 999


@allow(write=LEAD, module="teams")
def presence(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Write down who is there."""
    found = led_outing(request, outing)
    ticked = {key for one in request.POST.getlist("present") if (key := whole(one)) is not None}
    added = whole(request.POST.get("aussi", ""))
    also = may_be_added(found).filter(pk=added).first() if added else None
    try:
        count = mark_present(outing=found, present=ticked, also=also, by=request.user)
    except PerronError as error:
        messages.error(request, words(error))
    else:
        said = ngettext("%(n)s personne présente.", "%(n)s personnes présentes.", count) % {"n": count}
        messages.success(request, said)
    return redirect("teams:outing", slug, outing)


@allow(write=LEAD, module="teams")
def form(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Form the pairs; those that stand are kept unless asked otherwise."""
    found = led_outing(request, outing)
    count = pair_people(outing=found, again=bool(request.POST.get("tout")), by=request.user)
    said = ngettext("%(n)s binôme formé.", "%(n)s binômes formés.", count) % {"n": count}
    messages.success(request, said)
    return redirect("teams:outing", slug, outing)


@allow(write=LEAD, module="teams")
def by_hand(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Put people in pairs by hand."""
    found = led_outing(request, outing)
    numbers: dict[int, int | None] = {}
    for row in answers_of(found):
        value = request.POST.get(f"paire-{row.user_id}")
        if value is not None:
            number = whole(value)
            numbers[row.user_id] = number if number and number <= MOST else None
    set_pairs(outing=found, numbers=numbers, by=request.user)
    messages.success(request, _("Les binômes sont enregistrés."))
    return redirect("teams:outing", slug, outing)
