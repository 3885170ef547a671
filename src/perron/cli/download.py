"""Download one file: resumed after a cut, checked, and never left half written under its final name.

The only module of the package that opens a network connection.
"""

import hashlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from perron.errors import PerronError
from perron.words import Words

CHUNK = 1 << 20
TIMEOUT_S = 60.0
PARTIAL, OK, GONE, NOT_FOUND, UNSATISFIABLE = 206, 200, 410, 404, 416


class DownloadError(PerronError):
    """A file could not be fetched."""


class MovedError(DownloadError):
    """The address no longer leads to the file."""


class ChecksumError(DownloadError):
    """What came is not what was published."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file fetched.

    Parameters
    ----------
    path : Path
        Where it is.
    size : int
        Bytes.
    sha256 : str
        Its checksum.
    etag : str
        The server's mark of this version, or empty.
    resumed_at : int
        Bytes kept from an earlier attempt.
    """

    path: Path
    size: int
    sha256: str
    etag: str
    resumed_at: int


def download(
    url: str,
    target: Path,
    *,
    sha256: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    timeout: float = TIMEOUT_S,
) -> Downloaded:
    """Fetch an address into a file.

    The bytes go to TARGET.part; the next attempt asks for the rest (Range, If-Range) and starts again when
    the server's version has changed. The file takes its name only when complete and checked.

    Parameters
    ----------
    url : str
        http or https address.
    target : Path
        File to write.
    sha256 : str
        Published checksum, or empty.
    progress : callable
        Told bytes done and in all (0 when unknown).
    timeout : float
        Seconds without an answer before giving up.

    Returns
    -------
    Downloaded
        What came.

    Raises
    ------
    MovedError
        Not found, gone, or a web page instead of a file.
    ChecksumError
        The checksum is not the published one; the bytes are deleted.
    DownloadError
        The network failed; what came is kept for the next attempt.
    """
    part, mark = target.with_name(target.name + ".part"), target.with_name(target.name + ".part.json")
    have = part.stat().st_size if part.exists() else 0
    kept = json.loads(mark.read_text()) if have and mark.exists() else {}
    try:
        etag, start, total = _transfer(url, part, mark, (have, kept), progress=progress, timeout=timeout)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != UNSATISFIABLE:
            raise _http_error(url, error) from error
        if error.headers.get("Content-Range") != f"bytes */{have}":
            part.unlink(missing_ok=True)  # longer than the server's file: start again next time
            raise _http_error(url, error) from error
        etag, start, total = "", have, have
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        raise DownloadError(
            Words(
                f"the transfer was cut ({error}); run again to resume: {url}",
                f"le transfert a été coupé ({error})\u202f; relancez pour le reprendre\u00a0: {url}",
            )
        ) from error
    size = part.stat().st_size
    if total and size != total:
        raise DownloadError(
            Words(
                f"the transfer was cut at {size} of {total} bytes; run again to resume: {url}",
                f"transfert coupé à {size} octets sur {total}\u202f; relancez pour le reprendre\u00a0: {url}",
            )
        )
    found = checksum(part)
    if sha256 and found != sha256.lower():
        part.unlink()
        mark.unlink(missing_ok=True)
        raise ChecksumError(
            Words(
                f"the checksum is not the published one: {found}, expected {sha256}: {url}",
                f"la somme de contrôle n’est pas celle publiée\u00a0: {found}, attendu {sha256}\u00a0: {url}",
            )
        )
    part.replace(target)
    mark.unlink(missing_ok=True)
    return Downloaded(target, size, found, etag, start)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        Hexadecimal.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _transfer(
    url: str,
    part: Path,
    mark: Path,
    before: tuple[int, dict[str, str]],
    *,
    progress: Callable[[int, int], None],
    timeout: float,
) -> tuple[str, int, int]:
    have, kept = before
    version = kept.get("version", "")
    headers = {"User-Agent": "perron (open-source field campaigns)", "Accept-Encoding": "identity"}
    if have and version and kept.get("url") == url:
        headers |= {"Range": f"bytes={have}-", "If-Range": version}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - scheme checked below
    if not url.startswith(("http://", "https://")):
        raise DownloadError(Words(f"not a web address: {url}", f"ce n’est pas une adresse\u00a0: {url}"))
    with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
        if "text/html" in answer.headers.get("Content-Type", ""):
            raise MovedError(
                Words(
                    f"a web page came instead of the file: {url}",
                    f"une page web au lieu du fichier\u00a0: {url}",
                )
            )
        start = have if answer.status == PARTIAL else 0
        length = int(answer.headers.get("Content-Length") or 0)
        total = start + length if length else 0
        etag = answer.headers.get("ETag", "")
        # a weak ETag cannot be used in If-Range: fall back on the date
        version = etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified", "")
        mark.write_text(json.dumps({"url": url, "version": version}))
        with part.open("ab" if start else "wb") as file:
            _copy(answer, file, start, total, progress)
    return etag, start, total


def _copy(
    answer: IO[bytes], file: IO[bytes], done: int, total: int, progress: Callable[[int, int], None]
) -> None:
    while chunk := answer.read(CHUNK):
        file.write(chunk)
        done += len(chunk)
        progress(done, total)


def _http_error(url: str, error: urllib.error.HTTPError) -> DownloadError:
    if error.code in {NOT_FOUND, GONE}:
        return MovedError(
            Words(f"not found ({error.code}): {url}", f"introuvable ({error.code})\u00a0: {url}")
        )
    return DownloadError(
        Words(
            f"the server answered {error.code} ({error.reason}): {url}",
            f"le serveur a répondu {error.code} ({error.reason})\u00a0: {url}",
        )
    )
