"""What a door costs in minutes: every figure named, with its unit and where it comes from."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from perron.errors import BadValueError, ParameterError
from perron.units import ELECTORS_PER_DOOR, WALKING_METRES_PER_MINUTE
from perron.words import Words


@dataclass(frozen=True, slots=True)
class DoorTimes:
    """Minutes spent at doors, on stairs and between them, for one pair.

    The defaults make eighty doors last about two hours, the outing of the 2012 campaign. See
    docs/methods/door-times.md.

    Parameters
    ----------
    knock : float
        Minutes at every door: ring, wait, tick the box. Assumption.
    opened : float
        Share of doors that open, 0 to 1. 0.30 to 0.48 observed in France, 2011–2014 (Pons 2018).
    talk : float
        Minutes of conversation when it opens. Visits last 1 to 5 minutes (Pons 2018); assumption within.
    entry : float
        Minutes to get into a building of three doors or more: entry code, hall. Assumption.
    floor : float
        Minutes to climb one floor and come down again. Assumption: 12 s up, 6 s down.
    crossing : float
        Minutes lost in crossing a street: look, wait, go. Assumption.
    pace : float
        Metres walked a minute. 70 (4.2 km/h), an ordinary walking pace.
    electors_per_door : float
        Registered electors a door. 1.4 in France: 46.0 M registered, 33.2 M dwellings (Pons 2018).
    doors_per_address : float
        Doors of an address when nothing is known of it or of its bureau. Assumption: 33.2 M dwellings
        over 26 M addresses of the Base Adresse Nationale.
    doors_per_floor : int
        Doors on one floor of a staircase. Assumption.
    floors : int
        Most floors guessed, ground floor included; beyond, more staircases. Assumption.
    largest_stop : float
        Share of an outing that one stop may fill; larger buildings are split by floors, 0 to 1. Choice.
    """

    knock: float = 0.5
    opened: float = 0.4
    talk: float = 2.2
    entry: float = 0.5
    floor: float = 0.3
    crossing: float = 0.2
    pace: float = WALKING_METRES_PER_MINUTE
    electors_per_door: float = ELECTORS_PER_DOOR
    doors_per_address: float = 1.3
    doors_per_floor: int = 4
    floors: int = 9
    largest_stop: float = 0.25

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            share = field.name in {"opened", "largest_stop"}
            free = field.name in {"knock", "opened", "talk", "entry", "floor", "crossing"}
            if not (value >= 0 if free else value > 0) or (share and value > 1) or value == float("inf"):
                raise ParameterError(
                    Words("this parameter is out of range", "ce paramètre est hors de son domaine"),
                    column=field.name,
                    found=str(value),
                    expected=Words("0 to 1", "0 à 1") if share else Words("above 0", "plus de 0"),
                )

    @property
    def door(self) -> float:
        """Minutes a door costs on average, stairs and walk apart."""
        return self.knock + self.opened * self.talk

    @property
    def crossing_m(self) -> float:
        """Price of crossing a street, in metres of walk."""
        return self.crossing * self.pace


def load_times(path: Path) -> DoorTimes:
    """Read door times from a TOML file; what it does not name keeps its default.

    Parameters
    ----------
    path : pathlib.Path
        TOML file, parameters at the top or under `[times]`.

    Returns
    -------
    DoorTimes
        Parameters.

    Raises
    ------
    BadValueError
        The file is not TOML, names an unknown parameter, or gives something that is not a number.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        words = Words("this file is not TOML", "ce fichier n’est pas du TOML")
        raise BadValueError(words, file=path.name, found=str(error)) from None
    values = values.get("times", values)
    known = {field.name: field.type for field in fields(DoorTimes)}
    for name, value in values.items():
        if name not in known or isinstance(value, bool) or not isinstance(value, (int, float)):
            raise BadValueError(
                Words("unknown parameter, or not a number", "paramètre inconnu, ou qui n’est pas un nombre"),
                file=path.name,
                column=str(name),
                found=repr(value),
                expected=Words(", ".join(known), ", ".join(known)),
            )
    return DoorTimes(**values)
