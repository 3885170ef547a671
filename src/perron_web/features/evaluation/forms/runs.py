"""The form of an evaluation: which draw, which results, what it cost."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.evaluation.queries.candidates import Results
from perron_web.features.experiments.models import Experiment
from perron_web.platform.design.elections import long_name

PERMUTATIONS: Final = ((1000, "1 000"), (10_000, "10 000"), (100_000, "100 000"))


class RunForm(forms.Form):
    """What an evaluation is made of."""

    experiment = forms.ModelChoiceField(
        label=_("Tirage"), queryset=Experiment.objects.none(), empty_label=None, to_field_name="number"
    )
    results = forms.ChoiceField(label=_("Résultats"))
    visits = forms.ChoiceField(
        label=_("Passages"),
        choices=(
            ("site", _("Ceux que ce site a enregistrés")),
            ("file", _("Un fichier CSV : unit, doors, knocked, opened, talked")),
            ("none", _("Inconnus : seul l’effet d’avoir été tiré au sort se mesure")),
        ),
        initial="site",
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=_("Fichier des passages"), required=False)
    hours = forms.FloatField(
        label=_("Heures de bénévoles"),
        min_value=0,
        max_value=1e8,
        required=False,
        help_text=_("Laissez vide pour les compter d’après les passages."),
    )
    money = forms.FloatField(label=_("Dépenses de porte-à-porte"), min_value=0, max_value=1e9, required=False)
    name = forms.CharField(label=_("Nom de l’évaluation"), max_length=120, required=False)
    permutations = forms.TypedChoiceField(
        label=_("Tirages refaits"), choices=PERMUTATIONS, coerce=int, initial=10_000
    )
    seed = forms.IntegerField(label=_("Graine"), min_value=0, max_value=2**31 - 1, initial=1)

    def __init__(self, *args: Any, experiments: Any, results: Sequence[Results], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experiment"].queryset = experiments  # type: ignore[attr-defined]
        self.fields["results"].choices = [(one.key, labelled(one)) for one in results]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the file when visits come from one."""
        found = super().clean() or {}
        if found.get("visits") == "file" and not found.get("file"):
            self.add_error("file", _("Déposez le fichier des passages."))
        return found

    @property
    def parameters(self) -> dict[str, Any]:
        """The choices, as `request_evaluation` takes them."""
        data = self.cleaned_data
        counted, _colon, election = data["results"].partition(":")
        return {
            "election": election,
            "counted": "" if counted == "imported" else counted,
            "visits": data["visits"],
            "hours": data["hours"],
            "money": data["money"],
            "permutations": data["permutations"],
        }


def labelled(results: Results) -> str:
    """Name results in a list of choices."""
    where = _("comptages de la commune, par %(unit)s") if results.counted else _("résultats importés")
    unit = {"bureau": _("bureau"), "building": _("immeuble")}.get(results.counted, "")
    return f"{long_name(results.election)} · {where % {'unit': unit} if results.counted else where}"
