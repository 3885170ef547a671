"""The editor of a bureau's turfs: the page, and each gesture."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.errors import PerronError
from perron_web.features.targeting.models import Run
from perron_web.features.teams.models import Team
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs import services
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.forms import GestureForm
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.queries.changes import changes_of, changes_text
from perron_web.features.turfs.queries.desk import last_edits
from perron_web.features.turfs.queries.editor import map_items, turfs_shown
from perron_web.features.turfs.queries.lists import is_held_out, teams_at, territory_names, totals
from perron_web.features.turfs.rules import EDIT, READ, RefusedError, StaleError
from perron_web.features.turfs.services.warming import warm_soon
from perron_web.features.turfs.views.common import adopted_or_404, bureau_or_404, wants_json
from perron_web.platform.access import CampaignRequest, allow
from perron_web.platform.words import words


def may_edit(request: CampaignRequest, bureau: Bureau) -> bool:
    """Say whether the person edits the turfs of a bureau, and does not only read them."""
    places = request.member.places(EDIT)
    return places is None or bureau.place.startswith(places)


@allow(read=READ, module="turfs")
def bureau(request: CampaignRequest, slug: str, code: str) -> HttpResponse:
    """Show the turfs of one bureau on the map and in a list, to be edited."""
    run = adopted_or_404(request)
    found = bureau_or_404(run, code)
    every = turfs_shown(run=run, bureau=found)
    asked = request.GET.get("etat", "")
    shown = [one for one in every if one.turf.state == asked] if asked in State.values else every
    undo, redo = last_edits(run=run, bureau=found)
    if shown:
        warm_soon(run=run)
    context = {
        "run": run,
        "bureau": found,
        "territory": territory_names([found.place])[found.place],
        "turfs": shown,
        "sum": totals(Turf.objects.filter(run=run, bureau=found, retired=False)),
        "held_out": not every and is_held_out(run, found),
        "states": _states(every),
        "asked": asked if shown is not every else "",
        "may_edit": may_edit(request, found),
        "teams": list(teams_at(found.place)),
        "undo": undo,
        "redo": redo,
        "versions": _versions(shown),
        "data": {"turfs": map_items(shown), "bounds": [found.west, found.south, found.east, found.north]},
        "parts": range(2, 7),
    }
    return render(request, "turfs/bureau.html", context)


def _states(shown: list[Any]) -> list[tuple[str, int]]:
    """Count the turfs of each state, those of none left out."""
    counts = Counter(one.turf.state for one in shown)
    return [(state, counts[state]) for state in State.values if counts[state]]


def _versions(shown: list[Any]) -> str:
    return ",".join(f"{one.number}:{one.turf.version}" for one in shown)


@allow(write=EDIT, module="turfs")
def edit(request: CampaignRequest, slug: str, code: str) -> HttpResponseBase:
    """Do one gesture; a script gets the touched turfs, a plain form comes back to the page."""
    run = adopted_or_404(request)
    found = bureau_or_404(run, code)
    form = GestureForm(request.POST)
    try:
        if not form.is_valid():
            raise _refused(form)
        answer = _gesture(request, run, found, form.cleaned_data)
    except PerronError as error:
        if wants_json(request):
            stale = isinstance(error, StaleError)
            content = _content(request, run, found, None) if stale else {}
            return JsonResponse({**content, "message": words(error)}, status=409 if stale else 422)
        messages.error(request, words(error))
    else:
        if wants_json(request):
            return JsonResponse(answer)
        messages.success(request, answer["message"])
    back = request.POST.get("retour", "")
    if back.isdecimal():
        return redirect("turfs:show", slug, int(back))
    return redirect("turfs:bureau", slug, code)


def _refused(form: GestureForm) -> RefusedError:
    from perron.words import Words

    text = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return RefusedError(Words(text, text))


def _gesture(request: CampaignRequest, run: Run, bureau: Bureau, asked: dict[str, Any]) -> dict[str, Any]:
    if asked["geste"] == "give":
        return _give(request, run, bureau, asked)
    done = _edits(asked)(run=run, bureau=bureau, by=request.user)
    message = changes_text(changes_of(done.edit))
    return {**_content(request, run, bureau, list(done.turfs)), "message": message}


def _edits(asked: dict[str, Any]) -> Callable[..., services.Edited]:
    """Return the service of a gesture, with what was chosen."""
    versions, turfs = asked["versions"], asked["secteur"]
    given: dict[str, tuple[Callable[..., services.Edited], dict[str, Any]]] = {
        "move": (
            services.move_building,
            {"addresses": asked["adresse"], "to": asked["vers"], "versions": versions},
        ),
        "merge": (services.merge_turfs, {"turfs": turfs, "versions": versions}),
        "split": (
            services.split_turf,
            {"turf": turfs[0] if turfs else 0, "parts": asked["parts"] or 2, "versions": versions},
        ),
        "redraw": (
            services.redraw_turf,
            {"polygon": asked["trace"], "to": asked["vers"], "versions": versions},
        ),
        "new": (services.add_turf, {}),
        "undo": (services.undo_edit, {"edit": asked["edition"] or 0}),
        "redo": (services.redo_edit, {"edit": asked["edition"] or 0}),
    }
    service, chosen = given[asked["geste"]]
    return lambda **who: service(**chosen, **who)


def _give(request: CampaignRequest, run: Run, bureau: Bureau, asked: dict[str, Any]) -> dict[str, Any]:
    turfs = list(Turf.objects.filter(run=run, bureau=bureau, retired=False, number__in=asked["secteur"]))
    team = get_object_or_404(Team.objects.all(), pk=asked["equipe"]) if asked["equipe"] else None
    changed = services.assign_team(turfs=turfs, team=team, by=request.user)
    if team is None:
        words = ngettext("%(n)s secteur repris.", "%(n)s secteurs repris.", changed) % {"n": changed}
    else:
        words = ngettext(
            "%(n)s secteur confié à %(team)s.", "%(n)s secteurs confiés à %(team)s.", changed
        ) % {"n": changed, "team": team.name}
    return {**_content(request, run, bureau, [turf.number for turf in turfs]), "message": words}


def _content(request: CampaignRequest, run: Run, bureau: Bureau, numbers: list[int] | None) -> dict[str, Any]:
    """Return the touched turfs (all of them when None) for the map and the list, and what can be undone."""
    shown = turfs_shown(run=run, bureau=bureau, numbers=numbers)
    undo, redo = last_edits(run=run, bureau=bureau)
    standing = {one.number for one in shown}
    rows = {
        one.number: render_to_string(
            "turfs/row.html", {"one": one, "may_edit": True, "campaign": request.campaign}
        )
        for one in shown
    }
    return {
        "all": numbers is None,
        "turfs": map_items(shown),
        "rows": rows,
        "versions": {one.number: one.turf.version for one in shown},
        "gone": sorted(set(numbers or []) - standing),
        "undo": _named(undo),
        "redo": _named(redo),
        "sum": render_to_string(
            "turfs/sum.html", totals(Turf.objects.filter(run=run, bureau=bureau, retired=False))
        ),
    }


def _named(edit: Any) -> dict[str, Any] | None:
    if edit is None:
        return None
    who = str(edit.by.name or "") if edit.by else ""
    label = edit.get_kind_display()
    return {"id": edit.pk, "label": _("%(what)s par %(who)s") % {"what": label, "who": who} if who else label}
