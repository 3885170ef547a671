"""The end of an experiment: finished or given up, and why."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _


class EndForm(forms.Form):
    """Which end, and the reason, kept for good."""

    CLOSE: Final = "close"
    ABANDON: Final = "abandon"

    fin = forms.ChoiceField(
        label=_("Comment elle finit"),
        choices=[
            (CLOSE, _("Elle est terminée : le vote a eu lieu")),
            (ABANDON, _("On l’abandonne : les témoins seront visités, l’effet ne sera pas connu")),
        ],
        widget=forms.RadioSelect,
    )
    raison = forms.CharField(
        label=_("Raison"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean(self) -> dict[str, Any]:
        """Ask why an experiment is given up."""
        data = super().clean() or {}
        if data.get("fin") == self.ABANDON and not (data.get("raison") or "").strip():
            self.add_error("raison", _("Dites pourquoi : la raison reste avec le procès-verbal."))
        return data
