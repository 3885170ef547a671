"""Pictures of the pages of measure, and their words."""

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
    try:
        return svg(charts.power_curve, rows=found.rows, here=dict(found.here), words=words, hoped=found.hoped)
    except ChartError:
        return ""
