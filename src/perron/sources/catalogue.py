"""The catalogue of official files: read from TOML, filled in for a commune. No network here."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from perron.errors import BadInputError, MissingColumnError, ParameterError
from perron.words import Words

_NEEDED = ("name", "fr", "en", "url", "file", "licence", "credit")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to fetch.

    Parameters
    ----------
    name : str
        Short name, for --only.
    title : Words
        What it is.
    url : str
        Where it is, placeholders filled in.
    file : str
        Name to give it.
    page : str
        Page that presents it.
    licence, credit : str
        Conditions of use, and who to credit.
    sha256 : str
        Published checksum, or empty.
    catalogue : str
        File name of the catalogue.
    line : int
        Line of the catalogue that holds the address.
    """

    name: str
    title: Words
    url: str
    file: str
    page: str
    licence: str
    credit: str
    sha256: str
    catalogue: str
    line: int


def departement_of(commune: str) -> str:
    """Return the department of a commune.

    Parameters
    ----------
    commune : str
        Insee code, five characters.

    Returns
    -------
    str
        34, 2A, 974…

    Raises
    ------
    ParameterError
        It is not an Insee code.
    """
    if not re.fullmatch(r"\d{5}|2[AB]\d{3}", commune):
        raise ParameterError(
            Words("this is not an Insee code of a commune", "ce n’est pas un code Insee de commune"),
            found=commune,
            expected=Words("five characters, e.g. 75056", "cinq caractères, par exemple 75056"),
        )
    return commune[:3] if commune[:2] in {"97", "98"} else commune[:2]


def load_catalogue(commune: str, path: Path | None = None) -> tuple[Source, ...]:
    """Read the catalogue and fill in the placeholders.

    Parameters
    ----------
    commune : str
        Insee code.
    path : Path, optional
        Another catalogue than the one inside the package.

    Returns
    -------
    tuple of Source
        In the catalogue's order.

    Raises
    ------
    BadInputError
        The catalogue is not TOML, or a source lacks a key.
    ParameterError
        The commune is not an Insee code, or a placeholder is unknown.
    """
    text = (path or files("perron.sources") / "catalogue.toml").read_text(encoding="utf-8")
    name = path.name if path else "catalogue.toml"
    try:
        rows = tomllib.loads(text).get("source", [])
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(
            Words("the catalogue is not TOML", "le catalogue n’est pas du TOML"), file=name, found=str(error)
        ) from error
    values = {"commune": commune, "departement": departement_of(commune), "motif": _pattern(commune)}
    lines = [i for i, line in enumerate(text.splitlines(), start=1) if re.match(r"\s*url\s*=", line)]
    if len(lines) < len(rows):
        lines += [1] * (len(rows) - len(lines))
    return tuple(_source(row, values, name, line) for row, line in zip(rows, lines, strict=False))


def _source(row: Mapping[str, Any], values: Mapping[str, str], catalogue: str, line: int) -> Source:
    missing = [key for key in _NEEDED if not isinstance(row.get(key), str)]
    if missing:
        raise MissingColumnError(
            Words("a source lacks a key", "une clé manque à une source"),
            file=catalogue,
            line=line,
            column=missing[0],
            found=", ".join(row),
        )
    try:
        url, file = row["url"].format_map(values), row["file"].format_map(values)
        title = Words(row["en"].format_map(values), row["fr"].format_map(values))
    except (KeyError, ValueError, IndexError) as error:
        raise ParameterError(
            Words("unknown placeholder in the address", "paramètre inconnu dans l’adresse"),
            file=catalogue,
            line=line,
            found=str(error),
            expected=Words("{commune}, {departement} or {motif}", "{commune}, {departement} ou {motif}"),
        ) from error
    return Source(
        row["name"],
        title,
        url,
        file,
        str(row.get("page", "")),
        row["licence"],
        row["credit"],
        str(row.get("sha256", "")),
        catalogue,
        line,
    )


def _pattern(commune: str) -> str:
    return quote({"75056": "751%", "13055": "132%", "69123": "6938%"}.get(commune, commune))
