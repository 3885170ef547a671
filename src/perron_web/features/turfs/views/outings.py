"""The turfs of an outing: prepared in one click, changed by hand, printed at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.errors import PerronError
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.teams.models import Outing
from perron_web.features.teams.queries.outings import outings_seen, runs
from perron_web.features.turfs.forms import OutingForm
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.nearby import next_best_near
from perron_web.features.turfs.queries.outings import (
    Pair,
    Prepared,
    free_for_outing,
    meeting_of_outing,
    prepared,
    unnamed_pairs,
)
from perron_web.features.turfs.rules import HAND
from perron_web.features.turfs.services.holding import hand_turf
from perron_web.features.turfs.services.preparing import prepare_outing
from perron_web.features.turfs.services.printing import print_turfs
from perron_web.features.turfs.views.claims import told
from perron_web.features.turfs.views.common import codes_of, pdf
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.words import language, words

CHOICE = 12
"""Turfs offered by hand."""


def outing_or_404(request: CampaignRequest, pk: int) -> Outing:
    """Return an outing that the person looks after.

    Parameters
    ----------
    request : CampaignRequest
        Who asks.
    pk : int
        Key of the outing.

    Returns
    -------
    Outing
        With its team.
    """
    found = get_object_or_404(outings_seen(request.user), pk=pk)
    if not runs(request.member, found):
        raise Http404
    return found


@allow(read=HAND, write=HAND, module="turfs")
def outing(request: CampaignRequest, slug: str, outing: int) -> HttpResponseBase:
    """Show the pairs of an outing and their turfs; a POST prepares them or changes one."""
    found = outing_or_404(request, outing)
    if request.method == "POST":
        return _done(request, slug, found)
    shown = prepared(found)
    run = adopted_run(request.campaign)
    held = [one.turf_id for one in shown.held]
    free = free_for_outing(found) if run else Turf.every.none()
    choice = next_best_near(free, near=meeting_of_outing(found), limit=CHOICE, beside_is_fine=held)
    context = {
        "outing": found,
        "run": run,
        "shown": shown,
        "choice": choice,
        "pairs_wanted": max(len(shown.pairs), (len(shown.alone) + 1) // 2, 1),
        "placed": meeting_of_outing(found) is not None,
    }
    context["fragment"] = bool(request.headers.get("HX-Request"))
    part = "turfs/outing_body.html" if context["fragment"] else "turfs/outing.html"
    return render(request, part, context)


def _done(request: CampaignRequest, slug: str, found: Outing) -> HttpResponseBase:
    form = OutingForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    try:
        if asked["geste"] == "prepare":
            messages.success(request, _prepare(request, found, asked["binomes"]))
        elif asked["geste"] == "hand":
            messages.success(request, _hand(request, found, asked))
        else:
            messages.success(request, told(request, asked["geste"], asked["tenu"] or 0))
    except PerronError as error:
        messages.error(request, words(error))
    return redirect("turfs:outing", slug, found.pk)


def _prepare(request: CampaignRequest, found: Outing, wanted: int | None) -> str:
    pairs = prepared(found).pairs
    every = unnamed_pairs(pairs, wanted or len(pairs))
    waiting = sum(pair.waits for pair in every)
    made = prepare_outing(outing=found, pairs=every, by=request.user)
    said = ngettext("%(n)s secteur préparé.", "%(n)s secteurs préparés.", len(made)) % {"n": len(made)}
    if waiting == 0:
        return _("Chaque binôme a déjà son secteur.")
    if len(made) < waiting:
        left = waiting - len(made)
        said += " " + ngettext(
            "Il n’y a plus de secteur libre pour %(n)s binôme.",
            "Il n’y a plus de secteur libre pour %(n)s binômes.",
            left,
        ) % {"n": left}
    return said


def _hand(request: CampaignRequest, found: Outing, asked: dict[str, Any]) -> str:
    turf = get_object_or_404(free_for_outing(found), pk=asked["secteur"] or 0)
    number = asked["binome"] or 1
    pair = next((one for one in prepared(found).pairs if one.number == number), Pair(number))
    held = hand_turf(
        turf=turf.pk,
        by=request.user,
        holder=pair.people[0] if pair.people else None,
        partner=pair.people[1] if len(pair.people) > 1 else None,
        outing=found,
        pair=number,
    )
    return _("Le secteur %(name)s va au binôme %(n)s.") % {"name": held.turf.name_short, "n": number}


@allow(read=HAND, module="turfs")
def sheets(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Send the walk lists of an outing in one file, each with its code."""
    found = outing_or_404(request, outing)
    shown: Prepared = prepared(found)
    rows: list[Holding] = shown.held
    if not rows:
        messages.error(request, _("Aucune feuille à imprimer encore : préparez d’abord les secteurs."))
        return redirect("turfs:outing", slug, found.pk)
    turfs = Turf.every.filter(pk__in=[row.turf_id for row in rows])
    content = print_turfs(
        run=rows[0].turf.run, turfs=turfs, lang=language(), by=request.user, held=codes_of(request, rows)
    )
    return pdf(content, f"sortie-{found.pk}")
