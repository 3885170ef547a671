"""Reads of imports: the list, one import, and what rests on it."""

from typing import Any, Final

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from perron_web.features.territory.choices import DataKind, FileState, ImportState
from perron_web.features.territory.models import (
    Address,
    BoundarySet,
    Bureau,
    Dataset,
    ElectionResult,
    Import,
    ImportFile,
)
from perron_web.features.territory.rules.boundaries import counted_on

RESTING: Final = {
    "targeting.Score": gettext_lazy("bureaux classés"),
    "turfs.Turf": gettext_lazy("secteurs découpés"),
}
"""Rows that rest on the bureaux of an import, in words."""


def imports_of() -> models.QuerySet[Import]:
    """Return the imports of the campaign, newest first, with who made them and how many files.

    Returns
    -------
    QuerySet of Import
        Annotated with `file_count`.
    """
    rows: models.QuerySet[Import] = Import.objects.select_related("by", "job")
    return rows.annotate(file_count=_count(ImportFile.objects.all(), "of"))


def datasets_of() -> list[Dataset]:
    """Return the datasets in force, by kind, with who brought them.

    Returns
    -------
    list of Dataset
        Kinds in the order a plan needs them, newest first within a kind.
    """
    kinds = list(DataKind)
    rows = list(Dataset.objects.filter(active=True).select_related("imported_by__by"))
    years = set(BoundarySet.objects.filter(retired_by=None).values_list("year", flat=True))
    for row in rows:
        if row.kind == DataKind.RESULTS:
            row.boundary_year = counted_on(row.election, row.boundary_year, years)
    return sorted(
        rows, key=lambda row: (kinds.index(DataKind(row.kind)), -(row.year or 0), row.election, row.name)
    )


def boundary_sets() -> models.QuerySet[BoundarySet]:
    """Return the boundaries in force, latest first, with how many bureaux they have.

    Returns
    -------
    QuerySet of BoundarySet
        Annotated with `bureau_count`.
    """
    rows: models.QuerySet[BoundarySet] = BoundarySet.objects.filter(retired_by=None)
    return rows.annotate(bureau_count=_count(Bureau.objects.all(), "boundary_set"))


def totals() -> dict[str, int]:
    """Count what pages can show: bureaux and doors of the current boundaries, elections, addresses.

    Returns
    -------
    dict of str to int
        bureaux, registered, doors, elections.
    """
    bureaux = Bureau.objects.filter(boundary_set__current=True)
    found = bureaux.aggregate(
        bureaux=models.Count("pk"), registered=models.Sum("registered"), doors=models.Sum("doors")
    )
    elections = Dataset.objects.filter(active=True, kind=DataKind.RESULTS).values("election").distinct()
    return {name: value or 0 for name, value in found.items()} | {"elections": elections.count()}


def files_of(imported: Import) -> list[ImportFile]:
    """Return the files of an import.

    Parameters
    ----------
    imported : Import
        The import.

    Returns
    -------
    list of ImportFile
        Those refused first, then in the order they were dropped.
    """
    rows = ImportFile.objects.filter(of=imported)
    return sorted(rows, key=lambda file: (file.state != FileState.FAILED, file.pk))


def blocked_by(imported: Import) -> list[Import]:
    """Return the later imports that rest on one: it cannot be undone before them.

    Parameters
    ----------
    imported : Import
        An applied import.

    Returns
    -------
    list of Import
        Newest first; they took the place of its rows, or wrote rows about its bureaux or from its tables.
    """
    touching: set[int] = set()
    for model in (ElectionResult, Address):
        mine = model.every.filter(made_by=imported)
        touching |= _keys(mine.exclude(retired_by=None), "retired_by")
        others = model.every.exclude(made_by=imported)
        about = models.Q(dataset__imported_by=imported) | models.Q(bureau__boundary_set__made_by=imported)
        touching |= _keys(others.filter(about | models.Q(bureau__dataset__imported_by=imported)), "made_by")
    for rows in (BoundarySet.objects.filter(made_by=imported), Dataset.objects.filter(imported_by=imported)):
        touching |= _keys(rows.exclude(retired_by=None), "retired_by")
    touching |= _keys(Bureau.objects.filter(boundary_set__made_by=imported), "dataset__imported_by")
    later = Import.objects.filter(pk__in=touching, state=ImportState.APPLIED, pk__gt=imported.pk)
    return list(later.order_by("-pk"))


def links_to(model: type[models.Model]) -> list[Any]:
    """Return what links to a model from other features, links without a name of their own included.

    Parameters
    ----------
    model : type of Model
        A model of territory.

    Returns
    -------
    list of ForeignObjectRel
        The links.
    """
    fields = model._meta.get_fields(include_hidden=True)
    links: list[Any] = [one for one in fields if one.auto_created and not one.concrete and one.one_to_many]
    return [one for one in links if one.related_model._meta.app_label != "territory"]


def relied_on_by(imported: Import) -> list[tuple[str, int]]:
    """Count the rows of other features that would vanish with an import's bureaux and addresses.

    Parameters
    ----------
    imported : Import
        An applied import.

    Returns
    -------
    list of tuple of str and int
        Name of the rows and how many.
    """
    found = []
    gone: dict[type[models.Model], Any] = {
        Bureau: Bureau.objects.filter(
            models.Q(dataset__imported_by=imported) | models.Q(boundary_set__made_by=imported)
        ),
        Address: Address.every.filter(made_by=imported),
        BoundarySet: BoundarySet.objects.filter(made_by=imported),
    }
    for model, rows in gone.items():
        for relation in links_to(model):
            other = relation.related_model
            if relation.on_delete is models.SET_NULL:
                continue
            keys = rows.order_by().values("pk")
            there = other._base_manager  # noqa: SLF001 - whatever the scope
            count = there.filter(**{f"{relation.field.name}__in": keys}).count()
            if count:
                found.append((str(RESTING.get(other._meta.label, other._meta.verbose_name_plural)), count))
    return found


def _count(rows: models.QuerySet[Any], link: str) -> Coalesce:
    mine = rows.filter(**{link: models.OuterRef("pk")}).order_by().values(link)
    return Coalesce(models.Subquery(mine.annotate(n=models.Count("pk")).values("n")), 0)


def _keys(rows: Any, field: str) -> set[int]:
    return set(rows.order_by().values_list(field, flat=True).distinct())
