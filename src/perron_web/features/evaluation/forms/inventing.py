"""The form by which the end of the demo's campaign is played."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.experiments.models import Experiment

EFFECTS = (
    ("0", _("rien du tout")),
    ("0.01", _("1 point de nos voix, là où toutes les portes sont frappées")),
    ("0.03", _("3 points")),
)


class InventForm(forms.Form):
    """Which draw to play out, and what the visits really change."""

    experiment = forms.ModelChoiceField(
        label=_("Tirage"), queryset=Experiment.objects.none(), empty_label=None, to_field_name="number"
    )
    effect = forms.TypedChoiceField(
        label=_("Ce que les passages changent vraiment"),
        choices=EFFECTS,
        coerce=float,
        initial="0.03",
        help_text=_("Le rapport ne le sait pas : il doit le retrouver, ou dire qu’il ne trouve rien."),
    )
    seed = forms.IntegerField(label=_("Graine"), min_value=0, max_value=2**31 - 1, initial=1)

    def __init__(self, *args: Any, experiments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experiment"].queryset = experiments  # type: ignore[attr-defined]
