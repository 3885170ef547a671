"""The Paris sample as the data of a campaign, without passing through files."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction

from perron.geo.streets import StreetNetwork
from perron.progress import Progress, silent
from perron.samples import ParisSample, load_paris
from perron.tables import Results
from perron.words import Words
from perron_web.features.territory.choices import DataKind, FileState, ImportState
from perron_web.features.territory.models import Import, ImportFile
from perron_web.features.territory.services.applying import apply_import
from perron_web.features.territory.services.staging import Entry, store_results, store_streets, table_entry
from perron_web.features.territory.services.uploads import start_import
from perron_web.platform.files import store_table

LICENCE: Final = "Licence Ouverte 2.0"
_STORING: Final = Words("Preparing the Paris sample", "Préparation de l’exemple de Paris")


def load_sample(*, campaign: Any, by: Any = None, progress: Progress = silent) -> Import:
    """Load the Paris sample: results, boundaries of 2012 and 2017, addresses, Insee's figures, streets.

    Parameters
    ----------
    campaign : Campaign
        The campaign of the scope.
    by : User or None
        Who asks.
    progress : callable
        Told how far the work is.

    Returns
    -------
    Import
        The import, applied; it is undone like any other.
    """
    progress(_STORING, 0, 1)
    paris = load_paris()
    with transaction.atomic():
        imported = start_import(campaign=campaign, by=by)
        for name, kind, table, source, year in _tables(paris):
            entries = (
                store_results(table, campaign=campaign)
                if isinstance(table, Results)
                else [store_streets(table, campaign=campaign)]
                if isinstance(table, StreetNetwork)
                else [table_entry(kind, store_table(table, campaign=campaign, kind=kind))]
            )
            add_entries(imported=imported, name=name, entries=entries, source=source, year=year)
        imported.state = ImportState.READY
        imported.save(update_fields=["state"])
    return apply_import(imported=imported, by=by, progress=progress)


def add_entries(
    *, imported: Import, name: str, entries: list[Entry], source: tuple[str, str], year: int | None = None
) -> ImportFile:
    """Give an import tables that did not come from a file.

    Parameters
    ----------
    imported : Import
        An open import.
    name : str
        What people read.
    entries : list of dict
        What `staging` stored.
    source : tuple of str
        Whom to credit, and the licence.
    year : int, optional
        First year of use, for boundaries.

    Returns
    -------
    ImportFile
        Read.
    """
    row: ImportFile = ImportFile.objects.create(
        campaign=imported.campaign,
        of=imported,
        name=name,
        size=0,
        sha256=entries[0]["sha256"],
        state=FileState.READ,
        kind=entries[0]["kind"],
        rows=sum(entry["rows"] for entry in entries),
        tables=entries,
        source=source[0],
        licence=source[1],
        year=year,
    )
    return row


def _tables(paris: ParisSample) -> Iterator[tuple[str, str, Any, tuple[str, str], int | None]]:
    city, points = ("Ville de Paris", "ODbL 1.0"), ("Ville de Paris, Base Adresse Nationale", LICENCE)
    insee, maps = ("IGN, Insee", LICENCE), ("© les contributeurs d’OpenStreetMap", "ODbL 1.0")
    ministry = ("Ministère de l’Intérieur", LICENCE)
    yield "Résultats de 2014 à 2019", DataKind.RESULTS, paris.results, ministry, None
    yield "Bureaux de vote de 2012", DataKind.BUREAUX, paris.bureaux_2012, city, 2012
    yield "Bureaux de vote de 2017", DataKind.BUREAUX, paris.bureaux_2017, city, 2017
    yield "Adresses de 2012", DataKind.ADDRESSES, paris.addresses, points, None
    yield "IRIS de 2013", DataKind.AREAS, paris.areas, insee, None
    yield "Recensement de 2011, revenus de 2018", DataKind.STATISTICS, paris.statistics, insee, None
    yield "Logements sociaux", DataKind.HOUSING, paris.housing, city, None
    yield "Rues d’une partie du 16e", DataKind.STREETS, paris.streets, maps, None
