"""Forms of an outing: when, where, how many; who answers what."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron_web.features.teams.choices import Answer
from perron_web.features.teams.forms.meeting import MeetingForm
from perron_web.features.teams.models import Outing, Team

LONGEST = timedelta(hours=14)
TIME = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")


class OutingForm(MeetingForm):
    """An outing of a team, or of a place."""

    team = forms.ModelChoiceField(queryset=Team.every.none(), required=False, label=gettext_lazy("Équipe"))
    title = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Nom de la sortie"),
        help_text=gettext_lazy("Sans nom, ce sera celui de l’équipe."),
    )
    day = forms.DateField(
        label=gettext_lazy("Jour"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )
    start = forms.TimeField(label=gettext_lazy("De"), widget=TIME)
    end = forms.TimeField(label=gettext_lazy("À"), widget=TIME)
    places_max = forms.IntegerField(
        required=False,
        min_value=2,
        max_value=2_000,
        label=gettext_lazy("Nombre de places"),
        help_text=gettext_lazy("Vide : autant qu’on veut."),
    )
    note = forms.CharField(
        max_length=500,
        required=False,
        label=gettext_lazy("À savoir"),
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Quoi apporter, comment s’habiller, où se garer."),
    )
    field_order = ("team", "title", "day", "start", "end", "meeting_name", "address", "places_max", "note")

    def __init__(
        self,
        *args: Any,
        teams: QuerySet[Team],
        outing: Outing | None = None,
        alone: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.outing = outing
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)
        team.queryset = teams
        team.empty_label = _("aucune : ouverte à tout le monde") if alone else None
        team.required = not alone
        if outing is not None:
            del self.fields["team"]

    def clean(self) -> dict[str, Any]:
        """Put day and hours together; an outing of no team needs a place."""
        found = super().clean()
        if {"day", "start", "end"} <= found.keys():
            begins = timezone.make_aware(datetime.combine(found["day"], found["start"]))
            ends = timezone.make_aware(datetime.combine(found["day"], found["end"]))
            ends += timedelta(days=1) if ends <= begins else timedelta()
            found["starts_at"], found["ends_at"] = begins, ends
            if ends - begins > LONGEST:
                self.add_error("end", _("Une sortie finit après avoir commencé, et le même jour."))
            if self.outing is None and ends < timezone.now():
                self.add_error("day", _("Ce jour est passé."))
        alone = self.outing is None and not found.get("team")
        if alone and not found.get("meeting_lon") and "address" not in self.errors:
            self.add_error("address", _("Choisissez le point sur la carte ou donnez une adresse."))
        return found

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        asked = self.cleaned_data
        kept = ("title", "starts_at", "ends_at", "meeting_name", "places_max", "note")
        found = {**{name: asked[name] for name in kept}, "meeting": self.meeting()}
        return found if self.outing else {**found, "team": asked["team"]}


class AnswerForm(forms.Form):
    """Whether one comes, and with whom."""

    answer = forms.ChoiceField(choices=Answer.choices)
    wants = forms.IntegerField(required=False, min_value=1, max_value=10**15)
