"""The seal: a draw made once from a seed that nobody chose, written down, obeyed from then on."""

import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron.progress import Progress, silent
from perron.words import Words
from perron_web.features.campaigns.models import Campaign
from perron_web.features.experiments.choices import Kind, State
from perron_web.features.experiments.models import Draw, Experiment, Unit
from perron_web.features.experiments.queries.designs import kept_design
from perron_web.features.experiments.queries.listing import standing_experiment
from perron_web.features.experiments.queries.power import promised
from perron_web.features.experiments.queries.reach import ALL
from perron_web.features.experiments.queries.records import signature
from perron_web.features.experiments.queries.units import units_of
from perron_web.features.experiments.services.drafting import locked_draft
from perron_web.platform.audit.services import record
from perron_web.platform.hooks import fire
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.services import start
from perron_web.platform.rows import insert_rows

if TYPE_CHECKING:
    import polars as pl

    from perron.experiments.design.seal import SealedDraw

KIND: Final = "seal_draw"
READING = Words("Reading what may be drawn", "Lecture de ce qui peut être tiré")
DRAWING = Words("Drawing and sealing", "Tirage et scellement")
WRITING = Words("Writing the arm of each", "Écriture du sort de chacun")
COLUMNS: Final = (
    *("campaign_id", "place", "experiment_id", "key", "bureau_id", "address", "street", "order", "stratum"),
    *("cluster", "arm", "channels", "may_visit", "at"),
)


def request_seal(*, experiment: Experiment, by: Any) -> Job:
    """Start the job that seals a draft.

    Parameters
    ----------
    experiment : Experiment
        A draft.
    by : User
        Who seals it.

    Returns
    -------
    Job
        The job.

    Raises
    ------
    PerronError
        It is no draft, or another experiment on the campaign is in force.
    """
    with transaction.atomic():
        draft = locked_draft(experiment)
        refuse_a_second(draft)
        record(action="experiments.request_seal", target=draft, by=by, number=draft.number)
        return start(
            campaign=draft.campaign,
            kind=KIND,
            title=_("Scellement de l’expérience n° %(number)s") % {"number": draft.number},
            by=by,
            arguments={"experiment": draft.pk, "by": by.pk},
            back_to=reverse("experiments:experiment", args=[draft.campaign.slug, draft.number]),
        )


def refuse_a_second(draft: Experiment) -> None:
    """Refuse to seal while another experiment on the campaign is in force.

    Parameters
    ----------
    draft : Experiment
        A draft.

    Raises
    ------
    PerronError
        Another one is in force.
    """
    if draft.kind == Kind.CAMPAIGN and (other := standing_experiment(draft.campaign)):
        raise PerronError(
            Words(
                f"Experiment {other.number} is in force: end it first.",
                f"L’expérience n°\u00a0{other.number} est en cours\u00a0: terminez-la d’abord.",
            )
        )


def seal_experiment(*, experiment: Experiment, by: Any, progress: Progress = silent) -> Draw:
    """Draw the units of a draft and seal the draw; whoever obeys it is told in the same transaction.

    Parameters
    ----------
    experiment : Experiment
        A draft with its run, in the scope of the whole campaign.
    by : User or None
        Who seals it.
    progress : Progress
        Told how far the work is.

    Returns
    -------
    Draw
        The record.

    Raises
    ------
    PerronError
        It is no draft, nothing can be drawn, or another experiment on the campaign is in force.
    """
    progress(READING, 0, 1)
    if experiment.run is None:
        raise PerronError(Words("This draft has no plan.", "Ce brouillon n’a pas de plan."))
    units = units_of(experiment.run, experiment.unit, experiment.power.get("among", ALL))
    hoped = promised(experiment.run, experiment.design, experiment.power)
    progress(DRAWING, 0, 1)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=experiment.campaign_id)
        draft = locked_draft(experiment)
        refuse_a_second(draft)
        sealed = _seal(draft, units, by)
        made = _keep(draft, sealed, by)
        progress(WRITING, 0, 1)
        insert_rows(Unit, COLUMNS, unit_rows(draft, units, sealed))
        draft.state, draft.power = State.SEALED, {**draft.power, "promised": hoped}
        draft.save(update_fields=["state", "power"])
        record(
            action="experiments.seal", target=draft, by=by, number=draft.number, record=made.record_hash,
            units=units.height,
        )  # fmt: skip
        fire("draw_sealed", experiment=draft)
    progress(WRITING, 1, 1)
    return made


def _seal(draft: Experiment, units: "pl.DataFrame", by: Any) -> "SealedDraw":
    from perron.experiments.design.seal import seal

    last = Draw.objects.filter(campaign=draft.campaign).order_by("pk").last()
    return seal(
        kept_design(draft.design),
        units,
        secrets.randbits(53),
        name=f"{draft.campaign.slug}-{draft.number}",
        by=signature(by),
        at=timezone.now(),
        previous=last.record_hash if last else "",
    )


def _keep(draft: Experiment, sealed: "SealedDraw", by: Any) -> Draw:
    """Write the folder, then the row that points to it; a folder without its row is written over."""
    folder = f"{draft.campaign_id}/draws/{draft.number}"
    path = Path(settings.FILES) / folder
    if path.exists():
        shutil.rmtree(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    sealed.write(path)
    told = orjson.loads((path / "draw.json").read_bytes())
    made: Draw = Draw.objects.create(
        campaign=draft.campaign,
        experiment=draft,
        seed=told["seed"],
        units_sha256=told["units"]["sha256"],
        assignment_sha256=told["assignment"]["sha256"],
        record=told,
        record_hash=told["record"],
        previous=told["previous"],
        folder=folder,
        sealed_by=by,
        sealed_at=datetime.fromisoformat(told["sealed_at"]),
    )
    return made


def unit_rows(draft: Experiment, units: "pl.DataFrame", sealed: "SealedDraw") -> Iterator[tuple[Any, ...]]:
    """Return the rows of the units of a draw, in the order of their keys.

    Parameters
    ----------
    draft : Experiment
        Whose units they are.
    units : polars.DataFrame
        As `units_of` gives them.
    sealed : SealedDraw
        The draw.

    Yields
    ------
    tuple
        Values in the order of `COLUMNS`.
    """
    import polars as pl

    channels = {arm["name"]: list(arm["channels"]) for arm in draft.design["arms"]}
    written = {name: orjson.dumps(ways).decode() for name, ways in channels.items()}
    kept = [name for name in ("row", "place", "address", "street_name") if name in units.columns]
    drawn = sealed.assignment.join(
        units.select(pl.col("unit").cast(pl.String), *kept), on="unit", how="left", maintain_order="left"
    )
    now = timezone.now()
    for order, row in enumerate(drawn.iter_rows(named=True)):
        yield (
            *(draft.campaign_id, row["place"], draft.pk, row["unit"], row["row"], row.get("address", "")),
            *(row.get("street_name", ""), order, row["stratum"], row["cluster"] or "", row["arm"]),
            *(written[row["arm"]], "visit" in channels[row["arm"]], now),
        )
