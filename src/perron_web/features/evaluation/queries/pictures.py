"""Charts of a report: the values that the science's own drawings take."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from perron_web.features.evaluation.templatetags.evaluation import decimals_of, effect, ends, p_said, said
from perron_web.platform.charts import Call
from perron_web.platform.design.figures import number, percent, signed

SHOWN = 9
"""Estimates drawn at most: a chart is read, the table holds them all."""


class Picture(NamedTuple):
    """A chart, with its title and the table behind it."""

    title: str
    call: Call
    subtitle: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def outcomes_picture(comparisons: list[dict[str, Any]]) -> Picture:
    """Return the chart of page one: the leading estimate of each outcome.

    Parameters
    ----------
    comparisons : list of dict
        As `comparisons_of` gives them.

    Returns
    -------
    Picture
        Intervals one under the other.
    """
    from perron.output.evaluation import charts

    rows = [_row(named(one), one["main"], "called_for", whole=True) for one in comparisons]
    title = _("Effet d’avoir été tiré au sort pour être visité")
    words = {"description": title, "zero": _("aucun effet"), "axis": _("points, avec l’intervalle à 95 %")}
    return Picture(title, Call(charts.intervals, {"rows": rows, "words": words}))


def named(comparison: dict[str, Any]) -> str:
    """Name a comparison.

    Parameters
    ----------
    comparison : dict
        One comparison.

    Returns
    -------
    str
        The outcome, with the arm where there are several.
    """
    label = said(comparison["outcome"]["label"])
    return f"{label} · {said(comparison['arm_label'])}" if comparison["several"] else label


def estimates_picture(comparison: dict[str, Any]) -> Picture:
    """Return every estimate of one comparison, the leading one first.

    Parameters
    ----------
    comparison : dict
        One comparison.

    Returns
    -------
    Picture
        Intervals, with the naive comparisons last.
    """
    from perron.output.evaluation import charts

    main = comparison["main"]
    found = sorted(comparison["estimates"], key=lambda one: not one.get("leads"))
    drawn = [(one, "called_for" if one.get("leads") else "other") for one in found][:SHOWN]
    if comparison.get("permutation"):
        drawn.append((comparison["permutation"], "other"))
    drawn += [(one["estimate"], "naive") for one in comparison.get("naive") or ()]
    rows = [_row(said(one["label"]), one, role, like=main) for one, role in drawn]
    title = _("Toutes les estimations")
    words = {"description": f"{title} : {named(comparison)}", "zero": _("aucun effet"), "axis": _("points")}
    return Picture(title, Call(charts.intervals, {"rows": rows, "words": words}))


def draws_picture(comparison: dict[str, Any]) -> Picture | None:
    """Return what chance alone gives.

    Parameters
    ----------
    comparison : dict
        One comparison.

    Returns
    -------
    Picture or None
        None where the draw was not made again.
    """
    from perron.output.evaluation import charts

    test = comparison.get("permutation")
    bins = (test or {}).get("bins")
    if not test or not bins:
        return None
    scaled = [{"start": 100 * one["start"], "end": 100 * one["end"], "count": one["count"]} for one in bins]
    observed = {"effect": 100 * test["estimate"], "text": _("trouvé : %(n)s") % {"n": effect(test)}}
    title = _("Le hasard seul, et ce qui a été trouvé")
    draws = number(test["details"]["draws"])
    said_so = _("Écarts de %(draws)s tirages refaits comme le premier, si les visites n’avaient rien changé")
    words = {
        "description": f"{said_so % {'draws': draws}} : {named(comparison)}",
        "axis": _("points"),
        "chance": _("le hasard seul"),
    }
    values = {"bins": scaled, "observed": observed, "words": words}
    subtitle = f"{said_so % {'draws': draws}} ({p_said(test['p'])})"
    return Picture(title, Call(charts.draws, values), subtitle)


def balance_picture(balance: dict[str, Any] | None) -> Picture | None:
    """Return how far the arms were apart before the vote.

    Parameters
    ----------
    balance : dict or None
        Key "balance" of the content.

    Returns
    -------
    Picture or None
        None where nothing was known before.
    """
    from perron.output.evaluation import charts

    rows = [
        {
            "label": said(one["label"]),
            "value": number(one["standardised"], 2),
            "difference": one["standardised"],
            "low": one["low"],
            "high": one["high"],
        }
        for one in (balance or {}).get("rows", ())
        if one.get("standardised") is not None
    ]
    if not rows:
        return None
    title = _("Les deux groupes avant le vote")
    words = {
        "description": title,
        "zero": _("pareils"),
        "axis": _("écart, en écarts types ; trait : 95 tirages sur cent"),
    }
    return Picture(title, Call(charts.balance, {"rows": rows, "words": words}))


def shares_words(compliance: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Return where the knocks went, in words.

    Parameters
    ----------
    compliance : dict or None
        Key "compliance" of the content.

    Returns
    -------
    list of tuple
        What, and its share of all knocks.
    """
    shares = (compliance or {}).get("shares") or {}
    labels = {
        "planned": _("là où le tirage le demandait"),
        "control": _("chez des témoins, malgré le tirage"),
        "outside": _("en dehors du tirage"),
    }
    return [(label, percent(shares[name], 1)) for name, label in labels.items() if name in shares]


def _row(
    label: str, estimate: dict[str, Any], role: str, *, whole: bool = False, like: Any = None
) -> dict[str, Any]:
    low, high = estimate.get("low"), estimate.get("high")
    digits = decimals_of(like or estimate)
    return {
        "label": label,
        "value": f"{effect(estimate)} ({ends(estimate)})"
        if whole
        else signed(100 * estimate["estimate"], digits),
        "estimate": 100 * estimate["estimate"],
        "low": None if low is None else 100 * low,
        "high": None if high is None else 100 * high,
        "role": role,
    }
