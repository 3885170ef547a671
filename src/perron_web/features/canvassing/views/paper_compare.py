"""Phone and paper of one turf, beside each other, door by door; a leader says which stands, and why."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron_web.features.canvassing.choices import Outcome
from perron_web.features.canvassing.forms.paper import ChoiceForm
from perron_web.features.canvassing.queries.paper import Reconciled, choices_made, reconciled
from perron_web.features.canvassing.rules.doors import DoorState
from perron_web.features.canvassing.services.paper import choose_source
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.queries.lists import turfs_once_in_reach
from perron_web.features.turfs.rules import HAND
from perron_web.platform.access import CampaignRequest, allow


def turf_or_404(request: CampaignRequest, pk: int) -> Turf:
    """Return a turf within the person's reach, of whatever plan."""
    found: Turf | None = turfs_once_in_reach(request.user).filter(pk=pk).select_related("bureau").first()
    if found is None:
        raise Http404
    return found


@allow(read=HAND, write=HAND)
def compare(request: CampaignRequest, slug: str, turf: int) -> HttpResponseBase:
    """Show each door as the phone and the paper tell it; a POST says which stands."""
    found = turf_or_404(request, turf)
    both = reconciled(found)
    form = None
    if request.method == "POST":
        form = ChoiceForm(request.POST, doors=_named(both))
        if form.is_valid():
            return _chosen(request, slug, found, form)
    only = request.GET.get("montrer", "differ" if both.count("differ") else "")
    rows = [(name, row) for name, row in zip(_named(both), both.rows, strict=True) if only in {"", row.kind}]
    context = {
        "turf": found,
        "rows": [{"name": name, "row": row, **_words(row)} for name, row in rows],
        "counts": [(kind, label, both.count(kind)) for kind, label in _kinds()],
        "only": only,
        "form": form,
        "made": choices_made(found),
    }
    return render(request, "canvassing/paper_compare.html", context, status=422 if form else 200)


def _kinds() -> list[tuple[str, str]]:
    return [
        ("differ", _("en désaccord")),
        ("agree", _("d’accord")),
        ("phone", _("téléphone seul")),
        ("paper", _("papier seul")),
    ]


def _named(both: Reconciled) -> dict[str, tuple[str, str, int | None, str]]:
    """Return a name for each door that fits in a form."""
    return {f"p{rank}": row.door for rank, row in enumerate(both.rows)}


def _words(row: object) -> dict[str, str]:
    def said(state: DoorState | None) -> str:
        return str(Outcome(state.outcome).label) if state else ""

    phone, paper = getattr(row, "phone", None), getattr(row, "paper", None)
    return {"phone": said(phone), "paper": said(paper)}


def _chosen(request: CampaignRequest, slug: str, turf: Turf, form: ChoiceForm) -> HttpResponse:
    doors, source = form.chosen(), form.cleaned_data["source"]
    choose_source(turf=turf, doors=doors, source=source, reason=form.cleaned_data["motif"], by=request.user)
    count = len(doors)
    if source == "paper":
        said = ngettext("Le papier fait foi à %(n)s porte.", "Le papier fait foi à %(n)s portes.", count)
    else:
        said = ngettext(
            "Le téléphone fait foi à %(n)s porte.", "Le téléphone fait foi à %(n)s portes.", count
        )
    messages.success(request, said % {"n": count})
    return redirect("canvassing:paper_compare", slug, turf.pk)
