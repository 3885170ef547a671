"""Where people meet: a point on the map, or an address that the campaign knows."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron_web.features.teams.queries.locating import Located, locate

DEGREES = {"step": "any", "inputmode": "decimal"}


def why(found: Located) -> str:
    """Return in words why a place was not found.

    Parameters
    ----------
    found : Located
        What `locate` said.

    Returns
    -------
    str
        A sentence, and what to do.
    """
    words = {
        "empty": _("Donnez un code postal, une commune ou une adresse."),
        "postcode": _("Ce code postal n’existe pas : il a cinq chiffres, comme 75020."),
        "outside": _("Ce lieu est en dehors du territoire de la campagne."),
        "town": _("Aucune commune de la campagne ne porte ce nom. Essayez le code postal."),
        "street": _("Cette rue n’est pas dans les adresses connues de la campagne à cet endroit."),
        "vague": _("Précisez la commune ou le code postal : « 12 rue des Lilas, 75020 »."),
    }
    return words.get(found.unknown, "")


class MeetingForm(forms.Form):
    """A meeting point: words, and a place on the map or an address."""

    meeting_name = forms.CharField(
        max_length=160,
        required=False,
        label=gettext_lazy("Point de rendez-vous"),
        help_text=gettext_lazy("Tel qu’on le dit : « devant l’école, 12 rue des Lilas »."),
    )
    address = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Où est-ce ?"),
        help_text=gettext_lazy(
            "Une adresse avec son code postal, un code postal seul, ou le point choisi sur la carte."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    meeting_lon = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput(DEGREES)
    )
    meeting_lat = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput(DEGREES)
    )

    placed = False
    """Whether a place is wanted."""

    def clean(self) -> dict[str, Any]:
        """Place the address when the map did not."""
        found = super().clean() or {}
        lon, lat = found.get("meeting_lon"), found.get("meeting_lat")
        if lon is None or lat is None:
            found["meeting_lon"] = found["meeting_lat"] = None
            self._find(found)
        return found

    def _find(self, found: dict[str, Any]) -> None:
        text = found.get("address", "")
        if not text:
            if self.placed and "address" not in self.errors:
                self.add_error("address", _("Choisissez le point sur la carte ou donnez une adresse."))
            return
        place = locate(text)
        if place.point is None or (place.unknown == "street"):
            several = _("Plusieurs lieux portent ce nom : ajoutez le code postal ou choisissez sur la carte.")
            self.add_error("address", why(place) or several)
            return
        found["meeting_lon"], found["meeting_lat"] = place.point

    def meeting(self) -> tuple[float, float] | None:
        """Return the meeting point when there is one."""
        lon, lat = self.cleaned_data["meeting_lon"], self.cleaned_data["meeting_lat"]
        return None if lon is None or lat is None else (lon, lat)
