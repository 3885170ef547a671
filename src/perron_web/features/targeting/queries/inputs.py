"""What a plan is computed from: the campaign's tables, or those a run has kept."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.choices import Side
from perron_web.features.campaigns.models import BlocChoice
from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import BoundarySet, Dataset

if TYPE_CHECKING:
    from pathlib import Path

    from perron.plan import Inputs
    from perron_web.features.targeting.models import Run


class Ready(NamedTuple):
    """What a campaign has of what a plan needs."""

    results: bool
    boundaries: bool
    addresses: bool
    blocs: bool

    @property
    def enough(self) -> bool:
        """Whether a plan can be computed; addresses may be missing."""
        return self.results and self.boundaries and self.blocs


def readiness(campaign: Any) -> Ready:
    """Say what a campaign has of what a plan needs.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    Ready
        Found in three queries.
    """
    kinds = set(Dataset.objects.filter(campaign=campaign, active=True).values_list("kind", flat=True))
    return Ready(
        results=DataKind.RESULTS in kinds,
        boundaries=BoundarySet.objects.filter(campaign=campaign, current=True).exists(),
        addresses=DataKind.ADDRESSES in kinds,
        blocs=BlocChoice.objects.filter(campaign=campaign, side=Side.OURS).exists(),
    )


def campaign_inputs(campaign: Any) -> "Inputs":
    """Return the tables of a campaign as a plan takes them.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    perron.plan.Inputs
        Tables in force, with their hashes.

    Raises
    ------
    PerronError
        Results or boundaries are missing.
    """
    from perron.plan import Inputs
    from perron_web.features.territory.queries import science_inputs

    found = science_inputs(campaign)
    if found.results is None or found.areas is None:
        raise PerronError(
            Words(
                "A plan needs results by bureau and the areas of bureaux; import them first.",
                "Un plan demande des résultats par bureau et les périmètres des bureaux\u00a0; importez-les "
                "d’abord.",
            )
        )
    return Inputs(
        results=found.results,
        areas=found.areas,
        addresses=found.addresses,
        former=found.former,
        insee=found.insee,
        network=found.network,
        meeting=found.meeting,
        files=dict(found.files),
        credits=found.credits,
    )


def inputs_folder(run: "Run") -> "Path | None":
    """Return the folder of the tables that a run was computed from.

    Parameters
    ----------
    run : Run
        A run.

    Returns
    -------
    Path or None
        None before the run has read its tables.
    """
    folder = run.inputs.get("folder")
    return settings.FILES / folder if folder else None


def inputs_of(run: "Run") -> "Inputs":
    """Read the tables that a run was computed from, whatever was imported since.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    perron.plan.Inputs
        The tables.

    Raises
    ------
    PerronError
        The run has kept none.
    """
    from perron.output.inputs import read_inputs

    folder = inputs_folder(run)
    if folder is None:
        raise PerronError(Words("This run has kept no tables.", "Ce calcul n’a pas gardé de tables."))
    return read_inputs(folder)
