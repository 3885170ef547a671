"""The invented people of the demo: six teams of the 20e around real meeting points, forty volunteers."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Meeting:
    """Where a team meets, and the bureaux around it."""

    team: str
    name: str
    lon: float
    lat: float
    leader: str
    postcode: str = "75020"


MEETINGS: Final = (
    Meeting("Équipe Gambetta", "Place Gambetta", 2.3985, 48.8652, "Driss Exemple, chef d’équipe"),
    Meeting("Équipe Réunion", "Place de la Réunion", 2.4009, 48.8556, "Hanna Exemple"),
    Meeting("Équipe Ménilmontant", "Place de Ménilmontant", 2.3893, 48.8681, "Joris Exemple"),
    Meeting("Équipe Télégraphe", "Métro Télégraphe", 2.3986, 48.8755, "Salomé Exemple"),
    Meeting("Équipe Belleville", "Place Krasucki", 2.3852, 48.8717, "Medhi Exemple"),
    Meeting("Équipe Porte de Bagnolet", "Place de la Porte-de-Bagnolet", 2.4089, 48.8642, "Rose Exemple"),
)

FIRST_NAMES: Final = (
    "Adama", "Agathe", "Ali", "Anouk", "Basile", "Bérénice", "Cléo", "Côme", "Daphné", "Diego", "Élise",
    "Farid", "Gaëlle", "Gabin", "Hugo", "Ismaël", "Jeanne", "Kenza", "Léonie", "Lucas", "Mamadou", "Margot",
    "Naïm", "Nora", "Octave", "Olga", "Paul", "Pia", "Quentin", "Rachid", "Romane", "Samuel", "Selma",
    "Théo", "Ursule", "Victor", "Wassim", "Yaël", "Yann", "Zélie",
)  # fmt: skip
"""Forty volunteers; their family name is Exemple."""

VOLUNTEER: Final = "benevole"
TRAINER: Final = "formatrice"


@dataclass(frozen=True)
class Volunteer:
    """One invented volunteer; `key` is the address of the one-click login."""

    key: str
    name: str
    team: int
    pair: int


def volunteers() -> list[Volunteer]:
    """Return the volunteers, each with a team and a pair within it.

    Returns
    -------
    list of Volunteer
        The first is the one whose login the demo prints.
    """
    found, places = [], [0] * len(MEETINGS)
    for number, first in enumerate(FIRST_NAMES):
        team = number // 2 % len(MEETINGS)
        key = VOLUNTEER if number == 0 else f"{VOLUNTEER}{number + 1}"
        found.append(Volunteer(key, f"{first} Exemple", team, places[team] // 2 + 1))
        places[team] += 1
    return found


def leaders() -> list[str]:
    """Return who leads each team, as the address of their login.

    Returns
    -------
    list of str
        In the order of the teams.
    """
    return ["equipe20" if number == 0 else f"cheffe{number + 1}" for number in range(len(MEETINGS))]
