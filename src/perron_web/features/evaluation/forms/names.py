"""The name of an evaluation."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """A name, or none."""

    name = forms.CharField(label=_("Nom de l’évaluation"), max_length=120, required=False)
