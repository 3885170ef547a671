"""Units that come one by one: permuted blocks from a seed sealed before the first of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from perron.errors import ParameterError
from perron.experiments.design.choices import Arm, Design
from perron.experiments.design.law import check_seed
from perron.experiments.design.tickets import tickets
from perron.words import Words

MOST_BLOCK = 60
_LEAST_BLOCK = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """How units that come one by one are given arms; it checks itself.

    Parameters
    ----------
    arms : tuple of Arm
        Two or more, the one compared with first; their shares add to 1.
    planned : int
        Units announced beforehand, 2 or more; results are provisional until they have come.
    block : int
        Units in a block; 0: the smallest of 4 or more that holds whole shares.
    by_place : bool
        Whether each place has blocks of its own.

    Raises
    ------
    ParameterError
        Shares that no block of up to 60 holds whole, or a size outside its range.
    """

    arms: tuple[Arm, ...]
    planned: int
    block: int = 0
    by_place: bool = False

    def __post_init__(self) -> None:
        Design("complete", "outing", self.arms)  # arms are checked as any design's
        if self.planned < 2:
            _refuse("planned", self.planned, Words("2 or more", "2 ou plus"))
        if self.block and not _whole(self.block, self.arms):
            _refuse("block", self.block, Words("a size that holds whole shares", "une taille sans fraction"))
        if not self.block:
            object.__setattr__(self, "block", block_for(self.arms))

    def places(self) -> NDArray[np.int8]:
        """Return the arms of one block, before it is shuffled.

        Returns
        -------
        ndarray of int8, shape (block,)
            Arms, each its share of the block.
        """
        sizes = [round(arm.share * self.block) for arm in self.arms]
        return np.repeat(np.arange(len(self.arms), dtype=np.int8), sizes)

    def to_dict(self) -> dict[str, Any]:
        """Return the trial as plain values, for JSON.

        Returns
        -------
        dict
            arms, planned, block, by_place.
        """
        plain = asdict(self)
        plain["arms"] = [{**arm, "channels": list(arm["channels"])} for arm in plain["arms"]]
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """Return the trial that `to_dict` wrote; other keys are left out.

        Parameters
        ----------
        plain : dict
            Its choices.

        Returns
        -------
        Trial
            The trial, checked.

        Raises
        ------
        ParameterError
            A choice is missing or of the wrong kind.
        """
        try:
            arms = tuple(Arm(a["name"], a["share"], tuple(a.get("channels", ()))) for a in plain["arms"])
            return cls(arms, int(plain["planned"]), int(plain["block"]), bool(plain["by_place"]))
        except (TypeError, KeyError, AttributeError, ValueError) as error:
            if isinstance(error, ParameterError):
                raise
            raise ParameterError(
                Words("this trial cannot be read", "cet essai est illisible"),
                column="trial",
                found=f"{type(error).__name__}: {error}",
            ) from error


def block_for(arms: Sequence[Arm]) -> int:
    """Return the size of a block: the smallest of 4 or more that holds whole shares.

    Parameters
    ----------
    arms : sequence of Arm
        The arms.

    Returns
    -------
    int
        4 for two halves, 6 for three thirds, 5 for one fifth and four fifths.

    Raises
    ------
    ParameterError
        None up to 60.
    """
    for size in range(_LEAST_BLOCK, MOST_BLOCK + 1):
        if _whole(size, arms):
            return size
    _refuse(
        "arms",
        ", ".join(f"{arm.share:g}" for arm in arms),
        Words("simple shares, such as 1/2, 1/3 or 0.2", "des parts simples, comme 1/2, 1/3 ou 0,2"),
    )
    raise AssertionError


def arm_of(trial: Trial, seed: int, stratum: str, number: int) -> int:
    """Return the arm of the unit that comes next in a stratum.

    Parameters
    ----------
    trial : Trial
        The trial.
    seed : int
        Its sealed seed.
    stratum : str
        The unit's stratum, "" when there is only one.
    number : int
        How many units came before it in that stratum.

    Returns
    -------
    int
        Place of the arm in `trial.arms`.

    Notes
    -----
    Unit i is in block i // b, b the block's size. The block's places (each arm its share) are sorted by the
    tickets of "stratum#block/place": permuted blocks (Hill 1951, British Medical Bulletin 7(4); Matts &
    Lachin 1988, Controlled Clinical Trials 9(4)).
    """
    check_seed(seed)
    block, place = divmod(number, trial.block)
    drawn = tickets(seed, 0, [f"{stratum}#{block}/{at}" for at in range(trial.block)])
    return int(trial.places()[np.argsort(drawn, kind="stable")][place])


def arms_from(trial: Trial, seed: int, stratum: str, first: int, count: int) -> NDArray[np.int8]:
    """Return the arms of units that come one after the other in a stratum.

    Parameters
    ----------
    trial : Trial
        The trial.
    seed : int
        Its sealed seed.
    stratum : str
        Their stratum.
    first : int
        How many units came before them in it.
    count : int
        How many they are.

    Returns
    -------
    ndarray of int8, shape (count,)
        Places of the arms in `trial.arms`, as `arm_of` gives them one by one.
    """
    check_seed(seed)
    size = trial.block
    parts = []
    for block in range(first // size, (first + count + size - 1) // size):
        drawn = tickets(seed, 0, [f"{stratum}#{block}/{at}" for at in range(size)])
        parts.append(trial.places()[np.argsort(drawn, kind="stable")])
    whole = np.concatenate(parts) if parts else np.zeros(0, np.int8)
    start = first % size
    return np.asarray(whole[start : start + count])


class Came(NamedTuple):
    """A unit that came and what it was given."""

    unit: str
    stratum: str
    arm: str


def verify_came(trial: Trial, seed: int, came: Iterable[Came]) -> list[tuple[int, Came, str]]:
    """Give the arms again, and name the units that got another.

    Parameters
    ----------
    trial : Trial
        The trial.
    seed : int
        Its sealed seed.
    came : iterable of Came
        Units in the order they came.

    Returns
    -------
    list of (int, Came, str)
        Place of the unit from 0, what was written, and the arm that the seed gives.
    """
    seen: defaultdict[str, int] = defaultdict(int)
    wrong = []
    for at, one in enumerate(came):
        expected = trial.arms[arm_of(trial, seed, one.stratum, seen[one.stratum])].name
        seen[one.stratum] += 1
        if one.arm != expected:
            wrong.append((at, one, expected))
    return wrong


def block_codes(trial: Trial, strata: Sequence[str]) -> NDArray[np.int64]:
    """Return the block of each unit, for an analysis within blocks.

    Parameters
    ----------
    trial : Trial
        The trial.
    strata : sequence of str
        Stratum of each unit, in the order they came.

    Returns
    -------
    ndarray of int64, shape (n,)
        Blocks from 0. Given how many units of a block got each arm, every order was as likely: a test that
        shuffles arms within these blocks is exact, the unfinished ones included.
    """
    seen: defaultdict[str, int] = defaultdict(int)
    names: dict[tuple[str, int], int] = {}
    codes = np.empty(len(strata), np.int64)
    for at, stratum in enumerate(strata):
        key = (stratum, seen[stratum] // trial.block)
        codes[at] = names.setdefault(key, len(names))
        seen[stratum] += 1
    return codes


def _whole(size: int, arms: Sequence[Arm]) -> bool:
    return 2 <= size <= MOST_BLOCK and all(
        abs(arm.share * size - round(arm.share * size)) < 1e-6 and round(arm.share * size) >= 1
        for arm in arms
    )


def _refuse(name: str, found: object, expected: Words) -> None:
    raise ParameterError(
        Words("a choice of the trial is wrong", "un choix de l’essai ne convient pas"),
        column=name,
        found=str(found),
        expected=expected,
    )
