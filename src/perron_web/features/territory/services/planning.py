"""The datasets that an import will bring: its files' tables put together, matches by hand applied."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from perron.errors import BadInputError
from perron.tables import Results
from perron.words import Words
from perron_web.features.territory.choices import DataKind, FileState
from perron_web.features.territory.models import Dataset, Import, ImportFile, ResultMatch
from perron_web.features.territory.rules.boundaries import year_of
from perron_web.features.territory.services.staging import Entry, store_results
from perron_web.platform.files import load_table, table_path

FIRST_YEAR, LAST_YEAR = 1958, 2100


def year_in(name: str) -> int | None:
    """Find a year in the name of a file.

    Parameters
    ----------
    name : str
        E.g. "bureaux-2017.geojson".

    Returns
    -------
    int or None
        The year; None when there is none.
    """
    found = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", name)]
    return next((year for year in found if FIRST_YEAR <= year <= LAST_YEAR), None)


def planned_datasets(imported: Import, active: Sequence[Dataset]) -> list[Dataset]:
    """Return the datasets that an import will bring, unsaved.

    Parameters
    ----------
    imported : Import
        The import; its files have been read.
    active : sequence of Dataset
        Those already in the campaign.

    Returns
    -------
    list of Dataset
        In the files' order, results last.

    Raises
    ------
    BadInputError
        Votes without their turnout, or the same bureau twice in one election.
    """
    files = list(ImportFile.objects.filter(of=imported, state=FileState.READ))
    planned = [
        _dataset(imported, file, entry, year=_year_of(file, files, active))
        for file in files
        for entry in file.tables
        if entry["kind"] != DataKind.RESULTS
    ]
    boundaries = [d for d in [*active, *planned] if d.kind == DataKind.BUREAUX]
    years = {d.year for d in boundaries if d.year is not None}
    communes = {code for d in boundaries for code in communes_of(d.table)}
    by_election: dict[str, list[tuple[ImportFile, Entry]]] = {}
    for file in files:
        for entry in file.tables:
            if entry["kind"] == DataKind.RESULTS:
                by_election.setdefault(entry["election"], []).append((file, entry))
    matches = matches_of(imported)
    for election, parts in sorted(by_election.items()):
        entry = _whole_election(parts, matches.get(election, {}), communes, imported.campaign)
        dataset = _dataset(imported, parts[0][0], entry, year=year_of(election))
        dataset.name = " + ".join(file.name for file, _ in parts)[:200]
        dataset.boundary_year = next((file.year for file, _ in parts if file.year in years), None)
        planned.append(dataset)
    return planned


def matches_of(imported: Import) -> dict[str, dict[str, str]]:
    """Return what was matched by hand.

    Parameters
    ----------
    imported : Import
        The import.

    Returns
    -------
    dict
        Election to code in the results to code of the area (empty: left out).
    """
    found: dict[str, dict[str, str]] = {}
    for match in ResultMatch.objects.filter(of=imported):
        found.setdefault(match.election, {})[match.found] = match.bureau
    return found


def _year_of(file: ImportFile, files: Iterable[ImportFile], active: Iterable[Dataset]) -> int | None:
    if file.kind != DataKind.BUREAUX:
        return year_in(file.name)
    said = file.year or year_in(file.name)
    if said:
        return said
    elections = [entry["election"] for other in files for entry in other.tables if entry["election"]]
    elections += [dataset.election for dataset in active if dataset.election]
    return max((year for e in elections if (year := year_of(e))), default=None) or file.of.created_at.year


def _dataset(imported: Import, file: ImportFile, entry: Entry, *, year: int | None) -> Dataset:
    return Dataset(
        campaign=imported.campaign,
        kind=entry["kind"],
        name=file.name,
        election=entry["election"],
        year=year,
        sha256=entry["sha256"],
        table=entry["table"],
        extra=entry["extra"],
        file_sha256=file.sha256,
        rows=entry["rows"],
        choices=entry["choices"],
        source=file.source,
        licence=file.licence,
        imported_by=imported,
    )


def communes_of(table: str) -> list[str]:
    """Return the communes of a stored table.

    Parameters
    ----------
    table : str
        Path of a table with a column `commune`.

    Returns
    -------
    list of str
        Insee codes.
    """
    column = pl.read_parquet(table_path(table), columns=["commune"]).get_column("commune")
    return column.unique().to_list()


def _whole_election(
    parts: list[tuple[ImportFile, Entry]], matches: dict[str, str], communes: set[str], campaign: Any
) -> Entry:
    names = ", ".join(file.name for file, _ in parts)
    turnout = sum(bool(entry["turnout"]) for _, entry in parts)
    votes = sum(bool(entry["votes"]) for _, entry in parts)
    if not turnout or not votes:
        raise BadInputError(
            Words(
                "votes without their turnout, or turnout without votes",
                "voix sans participation, ou l’inverse",
            ),
            file=names,
            found=parts[0][1]["election"],
            expected=Words(
                "general_results with candidats_results", "general_results avec candidats_results"
            ),
        )
    abroad = bool(communes) and any(set(communes_of(entry["table"])) - communes for _, entry in parts)
    if len(parts) == 1 and not matches and not abroad:
        return parts[0][1]
    general = pl.concat([load_table(entry["table"]) for _, entry in parts])
    if abroad and general.get_column("commune").is_in(list(communes)).any():
        general = general.filter(pl.col("commune").is_in(list(communes)))
    every = pl.concat([load_table(entry["extra"]) for _, entry in parts])
    kept = every.join(general, on=["election", "bureau"], how="semi", maintain_order="left")
    results = renamed(Results(general, kept), matches)
    return store_results(results.check(file=names), campaign=campaign)[0]


def renamed(results: Results, matches: dict[str, str]) -> Results:
    """Give bureaux of the results the codes that a person matched; those sent to one area are added up.

    Parameters
    ----------
    results : Results
        Checked tables of one election.
    matches : dict of str to str
        Code in the results to code of the area; an empty one is left as it is.

    Returns
    -------
    Results
        Tables with the new codes.
    """
    codes = {found: bureau for found, bureau in matches.items() if bureau}
    if not codes:
        return results
    code = pl.col("bureau").replace(codes)
    touched = pl.col("bureau").is_in(list(codes.values()))
    general, votes = results.general.with_columns(code), results.votes.with_columns(code)
    counts = ["registered", "voters", "blank", "invalid", "valid"]
    summed = (
        general.filter(touched)
        .group_by("election", "bureau", maintain_order=True)
        .agg(pl.col("commune", "commune_name", "constituency").first(), pl.col(counts).sum())
    )
    cast = (
        votes.filter(touched)
        .group_by("election", "bureau", "choice", maintain_order=True)
        .agg(pl.col("number", "nuance").first(), pl.col("votes").sum())
    )
    return Results(
        pl.concat([general.filter(~touched), summed.select(general.columns)]),
        pl.concat([votes.filter(~touched), cast.select(votes.columns)]),
    )
