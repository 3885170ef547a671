"""The form that asks where somebody is; nothing of it is kept unless they say so."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NearForm(forms.Form):
    """A postcode, a commune or an address; or what the browser says."""

    q = forms.CharField(
        max_length=200,
        required=False,
        label=_("Où êtes-vous ?"),
        widget=forms.TextInput({"autocomplete": "postal-code", "placeholder": "75020"}),
        help_text=_("Code postal, commune ou adresse."),
    )
    place = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    keep = forms.BooleanField(required=False, label=_("Retenir ce lieu sur cet appareil"))
