"""Review: walks that should be looked at, one of them in full, reports set aside and taken up again."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.errors import PerronError
from perron_web.features.campaigns.queries.places import search_places
from perron_web.features.canvassing.choices import Aside, Outcome
from perron_web.features.canvassing.forms.review import FLAGS, BoardForm, ChosenForm, ReasonForm
from perron_web.features.canvassing.models import Phone
from perron_web.features.canvassing.queries.review import (
    Told,
    board,
    chosen,
    conflicts,
    firsts,
    named,
    reviews,
    seen,
    street_names,
)
from perron_web.features.canvassing.queries.told import visits_told
from perron_web.features.canvassing.rules.review import ERASE, REVIEW, Flag, Walk, walks
from perron_web.features.canvassing.services.review import lift_review, resolve_conflict, set_aside, take_in
from perron_web.features.teams.models import Outing
from perron_web.features.turfs.models import Turf
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.design.figures import metres, number, percent
from perron_web.platform.words import words

PAGE = 40
LISTED = 400
"""Reports listed of one choice; figures and decisions are of all."""
NAMES = {"turf": "secteur", "phone": "telephone", "outing": "sortie", "user": "personne"}


@allow(read=REVIEW)
def review(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the latest walks that should be looked at."""
    form = BoardForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    only, days = asked.get("drapeau", ""), asked.get("jours") or 7
    place = next(iter(search_places(asked["lieu"].strip())), None) if asked.get("lieu", "").strip() else None
    found = board(days=days, only=only, place=place.path if place else "")
    page = Paginator(found.walks, PAGE).get_page(request.GET.get("page"))
    apart = list(conflicts()[:20])
    stored = firsts(apart)
    context = {
        "page": page,
        "rows": [{**_shown(slug, told), "told": told} for told in page],
        "board": found,
        "form": form,
        "flags": FLAGS,
        "only": only,
        "days": days,
        "place": place,
        "unknown": bool(asked.get("lieu", "").strip()) and place is None,
        "conflicts": [
            {"row": one, "first": stored.get(one.report_id), "then": _body(one.body)} for one in apart
        ],
        "reviews": reviews()[:20],
        "tab": "review",
    }
    return render(request, "canvassing/review/board.html", context)


def _shown(slug: str, told: Told) -> dict[str, Any]:
    """Return what a row says: the words of its flags, the address of its reports."""
    asked = {NAMES[name]: key for name, key in told.walk.key._asdict().items() if key}
    return {
        "flags": [said(flag) for flag in told.walk.flags],
        "href": f"{reverse('canvassing:review_reports', args=[slug])}?{urlencode(asked)}" if asked else "",
    }


def said(flag: Flag) -> str:
    """Say a flag in words."""
    count, value = number(flag.many), flag.value
    known = {
        "pace": lambda: (
            ngettext("%(count)s porte en deux minutes", "%(count)s portes en deux minutes", flag.many)
            % {"count": count}
        ),
        "contact": lambda: (
            _("%(share)s de portes ouvertes sur %(count)s") % {"share": percent(value, 0), "count": count}
        ),
        "away": lambda: (
            ngettext(
                "%(count)s relevé à %(away)s du secteur",
                "%(count)s relevés à %(away)s du secteur",
                flag.many,
            )
            % {"count": count, "away": metres(value)}
        ),
        "skew": lambda: _("horloge du téléphone fausse"),
        "not_held": lambda: (
            ngettext(
                "secteur jamais confié : %(count)s relevé ne compte pas",
                "secteur jamais confié : %(count)s relevés ne comptent pas",
                flag.many,
            )
            % {"count": count}
        ),
        "access_ended": lambda: (
            ngettext(
                "accès terminé : %(count)s relevé ne compte pas",
                "accès terminé : %(count)s relevés ne comptent pas",
                flag.many,
            )
            % {"count": count}
        ),
        "doors": lambda: (
            ngettext(
                "%(count)s porte dite autrement par un autre téléphone",
                "%(count)s portes dites autrement par un autre téléphone",
                flag.many,
            )
            % {"count": count}
        ),
    }
    return known[flag.kind]()


def _body(body: dict[str, Any]) -> str:
    """Say what a second body told, without anything of a person."""
    outcome = str(body.get("outcome") or "")
    return str(Outcome(outcome).label) if outcome in Outcome.values else str(body.get("kind") or "")


@allow(read=REVIEW, write=REVIEW)
def reports(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the reports of an outing, a phone, a person or a turf; a POST sets them aside, with a reason."""
    asked = ChosenForm(request.GET)
    where = chosen(**asked.keys()) if asked.is_valid() else None
    if where is None:
        return redirect("canvassing:review", slug)
    keys = asked.keys()
    if request.method == "POST":
        return _decided(request, slug, keys, where)
    rows = seen(where)
    if not rows:
        raise Http404
    rows.sort(key=lambda one: (one.at, one.id))
    parts = named(walks(rows))
    streets = street_names(rows)
    told = visits_told(rows[:LISTED]) if request.member.may(ERASE) else set()
    context = {
        "parts": [{**_shown(slug, told), "told": told} for told in parts],
        "one": parts[0] if len(parts) == 1 else None,
        "wider": _wider(slug, parts[0]) if len(parts) == 1 else [],
        **_objects(keys),
        "rows": [
            {
                "row": one,
                "street": streets.get(one.address, ""),
                "outcome": _outcome(one.outcome),
                "aside": _aside(one.aside),
                "told": one.id in told,
            }
            for one in rows[:LISTED]
        ],
        "count": len(rows),
        "listed": min(len(rows), LISTED),
        "counts": sum(not one.aside for one in rows),
        "outside": sum(one.aside in {Aside.NOT_HELD, Aside.ACCESS_ENDED} for one in rows),
        "sum": _summed(parts),
        "form": ReasonForm(),
        "query": request.GET.urlencode(),
        "tab": "review",
    }
    return render(request, "canvassing/review/reports.html", context)


def _wider(slug: str, told: Told) -> list[tuple[str, str]]:
    """Return the choices that hold a walk: the whole outing, phone or turf, to be decided on at once."""
    key, address = told.walk.key, reverse("canvassing:review_reports", args=[slug])
    known = (
        (_("Toute la sortie"), "sortie", key.outing),
        (_("Tout ce téléphone"), "telephone", key.phone),
        (_("Tout le secteur"), "secteur", key.turf),
    )
    return [(label, f"{address}?{urlencode({name: pk})}") for label, name, pk in known if pk]


def _summed(parts: list[Told]) -> dict[str, Any]:
    found: list[Walk] = [told.walk for told in parts]
    return {
        "doors": sum(walk.doors for walk in found),
        "opened": sum(walk.opened for walk in found),
        "aside": sum(walk.aside for walk in found),
        "first": min(walk.first for walk in found),
        "last": max(walk.last for walk in found),
    }


def _outcome(outcome: str) -> str:
    return str(Outcome(outcome).label) if outcome in Outcome.values else ""


def _aside(aside: str) -> str:
    return str(Aside(aside).label) if aside in Aside.values else ""


def _objects(keys: dict[str, Any]) -> dict[str, Any]:
    """Return the things chosen, by name; one that is not in reach stays nameless."""
    rows = {
        "turf": Turf.objects.select_related("bureau"),
        "phone": Phone.objects.select_related("user"),
        "outing": Outing.objects.all(),
    }
    return {name: rows[name].filter(pk=keys[name]).first() if keys[name] else None for name in rows}


def _decided(request: CampaignRequest, slug: str, keys: dict[str, Any], where: Q) -> HttpResponse:
    back = redirect(f"{reverse('canvassing:review_reports', args=[slug])}?{request.GET.urlencode()}")
    if not seen(where):
        raise Http404
    if "compter" in request.POST:
        count = take_in(campaign=request.campaign, chosen=where, by=request.user)
        said = ngettext(
            "%(count)s relevé compte maintenant.", "%(count)s relevés comptent maintenant.", count
        )
        messages.success(request, said % {"count": number(count)})
        return back
    form = ReasonForm(request.POST)
    try:
        made = set_aside(
            campaign=request.campaign,
            chosen=where,
            reason=form.data.get("reason", ""),
            by=request.user,
            **_objects(keys),
        )
    except PerronError as error:
        messages.error(request, words(error))
    else:
        said_it = ngettext(
            "%(count)s relevé mis de côté : il ne compte plus, rien n’est effacé.",
            "%(count)s relevés mis de côté : ils ne comptent plus, rien n’est effacé.",
            made.count,
        )
        messages.success(request, said_it % {"count": number(made.count)})
    return back


@allow(write=REVIEW)
def lift(request: CampaignRequest, slug: str, decision: int) -> HttpResponse:
    """Take a decision back."""
    found = get_object_or_404(reviews(), pk=decision)
    try:
        count = lift_review(review=found, by=request.user)
    except PerronError as error:
        messages.error(request, words(error))
    else:
        said = ngettext(
            "%(count)s relevé compte de nouveau.", "%(count)s relevés comptent de nouveau.", count
        )
        messages.success(request, said % {"count": number(count)})
    return redirect("canvassing:review", slug)


@allow(write=REVIEW)
def resolve(request: CampaignRequest, slug: str, conflict: int) -> HttpResponse:
    """Note that a second body was looked at."""
    resolve_conflict(conflict=get_object_or_404(conflicts(), pk=conflict), by=request.user)
    messages.success(request, _("Double envoi examiné : le premier reste."))
    return redirect("canvassing:review", slug)
