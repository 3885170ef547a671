"""Forms of a team: started by anyone, made and changed by those who look after it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.accounts.models import User
from perron_web.features.teams.forms.meeting import MeetingForm
from perron_web.features.teams.queries import possible_leaders, possible_places


class LeaderField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Someone of the campaign, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, or the e-mail of whoever gave none."""
        return str(obj.name or obj.email)


class StartForm(MeetingForm):
    """A team that somebody starts: a name and a meeting point."""

    placed = True
    name = forms.CharField(
        max_length=80,
        label=_("Nom de l’équipe"),
        help_text=_("Un lieu que tout le monde connaît : « Équipe Gambetta »."),
    )
    field_order = ("name", "meeting_name", "address")
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_map = self.is_bound and self.data.get("meeting_lon") and self.data.get("meeting_lat")
        self.fields["address"].required = not on_map

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = self.cleaned_data
        return {"name": asked["name"], "meeting_name": asked["meeting_name"], "meeting": self.meeting()}


class OwnTeamForm(MeetingForm):
    """What a leader changes of their own team."""

    name = forms.CharField(max_length=80, label=_("Nom de l’équipe"))
    goal_doors = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000_000,
        label=_("Portes visées"),
        help_text=_("L’équipe voit où elle en est."),
    )
    open_to_all = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Tout le monde peut demander à entrer"),
        help_text=_("Sinon, seulement par le lien de l’équipe ou son affiche."),
    )
    field_order = ("name", "place", "leader", "meeting_name", "address", "goal_doors", "open_to_all")

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        asked = self.cleaned_data
        kept = ("name", "meeting_name", "goal_doors", "open_to_all")
        return {**{name: asked[name] for name in kept}, "meeting": self.meeting()}


class TeamForm(OwnTeamForm):
    """Name, territory, leader, meeting point: for those above the team."""

    place = forms.ChoiceField(label=_("Territoire"), required=False)
    leader = LeaderField(queryset=User.objects.none(), required=False, label=_("Responsable"))

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

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        return {
            **super().values(),
            "place": self.cleaned_data["place"],
            "leader": self.cleaned_data["leader"],
        }


class MessageForm(forms.Form):
    """A message to a team."""

    text = forms.CharField(
        max_length=2000,
        label=_("Écrire à l’équipe"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Affiché ici et envoyé par e-mail, à chacune et chacun séparément."),
    )
