"""Forms of what a campaign asks at doors."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.canvassing.models import CanvassSettings, ConsentText
from perron_web.features.canvassing.rules.consent import MISSING, wants


class FieldForm(forms.ModelForm[CanvassSettings]):
    """What is asked, how long a turf is held, what is shown of the whole."""

    class Meta:
        model = CanvassSettings
        fields = (
            "ask_registration",
            "ask_needs",
            "ask_support",
            "ask_contact",
            "holding_hours",
            "public_counter",
            "rankings",
        )
        labels: ClassVar[dict[str, Any]] = {
            "ask_registration": _("L’inscription sur les listes"),
            "ask_needs": _("Ce que la personne demande : inscription, procuration, bénévolat, rappel"),
            "ask_support": _("Le soutien, de 1 à 5"),
            "ask_contact": _("Un nom et un moyen de la joindre"),
            "holding_hours": _("Durée de garde d’un secteur"),
            "public_counter": _("Montrer un compteur public"),
            "rankings": _("Montrer des classements aux équipes"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "ask_support": _("Seulement avec l’accord de la personne, après le texte lu à voix haute."),
            "ask_contact": _("Seulement avec l’accord de la personne, canal par canal."),
            "holding_hours": _("Au-delà, un secteur qui n’est pas rendu redevient libre."),
            "public_counter": _("Des totaux seulement : portes frappées, portes ouvertes, conversations."),
            "rankings": _("Éteint au départ : ils poussent à noter vite plutôt qu’à parler."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = self.fields["holding_hours"]
        hours.min_value, hours.max_value = 1, 336  # type: ignore[attr-defined]
        hours.widget.attrs |= {"min": 1, "max": 336}

    def clean_holding_hours(self) -> int:
        """Want from an hour to two weeks."""
        hours: int = self.cleaned_data["holding_hours"]
        if not 1 <= hours <= 336:
            raise forms.ValidationError(_("Choisissez de 1 à 336 heures."))
        return hours


class ConsentForm(forms.ModelForm[ConsentText]):
    """The text read aloud; saving it makes a new version."""

    class Meta:
        model = ConsentText
        fields = ("text_fr", "text_en")
        labels: ClassVar[dict[str, Any]] = {
            "text_fr": _("Texte lu en français"),
            "text_en": _("Texte lu en anglais"),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "text_fr": forms.Textarea(attrs={"rows": 7}),
            "text_en": forms.Textarea(attrs={"rows": 7}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "text_fr": _(
                "Il dit qui garde les réponses, pour quoi, jusqu’à quand, et à qui écrire pour les effacer."
            ),
            "text_en": _("Sans lui, le texte français est lu à tous."),
        }

    def clean_text_fr(self) -> str:
        """Want what the law wants said: for what, until when, how to have it erased."""
        text: str = self.cleaned_data["text_fr"].strip()
        if missing := wants(text):
            raise forms.ValidationError([MISSING[one] for one in missing])
        return text

    def clean_text_en(self) -> str:
        """Take the ends off."""
        text: str = self.cleaned_data["text_en"].strip()
        return text
