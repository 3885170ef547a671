"""What the living page shows: invented figures, a form in every state."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from perron_web.platform.design.icons import ICONS
from perron_web.platform.design.templatetags.design import STATES


class SampleForm(forms.Form):
    """A form with every kind of field."""

    name = forms.CharField(label="Nom de l’équipe", help_text="Celui que les bénévoles verront.")
    hours = forms.IntegerField(label="Heures de bénévoles", min_value=1, initial=1200)
    day = forms.DateField(
        label="Premier jour", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    place = forms.ChoiceField(label="Territoire", choices=[("20", "Paris 20e"), ("19", "Paris 19e")])
    mode = forms.ChoiceField(
        label="Découpage",
        choices=[("time", "par durée"), ("doors", "par nombre de portes")],
        widget=forms.RadioSelect,
        initial="time",
    )
    remember = forms.BooleanField(
        label="Prévenir l’équipe", required=False, help_text="Un courriel par personne."
    )
    note = forms.CharField(label="Consigne", required=False, widget=forms.Textarea(attrs={"rows": 3}))


ROWS = [
    {
        "rank": 1,
        "code": "20-14",
        "name": "École des Pyrénées",
        "share": 0.412,
        "low": 0.381,
        "high": 0.443,
        "votes": 18.4,
        "state": "taken",
    },
    {
        "rank": 2,
        "code": "20-31",
        "name": "Gymnase du Télégraphe",
        "share": 0.397,
        "low": 0.36,
        "high": 0.434,
        "votes": 17.9,
        "state": "open",
    },
    {
        "rank": 3,
        "code": "19-07",
        "name": "Maison des associations",
        "share": 0.388,
        "low": 0.301,
        "high": 0.475,
        "votes": 12.2,
        "state": "held",
    },
    {
        "rank": 4,
        "code": "20-02",
        "name": "École maternelle Levert",
        "share": 0.371,
        "low": 0.344,
        "high": 0.398,
        "votes": 11.6,
        "state": "done",
    },
]


def context() -> dict[str, Any]:
    """Return what the living page needs.

    Returns
    -------
    dict
        Context of its template.
    """
    wrong = SampleForm({"name": "", "hours": "-3", "place": "20", "mode": "time"}, prefix="wrong")
    wrong.is_valid()
    wrong.add_error(None, "Le plan n’a pas été enregistré : deux champs sont à corriger.")
    return {
        "form": SampleForm(prefix="good"),
        "wrong": wrong,
        "rows": ROWS,
        "icons": [name for name in ICONS if not name.startswith("state-")],
        "states": ["open", "taken", "going", "done", "over", "held", "waiting", "failed", "stopped"],
        "page": Paginator(range(869), 25).page(4),
        "now": timezone.now(),
        "crumbs": [
            ("Carte", "/composants/#carte"),
            ("Paris 20e", "/composants/#carte"),
            ("Bureau 20-14", ""),
        ],
        "all_states": STATES,
    }
