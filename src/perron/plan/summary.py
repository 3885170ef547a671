"""The figures a director reads first, and what the plan could not do."""

from typing import Any

import polars as pl
import shapely

from perron.errors import NoMatchError
from perron.geo.placing import Placed
from perron.geo.streets import StreetNetwork
from perron.plan.choices import Choices
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
        "sans adresses, il n’y a ni secteurs ni feuilles de route\u00a0: les bureaux sont classés et "
        "les heures réparties au rythme moyen d’une paire, sans plus\u00a0; ajoutez --addresses pour "
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
                f"{number(placed.by_point)} adresses ont été placées d’après leur point\u00a0: seules "
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


def check_placed(placed: Placed, areas: pl.DataFrame) -> None:
    """Refuse addresses of which none stands in a bureau.

    Parameters
    ----------
    placed : Placed
        Addresses with their bureau.
    areas : polars.DataFrame
        Table `BUREAUX`.

    Raises
    ------
    NoMatchError
        There is no address, or all are elsewhere.
    """
    if placed.by_point + placed.by_code:
        return
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(areas.get_column("geometry")))
    points = placed.addresses.select("lon", "lat").drop_nulls()
    raise NoMatchError(
        Words("no address stands in these bureaux", "aucune adresse n’est dans ces bureaux"),
        column="lon, lat",
        found="{:.4f}, {:.4f}".format(*points.row(0)) if points.height else "",
        expected=Words(
            f"{west:.4f} to {east:.4f}, {south:.4f} to {north:.4f}",
            f"{west:.4f} à {east:.4f}, {south:.4f} à {north:.4f}",
        ),
    )


def streets_notes(
    network: StreetNetwork | None, areas: pl.DataFrame, addresses: pl.DataFrame | None
) -> tuple[Words, ...]:
    """Say when a street network is of no use.

    Parameters
    ----------
    network : StreetNetwork or None
        Streets given.
    areas : polars.DataFrame
        Table `BUREAUX`.
    addresses : polars.DataFrame or None
        Table `ADDRESSES`.

    Returns
    -------
    tuple of Words
        A note without addresses, or when the network is elsewhere; none otherwise.
    """
    if network is None:
        return ()
    if addresses is None:
        return (
            Words("without addresses the streets are not used", "sans adresses, les rues ne servent pas"),
        )
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(areas.get_column("geometry")))
    lon, lat = network.lon, network.lat
    if ((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)).any():
        return ()
    return (
        Words(
            "the street network is elsewhere: streets are drawn from their addresses",
            "le réseau de rues est ailleurs\u00a0: les rues sont dessinées d’après leurs adresses",
        ),
    )


def hours_notes(allocation: pl.DataFrame, choices: Choices) -> tuple[Words, ...]:
    """Say which hours are left over, and why.

    Parameters
    ----------
    allocation : polars.DataFrame
        Table `ALLOCATION`.
    choices : Choices
        The campaign's decisions.

    Returns
    -------
    tuple of Words
        A note when an outing or more is left; none otherwise.
    """
    outing = choices.crew * choices.minutes / 60
    left = choices.hours - float(allocation.get_column("hours").sum())
    if choices.hours <= 0 or (left < outing and choices.hours >= outing):
        return ()
    if choices.hours < outing:
        hours = [number(choices.hours, 1, lang) for lang in ("en", "fr")]
        one = [number(outing, 1, lang) for lang in ("en", "fr")]
        return (
            Words(
                f"{hours[0]} hours are less than one outing ({one[0]}): the plan sends nobody",
                f"{hours[1]} heures ne font pas une sortie ({one[1]})\u00a0: le plan n’envoie personne",
            ),
        )
    return (
        Words(
            f"{number(left, 0, 'en')} hours are left: no bureau outside the control group has use for more",
            f"{number(left)} heures restent\u00a0: hors des bureaux témoins, aucun n’en demande plus",
        ),
    )
