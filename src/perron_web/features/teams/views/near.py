"""What is near: teams, outings, trainings; the places that a picker of points asks for."""

import math
from typing import Any
from urllib.parse import quote, unquote

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.campaigns.queries.places import place_names
from perron_web.features.teams.choices import Answer
from perron_web.features.teams.forms import NearForm, why
from perron_web.features.teams.models import Outing
from perron_web.features.teams.queries.locating import Located, ground_at, locate
from perron_web.features.teams.queries.near import around
from perron_web.features.teams.rules import READ
from perron_web.features.teams.services.joining import join_token
from perron_web.features.teams.services.outings import answer_outing
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.words import words

COOKIE = "lieu"
SALT = "perron.teams.near"
SIGNER = Signer(salt="perron.teams.come", sep=".")
"""Outings near are answered to from their list, also by those in whose territory they do not lie."""
HALF_A_YEAR = 180 * 24 * 3600
CHOICES = 400


@allow(read=READ, write=READ, module="teams")
def near(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what is near a place; nothing is kept, but on the person's own device when they say so."""
    form = NearForm(request.POST if request.method == "POST" else None)
    found, kept = Located(), remembered(request)
    if request.method == "POST" and form.is_valid():
        found = _asked(form.cleaned_data)
    elif kept is not None:
        found = kept
    context = {
        "form": form,
        "found": found,
        "why": why(found),
        "kept": kept is not None,
        **_near(request, found),
    }
    answer = render(request, "teams/near.html", context)
    if found.point and form.is_bound and form.cleaned_data.get("keep"):
        value = f"{found.point[0]:.3f};{found.point[1]:.3f};{quote(found.name)}"
        answer.set_signed_cookie(
            COOKIE, value, salt=SALT, max_age=HALF_A_YEAR, path=f"/c/{slug}/", httponly=True,
            samesite="Lax", secure=request.is_secure(),
        )  # fmt: skip
    return answer


@allow(write=READ, module="teams")
def come(request: CampaignRequest, slug: str) -> HttpResponse:
    """Say that one comes to an outing shown as near."""
    try:
        number = int(SIGNER.unsign(request.POST.get("sortie", "")))
    except BadSignature:
        raise Http404 from None
    outing = get_object_or_404(Outing.every, pk=number)
    try:
        answer_outing(outing=outing, user=request.user, answer=Answer.COMING)
    except PerronError as error:
        messages.error(request, words(error))
        return redirect("teams:near", slug)
    messages.success(request, _("C’est noté : vous venez."))
    return redirect("teams:outing", slug, number)


@allow(write=READ, module="teams")
def forget(request: CampaignRequest, slug: str) -> HttpResponse:
    """Forget the place kept on this device."""
    answer = redirect("teams:near", slug)
    answer.delete_cookie(COOKIE, path=f"/c/{slug}/")
    return answer


@allow(write=READ, module="teams")
def point(request: CampaignRequest, slug: str) -> JsonResponse:
    """Find an address for the picker of points."""
    found = locate(request.POST.get("q", "")[:200])
    if found.point is None:
        several = _("Plusieurs lieux portent ce nom : ajoutez le code postal.") if found.choices else ""
        return JsonResponse({"why": several or why(found)})
    return JsonResponse({"lon": found.point[0], "lat": found.point[1], "name": found.name, "why": why(found)})


@allow(read=READ, module="teams")
def ground(request: CampaignRequest, slug: str) -> JsonResponse:
    """Give the addresses around a point, the ground of the picker's map."""
    try:
        at = (float(request.GET.get("lon", "")), float(request.GET.get("lat", "")))
    except ValueError:
        at = (math.nan, math.nan)
    if not all(math.isfinite(one) for one in at):
        return JsonResponse({"addresses": []}, status=400)
    return JsonResponse({"addresses": ground_at(at)})


def remembered(request: CampaignRequest) -> Located | None:
    """Return the place that the person chose to keep on this device."""
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT) or ""
    lon, _semicolon, rest = value.partition(";")
    lat, _semicolon, name = rest.partition(";")
    return Located((float(lon), float(lat)), unquote(name)) if lat else None


def _asked(asked: dict[str, Any]) -> Located:
    if asked.get("lon") is not None and asked.get("lat") is not None:
        return Located((round(asked["lon"], 3), round(asked["lat"], 3)), _("Là où vous êtes"))
    return locate(asked["q"], place=asked["place"])


def _near(request: CampaignRequest, found: Located) -> dict[str, Any]:
    if found.point is None:
        return {"around": None, "choices": found.choices[:CHOICES]}
    what = around(found.point, user=request.user, now=timezone.now())
    names = place_names({team.place for team, _metres in what.teams})
    teams = [
        (team, away, names[team.place] if team.place else "", join_token(team)) for team, away in what.teams
    ]
    outings = [(one, away, one.pk in what.reach, SIGNER.sign(str(one.pk))) for one, away in what.outings]
    return {"around": what, "teams": teams, "outings": outings}
