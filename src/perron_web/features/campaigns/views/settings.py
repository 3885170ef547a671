"""Settings of a campaign: election, modules, appearance."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from perron_web.features.campaigns.choices import Module
from perron_web.features.campaigns.forms.settings import AppearanceForm, ElectionForm, ModulesForm
from perron_web.features.campaigns.queries.election import election_of
from perron_web.features.campaigns.services.election import save_appearance, save_election, save_modules
from perron_web.platform.access import HQ, CampaignRequest, Role, allow
from perron_web.platform.design.colour import NIGHT, PAPER, accents, contrast, parse

READERS = HQ | {Role.DPO}
DIRECTION = frozenset({Role.DIRECTOR})


@allow(read=READERS, write=DIRECTION)
def election(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the election and its dates; a POST saves them."""
    found = election_of(request.campaign)
    names = ("kind", "name", "first_round", "second_round", "time_zone", "votes_on_saturday")
    initial = {name: getattr(found, name) for name in names} if found else {}
    form = ElectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_election(campaign=request.campaign, by=request.user, **form.cleaned_data)
        if form.over():
            messages.warning(request, _("C’est enregistré. Attention : ces dates sont passées."))
        else:
            messages.success(request, _("C’est enregistré. Le calendrier légal suit ces dates."))
        return redirect("campaigns:election", slug)
    return render(request, "campaigns/election.html", {"form": form, "election": found, "tab": "election"})


@allow(read=READERS, write=DIRECTION)
def modules(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show which parts of the site are on; a POST switches them."""
    on = [one for one in Module.values if one not in request.campaign.modules_off]
    form = ModulesForm(request.POST or None, initial={"on": on})
    if request.method == "POST" and form.is_valid():
        save_modules(campaign=request.campaign, off=form.off(), by=request.user)
        messages.success(request, _("C’est enregistré."))
        return redirect("campaigns:modules", slug)
    return render(request, "campaigns/modules.html", {"form": form, "tab": "modules"})


@allow(read=READERS, write=DIRECTION)
def appearance(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show the campaign's name and colour, with what the colour becomes; a POST saves them."""
    before = request.campaign.accent
    form = AppearanceForm(request.POST or None, instance=request.campaign)
    if request.method == "POST" and form.is_valid():
        save_appearance(campaign=request.campaign, by=request.user, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("campaigns:appearance", slug)
    colour = request.campaign.accent if not form.errors else before
    context = {"form": form, "tab": "appearance", **corrected(colour)}
    return render(request, "campaigns/appearance.html", context)


@allow(read=READERS)
def colour(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what a colour becomes, as a fragment, while it is being chosen."""
    del slug
    return render(request, "campaigns/_colour.html", corrected(request.GET.get("accent", "")))


def corrected(chosen: str) -> dict[str, Any]:
    """Return a colour as chosen and as pages use it by day and by night, with its contrast."""
    colour = parse(chosen)
    papers = ((_("De jour"), PAPER, False), (_("De nuit"), NIGHT, True))
    shades = [
        {
            "name": name,
            "shown": accents(colour, dark=dark)["--accent-ink"],
            "before": contrast(colour, paper),
            "after": contrast(accents(colour, dark=dark)["--accent-ink"], paper),
            "dark": dark,
        }
        for name, paper, dark in papers
    ]
    return {"chosen": colour, "shades": shades}
