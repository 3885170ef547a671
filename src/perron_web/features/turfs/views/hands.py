"""One turf put into hands by its leader; whole bureaux given to a team."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.errors import PerronError
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.teams.models import Team
from perron_web.features.turfs.forms import BureauxForm, HandForm
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.queries.holdings import people_for
from perron_web.features.turfs.queries.lists import turfs_in_reach
from perron_web.features.turfs.rules import EDIT, HAND
from perron_web.features.turfs.services.giving import assign_bureaux
from perron_web.features.turfs.services.holding import hand_turf, reopen_turf
from perron_web.features.turfs.views.claims import told
from perron_web.features.turfs.views.common import adopted_or_404
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.words import words


@allow(write=HAND, module="turfs")
def hands(request: CampaignRequest, slug: str, turf: int) -> HttpResponseBase:
    """Hand a turf to somebody, take it back, keep it longer, say that it is done or not."""
    rows = turfs_in_reach(adopted_run(request.campaign), request.user).select_related("bureau", "team")
    found = get_object_or_404(rows, pk=turf)
    form = HandForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        messages.success(request, _done(request, found, form.cleaned_data))
    except PerronError as error:
        messages.error(request, words(error))
    return redirect("turfs:show", slug, found.pk)


def _done(request: CampaignRequest, turf: Turf, asked: dict[str, Any]) -> str:
    name = {"name": turf.name_short}
    if asked["geste"] == "open":
        reopen_turf(turf=turf.pk, by=request.user)
        return _("Le secteur %(name)s est rouvert.") % name
    if asked["geste"] != "hand":
        return told(request, asked["geste"], asked["tenu"] or 0)
    people = {person.pk: person for person in people_for(turf)}
    chosen = [asked[key] for key in ("personne", "avec") if asked[key]]
    if not set(chosen) <= people.keys():
        raise Http404
    pair = [people[key] for key in dict.fromkeys(chosen)]
    hand_turf(
        turf=turf.pk,
        by=request.user,
        holder=pair[0] if pair else None,
        partner=pair[1] if len(pair) > 1 else None,
        team=turf.team,
        on_paper=not pair,
    )
    return _("Le secteur %(name)s est donné.") % name


@allow(write=EDIT, module="turfs")
def bureaux(request: CampaignRequest, slug: str) -> HttpResponseBase:
    """Give all the turfs of some bureaux to a team, or take them back."""
    run = adopted_or_404(request)
    form = BureauxForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    team = get_object_or_404(Team.objects.all(), pk=asked["equipe"]) if asked["equipe"] else None
    try:
        count = assign_bureaux(run=run, bureaux=asked["bureau"], team=team, by=request.user)
    except PerronError as error:
        messages.error(request, words(error))
        return redirect("turfs:index", slug)
    if team is None:
        said = ngettext("%(n)s secteur repris.", "%(n)s secteurs repris.", count) % {"n": count}
    else:
        said = ngettext("%(n)s secteur confié à %(team)s.", "%(n)s secteurs confiés à %(team)s.", count)
        said %= {"n": count, "team": team.name}
    messages.success(request, said)
    return redirect("turfs:index", slug)
