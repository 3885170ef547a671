"""The form of a team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.accounts.models import User
from perron_web.features.teams.queries import possible_leaders, possible_places

DEGREES = {"step": "any", "inputmode": "decimal"}


class LeaderField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Someone of the campaign, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, or the e-mail of whoever gave none."""
        return str(obj.name or obj.email)


class TeamForm(forms.Form):
    """Name, territory, leader, meeting point."""

    name = forms.CharField(max_length=80, label=_("Nom de l’équipe"))
    place = forms.ChoiceField(label=_("Territoire"), required=False)
    leader = LeaderField(queryset=User.objects.none(), required=False, label=_("Responsable"))
    meeting_name = forms.CharField(
        max_length=160,
        required=False,
        label=_("Point de rendez-vous"),
        help_text=_("Tel qu’on le dit : « devant l’école, 12 rue des Lilas »."),
    )
    meeting_lon = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput(DEGREES)
    )
    meeting_lat = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput(DEGREES)
    )

    def __init__(
        self,
        *args: Any,
        campaign: Any,
        reach: tuple[str, ...] | None,
        led_by: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        whole = reach is None
        places = possible_places(whole=whole)
        place, leader = self.fields["place"], self.fields["leader"]
        assert isinstance(place, forms.ChoiceField)
        assert isinstance(leader, LeaderField)
        place.choices = [(path, _("Toute la campagne") if path == "" else name) for path, name in places]
        place.required = not whole
        leader.queryset = possible_leaders(campaign, reach, also=led_by)
        leader.empty_label = _("personne encore")

    def meeting(self) -> tuple[float, float] | None:
        """Return the meeting point when both coordinates are given."""
        lon, lat = self.cleaned_data["meeting_lon"], self.cleaned_data["meeting_lat"]
        return None if lon is None or lat is None else (lon, lat)

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        asked = self.cleaned_data
        return {
            "name": asked["name"],
            "place": asked["place"],
            "leader": asked["leader"],
            "meeting_name": asked["meeting_name"],
            "meeting": self.meeting(),
        }
