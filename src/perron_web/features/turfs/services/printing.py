"""The walk lists of turfs: the PDF of `perron`, with the turfs as they stand now."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet

from perron.progress import Progress, silent
from perron.words import Language, Words
from perron_web.features.experiments.queries.left_alone import obeyed
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.basis import written_plan
from perron_web.features.turfs.queries.tables import doors_table, turfs_table
from perron_web.features.turfs.rules import MOST_SHEETS, RefusedError
from perron_web.platform.audit.services import record
from perron_web.platform.providers import ask

if TYPE_CHECKING:
    import polars as pl

    from perron_web.features.targeting.models import Run


@dataclass(frozen=True, slots=True)
class Held:
    """What the list of a turf in somebody's hands carries."""

    code: str
    """Typed in where its returns are entered."""
    uri: str
    """What the QR code says: that page."""
    label: str = ""
    """Whose it is, without a name: the number of the pair."""
    note: str = ""
    """What a running trial asks of whoever walks it."""


def print_turfs(
    *,
    run: "Run",
    turfs: QuerySet[Turf],
    lang: Language,
    by: Any,
    held: Mapping[str, Held] = MappingProxyType({}),
    progress: Progress = silent,
) -> bytes:
    """Print some turfs, best bureaux first, with the function and the layout of `perron sheets`.

    Parameters
    ----------
    run : Run
        Their run.
    turfs : QuerySet of Turf
        Turfs, within the scope; empty ones are left out.
    lang : {"fr", "en"}
        Language of the sheets.
    by : User or None
        Who prints.
    held : mapping of str to Held
        By code of turf, the code of the paper list for those in somebody's hands.
    progress : Progress
        Told of each turf.

    Returns
    -------
    bytes
        A PDF.

    Raises
    ------
    RefusedError
        No turf has a door, or there are more than `MOST_SHEETS`.
    """
    import polars as pl

    from perron.output.sheets import Paper, make_sheets

    table = turfs_table(turfs.order_by("code"))
    if table.is_empty() or len(table) > MOST_SHEETS:
        raise _not_printed(len(table))
    plan, code = written_plan(run)
    bureaux = table["bureau"].unique().to_list()
    own = doors_table(Turf.every.filter(run=run, bureau__code__in=bureaux, retired=False)).drop("part")
    others = _visited(plan.doors).filter(~pl.col("bureau").is_in(bureaux))
    ranked = table.join(plan.scores.select("bureau", "rank"), on="bureau", how="left").sort("rank", "turf")
    doors = pl.concat([others, own.select(others.columns)])  # in the plan's order: the same bytes
    doors = doors.sort("bureau", pl.col("turf").str.extract(r"(\d+)$").cast(pl.Int32), "order")
    plan = replace(plan, turfs=table, doors=doors)
    names = ranked["turf"].to_list()
    keys = own.filter(pl.col("turf").is_in(names))["address"].unique().to_list()
    never = ask("canvassing.never", keys, default=frozenset())
    papers = {turf: Paper(one.code, one.uri, one.label, one.note) for turf, one in held.items()}
    made = make_sheets(plan, names, code=code, lang=lang, held=papers, never=never, progress=progress)
    Holding.every.filter(code__in=[one.code for one in held.values()]).update(on_paper=True)
    record(action="turfs.print", target=run, by=by, turfs=len(names), first=names[0])
    return made


def _visited(doors: "pl.DataFrame") -> "pl.DataFrame":
    """Take off the doors of a plan whoever the draw in force leaves alone: they are not even drawn around."""
    import polars as pl

    drawn = obeyed()
    if not drawn:
        return doors
    schema = {"bureau": pl.String, "address": pl.String}
    alone = pl.DataFrame(sorted(drawn.addresses), schema=schema, orient="row")
    kept = doors.filter(~pl.col("bureau").is_in(list(drawn.bureaux)))
    return kept.join(alone, on=["bureau", "address"], how="anti", maintain_order="left")


def _not_printed(count: int) -> RefusedError:
    if not count:
        return RefusedError(Words("There is no turf to print.", "Il n’y a pas de secteur à imprimer."))
    return RefusedError(
        Words(
            f"{count} turfs are too many for one print: choose a territory or a team "
            f"({MOST_SHEETS} at most).",
            f"{count} secteurs font trop pour une impression\u00a0: choisissez un territoire ou une équipe "
            f"({MOST_SHEETS} au plus).",
        )
    )


def prints_path(job: int, campaign: int) -> Path:
    """Return where the walk lists made by a job lie.

    Parameters
    ----------
    job, campaign : int
        The job and its campaign.

    Returns
    -------
    Path
        The file, which may not exist.
    """
    return Path(settings.FILES) / str(campaign) / "prints" / f"{job}.pdf"


def keep_print(*, job: int, campaign: int, content: bytes) -> Path:
    """Keep the walk lists made by a job until they are fetched.

    Parameters
    ----------
    job, campaign : int
        The job and its campaign.
    content : bytes
        The PDF.

    Returns
    -------
    Path
        The file.
    """
    path = prints_path(job, campaign)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
    return path
