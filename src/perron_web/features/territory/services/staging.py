"""From a file read to stored tables, one entry per dataset to come; and what a page shows of it."""

import hashlib
from typing import Any, Final

import polars as pl

from perron.geo.streets import StreetNetwork
from perron.sources import Recognised
from perron.tables import Results
from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.services.suspecting import check_areas, check_frame, check_results
from perron_web.platform.files import StoredTable, store_table

SHOWN_ROWS: Final = 6
SHOWN_CHOICES: Final = 12
ORIGINS: Final = {
    "results-consolidated": ("Ministère de l’Intérieur, data.gouv.fr", "Licence Ouverte 2.0"),
    "results-ministry": ("Ministère de l’Intérieur", "Licence Ouverte 2.0"),
    "results-old": ("Ministère de l’Intérieur", "Licence Ouverte 2.0"),
    "results-columns": ("Ministère de l’Intérieur", "Licence Ouverte 2.0"),
    "results-long": ("Ministère de l’Intérieur", "Licence Ouverte 2.0"),
    "results-points": ("Ministère de l’Intérieur", "Licence Ouverte 2.0"),
    "ban": ("Base Adresse Nationale", "Licence Ouverte 2.0"),
    "ban-parquet": ("Base Adresse Nationale", "Licence Ouverte 2.0"),
    "reu": ("Insee, répertoire électoral unique", "Licence Ouverte 2.0"),
    "iris": ("IGN, Insee", "Licence Ouverte 2.0"),
    "insee": ("Insee", "Licence Ouverte 2.0"),
    "osm": ("© les contributeurs d’OpenStreetMap", "ODbL 1.0"),
    "graphml": ("© les contributeurs d’OpenStreetMap", "ODbL 1.0"),
}
"""Format to whom to credit and the licence, where the format tells; a person may correct both."""
Entry = dict[str, Any]


def store_content(found: Recognised, *, campaign: Any) -> list[Entry]:
    """Store what a file holds.

    Parameters
    ----------
    found : Recognised
        The file, read and checked.
    campaign : Campaign
        Whose it is.

    Returns
    -------
    list of dict
        One entry per dataset to come: kind, election, table, extra, sha256, rows, choices.
    """
    if isinstance(found.table, Results):
        check_results(found.table, found.file)
        return store_results(found.table, campaign=campaign)
    if isinstance(found.table, StreetNetwork):
        return [store_streets(found.table, campaign=campaign)]
    check_frame(found.table, found.file)
    if found.kind == "bureaux":
        check_areas(found.table, found.file)
    stored = store_table(found.table, campaign=campaign, kind=found.kind)
    return [table_entry(found.kind, stored)]


def store_results(results: Results, *, campaign: Any) -> list[Entry]:
    """Store results, election by election.

    Parameters
    ----------
    results : Results
        Checked tables; either may be empty.
    campaign : Campaign
        Whose they are.

    Returns
    -------
    list of dict
        One entry per election.
    """
    elections = pl.concat([results.general.get_column("election"), results.votes.get_column("election")])
    entries = []
    for election in elections.unique(maintain_order=True):
        here = pl.col("election") == election
        general, votes = results.general.filter(here), results.votes.filter(here)
        turnout = store_table(general, campaign=campaign, kind="results")
        cast = store_table(votes, campaign=campaign, kind="votes")
        rows = general.height or votes.get_column("bureau").n_unique()
        entry = table_entry(DataKind.RESULTS, turnout, cast, rows=rows)
        entry |= {
            "election": election,
            "turnout": general.height,
            "votes": votes.height,
            "choices": nuances_of(votes),
        }
        entries.append(entry)
    return entries


def store_streets(network: StreetNetwork, *, campaign: Any) -> Entry:
    """Store a street network as two tables.

    Parameters
    ----------
    network : StreetNetwork
        The network.
    campaign : Campaign
        Whose it is.

    Returns
    -------
    dict
        The entry.
    """
    nodes = pl.DataFrame({"lon": network.lon, "lat": network.lat})
    edges = pl.DataFrame(
        {"start": network.start, "end": network.end, "length": network.length, "name": list(network.name)}
    )
    first = store_table(nodes, campaign=campaign, kind="street-nodes")
    second = store_table(edges, campaign=campaign, kind="street-edges")
    return table_entry(DataKind.STREETS, first, second, rows=edges.height)


def nuances_of(votes: pl.DataFrame) -> dict[str, str]:
    """Return the nuance of each choice that has one.

    Parameters
    ----------
    votes : polars.DataFrame
        Table `VOTES` of one election.

    Returns
    -------
    dict of str to str
        Choice to nuance.
    """
    known = votes.drop_nulls("nuance").unique("choice", keep="first").sort("choice")
    return dict(zip(known.get_column("choice"), known.get_column("nuance"), strict=True))


def preview_of(found: Recognised) -> dict[str, Any]:
    """Return the first rows of a file as understood, and the largest choices of results.

    Parameters
    ----------
    found : Recognised
        The file, read and checked.

    Returns
    -------
    dict
        columns (names), rows (texts), choices (choice, nuance, votes; results only).
    """
    if isinstance(found.table, StreetNetwork):
        return {
            "columns": ["nodes", "edges"],
            "rows": [[str(len(found.table.lon)), str(len(found.table.start))]],
        }
    if not isinstance(found.table, Results):
        return _head(found.table)
    results = found.table
    shown = _head(results.general if results.general.height else results.votes)
    total = (
        results.votes.group_by("choice")
        .agg(pl.col("nuance").first(), pl.col("votes").cast(pl.Int64).sum())
        .sort(["votes", "choice"], descending=[True, False])
    )
    rows = total.head(SHOWN_CHOICES).rows()
    return {**shown, "choices": [list(row) for row in rows], "choices_total": total.height}


def _head(table: pl.DataFrame) -> dict[str, Any]:
    kept = [c for c in table.columns if table.schema[c] != pl.Binary and table.get_column(c).count()][:12]
    rows = table.select(kept).head(SHOWN_ROWS).rows()
    return {"columns": kept, "rows": [["" if v is None else str(v)[:60] for v in row] for row in rows]}


def table_entry(
    kind: str, table: StoredTable, extra: StoredTable | None = None, *, rows: int | None = None
) -> Entry:
    """Describe stored tables that will be one dataset.

    Parameters
    ----------
    kind : str
        A `DataKind`.
    table, extra : StoredTable
        The table, and the second one of results and streets.
    rows : int, optional
        Rows to show; those of the table by default.

    Returns
    -------
    dict
        kind, election, table, extra, sha256, rows, choices.
    """
    sha256 = table.sha256
    if extra is not None:
        sha256 = hashlib.sha256(f"{table.sha256}{extra.sha256}".encode()).hexdigest()
    return {
        "kind": str(kind),
        "election": "",
        "table": table.path,
        "extra": extra.path if extra else "",
        "sha256": sha256,
        "rows": table.rows if rows is None else rows,
        "choices": {},
    }
