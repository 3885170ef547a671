"""Open a sealed draw: a folder or a .zip, read with care since anyone may have made it."""

import zipfile
import zlib
from pathlib import Path
from typing import Any

import orjson

from perron.errors import BadInputError, TooLargeError
from perron.experiments.design.choices import Design
from perron.experiments.design.files import ASSIGNMENT, RECORD, UNITS
from perron.experiments.design.seal import FORMAT, SealedDraw
from perron.words import Words

MOST_BYTES = 512 << 20
MOST_UNPACKED = 64 << 20
"""What one file of an archive may hold: a million units; a small archive can unpack to anything."""
_NAMES = (RECORD, UNITS, ASSIGNMENT)
_TRIAL = ("trial.json", UNITS)


def read_draw(path: Path) -> SealedDraw:
    """Read a sealed draw; what it says is not verified, see `verify`.

    Parameters
    ----------
    path : Path
        Folder or .zip.

    Returns
    -------
    SealedDraw
        The draw.

    Raises
    ------
    BadInputError
        It is not a sealed draw, or one of its files is missing or cannot be read.
    """
    files = _files(path, _NAMES)
    record = _record(files[RECORD], f"{path.name}/{RECORD}")
    return SealedDraw(record, files[UNITS], files[ASSIGNMENT])


def trial_files_in(path: Path) -> dict[str, bytes] | None:
    """Return the files of a trial that ran during a campaign.

    Parameters
    ----------
    path : Path
        Folder or .zip.

    Returns
    -------
    dict of str to bytes, or None
        trial.json and units.csv; None when there is no trial.json there.

    Raises
    ------
    BadInputError
        One of them is missing or too large.
    """
    if path.is_dir():
        there = (path / _TRIAL[0]).is_file()
    else:
        try:
            with zipfile.ZipFile(path) as archive:
                there = any(m.filename.rsplit("/", 1)[-1] == _TRIAL[0] for m in archive.infolist())
        except (zipfile.BadZipFile, OSError):
            there = False
    return _files(path, _TRIAL) if there else None


def _files(path: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    return _from_folder(path, names) if path.is_dir() else _from_zip(path, names)


def _from_folder(path: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    files = {}
    for name in names:
        part = path / name
        if not part.is_file():
            raise _missing(path.name, name)
        if part.stat().st_size > MOST_BYTES:
            raise _too_large(name)
        files[name] = part.read_bytes()
    return files


def _from_zip(path: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    files = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in names:
                inside = [m for m in archive.infolist() if m.filename.rsplit("/", 1)[-1] == name]
                if len(inside) != 1:
                    raise _missing(path.name, name)
                with archive.open(inside[0]) as stream:
                    files[name] = stream.read(MOST_UNPACKED + 1)
                if len(files[name]) > MOST_UNPACKED:
                    raise _too_large(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise BadInputError(
            Words("this is not a sealed draw", "ce n’est pas un tirage scellé"),
            file=path.name,
            found=str(error) or type(error).__name__,
            expected=Words("a folder or .zip with draw.json", "un dossier ou un .zip avec draw.json"),
        ) from error
    return files


def _too_large(name: str) -> BadInputError:
    return TooLargeError(Words("this file is too large", "ce fichier est trop gros"), file=name)


def _missing(where: str, name: str) -> BadInputError:
    return BadInputError(
        Words(
            "this is not a whole sealed draw: a file is missing",
            "tirage incomplet\u00a0: il manque un fichier",
        ),
        file=where,
        expected=Words(name, name),
    )


def _record(data: bytes, file: str) -> dict[str, Any]:
    try:
        record = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadInputError(
            Words("the record is not JSON", "le procès-verbal n’est pas du JSON"),
            file=file,
            line=error.lineno,
            found=error.msg,
        ) from error
    if not isinstance(record, dict) or record.get("perron") != FORMAT:
        found = record.get("perron") if isinstance(record, dict) else type(record).__name__
        raise BadInputError(
            Words("this is not the record of a draw", "ce n’est pas le procès-verbal d’un tirage"),
            file=file,
            column="perron",
            found=str(found),
            expected=Words(FORMAT, FORMAT),
        )
    _complete(record, file)
    return record


def _complete(record: dict[str, Any], file: str) -> None:
    kinds: dict[str, type] = {
        "version": str,
        "name": str,
        "design": dict,
        "seed": int,
        "units": dict,
        "assignment": dict,
        "sealed_at": str,
        "sealed_by": str,
        "previous": str,
        "record": str,
    }
    for key, kind in kinds.items():
        if not isinstance(record.get(key), kind):
            raise _field(file, key, record.get(key), kind.__name__)
    for part in ("units", "assignment"):
        for key, kind in (("sha256", str), ("rows", int)):
            if not isinstance(record[part].get(key), kind):
                raise _field(file, f"{part}.{key}", record[part].get(key), kind.__name__)
    if not isinstance(record["assignment"].get("arms"), dict):
        raise _field(file, "assignment.arms", record["assignment"].get("arms"), "dict")
    Design.from_dict(record["design"])


def _field(file: str, key: str, found: object, kind: str) -> BadInputError:
    return BadInputError(
        Words("the record lacks something, or it is of the wrong kind", "le procès-verbal est incomplet"),
        file=file,
        column=key,
        found=str(found),
        expected=Words(kind, {"str": "texte", "int": "entier", "dict": "objet"}.get(kind, kind)),
    )
