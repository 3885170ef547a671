"""What a review asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FLAGS = (
    ("", _("À regarder")),
    ("tout", _("Toutes les marches")),
    ("pace", _("Allure")),
    ("contact", _("Taux d’ouverture")),
    ("away", _("Loin du secteur")),
    ("skew", _("Horloge")),
    ("not_held", _("Secteur non tenu")),
    ("access_ended", _("Accès terminé")),
    ("doors", _("Portes en désaccord")),
)
PERIODS = ((2, _("2 jours")), (7, _("7 jours")), (30, _("30 jours")), (365, _("un an")))


class BoardForm(forms.Form):
    """Which walks."""

    drapeau = forms.ChoiceField(choices=FLAGS, required=False, label=_("Motif"))
    lieu = forms.CharField(
        required=False,
        max_length=120,
        label=_("Territoire"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    jours = forms.TypedChoiceField(
        choices=PERIODS, coerce=int, required=False, label=_("Depuis"), empty_value=None
    )


class ChosenForm(forms.Form):
    """Whose reports: of an outing, a phone, a person, a turf, or several of these."""

    secteur = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    telephone = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    sortie = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    personne = forms.IntegerField(required=False, min_value=1, max_value=2**53)

    def keys(self) -> dict[str, Any]:
        """Return them by the names of columns."""
        clean = self.cleaned_data
        return {
            "turf": clean["secteur"],
            "phone": clean["telephone"],
            "outing": clean["sortie"],
            "user": clean["personne"],
        }


class ReasonForm(forms.Form):
    """Why reports are set aside."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        help_text=_("Ce motif reste écrit au journal, avec votre nom."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
