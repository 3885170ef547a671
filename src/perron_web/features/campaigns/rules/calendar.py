"""The legal calendar of an election, computed from the dates of its rounds.

Each line names its article of law and how sure we are of it: only what has a source stands here, and dates
that a decree sets for each election (candidacies, official campaign) are not guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from perron_web.features.campaigns.rules.dates import (
    FRIDAY,
    WEDNESDAY,
    at,
    midnight,
    months_before_month,
    nth_weekday_after,
    nth_weekday_before,
)

Evidence = Literal["T", "S", "K", "I"]
"""T: the text itself was read; S: secondary source; K: known, to be verified; I: our cautious reading."""

Kind = Literal["deadline", "period", "ballot", "silence", "duty"]

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the legal calendar.

    Parameters
    ----------
    key : str
        Stable name, unique with `round`.
    kind : str
        "deadline" (until `ends`), "period", "ballot", "silence" or "duty".
    title : str
        What it is, in a few words.
    effect : str
        What it means for the campaign.
    law : str
        Article.
    evidence : {"T", "S", "K", "I"}
        How it is known.
    starts, ends : datetime
        Aware instants; `ends` is the first instant at which the line no longer runs.
    round : int
        Round it belongs to; 0 for the whole election.
    """

    key: str
    kind: Kind
    title: str | Promise
    effect: str | Promise
    law: str
    evidence: Evidence
    starts: datetime
    ends: datetime
    round: int = 0

    def state(self, now: datetime) -> Literal["past", "running", "coming"]:
        """Say where the line stands.

        Parameters
        ----------
        now : datetime
            Aware instant.

        Returns
        -------
        {"past", "running", "coming"}
            State at that instant.
        """
        if now >= self.ends:
            return "past"
        return "running" if now >= self.starts else "coming"


def legal_calendar(rounds: Sequence[date], *, zone: str, saturday: bool = False) -> tuple[Line, ...]:
    """Compute the legal calendar of an election in one territory.

    Parameters
    ----------
    rounds : sequence of date
        National dates of the rounds (Sundays), first to last; at least one.
    zone : str
        IANA zone of the territory: the law counts hours on its clocks.
    saturday : bool
        Whether this territory votes the day before, as some overseas territories do at national elections.

    Returns
    -------
    tuple of Line
        In the order of their ends, then of their starts.

    Raises
    ------
    ValueError
        No round, or rounds out of order.
    """
    if not rounds or list(rounds) != sorted(set(rounds)):
        message = "rounds must be given, in order, each once"
        raise ValueError(message)
    votes = [day - DAY if saturday else day for day in rounds]
    lines = [*_registration(votes[0], zone), *_advertising(votes, zone), *_money(votes, zone)]
    for number, day in enumerate(votes, start=1):
        lines += _around(day, number, zone)
    lines += _afterwards(votes[-1], zone)
    return tuple(sorted(lines, key=lambda line: (line.ends, line.starts, line.key)))


def silence_windows(
    rounds: Sequence[date], *, zone: str, saturday: bool = False
) -> tuple[tuple[datetime, datetime], ...]:
    """Return when nothing may be sent: from 00:00 the day before each vote to the end of the day of the vote.

    Parameters
    ----------
    rounds : sequence of date
        National dates of the rounds.
    zone : str
        IANA zone of the electors reached.
    saturday : bool
        Whether they vote the day before.

    Returns
    -------
    tuple of tuple of datetime
        Start and end of each window (code électoral, art. L.49; the end is our cautious reading).
    """
    votes = [day - DAY if saturday else day for day in rounds]
    return tuple((midnight(day - DAY, zone), midnight(day + DAY, zone)) for day in votes)


def _registration(vote: date, zone: str) -> list[Line]:
    last: tuple[tuple[str, date, str, Evidence, Promise, Promise], ...] = (
        ("registration_online", nth_weekday_before(vote, WEDNESDAY, 6), "L.17, R.5", "S",
         _("Inscription sur les listes : dernier jour en ligne"),
         _("Jusqu’à minuit. Ensuite, orienter vers la mairie.")),
        ("registration_town_hall", nth_weekday_before(vote, FRIDAY, 6), "L.17, R.5", "S",
         _("Inscription sur les listes : dernier jour en mairie et par courrier"),
         _("Les missions d’inscription s’arrêtent ce soir-là.")),
        ("registration_l30", vote - 10 * DAY, "L.30", "S",
         _("Inscription hors délai : dernier jour pour les cas de l’article L.30"),
         _("En mairie, pour les seuls cas que cet article énumère.")),
    )  # fmt: skip
    return [
        Line(key, "deadline", title, effect, law, evidence, midnight(day, zone), midnight(day + DAY, zone))
        for key, day, law, evidence, title, effect in last
    ]


def _advertising(votes: Sequence[date], zone: str) -> list[Line]:
    starts, ends = midnight(months_before_month(votes[0], 6), zone), midnight(votes[-1] + DAY, zone)
    return [
        Line("paid_advertising", "period", _("Publicité commerciale interdite"),
             _("Aucune publicité payante par la presse ou par l’audiovisuel."),
             "L.52-1", "T", starts, ends),
        Line("toll_free", "period", _("Numéro d’appel gratuit interdit"),
             _("Aucun numéro vert (0800, 0805) porté à la connaissance du public."),
             "L.50-1", "K", starts, ends),
    ]  # fmt: skip


def _money(votes: Sequence[date], zone: str) -> list[Line]:
    filed = nth_weekday_after(votes[0], FRIDAY, 10)
    due = at(filed, time(18), zone)
    return [
        Line("financing", "period", _("Recueil des fonds par le seul mandataire"),
             _("Dons et dépenses passent par le mandataire financier, jusqu’au dépôt du compte."),
             "L.52-4", "T", midnight(months_before_month(votes[0], 6), zone), due),
        Line("account", "deadline", _("Dépôt du compte de campagne"),
             _("Au plus tard ce vendredi à 18 h."),
             "L.52-12", "K", midnight(filed, zone), due),
    ]  # fmt: skip


def _around(vote: date, number: int, zone: str) -> list[Line]:
    eve, dawn, night = midnight(vote - DAY, zone), midnight(vote, zone), midnight(vote + DAY, zone)
    return [
        Line("late_polemic", "period", _("Pas d’élément nouveau de polémique"),
             _("Rien à quoi les adversaires n’auraient plus le temps de répondre : une personne nommée "
               "relit tout envoi des dernières 48 heures."),
             "L.48-2", "I", midnight(vote - 3 * DAY, zone), eve, number),
        Line("silence", "silence", _("Silence électoral"),
             _("Ni tract, ni message électronique, ni appels en série, ni réunion."),
             "L.49", "T", eve, night, number),
        Line("ballot", "ballot", _("Jour du vote"),
             _("Aucune liste privée de pointage des votants dans les bureaux de vote."),
             "L.62-1, L.68", "T", dawn, night, number),
        Line("turnout_lists", "period", _("Listes d’émargement consultables"),
             _("Dix jours pour compter la participation par bureau ou par immeuble ; rien de nominatif "
               "ne reste ensuite."),
             "L.68", "T", night, midnight(vote + 11 * DAY, zone), number),
    ]  # fmt: skip


def _afterwards(vote: date, zone: str) -> list[Line]:
    night = midnight(vote + DAY, zone)
    return [
        Line("roll_erased", "duty", _("Effacement des listes électorales"),
             _("Les données issues des listes électorales et les contacts de propagande sans autre "
               "consentement sont effacés, copies des prestataires comprises."),
             "CNIL, L.37", "T", night, midnight(vote + 2 * DAY, zone)),
    ]  # fmt: skip
