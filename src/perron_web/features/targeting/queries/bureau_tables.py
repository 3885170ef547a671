"""Tables of a bureau's page: its buildings to take away, and what is estimated and why."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from perron_web.features.targeting.models import Score
from perron_web.features.targeting.queries.bureau import buildings_of
from perron_web.features.territory.models import Bureau
from perron_web.platform.design.figures import interval, percent

if TYPE_CHECKING:
    import polars as pl


def buildings_table(bureau: Bureau) -> "pl.DataFrame":
    """Return the buildings of a bureau, never how many electors each has.

    Parameters
    ----------
    bureau : Bureau
        The bureau.

    Returns
    -------
    polars.DataFrame
        bureau, street, number, suffix, doors, estimated, lon, lat.
    """
    import polars as pl

    columns = ("street", "number", "suffix", "doors", "estimated", "lon", "lat")
    rows = list(buildings_of(bureau).values_list(*columns))
    frame = pl.DataFrame(rows, schema=list(columns), orient="row", infer_schema_length=None)
    return frame.insert_column(0, pl.lit(bureau.code).alias("bureau"))


def estimates_of(score: Score, history: list[dict[str, Any]], buildings: int) -> list[str]:
    """Say what is estimated in a bureau's figures, and why.

    Parameters
    ----------
    score : Score
        The bureau.
    history : list of dict
        Its past elections.
    buildings : int
        Addresses known.

    Returns
    -------
    list of str
        Sentences.
    """
    said = _forecasts(score)
    said += [
        _(
            "%(election)s : %(share)s des électeurs viennent d’un autre découpage ; leurs "
            "votes ont été reportés sur ce bureau d’après les adresses."
        )
        % {"election": row["name"], "share": percent(row["estimated"], 0)}
        for row in history
        if row["estimated"] > 0
    ]
    if buildings:
        said.append(
            _(
                "Le nombre de portes d’un immeuble est une estimation partout où la table des "
                "adresses l’indique."
            )
        )
    else:
        said.append(
            _("Aucune adresse n’est connue ici : les portes par heure sont celles d’un bureau ordinaire.")
        )
    if score.weak:
        said.append(
            _(
                "L’ensemble repose sur peu de résultats, ou sur des résultats reportés : le "
                "rang est incertain."
            )
        )
    return said


def _forecasts(score: Score) -> list[str]:
    """Say which figures of the coming election are forecasts."""
    said: list[str] = []
    if score.turnout is not None and score.support is not None:
        said.append(
            _(
                "La participation (%(turnout)s) et le soutien (%(support)s) à l’élection à "
                "venir sont des prévisions : neuf fois sur dix, la vraie valeur sera dans "
                "l’intervalle."
            )
            % {
                "turnout": interval(score.turnout_low, score.turnout_high, 0, "%"),
                "support": interval(score.support_low, score.support_high, 0, "%"),
            }
        )
    if score.intermittent is not None:
        said.append(
            _(
                "Les intermittents du vote (%(share)s des inscrits, de %(low)s à %(high)s) ne "
                "se comptent pas : leur part est déduite des écarts de participation entre "
                "scrutins."
            )
            % {
                "share": percent(score.intermittent, 0),
                "low": percent(score.intermittent_low, 0),
                "high": percent(score.intermittent_high, 0),
            }
        )
    return said
