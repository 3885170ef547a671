"""Write a whole plan: tables, maps, walk lists and the page, all at once."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perron.output.folder import MARKER, refuse_foreign, written_at_once
from perron.output.geojson import write_bureaux_geojson, write_turfs_geojson
from perron.output.identity import description, plan_code, write_description
from perron.output.page import write_page
from perron.output.sheets import DEFAULT_SHEETS, planned_turfs, write_sheets
from perron.output.tables import write_bureaux_csv, write_doors
from perron.progress import Progress, silent
from perron.words import Language, Words, number

if TYPE_CHECKING:
    from perron.plan import Plan

SHEETS_FILE = "feuilles-de-route.pdf"
_WRITING = Words("Writing", "Écriture")


def write_plan(
    plan: "Plan",
    directory: Path | str,
    *,
    inputs: Mapping[str, str] | None = None,
    sheets: int = DEFAULT_SHEETS,
    lang: Language = "fr",
    progress: Progress = silent,
) -> dict[str, Any]:
    """Write a plan to a folder; the same plan gives the same bytes.

    The folder appears complete or not at all; an older plan in its place is replaced only once the new one is
    complete. Walk lists are made for the turfs that the plan sends someone to, best bureaux first.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    directory : Path or str
        The folder to make; it may hold an older plan, nothing else.
    inputs : mapping of str to str, optional
        SHA-256 of each input file by its name; by default `plan.parameters["inputs"]` where there is one.
    sheets : int
        Most turfs to print, 0 or more; others are printed later by `perron sheets`.
    lang : {"fr", "en"}
        Language of the sheets, and the one the page opens in.
    progress : Progress
        Told of each file.

    Returns
    -------
    dict
        The content of `plan.json`.

    Raises
    ------
    BadInputError
        Something that is not a plan stands at `directory`.
    """
    directory = Path(directory)
    refuse_foreign(directory)
    known = plan.parameters.get("inputs")
    hashes = inputs if inputs is not None else (known if isinstance(known, Mapping) else {})
    code = plan_code(plan, hashes)
    turfs = planned_turfs(plan)
    if len(turfs) > sheets:
        plan = replace(plan, notes=(*plan.notes, _others(len(turfs), sheets)))
    content = description(plan, hashes, code)
    content["sheets"] = {"turfs": len(turfs), "printed": min(len(turfs), sheets)}
    others: dict[str, Callable[[Path], None]] = {
        "bureaux.csv": lambda path: write_bureaux_csv(plan, path),
        "bureaux.geojson": lambda path: write_bureaux_geojson(plan, path),
        "turfs.geojson": lambda path: write_turfs_geojson(plan, path),
        "doors.parquet": lambda path: write_doors(plan, path),
        "index.html": lambda path: write_page(plan, path, code=code, lang=lang),
        MARKER: lambda path: write_description(content, path),
    }
    with written_at_once(directory) as folder, ThreadPoolExecutor(1) as beside:
        made = beside.submit(
            write_sheets, plan, folder / SHEETS_FILE, turfs[:sheets], code=code, lang=lang, progress=progress
        )
        for done, (name, write) in enumerate(others.items()):
            progress(_WRITING, done, len(others))
            write(folder / name)
        made.result()
        progress(_WRITING, len(others), len(others))
    return content


def _others(turfs: int, sheets: int) -> Words:
    """Say how to print the walk lists that were not."""
    return Words(
        f"walk lists were made for {number(sheets, 0, 'en')} turfs of {number(turfs, 0, 'en')}, best bureaux "
        "first; “perron sheets” prints the others",
        f"{number(sheets)} feuilles de route faites sur {number(turfs)}, meilleurs bureaux d’abord\u00a0; "
        "«\u00a0perron sheets\u00a0» imprime les autres",
    )
