"""Look into a zip archive without trusting it: its one file of data, or a refusal that says why.

Source: PKWARE, .ZIP File Format Specification 6.3 (end of central directory record, general purpose flags).
"""

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from perron.errors import BadInputError
from perron.sources.limits import Limits
from perron.words import Words

_ASIDE: Final = ("__macosx", ".", "meta_", "readme", "lisez")
"""Members that accompany the data: Insee's descriptions of columns, notes, what macOS adds."""
_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22 + 65_535
_ENCRYPTED: Final = 0x1
_PACKED: Final = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz")


def only_member(path: Path, limits: Limits) -> zipfile.ZipInfo:
    """Return the one file of data that a zip archive holds.

    Parameters
    ----------
    path : Path
        The archive.
    limits : Limits
        What is let in: number of members, declared size.

    Returns
    -------
    zipfile.ZipInfo
        The member.

    Raises
    ------
    BadInputError
        None or several, a link, a path that leaves the archive, a password, an archive inside.
    TooLargeError
        Too many members, or a member declared too large.
    """
    _check_directory(path, limits)
    with zipfile.ZipFile(path) as archive:
        every = archive.infolist()
    for member in every:
        _check_name(member, path.name)
    members = [
        m for m in every if not m.is_dir() and not PurePosixPath(m.filename).name.lower().startswith(_ASIDE)
    ]
    if len(members) != 1:
        raise BadInputError(
            Words(
                "a zip archive must hold exactly one file", "une archive zip ne doit contenir qu’un fichier"
            ),
            file=path.name,
            found=", ".join(m.filename for m in members[:6]) or "0",
            expected=Words("one file; unzip it first", "un seul fichier\u202f; décompressez-la d’abord"),
        )
    member = members[0]
    name = f"{path.name} ({member.filename})"
    if member.flag_bits & _ENCRYPTED:
        raise BadInputError(
            Words("the archive has a password", "l’archive est protégée par un mot de passe"),
            file=name,
            expected=Words("an archive without a password", "une archive sans mot de passe"),
        )
    if member.filename.lower().endswith(_PACKED):
        raise BadInputError(
            Words("an archive inside an archive", "une archive dans une archive"),
            file=name,
            expected=Words("the inner file alone", "le fichier intérieur seul"),
        )
    limits.check_size(member.file_size, max(member.compress_size, 1), name)
    return member


def _check_directory(path: Path, limits: Limits) -> None:
    # the directory of a hostile archive may itself fill memory: read how long it says it is first
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_BYTES))
        tail = file.read()
    start = tail.rfind(_END)
    if start < 0 or start + 16 > len(tail):
        return
    count = int.from_bytes(tail[start + 10 : start + 12], "little")
    length = int.from_bytes(tail[start + 12 : start + 16], "little")
    # a member takes at least 46 bytes and its name: the declared count may lie, the length may not
    many = max(count, length // 600)
    what = Words("too many files in the archive", "trop de fichiers dans l’archive")
    limits.check_count(what, many, limits.members, path.name)


def _check_name(member: zipfile.ZipInfo, file: str) -> None:
    name = member.filename.replace("\\", "/")
    leaves = name.startswith("/") or ".." in PurePosixPath(name).parts or (len(name) > 1 and name[1] == ":")
    if leaves or stat.S_ISLNK(member.external_attr >> 16):
        raise BadInputError(
            Words(
                "the archive points outside itself: it is refused",
                "l’archive désigne un fichier hors d’elle-même\u00a0: elle est refusée",
            ),
            file=file,
            found=member.filename,
            expected=Words("plain files, without links or ..", "de simples fichiers, sans lien ni .."),
        )
