"""Look at several files together: what each is, what is wrong with it, and how they join."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from perron.errors import BadInputError
from perron.geo.shapes import Coverage, check_coverage
from perron.sources import addresses_join
from perron.sources.join_report import JoinReport, join_report
from perron.sources.reading import merge_results, read
from perron.sources.recognise import Recognised
from perron.sources.results_finish import OnBad
from perron.words import Words, number


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be used.

    Parameters
    ----------
    file : str
        As it was given.
    error : BadInputError or OSError
        Why.
    """

    file: str
    error: BadInputError | OSError


@dataclass(frozen=True, slots=True)
class Checked:
    """Several files, checked.

    Parameters
    ----------
    files : tuple of Recognised
        Those that were read.
    failures : tuple of Failure
        Those that were not.
    coverage : dict of str to Coverage
        Holes and overlaps of each boundary set, by file.
    join : JoinReport or None
        How results join areas and addresses; None when there are not both.
    notes : tuple of Words
        Notes about the files taken together.
    """

    files: tuple[Recognised, ...]
    failures: tuple[Failure, ...]
    coverage: dict[str, Coverage]
    join: JoinReport | None
    notes: tuple[Words, ...]


def check_files(
    paths: Sequence[Path | str],
    *,
    on_bad: OnBad = "raise",
    progress: Callable[[int], None] = lambda _: None,
) -> Checked:
    """Read each file by its content, then join what can be joined.

    Parameters
    ----------
    paths : sequence of paths
        Files; "NAME=FILE" names an election or a commune by hand.
    on_bad : {"raise", "set_aside"}
        What to do with bureaux whose counts are impossible.
    progress : callable
        Told how many files are done.

    Returns
    -------
    Checked
        What was recognised, what failed, and the join.
    """
    files: list[Recognised] = []
    failures: list[Failure] = []
    for index, path in enumerate(paths):
        try:
            files.append(read(path, on_bad=on_bad))
        except (BadInputError, OSError) as error:
            failures.append(Failure(str(path), error))
        progress(index + 1)
    bureaux = [f for f in files if f.kind == "bureaux"]
    coverage = {f.file: check_coverage(_frame(f)) for f in bureaux}
    join, notes = None, tuple(_coverage_note(name, c) for name, c in coverage.items() if not c.clean)
    try:
        join, more = _join(files, bureaux)
        notes += more
    except BadInputError as error:
        failures.append(Failure("+".join(f.file for f in files), error))
    return Checked(tuple(files), tuple(failures), coverage, join, notes)


def _join(files: list[Recognised], bureaux: list[Recognised]) -> tuple[JoinReport | None, tuple[Words, ...]]:
    found = [f for f in files if f.kind == "results"]
    tables = [_frame(f) for f in files if f.kind == "addresses"]
    addresses, notes = addresses_join.join(tables) if tables else (None, ())
    if not found or not (bureaux or tables):
        return None, notes
    results = merge_results(found)
    if len(bureaux) < 2:
        return join_report(results, _frame(bureaux[0]) if bureaux else None, addresses), notes
    # several boundary sets are several years: each is joined on its own
    report = join_report(results, None, addresses)
    sets = [(f.file, join_report(results, _frame(f))) for f in bureaux]
    sides = tuple(replace(side, source=name) for name, one in sets for side in one.sides)
    more = tuple(note for _, one in sets for note in one.notes)
    return replace(report, sides=(*sides, *report.sides), notes=(*more, *report.notes)), notes


def _frame(found: Recognised) -> pl.DataFrame:
    assert isinstance(found.table, pl.DataFrame)
    return found.table


def _coverage_note(name: str, coverage: Coverage) -> Words:
    overlaps, holes = coverage.overlaps, coverage.holes
    worst = float(overlaps.get_column("area_m2").sum()) if overlaps.height else 0.0
    gap = float(holes.get_column("area_m2").sum()) if holes.height else 0.0
    return Words(
        f"{name}: overlaps: {overlaps.height} ({number(worst, 0, 'en')} m²), "
        f"holes: {holes.height} ({number(gap, 0, 'en')} m²)",
        f"{name}\u00a0: chevauchements\u00a0: {overlaps.height} ({number(worst)} m²), "
        f"trous\u00a0: {holes.height} ({number(gap)} m²)",
    )
