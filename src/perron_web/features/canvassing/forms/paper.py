"""Forms of lists on paper: the code, the choice between phone and paper, the list without script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.canvassing.rules.tallies import Door


class CodeForm(forms.Form):
    """The code printed on a list."""

    code = forms.CharField(max_length=40, label=_("Code de la feuille"))


class ChoiceForm(forms.Form):
    """Which of phone and paper stands, and why."""

    porte = forms.MultipleChoiceField(required=True)
    source = forms.ChoiceField(choices=[("phone", "phone"), ("paper", "paper")])
    motif = forms.CharField(max_length=300)

    def __init__(self, data: Any, *, doors: dict[str, Door]) -> None:
        super().__init__(data)
        self.doors = doors
        self.fields["porte"].choices = [(name, name) for name in doors]  # type: ignore[attr-defined]

    def chosen(self) -> list[Door]:
        """Return the doors that were ticked."""
        return [self.doors[name] for name in self.cleaned_data["porte"]]
