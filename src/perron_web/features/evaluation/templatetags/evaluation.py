"""Filters of the pages of evaluation: {% load evaluation %} {{ words|said }} {{ estimate|effect }}."""

from typing import Any, Final

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron_web.platform.design.elections import named_in
from perron_web.platform.design.figures import many, number, percent, signed
from perron_web.platform.words import language

register = template.Library()

VERDICTS: Final[dict[str, tuple[str, Any]]] = {
    "effect": ("good", gettext_lazy("effet démontré")),
    "harm": ("bad", gettext_lazy("effet contraire")),
    "null": ("info", gettext_lazy("pas d’effet qui compte")),
    "unclear": ("mute", gettext_lazy("rien de démontré")),
}
"""Tone and word of each verdict."""


@register.filter
def said(words: Any) -> str:
    """Return a text kept in both languages in the reader's."""
    return str(words.get(language(), "")) if isinstance(words, dict) else str(words or "")


@register.filter
def elections_named(text: str) -> str:
    """Write the elections that a sentence tells by their identifiers."""
    return named_in(text)


@register.filter
def tone(verdict: str) -> str:
    """Return the tone of a verdict."""
    return VERDICTS.get(verdict, ("mute", ""))[0]


@register.filter
def verdict_word(verdict: str) -> str:
    """Return the word of a verdict."""
    return str(VERDICTS.get(verdict, ("", verdict))[1])


def decimals_of(estimate: dict[str, Any]) -> int:
    """Return how many digits an estimate deserves: two where its interval is narrower than half a point."""
    low, high = estimate.get("low"), estimate.get("high")
    return 2 if low is not None and high is not None and high - low < 0.005 else 1


@register.filter
def effect(estimate: Any, like: Any = None) -> str:
    """Write an effect in points, without the word: "+1,8"; with the digits of another where one is given."""
    if not estimate or estimate.get("estimate") is None:
        return "–"
    return signed(100 * estimate["estimate"], decimals_of(like or estimate))


@register.filter
def point_word(estimate: Any) -> str:
    """Return the word for an effect: "point", or "points" from 2 on."""
    amount = round(100 * abs((estimate or {}).get("estimate") or 0.0), 1)
    return _("points") if many(amount) else _("point")


@register.filter
def ends(estimate: Any) -> str:
    """Write the interval of an effect in points: "de +0,7 à +2,9"; ∞ where it has no end."""
    if not estimate:
        return "–"
    digits, low, high = decimals_of(estimate), estimate.get("low"), estimate.get("high")
    if low is None and high is None:
        return "–"
    return _("de %(low)s à %(high)s") % {
        "low": "−∞" if low is None else signed(100 * low, digits),
        "high": "+∞" if high is None else signed(100 * high, digits),
    }


@register.filter
def in_points(share: Any, decimals: int = 2) -> str:
    """Write a share as points without its sign: an error, a standard deviation."""
    return "–" if share is None else number(100 * share, decimals)


@register.filter
def chance(p: Any) -> str:
    """Write a p-value: "0,03", "< 0,001"."""
    if p is None:
        return "–"
    return f"<\u00a0{number(0.001, 3)}" if p < 0.001 else number(p, 3 if p < 0.1 else 2)


@register.filter
def p_said(p: Any) -> str:
    """Write a p-value inside a sentence: "p = 0,03", "p < 0,001"."""
    text = chance(p)
    return f"p\u00a0{text}" if text.startswith("<") else f"p\u00a0=\u00a0{text}"


@register.filter
def rate(share: Any) -> str:
    """Write a share of doors or knocks."""
    return "–" if share is None else percent(share, 1 if share < 0.1 else 0)
