"""Undoing and doing again: what stood before an edit, or after it, put back to the last digit."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from perron.words import Words
from perron_web.features.turfs.models import Edit, Turf
from perron_web.features.turfs.queries.desk import Snapshot, last_editor, last_edits
from perron_web.features.turfs.rules import RefusedError, refusals, stale
from perron_web.features.turfs.services.applying import GONE, apply_state
from perron_web.features.turfs.services.editing import Edited
from perron_web.platform.audit.services import record

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run
    from perron_web.features.territory.models import Bureau


def undo_edit(*, run: "Run", bureau: "Bureau", edit: int, by: Any) -> Edited:
    """Undo the last edit of a bureau.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    edit : int
        The edit that the person means, to be the last one.
    by : User
        Who undoes.

    Returns
    -------
    Edited
        The edit, undone, and the turfs as they stood before.

    Raises
    ------
    RefusedError
        There is nothing to undo, or someone edited since (`StaleError`).
    """
    return _turn(run, bureau, edit, by, undone=True)


def redo_edit(*, run: "Run", bureau: "Bureau", edit: int, by: Any) -> Edited:
    """Do again the edit that was undone last.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    edit : int
        The edit that the person means.
    by : User
        Who does it again.

    Returns
    -------
    Edited
        The edit, done again.

    Raises
    ------
    RefusedError
        There is nothing to do again, or someone edited since (`StaleError`).
    """
    return _turn(run, bureau, edit, by, undone=False)


@transaction.atomic
def _turn(run: "Run", bureau: "Bureau", edit: int, by: Any, *, undone: bool) -> Edited:
    if Turf.every.filter(run=run, bureau=bureau, left_alone=True).exists():
        raise refusals.left_alone()
    wanted = last_edits(run=run, bureau=bureau)[0 if undone else 1]
    if wanted is None:
        words = (
            Words("There is nothing to undo.", "Il n’y a rien à annuler."),
            Words("There is nothing to do again.", "Il n’y a rien à rétablir."),
        )
        raise RefusedError(words[0 if undone else 1])
    if wanted.pk != edit:
        raise stale(last_editor(run=run, bureau=bureau))
    kept = Edit.objects.select_for_update().get(pk=edit)
    if kept.undone == undone:
        raise stale(last_editor(run=run, bureau=bureau))
    state: Snapshot = {n: kept.before.get(n, {**GONE}) if undone else kept.after[n] for n in kept.after}
    rows = Turf.objects.filter(run=run, bureau=bureau, number__in=[int(n) for n in state])
    turfs = apply_state(
        run=run, bureau=bureau, state=state, versions=dict(rows.values_list("number", "version"))
    )
    Edit.objects.filter(pk=edit).update(undone=undone)
    kept.undone = undone
    record(
        action="turfs.undo" if undone else "turfs.redo", target=bureau, by=by, edit=edit, turfs=sorted(turfs)
    )
    return Edited(kept, turfs)
