"""Reads of territory: pages' lists, and tables for the science."""

from typing import TYPE_CHECKING, Any

from perron_web.features.territory.queries.bureaux import (
    addresses_of,
    branch_of,
    bureaux_of,
    current_boundaries,
    find_bureau,
    results_of,
    shapes_of,
    territories_of,
)

if TYPE_CHECKING:
    from perron_web.features.territory.queries.inputs import Inputs

__all__ = [
    "addresses_of",
    "branch_of",
    "bureaux_of",
    "current_boundaries",
    "find_bureau",
    "results_of",
    "science_inputs",
    "shapes_of",
    "territories_of",
]


def science_inputs(campaign: Any) -> "Inputs":
    """Put together the tables that a plan of a campaign is computed from; see `queries.inputs`.

    Parameters
    ----------
    campaign : Campaign
        The campaign; its whole territory is read.

    Returns
    -------
    Inputs
        The tables, their hashes, whom to credit; a kind without data is None.
    """
    from perron_web.features.territory.queries import inputs  # loads the science: pages do without

    return inputs.science_inputs(campaign)
