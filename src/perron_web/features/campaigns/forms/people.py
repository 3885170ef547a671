"""Forms that give roles: invitations, changes, additions."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perron_web.features.campaigns.queries.places import place_names
from perron_web.features.campaigns.rules.granting import grantable, may_grant
from perron_web.platform.access import Member, Role

VALIDITIES = ((1, _("1 jour")), (7, _("7 jours")), (30, _("30 jours")), (90, _("90 jours")))


class RoleForm(forms.Form):
    """A role on a place, with an end if there is one."""

    role = forms.ChoiceField(label=_("Rôle"), widget=forms.RadioSelect)
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    until = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        help_text=_("Le rôle prend fin ce soir-là."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        roles = grantable(member.grants)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.picked = self.data.get("place") if self.is_bound else self.initial.get("place")

    def place_name(self) -> str:
        """Return the name of the place picked so far."""
        path = self.picked or ""
        return place_names([path])[path]

    def clean(self) -> dict[str, Any]:
        """Refuse a role or a place that is not theirs to give."""
        found = super().clean() or {}
        if "role" in found and not may_grant(self.member.grants, Role(found["role"]), found.get("place", "")):
            self.add_error("place", _("Ce rôle ne peut être donné que sur votre territoire."))
        return found

    def clean_until(self) -> datetime | None:
        """Turn the day into the last instant of that day."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("Cette date est passée."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class InvitationForm(RoleForm):
    """A link that gives a role."""

    days = forms.TypedChoiceField(label=_("Le lien reste ouvert"), choices=VALIDITIES, coerce=int, initial=7)
    uses = forms.IntegerField(
        label=_("Nombre de personnes"),
        min_value=1,
        max_value=500,
        initial=1,
        help_text=_("Un lien affiché ou imprimé sert plusieurs fois ; un lien envoyé, une seule."),
    )
    note = forms.CharField(
        label=_("Pour vous en souvenir"),
        max_length=80,
        required=False,
        help_text=_("Par exemple « affiche du marché »."),
    )
    field_order = ("role", "place", "uses", "days", "until", "note")

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        clean = self.cleaned_data
        return {
            "role": Role(clean["role"]),
            "place": clean["place"],
            "expires_at": timezone.now() + timedelta(days=clean["days"]),
            "uses_allowed": clean["uses"],
            "member_until": clean["until"],
            "note": clean["note"],
        }
