"""A draw that somebody brings."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DrawForm(forms.Form):
    """One archive."""

    tirage = forms.FileField(
        label=_("Archive du tirage (.zip)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
