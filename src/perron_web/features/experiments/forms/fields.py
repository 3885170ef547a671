"""Parts of the forms: sliders, sets of boxes, numbers to and from their texts."""

from collections.abc import Mapping
from typing import Any

from django import forms


def slider(least: float, most: float, step: float, unit: str) -> forms.NumberInput:
    """Make a slider; `design/js/sliders.js` shows its figure as it moves."""
    return forms.NumberInput(
        attrs={"type": "range", "min": least, "max": most, "step": step, "data-unit": unit}
    )


def percent(label: Any, *, least: float = 0, most: float = 100, step: float = 1) -> forms.FloatField:
    """Make a field of a share, in percent, moved by a slider."""
    return forms.FloatField(
        label=label, min_value=least, max_value=most, widget=slider(least, most, step, "%")
    )


def boxes(label: Any, choices: Mapping[str, Any], *, needed: bool = False) -> forms.MultipleChoiceField:
    """Make a set of boxes; at least one must be ticked where it is needed."""
    return forms.MultipleChoiceField(
        label=label, choices=list(choices.items()), required=needed, widget=forms.CheckboxSelectMultiple
    )


def written(value: Any) -> str:
    """Write a value as a field of numbers holds it."""
    return f"{round(value, 9):.12g}" if isinstance(value, float) else str(value)
