"""The pre-registration: written, frozen before the vote, taken away."""

from typing import Any

import orjson
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.campaigns.queries import election_of
from perron_web.features.experiments.choices import State
from perron_web.features.experiments.forms.registration import RegistrationForm
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.describing import described_experiment
from perron_web.features.experiments.queries.listing import draw_of
from perron_web.features.experiments.queries.registration import may_freeze_now, registered_words, rounds_of
from perron_web.features.experiments.services.printing import print_registration
from perron_web.features.experiments.services.registering import freeze_registration, write_registration
from perron_web.features.experiments.views.common import MODULE, find_experiment
from perron_web.platform.access import DESK, HQ, CampaignRequest, allow
from perron_web.platform.trying import try_to
from perron_web.platform.words import language


@allow(read=DESK, write=HQ, module=MODULE)
def registration(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Show what is announced; a POST writes it."""
    found = find_experiment(request, number)
    election = election_of(request.campaign)
    context: dict[str, Any] = {
        "slug": slug,
        "tab": "campaign",
        "experiment": found,
        "draw": draw_of(found),
        "election": election,
        "may_freeze": may_freeze_now(request.campaign),
        "may_write": request.member.may(HQ),
        "open": found.state in {State.DRAFT, State.SEALED},
        "registered": registered_words(found),
        "facts": described_experiment(found),
    }
    writable = found.frozen_at is None and context["open"] and context["may_write"] and election is not None
    if request.method == "POST" and not writable:
        messages.error(request, _("Ce préenregistrement ne change plus."))
        return redirect("experiments:registration", slug, number)
    if not writable or election is None:
        return render(request, "experiments/registration.html", context)
    given = request.POST if request.method == "POST" else None
    form = RegistrationForm(given, rounds=rounds_of(election), design=found.design, told=found.registration)
    if request.method == "POST" and form.is_valid():
        try:
            write_registration(experiment=found, announced=form.announced, by=request.user)
        except PerronError as error:
            form.add_error(None, error.text(language()))
        else:
            messages.success(request, _("C’est écrit ; relisez, puis figez avant le vote."))
            return redirect("experiments:registration", slug, number)
    status = 422 if form.errors else 200
    return render(request, "experiments/registration.html", context | {"form": form}, status=status)


@allow(write=HQ, module=MODULE)
def freeze(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Freeze what is announced."""
    found = find_experiment(request, number)
    try_to(
        request,
        lambda: freeze_registration(experiment=found, by=request.user),
        _("Le préenregistrement est figé."),
    )
    return redirect("experiments:registration", slug, number)


def find_frozen(request: CampaignRequest, number: int) -> Experiment:
    """Return an experiment whose pre-registration is frozen, or answer 404."""
    found = find_experiment(request, number)
    if found.frozen_at is None:
        raise Http404
    return found


@allow(read=DESK, module=MODULE)
def registration_json(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the record of the pre-registration as it was frozen."""
    found = find_frozen(request, number)
    content = orjson.dumps(found.registration, option=orjson.OPT_INDENT_2) + b"\n"
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="preenregistrement-{slug}-{number}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@allow(read=DESK, module=MODULE)
def registration_pdf(request: CampaignRequest, slug: str, number: int) -> HttpResponse:
    """Give the pre-registration on paper."""
    made = print_registration(experiment=find_frozen(request, number), by=request.user)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="preenregistrement-{slug}-{number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
