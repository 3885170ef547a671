"""The join report of an import: what joins, what does not, and what the unmatched might be."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, Final

import polars as pl

from perron.geo.placing import place_addresses
from perron.geo.shapes import check_coverage
from perron.sources import join_report
from perron.sources.join_report import Side
from perron.tables import Results
from perron.words import Words
from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import Dataset
from perron_web.features.territory.queries.inputs import boundaries_by_year
from perron_web.features.territory.queries.merging import merge_addresses, merge_results
from perron_web.features.territory.rules.boundaries import counted_on

LISTED: Final = 300
"""Unmatched bureaux listed for each election; the totals are always whole."""
ALIKE: Final = 0.5
COVERED: Final = 5_000
"""Areas beyond which holes and overlaps are not looked for."""
Report = dict[str, Any]


def join_datasets(active: Sequence[Dataset], planned: Sequence[Dataset]) -> Report:
    """Join what an import brings with what is there.

    Parameters
    ----------
    active : sequence of Dataset
        Already in the campaign.
    planned : sequence of Dataset
        To come.

    Returns
    -------
    dict
        boundaries, elections, addresses, current (year), notes; ready for JSON.
    """
    every = [*active, *planned]
    boundaries = boundaries_by_year([d for d in every if d.kind == DataKind.BUREAUX])
    brought = {d.year for d in planned if d.kind == DataKind.BUREAUX}
    current = max(boundaries, default=None)
    notes: list[Words] = []
    elections = []
    for dataset in (d for d in planned if d.kind == DataKind.RESULTS):
        results = merge_results([dataset])
        if results is not None:
            elections.append(_election(dataset, results, boundaries, notes))
    new_addresses = any(d.kind == DataKind.ADDRESSES for d in planned)
    addresses = merge_addresses([d for d in every if d.kind == DataKind.ADDRESSES]) if new_addresses else None
    return {
        "boundaries": [
            {
                "year": year,
                "bureaux": table.height,
                "new": year in brought,
                "faults": _faults(table, year in brought),
            }
            for year, table in sorted(boundaries.items())
        ],
        "elections": elections,
        "addresses": None if addresses is None else _addresses(addresses, boundaries.get(current or 0)),
        "current": current,
        "replaced": [{"kind": d.kind, "name": d.name} for d in replaced_by(active, planned)],
        "notes": [{"fr": note.fr, "en": note.en} for note in notes],
    }


def replaced_by(active: Sequence[Dataset], planned: Sequence[Dataset]) -> list[Dataset]:
    """Return the datasets in force that the new ones replace: same kind and subject, in all their communes.

    Parameters
    ----------
    active : sequence of Dataset
        In force.
    planned : sequence of Dataset
        To come.

    Returns
    -------
    list of Dataset
        To be retired.
    """
    from perron_web.features.territory.services.replacing import replaces

    return [old for old in active if any(replaces(new, old) for new in planned)]


def _election(
    dataset: Dataset, results: Results, boundaries: dict[int, pl.DataFrame], notes: list[Words]
) -> Report:
    year = counted_on(dataset.election, dataset.boundary_year, boundaries)
    areas = boundaries.get(year) if year is not None else None
    base: Report = {
        "election": dataset.election,
        "file": dataset.name,
        "bureaux": results.general.height,
        "registered": int(results.general.get_column("registered").sum()),
        "year": year,
    }
    if areas is None:
        return base | {"matched": None, "unmatched": [], "unmatched_total": 0, "alone": [], "alone_total": 0}
    report = join_report(results, areas)
    notes += report.notes
    side = report.sides[0]
    return base | _joined(side, results, areas)


def _joined(side: Side, results: Results, areas: pl.DataFrame) -> Report:
    lost = results.general.filter(pl.col("bureau").is_in(list(side.without_table[:LISTED]))).sort("bureau")
    alone = list(side.without_results)
    names = dict(areas.filter(pl.col("bureau").is_in(alone[:LISTED])).select("bureau", "name").iter_rows())
    return {
        "bureaux": side.bureaux,
        "matched": side.matched,
        "registered": side.registered,
        "registered_matched": side.registered_matched,
        "share": side.share,
        "unmatched": [
            {
                "code": row["bureau"],
                "name": row["commune_name"] or "",
                "registered": row["registered"],
                "suggestions": suggestions(row["bureau"], alone[:LISTED]),
            }
            for row in lost.iter_rows(named=True)
        ],
        "unmatched_total": len(side.without_table),
        "alone": [{"code": code, "name": names.get(code) or ""} for code in alone[:LISTED]],
        "alone_total": len(alone),
    }


def suggestions(code: str, alone: Sequence[str]) -> list[str]:
    """Return the areas without results that a bureau of the results is most like, in its own commune.

    Parameters
    ----------
    code : str
        Code in the results.
    alone : sequence of str
        Codes of areas without results.

    Returns
    -------
    list of str
        At most three, the likest first.
    """
    commune, _, number = code.partition("_")
    likes = []
    for other in alone:
        there, _, theirs = other.partition("_")
        if there == commune:
            like = SequenceMatcher(None, number.strip("0"), theirs.strip("0")).ratio()
            likes.append((-like, other))
    best = sorted(likes)[:3]
    return [other for like, other in best if -like >= ALIKE or len(likes) == 1]


def _addresses(addresses: pl.DataFrame, areas: pl.DataFrame | None) -> Report:
    report: Report = {
        "rows": addresses.height,
        "without_point": int(addresses.get_column("lon").null_count()),
        "doors": int(addresses.get_column("doors").sum() or 0),
        "electors": int(addresses.get_column("electors").sum() or 0),
        "placed": None,
    }
    if areas is not None:
        placed = place_addresses(addresses, areas)
        report |= {"placed": addresses.height - placed.nowhere, "nowhere": placed.nowhere}
        report |= {"by_code": placed.by_code, "by_point": placed.by_point}
    return report


def _faults(areas: pl.DataFrame, new: bool) -> Report | None:
    if not new or areas.height > COVERED:
        return None
    found = check_coverage(areas)
    return {
        "overlaps": found.overlaps.height,
        "overlaps_m2": round(float(found.overlaps.get_column("area_m2").sum())),
        "holes": found.holes.height,
        "holes_m2": round(float(found.holes.get_column("area_m2").sum())),
    }
