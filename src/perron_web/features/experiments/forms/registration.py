"""The form of the pre-registration: what will be counted, how, what is left out."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.experiments.choices.registering import (
    ALWAYS,
    COLUMNS,
    CORRECTIONS,
    ESTIMATORS,
    MEASURES,
)
from perron_web.features.experiments.forms.fields import boxes, written

AUTO: Final = "auto"
"""In the form, the estimator that the design calls for."""
COUNTED: Final = ("support", "turnout", "support_valid")
LEVELS: Final = ((0.95, "95\u202f%"), (0.9, "90\u202f%"), (0.99, "99\u202f%"))


class RegistrationForm(forms.Form):
    """What is announced before the vote."""

    estimateur = forms.ChoiceField(
        label=_("Estimateur"), choices=[(name or AUTO, words) for name, words in ESTIMATORS.items()]
    )
    exclusions = forms.CharField(
        label=_("Qui sera exclu de l’analyse"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    borne = forms.FloatField(
        label=_("« Pas d’effet plus grand que »"),
        min_value=0.01,
        max_value=50,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    correction = forms.ChoiceField(
        label=_("Correction pour plusieurs critères"), choices=list(CORRECTIONS.items())
    )
    niveau = forms.TypedChoiceField(label=_("Intervalles"), coerce=float, choices=LEVELS)
    permutations = forms.IntegerField(
        label=_("Tirages de l’inférence exacte"), min_value=100, max_value=1_000_000
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        given: Mapping[str, Any] | None,
        *,
        rounds: Sequence[tuple[str, str]],
        design: Mapping[str, Any],
        told: Mapping[str, Any] | None = None,
    ) -> None:
        """Offer the rounds of the campaign's election, and the columns that the design names."""
        super().__init__(given, initial=initial_of(told or {}, rounds), auto_id="r_%s")
        outcomes = {
            f"{measure} {code}": _("%(measure)s — %(round)s") % {"measure": MEASURES[measure], "round": words}
            for code, words in rounds
            for measure in COUNTED
        }
        columns = {name: COLUMNS.get(name, name) for name in columns_of(design)}
        self.fields["principal"] = forms.ChoiceField(
            label=_("Critère principal"), choices=list(outcomes.items())
        )
        self.fields["autres"] = boxes(_("Autres critères"), outcomes)
        self.fields["ajuster"] = boxes(_("Ajuster sur"), columns)
        self.fields["comparer"] = boxes(_("Comparer l’effet selon"), columns)

    @property
    def announced(self) -> dict[str, Any]:
        """What is announced, as `write_registration` takes it."""
        data = self.cleaned_data
        chosen = list(dict.fromkeys([data["principal"], *data["autres"]]))
        return {
            "outcomes": [outcome_of(one) for one in chosen],
            "estimator": "" if data["estimateur"] == AUTO else data["estimateur"],
            "covariates": data["ajuster"],
            "exclusions": [line.strip() for line in data["exclusions"].splitlines() if line.strip()],
            "heterogeneity": data["comparer"],
            "equivalence_bound": round(data["borne"] / 100, 12) if data["borne"] else None,
            "correction": data["correction"],
            "level": data["niveau"],
            "permutations": data["permutations"],
            "note": data["note"].strip(),
        }


def columns_of(design: Mapping[str, Any]) -> list[str]:
    """Return the columns by which an effect may be adjusted or compared."""
    again = design.get("rerandomise") or {}
    named = [
        design.get("order_by"),
        *design.get("pair_on", ()),
        *again.get("on", ()),
        *design.get("strata", ()),
    ]
    return list(dict.fromkeys([*ALWAYS, *(name for name in named if name)]))


def outcome_of(text: str) -> dict[str, str]:
    """Read one outcome: "support 2026-municipales-1"."""
    measure, _space, election = text.partition(" ")
    return {"name": f"{measure}-{election}", "election": election, "measure": measure, "bloc": ""}


def initial_of(told: Mapping[str, Any], rounds: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what the fields hold: what was written before, else the usual."""
    first = rounds[0][0] if rounds else ""
    outcomes = [f"{one['measure']} {one['election']}" for one in told.get("outcomes", ())]
    outcomes = outcomes or [f"support {first}", f"turnout {first}"]
    bound = told.get("equivalence_bound", 0.01)
    return {
        "principal": outcomes[0],
        "autres": outcomes[1:],
        "estimateur": told.get("estimator") or AUTO,
        "ajuster": told.get("covariates", ["before"]),
        "comparer": told.get("heterogeneity", []),
        "exclusions": "\n".join(told.get("exclusions", ())),
        "borne": written(round(100 * bound, 6)) if bound else None,
        "correction": told.get("correction", "holm"),
        "niveau": told.get("level", 0.95),
        "permutations": told.get("permutations", 10_000),
        "note": told.get("note", ""),
    }
