"""The join report of an import as a page shows it, matches by hand counted in."""

from collections.abc import Iterable
from typing import Any

from perron_web.features.territory.models import Import, ResultMatch


def joined_elections(imported: Import, matches: Iterable[ResultMatch]) -> list[dict[str, Any]]:
    """Return the join of each election of an import.

    Parameters
    ----------
    imported : Import
        An import that was read.
    matches : iterable of ResultMatch
        What was matched by hand.

    Returns
    -------
    list of dict
        The report's rows; matched bureaux have moved from `unmatched` and `alone` to `by_hand`, and the
        shares count them.
    """
    rows = []
    for row in imported.report.get("elections", []):
        mine = {match.found: match for match in matches if match.election == row["election"]}
        taken = {match.bureau for match in mine.values()}
        moved = [entry for entry in row["unmatched"] if entry["code"] in mine]
        electors = sum(entry["registered"] for entry in moved)
        known = row["matched"] is not None
        matched = row["registered_matched"] + electors if known else None
        rows.append(
            row
            | {
                "unmatched": [entry for entry in row["unmatched"] if entry["code"] not in mine],
                "unmatched_total": row["unmatched_total"] - len(moved),
                "alone": [entry for entry in row["alone"] if entry["code"] not in taken],
                "alone_total": row["alone_total"] - len(moved),
                "by_hand": [{**entry, "match": mine[entry["code"]]} for entry in moved],
                "matched": row["matched"] + len(moved) if known else None,
                "registered_matched": matched,
                "share": matched / row["registered"] if known and row["registered"] else None,
            }
        )
    return rows
