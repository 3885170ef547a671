"""What the living page shows: invented figures, a form in every state."""

from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron_web.platform.design.figures import percent
from perron_web.platform.design.icons import ICONS


class SampleForm(forms.Form):
    """A form with every kind of field."""

    name = forms.CharField(
        label=gettext_lazy("Nom de l’équipe"), help_text=gettext_lazy("Celui que les bénévoles verront.")
    )
    hours = forms.IntegerField(label=gettext_lazy("Heures de bénévoles"), min_value=1, initial=1200)
    day = forms.DateField(
        label=gettext_lazy("Premier jour"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Territoire"), choices=[("20", "Paris 20e"), ("19", "Paris 19e")]
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Découpage"),
        choices=[("time", gettext_lazy("par durée")), ("doors", gettext_lazy("par nombre de portes"))],
        widget=forms.RadioSelect,
        initial="time",
    )
    remember = forms.BooleanField(
        label=gettext_lazy("Prévenir l’équipe"),
        required=False,
        help_text=gettext_lazy("Un courriel par personne."),
    )
    note = forms.CharField(
        label=gettext_lazy("Consigne"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


COLUMNS: Final = ("rank", "code", "name", "low", "share", "high", "votes", "state")
ROWS: Final = (
    (1, "20-14", "École des Pyrénées", 0.381, 0.412, 0.443, 18.4, "taken"),
    (2, "20-31", "Gymnase du Télégraphe", 0.36, 0.397, 0.434, 17.9, "open"),
    (3, "19-07", "Maison des associations", 0.301, 0.388, 0.475, 12.2, "held"),
    (4, "20-02", "École maternelle Levert", 0.344, 0.371, 0.398, 11.6, "done"),
)
TURNOUT: Final = ((2014, 0.584), (2017, 0.561), (2020, 0.402), (2022, 0.447))
STATES: Final = ("open", "taken", "going", "done", "over", "held", "waiting", "failed", "stopped")


def turnout_picture() -> str:
    """Draw a small line chart in the page's colours, as the charts of the site are.

    Returns
    -------
    str
        SVG.
    """
    points = [(40 + 180 * at, 150 - 200 * (share - 0.2)) for at, (_year, share) in enumerate(TURNOUT)]
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    marks = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="var(--accent-ink)"/>'
        f'<text x="{x:.0f}" y="{y - 12:.0f}" text-anchor="middle" font-size="14" fill="var(--ink)">'
        f"{percent(share)}</text>"
        f'<text x="{x:.0f}" y="172" text-anchor="middle" font-size="13" fill="var(--soft)">{year}</text>'
        for (x, y), (year, share) in zip(points, TURNOUT, strict=True)
    )
    return (
        '<svg viewBox="0 0 620 180" width="620" role="img">'
        f"<title>{_('Participation par scrutin')}</title>"
        '<path d="M10 154h600" stroke="var(--line)"/>'
        f'<polyline points="{line}" fill="none" stroke="var(--accent-ink)" stroke-width="2"/>{marks}</svg>'
    )


def context() -> dict[str, Any]:
    """Return what the living page needs.

    Returns
    -------
    dict
        Context of its template.
    """
    wrong = SampleForm(
        {"wrong-name": "", "wrong-hours": "-3", "wrong-place": "20", "wrong-mode": "time"}, prefix="wrong"
    )
    wrong.add_error(None, _("L’équipe n’a pas été créée : deux champs sont à corriger."))
    return {
        "form": SampleForm(prefix="good"),
        "wrong": wrong,
        "rows": [dict(zip(COLUMNS, row, strict=True)) for row in ROWS],
        "icons": [name for name in ICONS if not name.startswith("state-")],
        "states": STATES,
        "page": Paginator(range(869), 25).page(4),
        "now": timezone.now(),
        "crumbs": [(_("Accueil"), "/"), (_("Composants"), "")],
        "svg": turnout_picture(),
        "chart_head": [_("Scrutin"), _("Participation")],
        "chart_rows": [(str(year), percent(share)) for year, share in TURNOUT],
        "sides": [
            ("ours", _("Nous")),
            ("ally", _("Alliés")),
            ("opponent", _("Adversaires")),
            ("other", _("Autres")),
        ],
        "lists": [_("Liste des Lilas"), _("Liste du Canal")],
    }
