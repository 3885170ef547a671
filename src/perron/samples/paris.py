"""The Paris sample, piece by piece, each read when first asked for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl

from perron.geo.streets import StreetNetwork
from perron.samples.pack import unpack
from perron.tables import ADDRESSES, AREAS, BUREAUX, GENERAL, VOTES, Results

FOLDER: Final = Path(__file__).with_suffix("")
CREDITS: Final = (
    "Résultats : ministère de l'Intérieur (Licence Ouverte)",
    "Périmètres des bureaux et logements sociaux : Ville de Paris (ODbL)",
    "Adresses : Base Adresse Nationale (Licence Ouverte), Ville de Paris",
    "IRIS, recensement, Filosofi : Insee, IGN (Licence Ouverte)",
    "Rues : © les contributeurs d'OpenStreetMap (ODbL)",
)
"""Whom to credit on maps and sheets drawn from the sample."""
BEFORE_2017: Final = ("2014-europeennes",)
"""Elections counted in the bureaux of 2012; the others are counted in those of 2017."""


@dataclass(frozen=True)
class ParisSample:
    """Paris: results, areas, addresses, figures, streets.

    Parameters
    ----------
    folder : Path
        Folder of the Parquet files.
    """

    folder: Path = FOLDER

    @cached_property
    def results(self) -> Results:
        """Results of every election, each in the bureaux of its own day."""
        return Results(self._table("general", GENERAL.schema()), self._table("votes", VOTES.schema()))

    @cached_property
    def results_2012(self) -> Results:
        """Results counted in the bureaux of 2012: European election of 2014."""
        return self._of(pl.col("election").is_in(BEFORE_2017))

    @cached_property
    def results_2017(self) -> Results:
        """Results counted in the bureaux of 2017: presidential and legislative of 2017, European of 2019."""
        return self._of(~pl.col("election").is_in(BEFORE_2017))

    @cached_property
    def bureaux_2012(self) -> pl.DataFrame:
        """Areas used from 2012 to 2014, table `BUREAUX`."""
        return self._table("bureaux_2012", BUREAUX.schema())

    @cached_property
    def bureaux_2017(self) -> pl.DataFrame:
        """Areas used from 2017 to 2019, table `BUREAUX`."""
        return self._table("bureaux_2017", BUREAUX.schema())

    @cached_property
    def addresses(self) -> pl.DataFrame:
        """Addresses with doors, table `ADDRESSES`: bureau of 2012, `electors` empty by design."""
        return self._table("addresses", ADDRESSES.schema())

    @cached_property
    def areas(self) -> pl.DataFrame:
        """Insee's areas (IRIS), table `AREAS`."""
        return self._table("areas", AREAS.schema())

    @cached_property
    def statistics(self) -> pl.DataFrame:
        """Census by socio-professional group (2011) and income (Filosofi 2018), one row per area."""
        return unpack(self.folder / "statistics.parquet")

    @cached_property
    def housing(self) -> pl.DataFrame:
        """Social dwellings at a point: lon, lat, dwellings."""
        return unpack(self.folder / "housing.parquet")

    @cached_property
    def streets(self) -> StreetNetwork:
        """Walking network of a part of the 16th arrondissement."""
        nodes = unpack(self.folder / "street_nodes.parquet")
        edges = unpack(self.folder / "street_edges.parquet")
        return StreetNetwork(
            nodes.get_column("lon").to_numpy(),
            nodes.get_column("lat").to_numpy(),
            edges.get_column("start").to_numpy(),
            edges.get_column("end").to_numpy(),
            edges.get_column("length").to_numpy(),
            tuple(edges.get_column("name")),
        )

    @property
    def credits(self) -> tuple[str, ...]:
        """Whom to credit on maps and sheets."""
        return CREDITS

    def _table(self, name: str, schema: dict[str, type[pl.DataType] | pl.DataType]) -> pl.DataFrame:
        frame = unpack(self.folder / f"{name}.parquet")
        return frame.select(
            pl.col(column).cast(dtype) if column in frame.columns else pl.lit(None, dtype=dtype).alias(column)
            for column, dtype in schema.items()
        )

    def _of(self, wanted: pl.Expr) -> Results:
        return Results(self.results.general.filter(wanted), self.results.votes.filter(wanted))


def load_paris() -> ParisSample:
    """Return the Paris sample; nothing is read before it is asked for.

    Returns
    -------
    ParisSample
        The sample.
    """
    return ParisSample()
