"""What the map can show of a bureau: measures, their words, and the five classes of each."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from perron_web.platform.design.figures import number, percent

Text = str | Promise


@dataclass(frozen=True)
class Measure:
    """One thing the map shows.

    Parameters
    ----------
    key : str
        Name in the address.
    field : str
        Column of Score; its interval is in `<field>_low` and `<field>_high`.
    label, unit, about : str
        Name, unit of a value, one sentence that says what it is.
    share : bool
        Whether values are shares from 0 to 1, written in percent.
    decimals : int
        Decimals shown.
    interval : bool
        Whether it has an interval.
    ranked : bool
        Whether its classes are those of the ranking.
    """

    key: str
    field: str
    label: Text
    unit: Text
    about: Text
    share: bool = False
    decimals: int = 2
    interval: bool = True
    ranked: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Columns of Score that it needs."""
        return (self.field, f"{self.field}_low", f"{self.field}_high") if self.interval else (self.field,)

    def text(self, value: float | None) -> str:
        """Write one value.

        Parameters
        ----------
        value : float or None
            A value.

        Returns
        -------
        str
            In the reader's language, without its unit unless it is a share.
        """
        return percent(value, self.decimals) if self.share else number(value, self.decimals)


_PER_HOUR: Final = _("voix par heure de bénévole")

MEASURES: Final = {
    measure.key: measure
    for measure in (
        Measure(
            "priorite",
            "votes_per_hour",
            _("Priorité"),
            _PER_HOUR,
            _("Les bureaux où une heure de porte-à-porte rapporte le plus de voix viennent d’abord."),
            ranked=True,
        ),
        Measure(
            "mobilisation",
            "mobilisation",
            _("Mobilisation"),
            _PER_HOUR,
            _("Voix de personnes qui, sans visite, ne seraient pas allées voter."),
        ),
        Measure(
            "persuasion",
            "persuasion",
            _("Persuasion"),
            _PER_HOUR,
            _("Voix de personnes qui, sans visite, auraient voté autrement."),
        ),
        Measure(
            "inscription",
            "registration",
            _("Inscriptions"),
            _("inscriptions par heure de bénévole"),
            _("Inscriptions sur les listes électorales qu’une heure de visites peut obtenir."),
        ),
        Measure(
            "participation",
            "turnout",
            _("Participation attendue"),
            _("des inscrits"),
            _("Part des inscrits qui devraient voter à l’élection à venir."),
            share=True,
            decimals=0,
        ),
        Measure(
            "soutien",
            "support",
            _("Soutien attendu"),
            _("des exprimés"),
            _("Part des exprimés qui devrait aller à notre camp et à nos alliés."),
            share=True,
            decimals=0,
        ),
        Measure(
            "intermittents",
            "intermittent",
            _("Intermittents du vote"),
            _("des inscrits"),
            _("Part des inscrits qui votent à certaines élections seulement."),
            share=True,
            decimals=0,
        ),
        Measure(
            "inscrits",
            "registered",
            _("Électeurs inscrits"),
            _("inscrits"),
            _("Électeurs inscrits dans le bureau à la dernière élection connue."),
            decimals=0,
            interval=False,
        ),
    )
}
"""Measures by their name in the address, in the order of the menu."""

PRIORITIES: Final = (
    _("très prioritaire"),
    _("prioritaire"),
    _("assez prioritaire"),
    _("moins prioritaire"),
    _("peu prioritaire"),
)
LEVELS: Final = (_("très haut"), _("haut"), _("moyen"), _("bas"), _("très bas"))


@dataclass(frozen=True)
class Step:
    """One line of the legend."""

    index: int
    """Class, from 1 (the most) to 5."""
    word: str
    range: str
    count: int


def breaks(values: list[float], measure: Measure) -> list[float]:
    """Return the four limits that cut values into five classes of about the same size.

    Parameters
    ----------
    values : list of float
        Values known.
    measure : Measure
        Says to what precision values are shown: limits are rounded to it where that keeps them apart.

    Returns
    -------
    list of float
        Increasing; empty when there are no values.
    """
    if not values:
        return []
    ordered = sorted(values)
    found = [ordered[min(len(ordered) - 1, round(len(ordered) * part / 5))] for part in (1, 2, 3, 4)]
    for decimals in range(measure.decimals + (2 if measure.share else 0), 7):
        rounded = [round(value, decimals) for value in found]
        if len(set(rounded)) == len(set(found)):
            return rounded
    return found


def class_of(value: float | None, limits: list[float]) -> int:
    """Return the class of a value.

    Parameters
    ----------
    value : float or None
        A value.
    limits : list of float
        As `breaks` gave them.

    Returns
    -------
    int
        1 for the most, 5 for the least, 0 when it is not known.
    """
    return 0 if value is None else 5 - sum(value >= limit for limit in limits)


def legend(values: list[float], classes: list[int], measure: Measure) -> list[Step]:
    """Return the five lines of the legend: word, range of the values found, number of bureaux.

    Parameters
    ----------
    values : list of float
        Values, all known.
    classes : list of int
        Class of each.
    measure : Measure
        What is shown.

    Returns
    -------
    list of Step
        From the most to the least; empty classes are left out.
    """
    words = PRIORITIES if measure.ranked else LEVELS
    steps = []
    for index in range(1, 6):
        inside = [value for value, own in zip(values, classes, strict=True) if own == index]
        if inside:
            steps.append(
                Step(index, str(words[index - 1]), _range(min(inside), max(inside), measure), len(inside))
            )
    return steps


def _range(low: float, high: float, measure: Measure) -> str:
    from perron_web.platform.design.figures import interval

    if measure.text(low) == measure.text(high):
        return measure.text(low)
    return interval(low, high, measure.decimals, "%" if measure.share else "")


def plain(row: dict[str, Any], measure: Measure) -> tuple[float | None, float | None, float | None]:
    """Return the value of a measure and its interval in one row.

    Parameters
    ----------
    row : dict
        Columns of Score.
    measure : Measure
        The measure.

    Returns
    -------
    tuple
        Value, low, high; the last two None without an interval.
    """
    if not measure.interval:
        return row[measure.field], None, None
    return row[measure.field], row[f"{measure.field}_low"], row[f"{measure.field}_high"]
