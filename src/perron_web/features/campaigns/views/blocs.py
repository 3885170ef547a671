"""Blocs: which side each list and candidate of the imported results stands on."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron.errors import PerronError
from perron_web.features.campaigns.choices import Side
from perron_web.features.campaigns.forms.settings import BlocsFileForm
from perron_web.features.campaigns.queries.blocs import ElectionBlocs, blocs_board, election_choices
from perron_web.features.campaigns.services.blocs import Placed, presets, read_blocs, save_blocs, write_blocs
from perron_web.platform.access import HQ, CampaignRequest, Role, allow
from perron_web.platform.words import words

READERS = HQ | {Role.DPO}
BEFORE = "blocs_before"


@allow(read=READERS, write=HQ)
def blocs(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show one past election's lists in columns; a POST saves where they were put."""
    board = blocs_board()
    shown = pick(board, request.GET.get("scrutin", ""))
    if request.method == "POST" and shown:
        sides = placed(shown, request)
        remember(request, {key: sides[key] for key in sides})
        count = save_blocs(campaign=request.campaign, sides=sides, by=request.user)
        tell(request, count)
        return redirect(f"{reverse('campaigns:blocs', args=[slug])}?scrutin={shown.election}")
    context = {
        "board": board,
        "shown": shown,
        "columns": columns(shown) if shown else [],
        "sides": Side.choices,
        "nuances": sorted({card.choice.nuance for card in shown.cards if card.choice.nuance})
        if shown
        else [],
        "form": BlocsFileForm(),
        "presets": list(presets()) if request.campaign.demo else [],
        "undo": bool(request.session.get(f"{BEFORE}:{slug}")),
        "tab": "blocs",
    }
    return render(request, "campaigns/blocs.html", context)


@allow(write=HQ)
def undo(request: CampaignRequest, slug: str) -> HttpResponse:
    """Put the sides back as they were before the last save."""
    before = request.session.pop(f"{BEFORE}:{slug}", [])
    sides = {(election, choice): Placed(side, family) for election, choice, side, family in before}
    save_blocs(campaign=request.campaign, sides=sides, by=request.user, action="campaigns.undo_blocs")
    messages.success(request, _("C’est annulé : les blocs sont comme avant."))
    return redirect("campaigns:blocs", slug)


@allow(write=HQ)
def read_file(request: CampaignRequest, slug: str) -> HttpResponse:
    """Take the sides from a blocs file of `perron`."""
    form = BlocsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(message) for found in form.errors.values() for message in found))
        return redirect("campaigns:blocs", slug)
    return take(request, slug, form.cleaned_data["file"], "blocs.toml")


@allow(read=READERS)
def give_file(request: CampaignRequest, slug: str) -> HttpResponse:
    """Give the sides as the file that `perron plan --blocs` takes."""
    response = HttpResponse(
        write_blocs(campaign=request.campaign), content_type="application/toml; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="blocs-{slug}.toml"'
    return response


@allow(write=HQ)
def preset(request: CampaignRequest, slug: str) -> HttpResponse:
    """Take one of the sample's example mappings; the product takes no side."""
    found = presets().get(request.POST.get("name", "")) if request.campaign.demo else None
    if found is None:
        raise Http404
    return take(request, slug, found, "blocs.toml")


def take(request: CampaignRequest, slug: str, text: str, file: str) -> HttpResponse:
    """Save the sides that a file gives."""
    try:
        sides = read_blocs(text=text, choices=election_choices(), file=file)
    except PerronError as error:
        messages.error(request, words(error))
        return redirect("campaigns:blocs", slug)
    remember(request, sides)
    count = save_blocs(
        campaign=request.campaign, sides=sides, by=request.user, action="campaigns.import_blocs"
    )
    tell(request, count)
    return redirect("campaigns:blocs", slug)


def card_name(election: str, choice: str) -> str:
    """Return the name of a card's field: short, stable, plain letters."""
    return "side-" + hashlib.sha256(f"{election}|{choice}".encode()).hexdigest()[:12]


def placed(shown: ElectionBlocs, request: CampaignRequest) -> dict[tuple[str, str], Placed]:
    """Read where each card was put; a nuance moved as a whole goes over its cards."""
    nuance, whole = request.POST.get("nuance", ""), request.POST.get("nuance-side", "")
    bulk = "bulk" in request.POST and whole in Side.values
    sides = {}
    for card in shown.cards:
        side = request.POST.get(card_name(shown.election, card.choice.choice), card.side)
        if bulk and card.choice.nuance == nuance:
            side = whole
        side = side if side in Side.values else ""
        family = card.family if side == card.side else ""
        sides[shown.election, card.choice.choice] = Placed(side, family)
    return sides


def columns(shown: ElectionBlocs) -> list[dict[str, Any]]:
    """Lay the cards out by side, those without one first."""
    titles = [("", _("À placer")), *((side.value, side.label) for side in Side)]
    return [
        {
            "side": side,
            "title": title,
            "cards": [
                {"card": card, "name": card_name(shown.election, card.choice.choice)}
                for card in shown.cards if card.side == side
            ],
        }
        for side, title in titles
    ]  # fmt: skip


def pick(board: list[ElectionBlocs], wanted: str) -> ElectionBlocs | None:
    """Return the election asked for, or the latest."""
    return next((one for one in board if one.election == wanted), board[0] if board else None)


def remember(request: CampaignRequest, sides: dict[tuple[str, str], Placed]) -> None:
    """Keep what the sides were, so that the save can be undone."""
    request.session[f"{BEFORE}:{request.campaign.slug}"] = [
        [one.election, card.choice.choice, card.side, card.family]
        for one in blocs_board() for card in one.cards
        if (one.election, card.choice.choice) in sides
        and sides[one.election, card.choice.choice] != Placed(card.side, card.family)
    ]  # fmt: skip


def tell(request: CampaignRequest, count: int) -> None:
    """Say how many cards changed side."""
    text = ngettext(
        "%(n)d liste ou candidature a changé de bloc.",
        "%(n)d listes ou candidatures ont changé de bloc.",
        count,
    )
    messages.success(request, text % {"n": count})
