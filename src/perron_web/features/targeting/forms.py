"""The form of the plan builder: choices in percent and words, to and from the address."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.targeting.choices import Objective
from perron_web.features.targeting.choices.priors import FIGURES, Figure
from perron_web.features.targeting.queries.recipes import USUAL, usual_priors

EACH_WEEK: Final = 1.0
NAME_LENGTH: Final = 120


def slider(least: float, most: float, step: float, unit: str) -> forms.NumberInput:
    """Make a slider; `design/js/sliders.js` shows its figure as it moves."""
    return forms.NumberInput(
        attrs={"type": "range", "min": least, "max": most, "step": step, "data-unit": unit}
    )


class ChoicesForm(forms.Form):
    """What a campaign decides before a plan is made."""

    heures = forms.FloatField(
        label=_("Heures de bénévoles"),
        min_value=0,
        max_value=1e8,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "numeric"}),
    )
    minutes = forms.FloatField(
        label=_("Durée d’une sortie"), min_value=10, max_value=600, widget=slider(45, 240, 5, "min")
    )
    equipage = forms.IntegerField(
        label=_("Bénévoles par sortie"),
        min_value=1,
        max_value=6,
        widget=forms.Select(choices=[(n, str(n)) for n in range(1, 7)]),
    )
    temoins = forms.FloatField(
        label=_("Bureaux témoins"), min_value=0, max_value=100, widget=slider(0, 50, 1, "%")
    )
    minimum = forms.FloatField(
        label=_("Minimum par territoire"), min_value=0, max_value=100, widget=slider(0, 100, 5, "%")
    )
    objectif = forms.ChoiceField(label=_("Objectif"), choices=Objective.choices, widget=forms.RadioSelect)
    rythme = forms.FloatField(
        label=_("Sorties par personne et par semaine"),
        min_value=0.1,
        max_value=14,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    semaines = forms.FloatField(
        label=_("Semaines avant le scrutin"),
        min_value=0,
        max_value=520,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "numeric"}),
    )
    graine = forms.IntegerField(label=_("Graine du tirage"), min_value=0, max_value=2**63 - 1)

    def __init__(
        self, start: Mapping[str, Any], given: Mapping[str, Any], *, weeks: float, usual: bool = False
    ) -> None:
        """Start from a run's parameters; what is given prevails; `usual` brings the usual beliefs back."""
        self.usual = usual_priors()
        self.start = initial_of(start, self.usual, weeks=weeks)
        known = {name: given[name] for name in self.start if name in given}
        if usual:
            fresh = initial_of({}, self.usual, weeks=weeks)
            known |= {name: value for name, value in fresh.items() if name[:2] in {"p_", "e_"}}
        super().__init__({**self.start, **known}, auto_id="c_%s")
        for figure in FIGURES:
            bounds = self.usual[figure.name]
            scale = 100 if figure.percent else 1
            low, high = (round(scale * bounds[end], 6) for end in ("low", "high"))
            number = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
            self.fields[f"p_{figure.name}"] = forms.FloatField(
                label=str(figure.label), min_value=low, max_value=high, widget=number
            )
            if figure.spread:
                self.fields[f"e_{figure.name}"] = forms.FloatField(
                    label=_("Incertitude (écart type)"), min_value=0, max_value=high, widget=number
                )

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The figures believed, each with its fields, its source, and its usual value."""
        rows = []
        for figure in FIGURES:
            changed = self.is_valid() and figure.name in self.priors
            usual = self.usual[figure.name]
            scale = 100 if figure.percent else 1
            rows.append(
                {
                    "figure": figure,
                    "mean": self[f"p_{figure.name}"],
                    "spread": self[f"e_{figure.name}"] if figure.spread else None,
                    "usual": round(scale * usual["mean"], 6),
                    "usual_spread": round(scale * usual["sd"], 6),
                    "changed": changed,
                }
            )
        return rows

    @property
    def priors(self) -> dict[str, dict[str, float]]:
        """The figures that differ from the usual ones."""
        changed = {}
        for figure in FIGURES:
            usual = self.usual[figure.name]
            given = {"mean": self._believed(figure, "p"), "sd": self._believed(figure, "e")}
            different = {key: value for key, value in given.items() if value != usual[key]}
            if different:
                changed[figure.name] = different
        return changed

    def _believed(self, figure: Figure, which: str) -> float:
        name = f"{which}_{figure.name}"
        if name not in self.fields:
            return self.usual[figure.name]["sd"]
        value = float(self.cleaned_data[name])
        return round(value / 100, 12) if figure.percent else value

    @property
    def parameters(self) -> dict[str, Any]:
        """The choices, as `request_run` takes them."""
        data = self.cleaned_data
        return {
            "hours": float(data["heures"]),
            "minutes": float(data["minutes"]),
            "crew": data["equipage"],
            "holdout": round(data["temoins"] / 100, 12),
            "minimum_share": round(data["minimum"] / 100, 12),
            "objective": data["objectif"],
            "seed": data["graine"],
            "priors": self.priors,
        }

    @property
    def changed(self) -> dict[str, str]:
        """What differs from the start, as texts of the address."""
        return {
            name: str(self.data[name])
            for name, value in self.start.items()
            if not same(self.data[name], value)
        }

    def query(self, **more: Any) -> str:
        """Return the address's query that keeps these choices."""
        return urlencode({**{k: v for k, v in more.items() if v}, **self.changed})


class NameForm(forms.Form):
    """The name of a run."""

    name = forms.CharField(label=_("Nom du calcul"), max_length=NAME_LENGTH, required=False)


def initial_of(
    parameters: Mapping[str, Any], usual: Mapping[str, Mapping[str, float]], *, weeks: float
) -> dict[str, str]:
    """Return what the fields hold before anyone touches them."""
    known = {**USUAL, **{name: parameters[name] for name in USUAL if name in parameters}}
    fields = {
        "heures": known["hours"],
        "minutes": known["minutes"],
        "equipage": known["crew"],
        "temoins": 100 * known["holdout"],
        "minimum": 100 * known["minimum_share"],
        "objectif": known["objective"],
        "graine": known["seed"],
        "rythme": EACH_WEEK,
        "semaines": weeks,
    }
    for figure in FIGURES:
        believed = {**usual[figure.name], **parameters.get("priors", {}).get(figure.name, {})}
        scale = 100 if figure.percent else 1
        fields[f"p_{figure.name}"] = scale * believed["mean"]
        if figure.spread:
            fields[f"e_{figure.name}"] = scale * believed["sd"]
    return {name: written(value) for name, value in fields.items()}


def written(value: Any) -> str:
    """Write a value as a field of numbers holds it."""
    return f"{round(value, 9):.12g}" if isinstance(value, float) else str(value)


def same(one: Any, other: Any) -> bool:
    """Say whether two texts hold the same value."""
    try:
        return float(one) == float(other)
    except (TypeError, ValueError):
        return str(one) == str(other)
