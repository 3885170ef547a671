"""What an evaluation teaches the next plan."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from perron_web.features.evaluation.templatetags.evaluation import said
from perron_web.features.targeting.choices.priors import FIGURES
from perron_web.features.targeting.queries.recipes import usual_priors
from perron_web.platform.design.figures import number


@dataclass(frozen=True)
class Learned:
    """Figures that plans rest on, brought up to date.

    Parameters
    ----------
    rows : list of dict
        label, unit, before, measured, after: texts.
    query : str
        Query of the plan builder that holds them.
    toml : str
        The same as the file that `perron plan --priors` reads.
    """

    rows: list[dict[str, str]]
    query: str
    toml: str


def learned_of(content: dict[str, Any]) -> Learned | None:
    """Return the figures that an evaluation changes.

    Parameters
    ----------
    content : dict
        As `content_of` gives it.

    Returns
    -------
    Learned or None
        None where visits are unknown: no figure per conversation follows.
    """
    priors = content.get("priors")
    if not priors:
        return None
    known = {figure.name: figure for figure in FIGURES}
    usual, rows, query = usual_priors(), [], {}
    for one in priors["figures"]:
        figure = known.get(one["name"])
        if figure is None:
            continue
        scale = 100.0 if figure.percent else 1.0
        rows.append(
            {
                "label": str(figure.label) or said(one["label"]),
                "before": _with_spread(one["prior_mean"], one["prior_sd"], scale),
                "measured": _with_spread(one["measured"], one["error"], scale),
                "after": _with_spread(one["mean"], one["sd"], scale),
            }
        )
        low, high = usual[figure.name]["low"], usual[figure.name]["high"]
        mean = min(max(one["mean"], low), high)
        query[f"p_{figure.name}"] = f"{scale * mean:.6g}"
        if figure.spread:
            query[f"e_{figure.name}"] = f"{scale * one['sd']:.6g}"
    return Learned(rows, urlencode(query), priors["toml"]) if rows else None


def _with_spread(mean: float, spread: float, scale: float) -> str:
    digits = 1 if scale * abs(mean) >= 1 else 2
    return f"{number(scale * mean, digits)} ± {number(scale * spread, digits)}"
