"""What the science reads: the active datasets of a campaign, put together, with their hashes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django_scopes import scope

from perron.geo.streets import StreetNetwork
from perron.plan import Insee
from perron.tables import Results
from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import BoundarySet, Dataset
from perron_web.features.territory.queries import merging
from perron_web.features.territory.rules.boundaries import counted_on
from perron_web.platform.files import load_table


@dataclass(frozen=True)
class Inputs:
    """Everything `perron.plan.make_plan` takes of a campaign.

    `areas` are the current boundaries; results are each in the bureaux of their own day, `former` naming the
    boundaries of those counted on others.
    """

    results: Results | None = None
    areas: pl.DataFrame | None = None
    addresses: pl.DataFrame | None = None
    former: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    iris: pl.DataFrame | None = None
    statistics: pl.DataFrame | None = None
    housing: pl.DataFrame | None = None
    network: StreetNetwork | None = None
    meeting: pl.DataFrame | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    """Name of each dataset to the SHA-256 of its table."""
    credits: tuple[str, ...] = ()

    @property
    def insee(self) -> Insee | None:
        """Insee's areas with their figures; None without both."""
        if self.iris is None or self.statistics is None:
            return None
        figures = self.iris.select("area").join(self.statistics, on="area", how="left", maintain_order="left")
        return Insee(self.iris, figures, self.housing)

    def plan_arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of `make_plan` that come from the data.

        Returns
        -------
        dict
            results, areas, addresses, former, insee, network, meeting, credits.
        """
        return {
            "results": self.results,
            "areas": self.areas,
            "addresses": self.addresses,
            "former": self.former,
            "insee": self.insee,
            "network": self.network,
            "meeting": self.meeting,
            "credits": self.credits,
        }


def science_inputs(campaign: Any) -> Inputs:
    """Put together the tables that a plan of a campaign is computed from.

    Parameters
    ----------
    campaign : Campaign
        The campaign; its whole territory is read.

    Returns
    -------
    Inputs
        The tables; a kind without data is None.
    """
    with scope(campaign=campaign, places=None):
        datasets = list(Dataset.objects.filter(active=True).order_by("pk"))
        current = BoundarySet.objects.filter(current=True).first()
    return assemble(datasets, current.year if current else None)


def assemble(datasets: Iterable[Dataset], current_year: int | None) -> Inputs:
    """Put datasets together.

    Parameters
    ----------
    datasets : iterable of Dataset
        Active ones, oldest first.
    current_year : int or None
        Year of the boundaries that a plan is made on.

    Returns
    -------
    Inputs
        The tables.
    """
    of: dict[str, list[Dataset]] = {kind.value: [] for kind in DataKind}
    for dataset in datasets:
        of[dataset.kind].append(dataset)
    boundaries = boundaries_by_year(of[DataKind.BUREAUX])
    areas = boundaries.get(current_year) if current_year is not None else None
    elections = {
        d.election: counted_on(d.election, d.boundary_year, boundaries) for d in of[DataKind.RESULTS]
    }
    former = {
        election: boundaries[year]
        for election, year in elections.items()
        if year is not None and year != current_year and year in boundaries
    }
    streets = of[DataKind.STREETS]
    return Inputs(
        results=only_communes(merging.merge_results(of[DataKind.RESULTS]), areas),
        areas=areas,
        addresses=merging.merge_addresses(of[DataKind.ADDRESSES]),
        former=former,
        iris=merging.merged_or_none(of[DataKind.AREAS], lambda t: merging.prevailing(t, merging.OF_AREA)),
        statistics=merging.merged_or_none(of[DataKind.STATISTICS], merging.merge_statistics),
        housing=merging.merged_or_none(
            of[DataKind.HOUSING], lambda t: pl.concat(t).unique(maintain_order=True)
        ),
        network=merging.merge_streets(streets),
        meeting=merging.merged_or_none(of[DataKind.POLLING_PLACES], lambda t: t[-1]),
        files={f"{d.kind}-{d.pk} {d.name}": d.sha256 for d in datasets},
        credits=credits_of(datasets),
    )


def boundaries_by_year(datasets: Iterable[Dataset]) -> dict[int, pl.DataFrame]:
    """Put the boundaries of each year together.

    Parameters
    ----------
    datasets : iterable of Dataset
        Of kind "bureaux", oldest first.

    Returns
    -------
    dict of int to polars.DataFrame
        First year of use to table `BUREAUX`.
    """
    by_year: dict[int, list[pl.DataFrame]] = {}
    for dataset in datasets:
        by_year.setdefault(dataset.year or 0, []).append(load_table(dataset.table))
    return {year: merging.prevailing(tables).sort("bureau") for year, tables in by_year.items()}


def only_communes(results: Results | None, areas: pl.DataFrame | None) -> Results | None:
    """Keep the results of the communes that have boundaries.

    Parameters
    ----------
    results : Results or None
        Possibly of the whole country.
    areas : polars.DataFrame or None
        Table `BUREAUX`; None keeps everything.

    Returns
    -------
    Results or None
        Fewer rows, or the same.
    """
    if results is None or areas is None:
        return results
    general = results.general.filter(pl.col("commune").is_in(areas.get_column("commune").unique().implode()))
    if general.height == results.general.height:
        return results
    key = ["election", "bureau"]
    return Results(general, results.votes.join(general, on=key, how="semi", maintain_order="left"))


def credits_of(datasets: Iterable[Dataset]) -> tuple[str, ...]:
    """Return whom to credit, once each.

    Parameters
    ----------
    datasets : iterable of Dataset
        Datasets used.

    Returns
    -------
    tuple of str
        E.g. "Ministère de l'Intérieur (Licence Ouverte 2.0)".
    """
    lines = (f"{d.source} ({d.licence})" if d.licence else d.source for d in datasets if d.source)
    return tuple(dict.fromkeys(lines))
