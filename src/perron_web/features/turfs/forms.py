"""What people ask of turfs, read and checked."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.turfs.choices import State
from perron_web.features.turfs.rules import MOST_CORNERS, MOST_PAIRS, MOST_PARTS

GESTURES = ("move", "merge", "split", "redraw", "new", "undo", "redo", "give")
NEW = "nouveau"


class Numbers(forms.TypedMultipleChoiceField):
    """Several whole numbers."""

    def __init__(self) -> None:
        super().__init__(coerce=int, required=False)

    def valid_value(self, value: Any) -> bool:
        """Take any: the service looks them up."""
        return str(value).isdecimal() and len(str(value)) < 9


class Keys(forms.MultipleChoiceField):
    """Several identifiers of addresses."""

    def valid_value(self, value: Any) -> bool:
        """Take any: the service looks them up."""
        return bool(value)


class GestureForm(forms.Form):
    """One gesture in the editor: what is chosen, and what to do with it."""

    geste = forms.ChoiceField(choices=[(one, one) for one in GESTURES])
    secteur = Numbers()
    adresse = Keys(required=False)
    vers = forms.CharField(required=False, max_length=10)
    parts = forms.IntegerField(required=False, min_value=2, max_value=MOST_PARTS)
    trace = forms.CharField(required=False, max_length=200_000)
    versions = forms.CharField(required=False, max_length=10_000)
    edition = forms.IntegerField(required=False)
    equipe = forms.IntegerField(required=False)

    def clean_versions(self) -> dict[int, int]:
        """Read "3:1,4:2"."""
        pairs = [pair.split(":") for pair in self.cleaned_data["versions"].split(",") if pair]
        if any(len(pair) != 2 or not all(part.isdecimal() for part in pair) for pair in pairs):
            raise forms.ValidationError(_("Cette page est trop ancienne : rechargez-la."))
        return {int(number): int(version) for number, version in pairs}

    def clean_vers(self) -> int | None:
        """Read the number of a turf; a new one is None."""
        text = self.cleaned_data["vers"]
        if text in ("", NEW):
            return None
        if not text.isdecimal():
            raise forms.ValidationError(_("Choisissez le secteur qui reçoit ces adresses."))
        return int(text)

    def clean_trace(self) -> list[Any]:
        """Read the ring of a GeoJSON polygon, or a list of points."""
        text = self.cleaned_data["trace"]
        if not text:
            return []
        try:
            found = json.loads(text)
            ring = found["coordinates"][0] if isinstance(found, dict) else found
        except (ValueError, TypeError, KeyError, IndexError, RecursionError):
            ring = None
        if not isinstance(ring, list) or len(ring) > MOST_CORNERS or not all(map(_is_point, ring)):
            raise forms.ValidationError(_("Ce tracé est illisible."))
        return ring


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(isinstance(part, int | float) and not isinstance(part, bool) for part in point)
    )


class ClaimForm(forms.Form):
    """What a person does with a turf of their own."""

    geste = forms.ChoiceField(choices=[(one, one) for one in ("take", "back", "done", "keep")])
    secteur = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    tenu = forms.IntegerField(required=False, min_value=1, max_value=2**31)


class BureauxForm(forms.Form):
    """Bureaux, and the team that is given all their turfs."""

    bureau = Numbers()
    equipe = forms.IntegerField(required=False, min_value=1, max_value=2**31)


class HandForm(forms.Form):
    """What a leader does with one turf."""

    geste = forms.ChoiceField(choices=[(one, one) for one in ("hand", "back", "done", "keep", "open")])
    tenu = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    personne = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    avec = forms.IntegerField(required=False, min_value=1, max_value=2**31)


class OutingForm(forms.Form):
    """What a leader does with the turfs of an outing."""

    geste = forms.ChoiceField(choices=[(one, one) for one in ("prepare", "hand", "back", "done", "keep")])
    secteur = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    tenu = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    binome = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAIRS)
    binomes = forms.IntegerField(required=False, min_value=0, max_value=MOST_PAIRS)


class FilterForm(forms.Form):
    """Filters of the list of turfs."""

    q = forms.CharField(required=False, max_length=40, label=_("Chercher un bureau"))
    territoire = forms.CharField(required=False, max_length=120, label=_("Territoire"))
    equipe = forms.CharField(required=False, max_length=12, label=_("Équipe"))
    etat = forms.ChoiceField(
        required=False, choices=[("", _("tous les états")), *State.choices], label=_("État")
    )
    retouche = forms.BooleanField(required=False, label=_("Retouchés à la main"))
