"""Everything a plan is made from, read and checked: what `make_plan` takes, in one piece."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from perron.geo.streets import StreetNetwork
from perron.plan.boundaries import Insee
from perron.tables import Results


@dataclass(frozen=True, slots=True)
class Inputs:
    """The tables of a plan, and the hashes by which they are known.

    Parameters
    ----------
    results : Results
        Results of past elections, each in the bureaux of its own day.
    areas : polars.DataFrame
        Table `BUREAUX`: the boundaries of the plan.
    addresses : polars.DataFrame or None
        Table `ADDRESSES`.
    former : mapping of str to polars.DataFrame
        Elections counted on other boundaries, and those boundaries.
    insee : Insee or None
        Insee's areas and figures.
    network : StreetNetwork or None
        Streets.
    meeting : polars.DataFrame or None
        Columns bureau, lon, lat: where pairs meet.
    files : mapping of str to str
        SHA-256 of each source by its name, as `plan.json` gives them.
    credits : tuple of str
        Sources to credit.
    """

    results: Results
    areas: pl.DataFrame
    addresses: pl.DataFrame | None = None
    former: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    insee: Insee | None = None
    network: StreetNetwork | None = None
    meeting: pl.DataFrame | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    credits: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Any]:
        """Return the tables as arguments of `make_plan`.

        Returns
        -------
        dict
            Argument to table; blocs and choices are not among them.
        """
        names = ("results", "areas", "addresses", "former", "insee", "network", "meeting", "credits")
        return {name: getattr(self, name) for name in names}
