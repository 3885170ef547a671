"""Forms of a campaign's settings."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perron_web.features.campaigns.choices import Kind, Module
from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.rules.dates import SUNDAY
from perron_web.features.campaigns.rules.zones import ZONE_NAMES, ZONES


def day_field(**options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar.

    Parameters
    ----------
    **options : Any
        Options of the field.

    Returns
    -------
    DateField
        The field.
    """
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **options)


class ElectionForm(forms.Form):
    """The election and its dates."""

    kind = forms.ChoiceField(label=_("Scrutin"), choices=Kind.choices)
    name = forms.CharField(
        label=_("Nom"), max_length=120, help_text=_("Par exemple « Municipales 2026 à Paris ».")
    )
    first_round = day_field(label=_("Premier tour"), help_text=_("Date nationale, un dimanche."))
    second_round = day_field(
        label=_("Second tour"), required=False, help_text=_("Laissez vide s’il n’y en a pas.")
    )
    time_zone = forms.ChoiceField(label=_("Heure légale du territoire"))
    votes_on_saturday = forms.BooleanField(
        label=_("On vote la veille, le samedi"),
        required=False,
        help_text=_(
            "Certains territoires d’outre-mer votent le samedi à certains scrutins nationaux : "
            "à vérifier dans le décret."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(zone.iana, zone.name) for zone in ZONES]
        if (known := self.initial.get("time_zone")) and known not in ZONE_NAMES:
            choices.append((known, known))
        self.fields["time_zone"].choices = choices  # type: ignore[attr-defined]

    def clean_first_round(self) -> date:
        """Want a Sunday, as the code does."""
        return self._sunday("first_round")

    def clean_second_round(self) -> date | None:
        """Want a Sunday, or nothing."""
        return self._sunday("second_round") if self.cleaned_data["second_round"] else None

    def clean(self) -> dict[str, Any]:
        """Want the second round after the first, and soon."""
        found = super().clean() or {}
        first, second = found.get("first_round"), found.get("second_round")
        if first and second and not 7 <= (second - first).days <= 28:
            self.add_error("second_round", _("Le second tour a lieu une à quatre semaines après le premier."))
        return found

    def over(self) -> bool:
        """Say whether the dates just given are all past, in the territory's own time."""
        clean = self.cleaned_data
        today = timezone.localdate(timezone=ZoneInfo(clean["time_zone"]))
        return bool((clean["second_round"] or clean["first_round"]) < today)

    def _sunday(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day.weekday() != SUNDAY:
            raise forms.ValidationError(_("En France on vote le dimanche : cette date n’en est pas un."))
        return day


class ModulesForm(forms.Form):
    """Parts of the site that are on."""

    on = forms.MultipleChoiceField(
        label=_("Modules en service"),
        choices=Module.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def off(self) -> list[str]:
        """Return the parts that are off."""
        return sorted(set(Module.values) - set(self.cleaned_data["on"]))


class AppearanceForm(forms.ModelForm[Campaign]):
    """Name and colour."""

    accent = forms.RegexField(
        r"^#[0-9A-Fa-f]{6}$",
        label=_("Couleur"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Les pages l’emploient corrigée, pour que tout reste lisible de jour comme de nuit."),
    )

    class Meta:
        model = Campaign
        fields = ("name", "accent")
        labels = {"name": _("Nom de la campagne")}  # noqa: RUF012


class NewCampaignForm(forms.ModelForm[Campaign]):
    """A new campaign, and its first director."""

    director = forms.EmailField(label=_("Adresse e-mail de la direction"))

    class Meta:
        model = Campaign
        fields = ("name", "slug")
        labels = {"name": _("Nom de la campagne"), "slug": _("Nom dans les adresses")}  # noqa: RUF012
        help_texts = {"slug": _("Lettres, chiffres et tirets : /c/paris-2026/")}  # noqa: RUF012


class BlocsFileForm(forms.Form):
    """A blocs file of `perron`."""

    file = forms.FileField(
        label=_("Fichier de blocs (.toml)"), widget=forms.FileInput(attrs={"accept": ".toml"})
    )

    def clean_file(self) -> str:
        """Return the text of a small UTF-8 file."""
        file = self.cleaned_data["file"]
        if file.size > 200_000:
            raise forms.ValidationError(_("Ce fichier est trop gros pour un fichier de blocs."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("Ce fichier n’est pas du texte en UTF-8.")) from error
