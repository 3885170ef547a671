"""Behind which visits something was told: that it was, never what."""

from collections.abc import Iterable
from uuid import UUID

from perron_web.features.canvassing.models import Talk
from perron_web.features.canvassing.rules.review import Seen


def visits_told(rows: Iterable[Seen]) -> set[UUID]:
    """Return the visits, among some reports, at which something was told and is still kept.

    Parameters
    ----------
    rows : iterable of Seen
        Reports of the places in scope.

    Returns
    -------
    set of UUID
        Their identifiers.
    """
    addresses = {one.address for one in rows}
    return set(Talk.objects.filter(report__address__in=addresses).values_list("visit", flat=True))
