"""Applying an import: everything in one transaction, what it takes the place of kept aside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import models, transaction
from django.utils import timezone

from perron.errors import ParameterError
from perron.progress import Progress, silent
from perron.words import Words
from perron_web.features.territory.choices import DataKind, ImportState
from perron_web.features.territory.models import Address, BoundarySet, Bureau, Dataset, ElectionResult, Import
from perron_web.features.territory.queries.bureaux import current_boundaries
from perron_web.features.territory.queries.inputs import boundaries_by_year
from perron_web.features.territory.queries.merging import merge_addresses, merge_results
from perron_web.features.territory.rules.boundaries import counted_on, year_of
from perron_web.features.territory.rules.tree import Node
from perron_web.features.territory.services import addressing, counting, placing
from perron_web.features.territory.services.planning import planned_datasets
from perron_web.features.territory.services.replacing import replaces
from perron_web.features.territory.services.uploads import forget_uploads
from perron_web.platform.audit.services import record
from perron_web.platform.rows import update_rows

STEPS = (
    Words("Reading the checked tables", "Lecture des tables vérifiées"),
    Words("Writing the boundaries", "Écriture des périmètres"),
    Words("Writing the results", "Écriture des résultats"),
    Words("Writing the addresses", "Écriture des adresses"),
    Words("Adding up", "Dernières additions"),
)


@dataclass
class Work:
    """What an application has at hand, and what it counts."""

    imported: Import
    datasets: list[Dataset]
    """In force once applied, oldest first."""
    brought: list[Dataset]
    boundaries: dict[int, pl.DataFrame] = field(default_factory=dict)
    sets: dict[int, BoundarySet] = field(default_factory=dict)
    new_years: set[int] = field(default_factory=set)
    summary: dict[str, Any] = field(default_factory=dict)
    notes: list[Words] = field(default_factory=list)

    def of(self, kind: DataKind) -> list[Dataset]:
        """Return the datasets of a kind.

        Parameters
        ----------
        kind : DataKind
            The kind.

        Returns
        -------
        list of Dataset
            Oldest first.
        """
        return [dataset for dataset in self.datasets if dataset.kind == kind]

    def brings(self, kind: DataKind) -> bool:
        """Say whether the import brings something of a kind.

        Parameters
        ----------
        kind : DataKind
            The kind.

        Returns
        -------
        bool
            Whether it does.
        """
        return any(dataset.kind == kind for dataset in self.brought)


@transaction.atomic
def apply_import(*, imported: Import, by: Any = None, progress: Progress = silent) -> Import:
    """Bring an import's data into the campaign; on any failure nothing has changed.

    Parameters
    ----------
    imported : Import
        An import whose files were read.
    by : User or None
        Who asks.
    progress : callable
        Told what is being written.

    Returns
    -------
    Import
        Applied, with its summary.

    Raises
    ------
    ParameterError
        The import is not ready.
    BadInputError
        Its files do not go together.
    """
    imported = Import.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    if imported.state != ImportState.READY:
        raise ParameterError(
            Words("this import is not ready to be applied", "cet import n’est pas prêt à être appliqué"),
            found=imported.get_state_display(),
        )
    steps = iter(range(len(STEPS)))

    def step() -> None:
        index = next(steps)
        progress(STEPS[index], index, len(STEPS))

    step()
    work = _save_datasets(imported)
    step()
    before = current_boundaries()
    nodes = _write_boundaries(work)
    current = placing.choose_current()
    placing.refresh_tree(campaign=imported.campaign, nodes=nodes)
    step()
    _write_results(work, current)
    step()
    _write_addresses(work, current)
    step()
    add_up(work.sets.values())
    _close(work, before, current, by)
    return imported


def add_up(sets: Any) -> None:
    """Write on each bureau its registered electors at the last election known, and its doors.

    Parameters
    ----------
    sets : iterable of BoundarySet
        Boundaries whose bureaux are added up.
    """
    for boundary_set in sets:
        results = ElectionResult.objects.filter(bureau__boundary_set=boundary_set).order_by("election")
        addresses = Address.objects.filter(bureau__boundary_set=boundary_set).order_by()
        registered = dict(results.values_list("bureau", "registered"))  # the last election comes last
        doors = dict(addresses.values_list("bureau").annotate(sum=models.Sum("doors")))
        keys = Bureau.objects.filter(boundary_set=boundary_set).values_list("pk", flat=True)
        rows = [(registered.get(key), doors.get(key), key) for key in keys]
        update_rows(Bureau, ("registered", "doors"), rows)


def _save_datasets(imported: Import) -> Work:
    active = list(Dataset.objects.filter(active=True).order_by("pk"))
    brought = planned_datasets(imported, active)
    retired = [old for old in active if any(replaces(new, old) for new in brought)]
    Dataset.objects.filter(pk__in=[old.pk for old in retired]).update(active=False, retired_by=imported)
    Dataset.objects.bulk_create(brought)
    kept = [old for old in active if old not in retired]
    work = Work(imported, [*kept, *brought], brought)
    work.boundaries = boundaries_by_year(work.of(DataKind.BUREAUX))
    work.summary["datasets"] = len(brought)
    work.summary["retired"] = len(retired)
    return work


def _write_boundaries(work: Work) -> set[Node]:
    names = placing.commune_names([counting_table(dataset) for dataset in work.of(DataKind.RESULTS)])
    nodes: set[Node] = set()
    written = 0
    live = {s.year: s for s in BoundarySet.objects.filter(retired_by=None)}
    for year, table in work.boundaries.items():
        work.sets[year] = found = live.get(year)  # type: ignore[assignment]
        mine = [d for d in work.brought if d.kind == DataKind.BUREAUX and d.year == year]
        if found is not None and not mine:
            continue
        there = (
            set(Bureau.objects.filter(boundary_set=found).values_list("code", flat=True)) if found else set()
        )
        codes = set(table.get_column("bureau"))
        if found is None or not there <= codes or _redrawn(mine, there):
            # boundaries already there are replaced: they stay aside, whole, so that this can be undone
            BoundarySet.objects.filter(pk=found.pk if found else None).update(
                retired_by=work.imported, current=False
            )
            work.sets[year] = _new_set(work.imported, year)
            there = set()
        work.new_years.add(year)
        fresh = table.filter(~pl.col("bureau").is_in(list(there)))
        nodes |= placing.add_bureaux(boundary_set=work.sets[year], dataset=mine[-1], areas=fresh, names=names)
        written += fresh.height
    work.summary["bureaux"] = written
    return nodes


def _redrawn(mine: Sequence[Dataset], there: set[str]) -> bool:
    return any(
        code in there for table in boundaries_by_year(mine).values() for code in table.get_column("bureau")
    )


def _new_set(imported: Import, year: int) -> BoundarySet:
    name = f"Découpage de {year}"
    made: BoundarySet = BoundarySet.objects.create(
        campaign=imported.campaign, year=year, name=name, made_by=imported
    )
    return made


def counting_table(dataset: Dataset) -> pl.DataFrame:
    """Return the communes of a dataset of results, with their names.

    Parameters
    ----------
    dataset : Dataset
        Of kind "results".

    Returns
    -------
    polars.DataFrame
        Columns commune and commune_name.
    """
    from perron_web.platform.files import table_path

    return pl.read_parquet(table_path(dataset.table), columns=["commune", "commune_name"])


def _write_results(work: Work, current: BoundarySet | None) -> None:
    moved = bool(work.new_years) or work.brings(DataKind.ADDRESSES)
    fresh = {d.election for d in work.brought if d.kind == DataKind.RESULTS}
    by_election: dict[str, list[Dataset]] = {}
    for dataset in work.of(DataKind.RESULTS):
        if moved or dataset.election in fresh:
            by_election.setdefault(dataset.election, []).append(dataset)
    ElectionResult.objects.filter(election__in=list(by_election)).update(retired_by=work.imported)
    where = {year: counting.bureaux_in(found) for year, found in work.sets.items()}
    carrier = counting.Carrier(work.boundaries, merge_addresses(work.of(DataKind.ADDRESSES)))
    written = 0
    for election in sorted(by_election):
        written += _write_election(work, by_election[election], current, where, carrier)
    work.summary["results"] = written
    work.summary["elections"] = len(fresh)


def _write_election(
    work: Work,
    datasets: list[Dataset],
    current: BoundarySet | None,
    where: dict[int, counting.Where],
    carrier: counting.Carrier,
) -> int:
    results, dataset = merge_results(datasets), datasets[-1]
    year = counted_on(dataset.election, dataset.boundary_year, work.boundaries)
    if results is None or year is None or year not in where:
        return 0
    written = counting.add_results(
        imported=work.imported, dataset=dataset, results=results, where=where[year]
    )
    if current is None or current.year == year:
        return written
    carried, shares, notes = carrier.carry(results, year, current.year)
    work.notes += notes
    return written + counting.add_results(
        imported=work.imported, dataset=dataset, results=carried, where=where[current.year], estimated=shares
    )


def _write_addresses(work: Work, current: BoundarySet | None) -> None:
    datasets = work.of(DataKind.ADDRESSES)
    moved = current is not None and current.year in work.new_years
    if current is None or not datasets or not (moved or work.brings(DataKind.ADDRESSES)):
        return
    addresses = merge_addresses(datasets)
    assert addresses is not None
    Address.objects.all().update(retired_by=work.imported)
    registered = pl.DataFrame(
        list(
            ElectionResult.objects.filter(bureau__boundary_set=current)
            .order_by("-election")
            .values_list("bureau__code", "registered")
        ),
        schema={"bureau": pl.String, "registered": pl.Int64},
        orient="row",
    ).unique("bureau", keep="first", maintain_order=True)
    work.summary["addresses"] = addressing.add_addresses(
        imported=work.imported,
        dataset=datasets[-1],
        addresses=addresses,
        areas=work.boundaries[current.year],
        registered=registered,
        where=counting.bureaux_in(current),
    )


def _close(work: Work, before: BoundarySet | None, current: BoundarySet | None, by: Any) -> None:
    imported = work.imported
    imported.summary = work.summary | {
        "current_before": before.pk if before else None,
        "current": current.pk if current else None,
        "notes": [{"fr": note.fr, "en": note.en} for note in work.notes],
        "years": sorted(year for year in work.new_years),
        "last_year": max((y for d in work.brought if (y := year_of(d.election))), default=None),
    }
    imported.state, imported.applied_at = ImportState.APPLIED, timezone.now()
    imported.save(update_fields=["summary", "state", "applied_at"])
    forget_uploads(imported)
    counts = {name: work.summary.get(name, 0) for name in ("bureaux", "results", "addresses")}
    record(action="territory.apply_import", target=imported, by=by, **counts)
