"""How many hours remain."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HoursForm(forms.Form):
    """Volunteer-hours to share out; what remains of the plan when nothing is said."""

    heures = forms.FloatField(
        required=False,
        min_value=0,
        max_value=10_000_000,
        label=_("Heures à répartir"),
        widget=forms.NumberInput(attrs={"class": "short", "step": "any", "inputmode": "decimal"}),
    )
