"""Pictures of the pages of measure, and their words."""

from math import isfinite

from django.utils.translation import gettext as _

from perron_web.features.experiments import charts
from perron_web.features.experiments.queries.power import Power
from perron_web.platform.charts import svg
from perron_web.platform.charts.process import ChartError
from perron_web.platform.design.figures import percent, points


def power_picture(found: Power) -> str:
    """Draw the curve; nothing when it cannot be drawn, the table behind it stays."""
    if len(found.rows) < 2:
        return ""
    words = {
        "share": _("part laissée de côté"),
        "effect": _("plus petit effet visible, en part des inscrits"),
        "here": _("%(share)s : %(effect)s")
        % {
            "share": percent(found.here["share"], 0),
            "effect": points(found.here["effect_redraws"], 2).lstrip("+"),
        },
        "hoped": _("effet espéré : %(effect)s") % {"effect": points(found.hoped, 2).lstrip("+")}
        if found.hoped is not None
        else "",
        "formula": _("par la formule"),
        "description": _(
            "Plus petit effet que l’on verrait quatre fois sur cinq, selon la part laissée de côté"
        ),
    }
    rows, here = within_sight(found.rows), within_sight([*found.rows, found.here])[-1]
    try:
        return svg(charts.power_curve, rows=rows, here=here, words=words, hoped=found.hoped)
    except ChartError:
        return ""


def within_sight(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    """Bring what no effect would ever show down to the top of the picture."""
    names = ("effect", "effect_redraws", "low", "high")
    seen = [row[name] for row in rows for name in names if isfinite(row[name])]
    top = 1.25 * max(seen, default=1.0)
    return [{**row, **{name: min(row[name], top) for name in names}} for row in rows]
