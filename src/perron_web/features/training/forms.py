"""Forms of training."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perron_web.features.accounts.models import User
from perron_web.features.teams.queries.locating import locate
from perron_web.features.training.models import Module, Session, TrainingGoal
from perron_web.features.training.queries.sessions import possible_trainers
from perron_web.features.training.rules import MANAGE, TEACH
from perron_web.platform.access import Member

WHEN = {"type": "datetime-local", "class": "medium"}
WRITTEN = "%Y-%m-%dT%H:%M"


class ModuleForm(forms.Form):
    """What is taught."""

    title = forms.CharField(label=_("Titre"), max_length=120)
    summary = forms.CharField(
        label=_("Ce que l’on sait faire ensuite"), max_length=300, required=False,
        help_text=_("Une phrase, lue avant de s’inscrire."),
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("Durée"), min_value=5, max_value=1440, initial=120)
    material = forms.CharField(
        label=_("Support"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Des paragraphes séparés par une ligne vide ; une ligne courte et seule devient un titre."
        ),
    )
    may_train = forms.BooleanField(
        label=_("Qui l’a suivi peut être autorisé·e à former"),
        required=False,
        help_text=_("L’autorisation elle-même reste donnée par la direction ou un·e référent·e."),
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Someone of the campaign, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, or the e-mail of whoever gave none."""
        return str(obj.name or obj.email)


class SessionForm(forms.Form):
    """When, where, what, with whom, for how many."""

    module = forms.ModelChoiceField(Module.objects.none(), label=_("Module"), empty_label=None)
    starts_at = forms.DateTimeField(
        label=_("Début"), widget=forms.DateTimeInput(attrs=WHEN, format=WRITTEN), input_formats=[WRITTEN]
    )
    hours = forms.TypedChoiceField(
        label=_("Durée"), coerce=int, initial=120,
        choices=[(60, "1 h"), (90, "1 h 30"), (120, "2 h"), (180, "3 h"), (240, "4 h"), (480, _("8 h"))],
    )  # fmt: skip
    meeting_name = forms.CharField(
        label=_("Lieu de rendez-vous"),
        max_length=160,
        help_text=_("Tel qu’on le dit : « maison des associations, 1er étage »."),
    )
    address = forms.CharField(
        label=_("Adresse ou code postal"),
        max_length=160,
        required=False,
        help_text=_("Sert à proposer la session à celles et ceux qui habitent près."),
    )
    places_max = forms.IntegerField(label=_("Places"), min_value=1, max_value=2000, initial=30)
    trainer = PersonField(User.objects.none(), label=_("Formateur·rice"), empty_label=None)
    note = forms.CharField(
        label=_("À savoir"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce qu’il faut apporter, comment entrer."),
    )  # fmt: skip
    place = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.session = member, session
        self.point: tuple[float, float] | None = None
        modules = Module.objects.filter(retired=False)
        if session is not None:
            modules = modules | Module.objects.filter(pk=session.module_id)
        self.fields["module"].queryset = modules  # type: ignore[attr-defined]
        if member.may(MANAGE):
            also = session.trainer if session and session.trainer else member.user
            trainers = possible_trainers(member.campaign, member.places(MANAGE), also=also)
            self.fields["trainer"].queryset = trainers  # type: ignore[attr-defined]
            self.fields["trainer"].initial = also
        else:
            del self.fields["trainer"]
        self.picked = self.data.get("place") if self.is_bound else self.initial.get("place")

    def clean_place(self) -> str:
        """Refuse a place that is not theirs to train in."""
        place, mine = self.cleaned_data["place"], self.member.places(TEACH)
        if mine is not None and not (mine and place.startswith(mine)):
            raise forms.ValidationError(_("Choisissez un lieu de votre territoire."))
        return str(place)

    def clean_address(self) -> str:
        """Find the point of what was typed."""
        text = self.cleaned_data["address"]
        if text:
            found = locate(text)
            if found.point is None:
                raise forms.ValidationError(
                    _("Cette adresse n’a pas été trouvée : donnez une rue et une commune, ou un code postal.")
                )
            self.point = found.point
        return str(text)

    def clean_starts_at(self) -> datetime:
        """Refuse a date long past."""
        found: datetime = self.cleaned_data["starts_at"]
        if self.session is None and found < timezone.now() - timedelta(days=1):
            raise forms.ValidationError(_("Cette date est passée."))
        return found

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        clean, session = self.cleaned_data, self.session
        kept = None
        if session is not None and session.meeting_lon is not None and session.meeting_lat is not None:
            kept = (session.meeting_lon, session.meeting_lat)
        return {
            "module": clean["module"],
            "place": clean["place"],
            "trainer": clean.get("trainer") or (session.trainer if session else self.member.user),
            "starts_at": clean["starts_at"],
            "ends_at": clean["starts_at"] + timedelta(minutes=clean["hours"]),
            "meeting_name": clean["meeting_name"],
            "meeting": self.point or kept,
            "places_max": clean["places_max"],
            "note": clean["note"],
        }


class WelcomeForm(forms.Form):
    """Somebody who came without signing up."""

    name = forms.CharField(label=_("Nom"), max_length=120)
    email = forms.EmailField(label=_("Adresse e-mail"), widget=forms.EmailInput(attrs={"inputmode": "email"}))


class GoalForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What the campaign wants."""

    class Meta:
        model = TrainingGoal
        fields = ("trainers", "mobilisers", "volunteers", "by_date", "first_outing_days")
        labels = {  # noqa: RUF012 - read by Django
            "trainers": _("Formateurs et formatrices"),
            "mobilisers": _("Mobilisateurs et mobilisatrices"),
            "volunteers": _("Bénévoles"),
            "by_date": _("Pour le"),
            "first_outing_days": _("Première sortie sous"),
        }
        widgets = {"by_date": forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")}  # noqa: RUF012 - read by Django
