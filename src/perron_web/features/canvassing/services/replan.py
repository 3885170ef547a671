"""A new sharing out of the remaining hours, accepted: outings of the turfs that nobody has done nor holds."""

from typing import Any

from django.db import transaction

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.canvassing.queries.replan import Proposal
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.tables import turfs_table
from perron_web.platform.audit.services import record
from perron_web.platform.rows import update_rows

CHANGED = Words(
    "Reports have come in since: look at what would change now.",
    "Des relevés sont arrivés depuis\u00a0: regardez ce qui changerait maintenant.",
)


@transaction.atomic
def accept_replan(*, campaign: Any, proposal: Proposal, mark: str, by: Any) -> int:
    """Give the free turfs the outings of a new sharing out; turfs done or held keep theirs.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    proposal : Proposal
        The sharing out, worked out again as it is accepted.
    mark : str
        Mark of the one that was seen.
    by : User
        Who accepts it.

    Returns
    -------
    int
        Turfs whose outings changed.

    Raises
    ------
    PerronError
        What would change is no longer what was seen.
    """
    if mark != proposal.mark:
        raise PerronError(CHANGED)
    held = Holding.objects.filter(ended_at=None).values("turf")
    turfs = (
        Turf.objects.filter(run=proposal.run, retired=False).exclude(state=State.DONE).exclude(pk__in=held)
    )
    before = {code: (pk, outings) for pk, code, outings in turfs.values_list("pk", "code", "outings")}
    given = _given(turfs, proposal.given)
    changes = [
        (outings, before[code][0])
        for code, outings in given.items()
        if code in before and before[code][1] != outings
    ]
    update_rows(Turf, ("outings",), changes)
    record(
        action="canvassing.accept_replan", target=proposal.run, by=by, campaign=campaign,
        hours=round(proposal.hours, 1), ratio=round(proposal.ratio, 3), turfs=len(changes),
        bureaux=len(proposal.changed),
    )  # fmt: skip
    return len(changes)


def _given(turfs: Any, outings: dict[str, int]) -> dict[str, int]:
    """Share out each bureau's outings over its free turfs, as the plan does."""
    import polars as pl

    from perron.plan.outings import give_outings

    table = turfs_table(turfs)
    if table.is_empty():
        return {}
    schema = {"bureau": pl.String, "outings": pl.Int64}
    allocation = pl.DataFrame(list(outings.items()), schema=schema, orient="row")
    shared = give_outings(table, allocation).select("turf", "outings")
    return dict(shared.iter_rows())
