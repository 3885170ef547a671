"""How old the figures are."""

from django.utils import timezone
from django_scopes import scopes_disabled

from perron_web.features.canvassing.models import Batch


def tally_lag() -> float:
    """Return the age of the oldest receipt that is not yet in the figures, of any campaign.

    Returns
    -------
    float
        Seconds; 0 when figures are complete.
    """
    with scopes_disabled():
        waiting = Batch.objects.filter(tallied=False).order_by("pk").values_list("received_at", flat=True)
        oldest = waiting.first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0
