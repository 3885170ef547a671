"""An experiment during the campaign, as a page asks for it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from perron_web.features.experiments.choices import Topic, UnitKind
from perron_web.features.experiments.choices.trials import ARMS_MOST, SKETCHES, Outcome
from perron_web.features.experiments.models import Experiment

LEAST_PLANNED: Final = 8
MOST_PLANNED: Final = 100_000


_DOORS: Final = (Outcome.OPENED, Outcome.TALKED, Outcome.TALKS)
MEASURES: Final[dict[str, tuple[Outcome, ...]]] = {
    Topic.ARGUMENT: _DOORS,
    Topic.HANGER: _DOORS,
    Topic.HOURS: _DOORS,
    Topic.TRAINING: (Outcome.ACTIVE, Outcome.OPENED, Outcome.TALKED),
    Topic.MESSAGE: (Outcome.ANSWERED, *_DOORS),
}
"""What each topic may count."""


class TrialForm(forms.Form):
    """What is compared, on what, how many units, what is counted."""

    nom = forms.CharField(label=_("Nom de l’essai"), max_length=120)
    unite = forms.ChoiceField(label=_("Ce que l’on tire au sort"), widget=forms.RadioSelect)
    mesure = forms.ChoiceField(label=_("Ce que l’on compte"), choices=Outcome.choices)
    prevu = forms.IntegerField(
        label=_("Combien, en tout"), min_value=LEAST_PLANNED, max_value=MOST_PLANNED, initial=60
    )
    par_lieu = forms.BooleanField(label=_("Équilibrer dans chaque commune ou arrondissement"), required=False)

    def __init__(self, topic: str, data: Any = None, *, trial: Experiment | None = None) -> None:
        self.topic = topic
        sketch = SKETCHES[topic]
        start: dict[str, Any] = {"unite": sketch.units[0], "mesure": sketch.outcome}
        for at, (name, text) in enumerate(sketch.arms, start=1):
            start |= {f"bras_{at}": str(name), f"consigne_{at}": str(text)}
        if trial is not None:
            start = _start(trial)
        super().__init__(data, initial=start)
        units = dict(UnitKind.choices)
        self.fields["unite"].choices = [(unit, units[unit]) for unit in sketch.units]  # type: ignore[attr-defined]
        self.fields["mesure"].choices = [(o.value, o.label) for o in MEASURES[topic]]  # type: ignore[attr-defined]
        for at in range(1, ARMS_MOST + 1):
            needed = at <= 2
            self.fields[f"bras_{at}"] = forms.CharField(
                label=_("Nom") if needed else _("Nom (facultatif)"), max_length=40, required=needed
            )
            self.fields[f"consigne_{at}"] = forms.CharField(
                label=_("Consigne lue sur le téléphone et le papier"),
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for arms that can be told apart."""
        data = super().clean() or {}
        if data.get("mesure") == Outcome.ANSWERED and data.get("unite") != UnitKind.PERSON:
            self.add_error("unite", _now("Les réponses se comptent par personne : choisissez une liste."))
        elif self.topic == Topic.MESSAGE and data.get("unite") == UnitKind.PERSON:
            if data.get("mesure") != Outcome.ANSWERED:
                self.add_error("mesure", _now("D’une liste, on ne connaît que les réponses."))
            data["par_lieu"] = False
        names = [name.strip().casefold() for name in self._names(data)]
        if len(set(names)) < len(names):
            self.add_error(None, _now("Deux variantes portent le même nom."))
        return data

    def _names(self, data: dict[str, Any]) -> list[str]:
        given = (data.get(f"bras_{at}", "") for at in range(1, ARMS_MOST + 1))
        return [name for name in given if name and name.strip()]

    @property
    def pairs(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Fields of each arm: its place, its name, what it asks."""
        return [(at, self[f"bras_{at}"], self[f"consigne_{at}"]) for at in range(1, ARMS_MOST + 1)]

    def design(self) -> dict[str, Any]:
        """Return the design that the form says, arms of equal shares."""
        data = self.cleaned_data
        channels = ["sms"] if self.topic == "message" else ["visit"]
        arms = [
            {
                "name": data[f"bras_{at}"].strip(),
                "share": 0.0,
                "channels": channels,
                "instruction": data[f"consigne_{at}"].strip(),
            }
            for at in range(1, ARMS_MOST + 1)
            if data[f"bras_{at}"].strip()
        ]
        for arm in arms:
            arm["share"] = 1.0 / len(arms)
        return {
            "arms": arms,
            "planned": data["prevu"],
            "by_place": data["par_lieu"],
            "outcome": data["mesure"],
        }


class ListForm(forms.Form):
    """Codes, or codes and answers, one a line."""

    lignes = forms.CharField(
        label=_("Une ligne par code"),
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )


class StopForm(forms.Form):
    """Why a trial is closed, kept for good."""

    raison = forms.CharField(
        label=_("Raison"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _start(trial: Experiment) -> dict[str, Any]:
    design = trial.design
    start: dict[str, Any] = {
        "nom": trial.name,
        "unite": trial.unit,
        "mesure": design["outcome"],
        "prevu": design["planned"],
        "par_lieu": design["by_place"],
    }
    for at, arm in enumerate(design["arms"], start=1):
        start |= {f"bras_{at}": arm["name"], f"consigne_{at}": arm["instruction"]}
    return start
