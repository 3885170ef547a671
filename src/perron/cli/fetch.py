"""`perron fetch`: download the official files of a commune, from the addresses of one catalogue."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perron.cli import options
from perron.cli.console import out, print_json, progress_bars
from perron.cli.language import LANG, tr
from perron.errors import ParameterError
from perron.words import Words, number

if TYPE_CHECKING:
    from perron.cli.download import Downloaded
    from perron.sources.catalogue import Source

MANIFEST = "perron-fetch.json"
"""What was fetched: address, size, checksum, ETag, licence and credit of each file."""

Commune = Annotated[
    str,
    typer.Argument(metavar="COMMUNE", help=tr("Insee code, e.g. 34172.", "Code Insee, par exemple 34172.")),
]
Folder = Annotated[Path, typer.Option("--out", help=tr("Folder to fill.", "Dossier à remplir."))]
Only = Annotated[
    list[str],
    typer.Option(
        "--only",
        help=tr(
            "Names of the catalogue, separated by commas.", "Noms du catalogue, séparés par des virgules."
        ),
    ),
]
Catalogue = Annotated[
    Path | None, typer.Option("--catalogue", help=tr("Another catalogue.", "Un autre catalogue."))
]


def command(
    commune: Commune,
    *,
    folder: Folder,
    only: Only = [],
    catalogue: Catalogue = None,
    as_json: options.Json = False,
) -> None:
    """Download the official files of a commune; run again to resume."""
    from perron.sources.catalogue import load_catalogue

    wanted = chosen(load_catalogue(commune, catalogue), only)
    folder.mkdir(parents=True, exist_ok=True)
    with progress_bars(quiet=as_json) as progress:
        fetched = [fetch_one(source, folder, progress) for source in wanted]
    if as_json:
        print_json({"folder": str(folder), "files": fetched})
        return
    for row in fetched:
        state = tr("already here", "déjà là") if row["kept"] else tr("fetched", "téléchargé")
        out.print(f"{row['file']}\u00a0: {state}, {number(row['size'] / 1e6, 1, LANG)} Mo. {row['credit']}")


def chosen(sources: "tuple[Source, ...]", only: list[str]) -> "list[Source]":
    """Keep the sources asked for.

    Parameters
    ----------
    sources : tuple of Source
        The catalogue.
    only : list of str
        Names, possibly several in one text; empty for all.

    Returns
    -------
    list of Source
        In the catalogue's order.

    Raises
    ------
    ParameterError
        A name is not in the catalogue.
    """
    names = [name.strip() for text in only for name in text.split(",") if name.strip()]
    known = [source.name for source in sources]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ParameterError(
            Words("not in the catalogue", "absent du catalogue"),
            column="--only",
            found=", ".join(unknown),
            expected=Words(", ".join(known), ", ".join(known)),
        )
    return [source for source in sources if not names or source.name in names]


def fetch_one(source: "Source", folder: Path, progress: Any) -> dict[str, Any]:
    """Fetch one source unless it is already there, and write it into the manifest.

    Parameters
    ----------
    source : Source
        What to fetch.
    folder : Path
        Where.
    progress : callable
        A `perron.progress.Progress`.

    Returns
    -------
    dict
        The manifest's row, and `kept`: whether the file was already there and unchanged.

    Raises
    ------
    MovedError
        The address leads nowhere; the message says which line of the catalogue to change.
    """
    from perron.cli.download import MovedError, checksum, download

    manifest = read_manifest(folder)
    target = folder / source.file
    row = manifest.get(source.file)
    if row and row["url"] == source.url and target.exists() and checksum(target) == row["sha256"]:
        return {**row, "kept": True}
    try:
        got = download(
            source.url,
            target,
            sha256=source.sha256,
            progress=lambda done, total: progress(source.title, done, total or done),
        )
    except MovedError as error:
        raise MovedError(_moved(error.words, source)) from error
    manifest[source.file] = _row(source, got)
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return {**manifest[source.file], "kept": False}


def read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Read the manifest of a folder.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    dict
        File name to row; empty when nothing was fetched yet.
    """
    path = folder / MANIFEST
    if not path.exists():
        return {}
    content: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _row(source: "Source", got: "Downloaded") -> dict[str, Any]:
    return {
        "name": source.name,
        "file": source.file,
        "url": source.url,
        "page": source.page,
        "licence": source.licence,
        "credit": source.credit,
        "size": got.size,
        "sha256": got.sha256,
        "etag": got.etag,
    }


def _moved(words: Words, source: "Source") -> Words:
    page = source.page or "data.gouv.fr"
    return Words(
        f"{words.en}. The address has moved: find the new one at {page}, and change line {source.line} of "
        f"{source.catalogue} (or of a copy given with --catalogue)",
        f"{words.fr}. L’adresse a changé\u00a0: cherchez la nouvelle sur {page}, et corrigez la ligne "
        f"{source.line} de {source.catalogue} (ou d’une copie donnée par --catalogue)",
    )
