"""The figures a director reads first, and what the plan could not do."""

from typing import Any

import polars as pl

from perron.geo.placing import Placed
from perron.turf import Cut
from perron.words import Words, number


def summarise(scores: pl.DataFrame, allocation: pl.DataFrame, turfs: pl.DataFrame) -> dict[str, Any]:
    """Add up the plan.

    Parameters
    ----------
    scores, allocation, turfs : polars.DataFrame
        Tables `SCORES`, `ALLOCATION` and `TURFS`.

    Returns
    -------
    dict
        Counts of bureaux, turfs, outings, hours and doors, and the votes expected with their interval.
    """
    given = allocation.select(pl.col("outings", "hours", "doors", "votes", "votes_low", "votes_high").sum())
    totals = given.row(0, named=True)
    sent = turfs.filter(pl.col("outings") > 0)
    return {
        "bureaux": scores.height,
        "registered": int(scores.get_column("registered").sum()),
        "held_out": int(allocation.get_column("held_out").sum()),
        "bureaux_visited": int((allocation.get_column("outings") > 0).sum()),
        "outings": int(totals["outings"]),
        "hours": float(totals["hours"]),
        "doors": int(totals["doors"]),
        "votes": round(float(totals["votes"]), 1),
        "votes_low": round(float(totals["votes_low"]), 1),
        "votes_high": round(float(totals["votes_high"]), 1),
        "turfs": turfs.height,
        "turfs_visited": sent.height,
        "turf_doors": int(turfs.get_column("doors").sum()),
        "turf_minutes": round(float(turfs.get_column("minutes").sum()), 1),
    }


def no_addresses() -> Words:
    """Say what a plan without addresses cannot do.

    Returns
    -------
    Words
        The note.
    """
    return Words(
        "without addresses there are no turfs and no walk lists: bureaux are ranked, hours are shared out "
        "over them on the average pace of a pair, and nothing more; add --addresses to cut turfs",
        "sans adresses, il n'y a ni secteurs ni feuilles de route\u00a0: les bureaux sont classés et "
        "les heures réparties au rythme moyen d'une paire, sans plus\u00a0; ajoutez --addresses pour "
        "découper des secteurs",
    )


def placing_notes(placed: Placed, walked: Cut) -> tuple[Words, ...]:
    """Say how addresses were placed, and which could not be.

    Parameters
    ----------
    placed : Placed
        Addresses with their bureau.
    walked : Cut
        Turfs, and the stops left out.

    Returns
    -------
    tuple of Words
        One note for each thing worth knowing.
    """
    notes = []
    if placed.by_point > placed.by_code:
        share = 100 * placed.agreement
        notes.append(
            Words(
                f"{number(placed.by_point, 0, 'en')} addresses were placed by their point: only "
                f"{number(share, 0, 'en')}% carry the code of the area they stand in",
                f"{number(placed.by_point)} adresses ont été placées d'après leur point\u00a0: seules "
                f"{number(share)}\u202f% portent le code du bureau où elles se trouvent",
            )
        )
    if walked.not_cut.height:
        doors = int(walked.not_cut.get_column("doors").sum())
        stops = walked.not_cut.height
        notes.append(
            Words(
                f"{number(stops, 0, 'en')} stops ({number(doors, 0, 'en')} doors) are in no turf: no "
                "point, or outside every area",
                f"{number(stops)} arrêts ({number(doors)} portes) ne sont dans aucun secteur\u00a0: point "
                "inconnu, ou hors de tous les contours",
            )
        )
    return tuple(notes)
