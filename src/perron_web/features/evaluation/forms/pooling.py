"""The form of a result of elsewhere."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ResultForm(forms.Form):
    """A sealed result."""

    file = forms.FileField(label=_("Résultat scellé (JSON)"))
    source = forms.CharField(
        label=_("D’où vient-il ?"),
        max_length=200,
        required=False,
        help_text=_("Par exemple « Montreuil, municipales 2026 »."),
    )
