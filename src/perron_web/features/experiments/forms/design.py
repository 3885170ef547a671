"""The form of the builder: what is drawn, how, who receives what; and what the curve supposes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from perron_web.features.experiments.choices.designs import (
    ARM_WORDS,
    ARMS,
    CLUSTERS,
    LABELS,
    NUMBERS,
    Drawing,
    Drawn,
    Measure,
)
from perron_web.features.experiments.forms.fields import boxes, percent, written
from perron_web.features.experiments.queries.power import USUAL as SUPPOSED

NAME_LENGTH: Final = 120
WAYS: Final = {"hors": "outside", "egares": "astray", "inegal": "uneven", "accueil": "favour"}
"""Fields that say how visits go, and what power calls them."""
SEVERAL: Final = ("dans", "paires", "bras", "sur")
"""Fields that hold several values."""
USUAL: Final[dict[str, Any]] = {
    "nom": "",
    "unite": Drawn.BUREAU.value,
    "parmi": "all",
    "temoins": 15.0,
    "tirage": Drawing.STRATA.value,
    "ordre": "votes_per_hour",
    "taille": "",
    "dans": [],
    "paires": ["votes_per_hour"],
    "grappe": "",
    "bras": ["visit"],
    "niveaux": "0 50 100",
    "retirer": "",
    "sur": [],
    "garder": 10.0,
    "essai": 1,
    "mesure": Measure.SUPPORT.value,
    "scrutin": "tous",
    "couverture": 60.0,
    "contact": 26.0,
    **{name: round(100.0 * SUPPOSED[key]) * 1.0 for name, key in WAYS.items()},
}
"""What the fields hold before anyone touches them."""


class DesignForm(forms.Form):
    """What a director decides of an experiment; bound from the start, so that figures follow every change."""

    nom = forms.CharField(label=_("Nom de l’expérience"), max_length=NAME_LENGTH, required=False)
    plan = forms.TypedChoiceField(label=_("Scores du plan"), coerce=int)
    unite = forms.ChoiceField(
        label=_("Ce qui est tiré au sort"), choices=Drawn.choices, widget=forms.RadioSelect
    )
    parmi = forms.ChoiceField(
        label=_("Parmi"),
        choices=[("all", _("Tous les bureaux")), ("plan", _("Ceux où mènent les heures du plan"))],
        widget=forms.RadioSelect,
    )
    temoins = percent(_("Laissés de côté"), least=1, most=50)
    tirage = forms.ChoiceField(label=_("Façon de tirer"), choices=Drawing.choices, widget=forms.RadioSelect)
    taille = forms.IntegerField(
        label=_("Taille d’un groupe"), min_value=2, max_value=200, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    bras = boxes(_("Ce que reçoivent les autres"), {name: ARM_WORDS[name] for name in ARMS}, needed=True)
    niveaux = forms.CharField(
        label=_("Doses (part des immeubles, en pourcentage)"), max_length=60, required=False
    )
    retirer = forms.BooleanField(
        label=_("Recommencer le tirage tant que les groupes diffèrent trop"), required=False
    )
    garder = percent(_("Tirages acceptés"), least=1, most=90)
    essai = forms.IntegerField(min_value=1, max_value=10_000, widget=forms.HiddenInput)
    mesure = forms.ChoiceField(label=_("Ce que l’on comptera"), choices=Measure.choices)
    scrutin = forms.ChoiceField(label=_("Scrutin qui ressemble le plus"))
    couverture = percent(_("Portes frappées chez les visités"), least=1, most=100)
    contact = percent(_("Portes où l’on parle à quelqu’un"), least=1, most=100)
    hors = percent(_("Portes frappées hors des bureaux à visiter"), most=90)
    egares = percent(_("Passages chez les témoins, pour 100 ailleurs"))
    inegal = percent(_("Inégalité entre bureaux visités"), most=150)
    accueil = percent(_("On va plutôt où l’on est bien accueilli"))

    def __init__(
        self,
        start: Mapping[str, Any],
        given: QueryDict,
        *,
        runs: Sequence[tuple[int, str]],
        elections: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Start from an experiment's choices; what is given prevails."""
        self.start = {**USUAL, "plan": runs[0][0] if runs else "", **start}
        sent = "choix" in given
        data: dict[str, Any] = {}
        for name, value in self.start.items():
            if name in SEVERAL:
                data[name] = given.getlist(name) if sent or name in given else value
                if name == "paires" and name not in given and given.get("vu") != name:
                    data[name] = value
            elif name == "retirer":
                data[name] = given.get(name, "" if sent else value)
            else:
                data[name] = given.get(name) or written(value)
        if data["tirage"] == Drawing.PAIRS and sent and given.get("vu") != "paires":
            data["dans"] = []
        unit = data["unite"] if data["unite"] in NUMBERS else Drawn.BUREAU.value
        super().__init__(data, auto_id="x_%s")
        numbers, labels = NUMBERS[unit], LABELS[unit]
        self.unit, self.given = unit, data
        self.fields["bras"].error_messages["required"] = _("Cochez au moins une chose à essayer.")
        self.fields["plan"].choices = list(runs)  # type: ignore[attr-defined]
        self.fields["scrutin"].choices = list(elections)  # type: ignore[attr-defined]
        self.fields["ordre"] = forms.ChoiceField(label=_("Rangés par"), choices=list(numbers.items()))
        self.fields["dans"] = boxes(_("Séparément dans chaque"), labels)
        self.fields["paires"] = boxes(_("Appariés sur"), numbers)
        self.fields["sur"] = boxes(_("Comparer les groupes sur"), numbers)
        clusters = {"": _("aucune"), **CLUSTERS[unit]}
        self.fields["grappe"] = forms.ChoiceField(
            label=_("Grappe tirée d’un bloc"), choices=list(clusters.items()), required=False
        )
        self.forget_what_the_unit_has_not(numbers, labels)

    def forget_what_the_unit_has_not(self, numbers: Mapping[str, Any], labels: Mapping[str, Any]) -> None:
        """Drop columns chosen for another unit: changing what is drawn is no mistake."""
        for name, known in (("dans", labels), ("paires", numbers), ("sur", numbers)):
            self.given[name] = [one for one in self.data[name] if one in known]
        if self.data["ordre"] not in numbers:
            self.given["ordre"] = "votes_per_hour"
        if self.data["grappe"] not in {"", *CLUSTERS[self.unit]}:
            self.given["grappe"] = ""

    def clean_niveaux(self) -> list[float]:
        """Read the doses: two or more, all different, from 0 to 100."""
        texts = (
            self.cleaned_data["niveaux"].replace(";", " ").replace("%", " ").replace("\u202f", " ").split()
        )
        try:
            levels = [float(text.replace(",", ".")) / 100 for text in texts]
        except ValueError as error:
            raise forms.ValidationError(_("Écrivez des nombres, par exemple 0 50 100.")) from error
        if len(set(levels)) < 2 or any(not 0 <= level <= 1 for level in levels):
            raise forms.ValidationError(_("Donnez au moins deux doses différentes, de 0 à 100."))
        return levels

    def clean(self) -> dict[str, Any]:
        """Refuse choices that do not go together."""
        data = super().clean() or {}
        drawing, arms = data.get("tirage"), data.get("bras") or []
        if drawing in {Drawing.PAIRS, Drawing.SATURATION} and len(arms) > 1:
            self.add_error(
                "bras", _("Cette façon de tirer compare deux groupes : choisissez une seule chose.")
            )
        if drawing == Drawing.PAIRS and not data.get("paires"):
            self.add_error("paires", _("Choisissez sur quoi les paires se ressemblent."))
        if drawing == Drawing.SATURATION and self.unit == Drawn.BUREAU:
            self.add_error(
                "tirage", _("Une dose se donne à des immeubles ou à des rues : tirez ceux-ci au sort.")
            )
        if data.get("retirer") and not data.get("sur"):
            self.add_error("sur", _("Choisissez au moins une colonne à comparer."))
        return data

    @property
    def recipe(self) -> dict[str, Any]:
        """The choices of the design, as `queries.designs.design_of` takes them."""
        data = self.cleaned_data
        return {
            "unit": data["unite"],
            "kind": data["tirage"],
            "share": round(data["temoins"] / 100, 12),
            "arms": data["bras"],
            "order_by": data["ordre"],
            "size": data["taille"],
            "strata": data["dans"],
            "pair_on": data["paires"],
            "cluster": data["grappe"],
            "levels": data["niveaux"],
            "again_on": data["sur"] if data["retirer"] else [],
            "accept": round(data["garder"] / 100, 12),
        }

    @property
    def supposed(self) -> dict[str, Any]:
        """What the curve supposes."""
        data = self.cleaned_data
        return {
            "among": data["parmi"],
            "measure": data["mesure"],
            "election": data["scrutin"],
            "coverage": round(data["couverture"] / 100, 12),
            "contact": round(data["contact"] / 100, 12),
            **{key: round(data[name] / 100, 12) for name, key in WAYS.items()},
        }

    @property
    def kept(self) -> dict[str, Any]:
        """The texts of the fields, to start from another day."""
        return {name: self.data[name] for name in self.start if name not in {"nom", "plan"}}

    @property
    def changed(self) -> list[tuple[str, str]]:
        """What differs from the start, as texts of the address."""
        found: list[tuple[str, str]] = []
        several = False
        for name, value in self.start.items():
            now = self.data[name]
            if name in SEVERAL or name == "retirer":
                if list(now) != list(value):
                    several = True
            elif str(now) != written(value):
                found.append((name, str(now)))
        if several:
            found += [(name, one) for name in SEVERAL for one in self.data[name]]
            found += [("retirer", "on")] if self.data["retirer"] else []
            found.append(("choix", "1"))
        return found

    def whole_query(self, **more: Any) -> str:
        """Return the address's query of every choice, for the parts of the page that come later."""
        pairs: list[tuple[str, Any]] = []
        for name in self.start:
            if name == "essai":
                continue
            if name in SEVERAL:
                pairs += [(name, one) for one in self.data[name]]
            elif self.data[name] != "":
                pairs.append((name, more.pop(name, self.data[name])))
        return urlencode([*pairs, ("choix", "1"), *more.items()])

    def query(self) -> str:
        """Return the address's query that keeps these choices."""
        return urlencode(self.changed)
