"""Undoing an import: all it brought goes, what it replaced comes back."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from perron.errors import ParameterError
from perron.progress import Progress, silent
from perron.words import Words
from perron_web.features.territory.choices import ImportState
from perron_web.features.territory.models import (
    Address,
    BoundarySet,
    Bureau,
    Dataset,
    ElectionResult,
    Import,
    ImportFile,
)
from perron_web.features.territory.queries.imports import blocked_by, links_to, relied_on_by
from perron_web.features.territory.services.uploads import forget_tables
from perron_web.platform.audit.services import record


@transaction.atomic
def revert_import(*, imported: Import, by: Any = None, progress: Progress = silent) -> Import:
    """Undo an import in one transaction.

    Parameters
    ----------
    imported : Import
        An applied import that nothing rests on.
    by : User or None
        Who asks.
    progress : callable
        Told what is being done.

    Returns
    -------
    Import
        Reverted.

    Raises
    ------
    ParameterError
        It was not applied, or a later import, plan or turf rests on it.
    """
    from perron_web.features.territory.services.applying import add_up
    from perron_web.features.territory.services.placing import refresh_tree

    imported = Import.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    _refuse(imported)
    doing = Words("Undoing the import", "Annulation de l’import")
    progress(doing, 0, 3)
    _delete_rows(imported)
    progress(doing, 1, 3)
    _bring_back(imported)
    _delete_datasets(imported)
    progress(doing, 2, 3)
    refresh_tree(campaign=imported.campaign)
    add_up(BoundarySet.objects.filter(retired_by=None))
    imported.state, imported.reverted_at = ImportState.REVERTED, timezone.now()
    imported.save(update_fields=["state", "reverted_at"])
    record(action="territory.revert_import", target=imported, by=by)
    progress(doing, 3, 3)
    return imported


def _refuse(imported: Import) -> None:
    if imported.state != ImportState.APPLIED:
        raise ParameterError(
            Words("this import was not applied", "cet import n’a pas été appliqué"),
            found=imported.get_state_display(),
        )
    later = blocked_by(imported)
    if later:
        raise ParameterError(
            Words("later imports rest on this one", "des imports plus récents s’appuient sur celui-ci"),
            found=", ".join(f"n°\u00a0{other.pk}" for other in later),
            expected=Words("undo them first", "annulez-les d’abord"),
        )
    others = relied_on_by(imported)
    if others:
        raise ParameterError(
            Words("plans or turfs rest on this data", "des plans ou des secteurs s’appuient sur ces données"),
            found=", ".join(f"{name} ({count})" for name, count in others),
        )


def _delete_rows(imported: Import) -> None:
    # in the order of their links, and without loading them: there may be a million
    for rows in (
        ElectionResult.every.filter(models.Q(made_by=imported) | models.Q(dataset__imported_by=imported)),
        Address.every.filter(models.Q(made_by=imported) | models.Q(dataset__imported_by=imported)),
    ):
        keys = rows.order_by().values("pk")
        _let_go(rows.model, keys)
        _delete(rows.model.every.filter(pk__in=keys))
    bureaux = Bureau.objects.filter(
        models.Q(dataset__imported_by=imported) | models.Q(boundary_set__made_by=imported)
    )
    keys = bureaux.order_by().values("pk")
    _let_go(Bureau, keys)
    _delete(Bureau.objects.filter(pk__in=keys))
    _delete(BoundarySet.objects.filter(made_by=imported))


def _delete(rows: models.QuerySet[Any]) -> None:
    rows.order_by()._raw_delete(rows.db)  # type: ignore[attr-defined]  # noqa: SLF001


def _let_go(model: type[models.Model], keys: Any) -> None:
    # rows of other features that may do without a bureau, or an address
    for relation in links_to(model):
        if relation.on_delete is models.SET_NULL:
            there = relation.related_model._base_manager  # noqa: SLF001 - whatever the scope
            rows = there.filter(**{f"{relation.field.name}__in": keys})
            rows.update(**{relation.field.name: None})


def _bring_back(imported: Import) -> None:
    for model in (ElectionResult, Address):
        model.every.filter(retired_by=imported).update(retired_by=None)
    Dataset.objects.filter(retired_by=imported).update(retired_by=None, active=True)
    BoundarySet.objects.filter(retired_by=imported).update(retired_by=None)
    current = imported.summary.get("current_before")
    if current:
        BoundarySet.objects.filter(current=True).update(current=False)
        BoundarySet.objects.filter(pk=current).update(current=True)


def _delete_datasets(imported: Import) -> None:
    mine = Dataset.objects.filter(imported_by=imported)
    files = ImportFile.objects.filter(of=imported)
    # matching by hand made tables of its own: they go with the files' tables
    made = [{"table": table, "extra": extra} for table, extra in mine.values_list("table", "extra")]
    first = files.first()
    if first is not None:
        files.filter(pk=first.pk).update(tables=[*first.tables, *made])
    _delete(mine)
    forget_tables(files)
    files.update(preview={})
