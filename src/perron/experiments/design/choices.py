"""What an experiment is: its arms, its unit, how units are grouped before the draw."""

from dataclasses import asdict, dataclass, field, replace
from math import ceil, isclose
from typing import Any, Literal, Self, get_args

from perron.errors import ParameterError
from perron.words import Words

Kind = Literal["complete", "strata", "pairs", "saturation"]
Unit = Literal["bureau", "building", "street", "outing", "person"]
CHANNELS = ("visit", "letter", "sms")


@dataclass(frozen=True, slots=True)
class Arm:
    """One thing that is tried, or nothing: the first arm of a design is its control.

    Parameters
    ----------
    name : str
        Name, such as "control" or "visit".
    share : float
        Share of units in it, above 0 and up to 1.
    channels : tuple of str
        What its units receive, among "visit", "letter", "sms"; none: they are left alone.
    """

    name: str
    share: float
    channels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 40:
            _refuse("arms", self.name, Words("a name of 1 to 40 letters", "un nom de 1 à 40 lettres"))
        if not 0.0 < self.share <= 1.0:
            _refuse(f"{self.name}: share", self.share, Words("above 0, up to 1", "plus de 0, au plus 1"))
        for channel in self.channels:
            if channel not in CHANNELS:
                _refuse(f"{self.name}: channels", channel, Words(*[", ".join(CHANNELS)] * 2))

    @property
    def visited(self) -> bool:
        """Whether its doors may be knocked at."""
        return "visit" in self.channels


@dataclass(frozen=True, slots=True)
class Saturation:
    """One level of a two-stage design: in a share of clusters, a share of units is treated.

    Parameters
    ----------
    level : float
        Share of the cluster's units that are treated, between 0 and 1.
    share : float
        Share of clusters at this level, above 0 and up to 1.
    """

    level: float
    share: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.level <= 1.0:
            _refuse("saturations: level", self.level, Words("between 0 and 1", "entre 0 et 1"))
        if not 0.0 < self.share <= 1.0:
            _refuse("saturations: share", self.share, Words("above 0, up to 1", "plus de 0, au plus 1"))


@dataclass(frozen=True, slots=True)
class Rerandomise:
    """Draw again until the arms are alike on these columns.

    Parameters
    ----------
    on : tuple of str
        Columns of numbers.
    accept : float
        Share of draws that are alike enough, above 0 and below 1 (0.1: one in ten).
    """

    on: tuple[str, ...]
    accept: float = 0.1

    def __post_init__(self) -> None:
        if not self.on:
            _refuse("rerandomise: on", "", Words("one column or more", "une colonne ou plus"))
        if not 0.001 <= self.accept < 1.0:
            _refuse("rerandomise: accept", self.accept, Words("from 0.001 to 1", "de 0,001 à 1"))


@dataclass(frozen=True, slots=True)
class Design:
    """How units are drawn into arms; it checks itself.

    Parameters
    ----------
    kind : {"complete", "strata", "pairs", "saturation"}
        One group; groups of similar units; matched pairs; a share of units within drawn clusters.
    unit : {"bureau", "building", "street", "outing", "person"}
        What a row of the table is.
    arms : tuple of Arm
        Two or more, the control first; their shares add to 1.
    strata : tuple of str
        Columns whose values units of one stratum share (such as the commune).
    order_by : str
        Column of numbers by which units are ranked, best first, then cut into strata of `stratum_size`.
    stratum_size : int
        Units (or clusters) in a stratum cut by rank, 2 or more; five in 2012.
    cluster : str
        Column of the clusters drawn whole (for saturation: those that get a level); empty: the unit itself.
    pair_on : tuple of str
        Columns of numbers on which pairs are alike.
    saturations : tuple of Saturation
        Levels; their shares add to 1, and the arms' shares are what they imply.
    rerandomise : Rerandomise or None
        Whether unlike draws are thrown away.

    Raises
    ------
    ParameterError
        A choice that cannot be drawn.
    """

    kind: Kind
    unit: Unit
    arms: tuple[Arm, ...]
    strata: tuple[str, ...] = ()
    order_by: str = ""
    stratum_size: int = 5
    cluster: str = ""
    pair_on: tuple[str, ...] = ()
    saturations: tuple[Saturation, ...] = ()
    rerandomise: Rerandomise | None = field(default=None)

    def __post_init__(self) -> None:
        _check_words(self)
        _check_arms(self.arms)
        if self.stratum_size < 2:
            _refuse("stratum_size", self.stratum_size, Words("2 or more", "2 ou plus"))
        _check_kind(self)

    @classmethod
    def default(cls, share: float = 0.15, *, order_by: str = "votes_per_hour") -> Self:
        """Return the usual design: all bureaux visited but a share, drawn within strata of similar score.

        Parameters
        ----------
        share : float
            Share of bureaux left alone, above 0 and up to one half.
        order_by : str
            Column of scores.

        Returns
        -------
        Design
            Arms "control" and "visit"; strata as small as lets each hold a control bureau.
        """
        if not 0.0 < share <= 0.5:
            _refuse("share", share, Words("above 0, up to 0.5", "plus de 0, au plus 0,5"))
        arms = (Arm("control", share), Arm("visit", 1.0 - share, ("visit",)))
        return cls("strata", "bureau", arms, order_by=order_by, stratum_size=size_for(share))

    @property
    def shares(self) -> tuple[float, ...]:
        """Shares of the arms, in their order."""
        return tuple(arm.share for arm in self.arms)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Columns of numbers that the design reads, each once."""
        again = self.rerandomise.on if self.rerandomise else ()
        return tuple(dict.fromkeys([*([self.order_by] if self.order_by else []), *self.pair_on, *again]))

    @property
    def labels(self) -> tuple[str, ...]:
        """Columns of labels that the design reads, each once."""
        return tuple(dict.fromkeys([*self.strata, *([self.cluster] if self.cluster else [])]))

    def arm(self, name: str) -> Arm:
        """Return an arm by its name.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        Arm
            The arm.

        Raises
        ------
        ParameterError
            No arm has that name.
        """
        for arm in self.arms:
            if arm.name == name:
                return arm
        _refuse("arm", name, Words(*[", ".join(arm.name for arm in self.arms)] * 2))
        raise AssertionError

    def to_dict(self) -> dict[str, Any]:
        """Return the design as plain values, for JSON.

        Returns
        -------
        dict
            Every choice, by its name.
        """
        plain = asdict(self)
        for name in ("strata", "pair_on", "arms", "saturations"):
            plain[name] = list(plain[name])
        for arm in plain["arms"]:
            arm["channels"] = list(arm["channels"])
        if plain["rerandomise"]:
            plain["rerandomise"]["on"] = list(plain["rerandomise"]["on"])
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """Return the design that `to_dict` wrote.

        Parameters
        ----------
        plain : dict
            Every choice, by its name.

        Returns
        -------
        Design
            The design, checked.

        Raises
        ------
        ParameterError
            A choice is missing, unknown or of the wrong kind.
        """
        _look_at_arms(plain)
        try:
            again = plain.get("rerandomise")
            return cls(
                **{
                    **plain,
                    "arms": tuple(Arm(a["name"], a["share"], tuple(a["channels"])) for a in plain["arms"]),
                    "strata": tuple(plain.get("strata", ())),
                    "pair_on": tuple(plain.get("pair_on", ())),
                    "saturations": tuple(Saturation(**s) for s in plain.get("saturations", ())),
                    "rerandomise": Rerandomise(tuple(again["on"]), again["accept"]) if again else None,
                }
            )
        except (TypeError, KeyError, AttributeError) as error:
            raise ParameterError(
                Words("this design cannot be read", "ce protocole est illisible"),
                column="design",
                found=f"{type(error).__name__}: {error}",
            ) from error

    def with_rerandomise(self, rerandomise: Rerandomise | None) -> Self:
        """Return the same design with another rule of acceptance.

        Parameters
        ----------
        rerandomise : Rerandomise or None
            The rule, or none.

        Returns
        -------
        Design
            The design.
        """
        return replace(self, rerandomise=rerandomise)


def _look_at_arms(plain: dict[str, Any]) -> None:
    wanted = Words(
        "a list of arms, each with name, share, channels",
        "une liste de bras, chacun avec name, share, channels",
    )
    arms = plain.get("arms") if isinstance(plain, dict) else None
    if not isinstance(arms, list | tuple):
        _refuse("arms", arms, wanted)
        return
    for place, arm in enumerate(arms, start=1):
        if not isinstance(arm, dict) or not {"name", "share", "channels"} <= arm.keys():
            _refuse(f"arms {place}", arm, wanted)


def size_for(share: float) -> int:
    """Return the smallest stratum that holds one control unit on average.

    Parameters
    ----------
    share : float
        Share of the control arm, above 0 and up to 1.

    Returns
    -------
    int
        Units in a stratum, 2 or more (five for 0.2, seven for 0.15).
    """
    return max(2, ceil(round(1.0 / share, 9)))


def _refuse(name: str, found: object, expected: Words) -> None:
    raise ParameterError(
        Words("a choice of the design is wrong", "un choix du protocole ne convient pas"),
        column=name,
        found=str(found),
        expected=expected,
    )


def _check_words(design: Design) -> None:
    for name, value, known in (
        ("kind", design.kind, get_args(Kind)),
        ("unit", design.unit, get_args(Unit)),
    ):
        if value not in known:
            _refuse(name, value, Words(*[", ".join(known)] * 2))


def _check_arms(arms: tuple[Arm, ...]) -> None:
    names = [arm.name for arm in arms]
    if not 2 <= len(arms) <= 8 or len(set(names)) < len(names):
        _refuse("arms", ", ".join(names), Words("2 to 8 arms, each its name", "2 à 8 bras, chacun son nom"))
    total = sum(arm.share for arm in arms)
    if not isclose(total, 1.0, abs_tol=1e-9):
        _refuse(
            "arms",
            " + ".join(f"{arm.share:g}" for arm in arms) + f" = {total:g}",
            Words("shares that add to 1", "des parts dont la somme est 1"),
        )


def _check_kind(design: Design) -> None:
    if design.kind == "strata" and not (design.strata or design.order_by):
        _refuse("strata", "", Words("columns of strata, or order_by", "des colonnes de strates, ou order_by"))
    if design.kind == "complete" and (design.strata or design.order_by):
        _refuse("kind", "complete", Words("strata, since strata are named", "strata, puisqu’il y en a"))
    if design.kind == "pairs":
        if not design.pair_on:
            _refuse("pair_on", "", Words("one column of numbers or more", "une colonne de nombres ou plus"))
        if len(design.arms) != 2 or not isclose(design.arms[0].share, 0.5, abs_tol=1e-9):
            _refuse(
                "arms",
                ", ".join(f"{a.name} {a.share:g}" for a in design.arms),
                Words("two arms of one half each", "deux bras d’une moitié chacun"),
            )
    if (design.kind == "saturation") != bool(design.saturations):
        _refuse(
            "saturations",
            len(design.saturations),
            Words("levels for kind saturation, and only there", "des niveaux si kind vaut saturation"),
        )
    if design.kind == "saturation":
        _check_saturations(design)


def _check_saturations(design: Design) -> None:
    if not design.cluster:
        _refuse("cluster", "", Words("the column of the clusters", "la colonne des grappes"))
    if len(design.arms) != 2:
        _refuse("arms", len(design.arms), Words("two arms", "deux bras"))
    levels = [s.level for s in design.saturations]
    total = sum(s.share for s in design.saturations)
    if not isclose(total, 1.0, abs_tol=1e-9) or len(set(levels)) < len(levels):
        _refuse(
            "saturations",
            f"{total:g}",
            Words("levels all different, shares that add to 1", "niveaux distincts, parts de somme 1"),
        )
    treated = sum(s.level * s.share for s in design.saturations)
    if not isclose(design.arms[1].share, treated, abs_tol=1e-9):
        _refuse(
            "arms",
            f"{design.arms[1].name} {design.arms[1].share:g}",
            Words(f"{treated:g}, as the levels imply", f"{treated:g}, d’après les niveaux"),
        )
