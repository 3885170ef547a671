"""The form of the commune's own counts: a file or typed lines, then what was understood, to be confirmed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.campaigns.choices import Side
from perron_web.features.evaluation.choices import Source
from perron_web.features.evaluation.rules.windows import Round
from perron_web.platform.design.elections import long_name

MOST_TEXT = 4_000_000


class CountsForm(forms.Form):
    """Counts as they come."""

    vote = forms.ChoiceField(label=_("Scrutin"))
    source = forms.ChoiceField(
        label=_("D’où viennent ces comptages ?"),
        choices=Source.choices,
        widget=forms.RadioSelect,
        initial=Source.PUBLISHED,
    )
    origin = forms.CharField(
        label=_("Qui a compté, d’après quoi"),
        max_length=200,
        required=False,
        help_text=_("Par exemple « procès-verbaux affichés en mairie, relevés par trois bénévoles »."),
    )
    file = forms.FileField(label=_("Fichier CSV"), required=False)
    text = forms.CharField(
        label=_("ou lignes tapées ou collées"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "mono"}),
    )

    def __init__(self, *args: Any, votes: Sequence[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.votes = {one.election: one for one in votes}
        self.fields["vote"].choices = [(one, long_name(one)) for one in self.votes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a file or for lines, not for both."""
        found = super().clean() or {}
        if not found.get("file") and not (found.get("text") or "").strip():
            self.add_error("file", _("Déposez un fichier, ou tapez au moins une ligne sous l’en-tête."))
        return found

    @property
    def chosen(self) -> Round:
        """The round picked."""
        return self.votes[self.cleaned_data["vote"]]

    @property
    def content(self) -> tuple[str, bytes]:
        """Name and bytes of what came."""
        file = self.cleaned_data.get("file")
        if file:
            return str(file.name), file.read()
        return str(_("lignes tapées")), self.cleaned_data["text"].encode()


class SidesForm(forms.Form):
    """Which side each list is on, for those whose votes were counted."""

    def __init__(self, *args: Any, lists: Iterable[str], known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists = list(lists)
        for number, name in enumerate(self.lists):
            self.fields[f"side{number}"] = forms.ChoiceField(
                label=name, choices=Side.choices, initial=known.get(name, Side.OTHER), required=False
            )

    @property
    def sides(self) -> dict[str, str]:
        """Side of each list."""
        return {
            name: self.cleaned_data.get(f"side{number}") or Side.OTHER
            for number, name in enumerate(self.lists)
        }
