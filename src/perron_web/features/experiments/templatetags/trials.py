"""Tags of experiments during the campaign: their state, what is given an arm, names of estimators."""

from typing import Any, Final

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from perron_web.features.experiments.choices import State
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.designs import unit_word
from perron_web.platform.design.figures import points
from perron_web.platform.design.templatetags.design import state
from perron_web.platform.words import language

register = template.Library()
SHAPES: Final = {
    State.DRAFT: "draft",
    State.SEALED: "going",
    State.CLOSED: "done",
    State.ABANDONED: "stopped",
}


@register.simple_tag
def trial_state(experiment: Experiment) -> SafeString:
    """Show the state of a trial: shape, word and colour."""
    words = {
        State.DRAFT: _("brouillon"),
        State.SEALED: _("en cours"),
        State.CLOSED: _("clos"),
        State.ABANDONED: _("abandonné"),
    }
    kind = State(experiment.state)
    return state(SHAPES[kind], words[kind])


@register.simple_tag
def trial_unit(experiment: Experiment) -> str:
    """Name what is given an arm."""
    return capfirst(unit_word(experiment.unit, 1))


@register.simple_tag
def trial_units(experiment: Experiment) -> str:
    """Name what is given an arm, when they are several."""
    return unit_word(experiment.unit, 2)


@register.simple_tag
def estimate_label(estimate: Any) -> str:
    """Name an estimator in the reader's language."""
    return str(estimate.label.text(language()))


@register.filter
def gap(value: object) -> str:
    """Write a difference of shares without its sign ("3,2 points")."""
    return points(value).lstrip("+\u2212")
