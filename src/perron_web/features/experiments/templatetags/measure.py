"""Tags of the pages of measure: the tabs, the state of an experiment."""

from typing import Any, Final

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from perron_web.features.experiments.choices import State
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.experiments.queries.designs import arm_word
from perron_web.platform.design.templatetags.design import state

register = template.Library()

SHAPES: Final = {State.DRAFT: "draft", State.SEALED: "held", State.CLOSED: "done", State.ABANDONED: "stopped"}


@register.inclusion_tag("experiments/tabs.html", takes_context=True)
def measure_tabs(context: Context, tab: str = "") -> dict[str, Any]:
    """Link the parts of measure; those of features that are not there are left out."""
    slug = context["request"].campaign.slug
    return {
        "slug": slug,
        "tab": tab or context.get("tab", ""),
        "trials_url": _address("experiments:trials", slug),
        "evaluation_url": _address("evaluation:index", slug),
    }


@register.simple_tag(takes_context=True)
def trials_address(context: Context) -> str:
    """Return where experiments during the campaign are listed; nothing when they are nowhere."""
    return _address("experiments:trials", context["request"].campaign.slug)


@register.simple_tag(takes_context=True)
def evaluation_address(context: Context) -> str:
    """Return where results are read; nothing when they are nowhere."""
    return _address("evaluation:index", context["request"].campaign.slug)


@register.simple_tag
def experiment_state(experiment: Experiment) -> SafeString:
    """Show the state of an experiment: shape, word and colour."""
    return state(SHAPES[State(experiment.state)], str(experiment.get_state_display()))


@register.simple_tag
def arm_words(unit: Unit) -> str:
    """Tell what a unit receives."""
    return arm_word(unit.arm)


def _address(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
