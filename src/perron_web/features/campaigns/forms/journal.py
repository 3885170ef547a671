"""What is looked for in the audit journal."""

from django import forms
from django.utils.translation import gettext_lazy as _


class JournalForm(forms.Form):
    """Filters of the journal."""

    action = forms.CharField(label=_("Action"), required=False, max_length=60)
    who = forms.CharField(label=_("Personne"), required=False, max_length=120)
    since = forms.DateField(
        label=_("Depuis le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
