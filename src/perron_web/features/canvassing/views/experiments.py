"""What the field did in the units of an experiment, taken away."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from perron_web.features.canvassing.queries.unit_tables import visits_table
from perron_web.features.canvassing.views.coverage import FORMS
from perron_web.features.experiments.choices import Kind, State
from perron_web.features.experiments.models import Experiment
from perron_web.platform.access import HQ, CampaignRequest, allow
from perron_web.platform.files.download import download


@allow(read=HQ, module="measure")
def visits_file(request: CampaignRequest, slug: str, number: int, form: str) -> HttpResponse:
    """Send the visits by unit of a sealed experiment, as `perron evaluate --visits` reads them."""
    sealed = Experiment.objects.filter(kind=Kind.CAMPAIGN).exclude(state=State.DRAFT)
    found = get_object_or_404(sealed.select_related("draw"), number=number)
    if form not in {name for name, _word in FORMS}:
        raise Http404
    return download(visits_table(found), f"{slug}-passages-{number}", form)
