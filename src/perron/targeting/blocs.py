"""Blocs: what the campaign calls its own side, its allies and its opponents, election by election."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from perron.errors import BadInputError, BadValueError, NoMatchError
from perron.words import Words

BLOCS: Final = ("ours", "ally", "opponent", "other")
"""The four blocs, in the order of every array by bloc."""

_NUANCE: Final = "nuance:"


@dataclass(frozen=True, slots=True)
class Blocs:
    """Who is who, by election.

    Parameters
    ----------
    elections : mapping of str to mapping of str to tuple of str
        For each election (wildcards allowed, e.g. "2017-*"), the patterns of each part: a bloc
        ("opponent"), or a family within a bloc ("opponent/right").
    default : str or None
        Bloc of every choice that no pattern names; None makes such a choice an error.
    file : str
        Where it was read, for messages.
    """

    elections: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    default: str | None = None
    file: str = ""

    def covers(self, election: str) -> bool:
        """Say whether some pattern speaks of an election.

        Parameters
        ----------
        election : str
            Identifier.

        Returns
        -------
        bool
            Whether it does.
        """
        return any(fnmatchcase(election, pattern) for pattern in self.elections)

    def parts(self) -> tuple[str, ...]:
        """Return the parts that votes are counted by: each bloc, or its families.

        Returns
        -------
        tuple of str
            In the order of `BLOCS`, families in the order of the file; each bloc has one part at least.
        """
        named = dict.fromkeys(part for blocs in self.elections.values() for part in blocs)
        if self.default is not None:
            named.setdefault(self.default)
        found: list[str] = []
        for bloc in BLOCS:
            found += [part for part in named if part.partition("/")[0] == bloc] or [bloc]
        return tuple(found)

    def bloc_of(self, election: str, choice: str, nuance: str | None = None) -> str:
        """Return the bloc of one list or candidate.

        Parameters
        ----------
        election : str
            Identifier of the election.
        choice : str
            List or candidate as the results name it; capitals and accents do not matter.
        nuance : str or None
            Nuance given by the Ministry.

        Returns
        -------
        str
            "ours", "ally", "opponent" or "other".

        Raises
        ------
        NoMatchError
            No pattern names it and there is no default.
        BadValueError
            Two blocs claim it equally.
        """
        return self.part_of(election, choice, nuance).partition("/")[0]

    def part_of(self, election: str, choice: str, nuance: str | None = None) -> str:
        """Return the part of one list or candidate: its bloc, or its family within the bloc.

        Parameters
        ----------
        election, choice, nuance : str
            As in `bloc_of`.

        Returns
        -------
        str
            One of `parts()`.

        Raises
        ------
        NoMatchError
            No pattern names it and there is no default.
        BadValueError
            Two parts claim it equally.
        """
        claims = self._claims(election, fold(choice), fold(nuance or ""))
        if not claims:
            if self.default is not None:
                return self.default
            raise NoMatchError(
                Words(
                    "no bloc for this choice; name it, or set default",
                    "aucun bloc pour ce choix\u202f; nommez-le, ou fixez default",
                ),
                file=self.file,
                column=election,
                found=choice if not nuance else f"{choice} ({nuance})",
                expected=Words(", ".join(BLOCS), ", ".join(BLOCS)),
            )
        best = max(strength for strength, _ in claims)
        found = sorted({bloc for strength, bloc in claims if strength == best})
        if len(found) > 1:
            raise BadValueError(
                Words(
                    f"two blocs claim this choice equally ({' and '.join(found)})",
                    f"deux blocs réclament ce choix à égalité ({' et '.join(found)})",
                ),
                file=self.file,
                column=election,
                found=choice,
            )
        return found[0]

    def unused(self, choices: Iterable[tuple[str, str, str | None]]) -> tuple[tuple[str, str], ...]:
        """Return the names that stand for no list or candidate: a misspelling, most often.

        Parameters
        ----------
        choices : iterable of tuple
            Election, choice and nuance of every list and candidate of the results.

        Returns
        -------
        tuple of tuple
            Election as written in the mapping, and name; elections without results are passed over.
        """
        folded = [(election, fold(choice), fold(nuance or "")) for election, choice, nuance in choices]
        lost = []
        for key, blocs in self.elections.items():
            there = [(choice, nuance) for election, choice, nuance in folded if fnmatchcase(election, key)]
            names = [name for patterns in blocs.values() for name in patterns] if there else []
            lost += [(key, name) for name in names if not any(_strength(name, *one) for one in there)]
        return tuple(lost)

    def _claims(self, election: str, choice: str, nuance: str) -> list[tuple[int, str]]:
        claims = []
        for key, blocs in self.elections.items():
            if not fnmatchcase(election, key):
                continue
            exact_election = 10 if key == election else 0
            for bloc, patterns in blocs.items():
                for pattern in patterns:
                    strength = _strength(pattern, choice, nuance)
                    if strength:
                        claims.append((exact_election + strength, bloc))
        return claims


def _strength(pattern: str, choice: str, nuance: str) -> int:
    """Say how precisely a pattern names a choice: 4 name, 3 nuance, 2 wildcard, 1 everything, 0 no."""
    if pattern.startswith(_NUANCE):
        return 3 if nuance and fnmatchcase(nuance, fold(pattern.removeprefix(_NUANCE))) else 0
    wanted = fold(pattern)
    if wanted == "*":
        return 1
    if wanted == choice:
        return 4
    return 2 if "*" in wanted and fnmatchcase(choice, wanted) else 0


def fold(text: str) -> str:
    """Return a name without accents, capitals or doubled blanks, so that spellings compare.

    Parameters
    ----------
    text : str
        A list's or a candidate's name.

    Returns
    -------
    str
        The folded name; `*` is kept.
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain.replace("’", "'").replace("[", "(").replace("]", ")")).strip().upper()


def load_blocs(path: Path | str) -> Blocs:
    """Read a mapping of blocs from a TOML file.

    Parameters
    ----------
    path : Path or str
        File: an optional `default`, then one table per election, `[elections."2019-europeennes"]`, with
        lists of names under `ours`, `ally`, `opponent` and `other`. A bloc that is not of one piece may be a
        table of families, `opponent = { left = ["…"], right = ["…"] }`: they are forecast apart and added up.

    Returns
    -------
    Blocs
        The mapping.

    Raises
    ------
    BadInputError
        The file is not TOML, or names something else than the four blocs.
    """
    path = Path(path)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(
            Words("this is not TOML", "ce n’est pas du TOML"), file=str(path), found=str(error)
        ) from error
    return blocs_from(content, file=str(path))


def blocs_from(content: Mapping[str, object], *, file: str = "") -> Blocs:
    """Make a mapping of blocs from plain values, as read from TOML.

    Parameters
    ----------
    content : mapping
        `default` and `elections`.
    file : str
        Where it came from, for messages.

    Returns
    -------
    Blocs
        The mapping.

    Raises
    ------
    BadValueError
        Something else than the four blocs, or not lists of names.
    """
    default = content.get("default")
    _check(default is None or default in BLOCS, "default", str(default), file)
    elections: dict[str, dict[str, tuple[str, ...]]] = {}
    tables = content.get("elections", {})
    _check(isinstance(tables, dict), "elections", str(tables), file)
    assert isinstance(tables, dict)
    for name, table in tables.items():
        _check(isinstance(table, dict), str(name), str(table), file)
        for bloc, given in table.items():
            families = given if isinstance(given, dict) else {"": given}
            for family, names in families.items():
                good = bloc in BLOCS and isinstance(names, list) and all(isinstance(n, str) for n in names)
                _check(good, str(name), f"{bloc} = {given}", file)
                part = f"{bloc}/{family}" if family else bloc
                elections.setdefault(str(name), {})[part] = tuple(names)
    return Blocs(elections, None if default is None else str(default), file)


def _check(good: bool, column: str, found: str, file: str) -> None:
    if not good:
        raise BadValueError(
            Words("not a mapping of blocs", "ce n’est pas une table de blocs"),
            file=file,
            column=column,
            found=found,
            expected=Words(
                "ours, ally, opponent, other, each a list of names",
                "ours, ally, opponent, other\u00a0: des listes de noms",
            ),
        )
