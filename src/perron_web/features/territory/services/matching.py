"""Matches by hand between bureaux of the results and areas; what a person says of a file."""

from typing import Any

from django.db import transaction

from perron.errors import ParameterError
from perron.words import Words
from perron_web.features.territory.choices import DataKind, FileState, ImportState
from perron_web.features.territory.models import Import, ImportFile, ResultMatch
from perron_web.features.territory.services.uploads import refuse_closed
from perron_web.platform.audit.services import record


@transaction.atomic
def match_bureau(*, imported: Import, election: str, found: str, bureau: str, by: Any) -> ResultMatch:
    """Match a bureau of the results with an area.

    Parameters
    ----------
    imported : Import
        An open import, read.
    election : str
        The election.
    found : str
        Code in the results, one that joins no area.
    bureau : str
        Code of an area without results.
    by : User
        Who matches.

    Returns
    -------
    ResultMatch
        Applied with the import; undone by `unmatch_bureau`.

    Raises
    ------
    ParameterError
        One of the codes is not among those that the report left over.
    """
    refuse_closed(imported)
    side = next((row for row in imported.report.get("elections", []) if row["election"] == election), None)
    if side is None or not _listed(found, side["unmatched"], side["unmatched_total"]):
        raise ParameterError(
            Words("this bureau is not among the unmatched", "ce bureau n’est pas parmi ceux à rapprocher"),
            found=found,
        )
    if not _listed(bureau, side["alone"], side["alone_total"]):
        raise ParameterError(
            Words(
                "this area is not among those without results",
                "ce périmètre n’est pas parmi ceux sans résultat",
            ),
            found=bureau,
            expected=Words("a code of the list", "un code de la liste"),
        )
    match: ResultMatch
    match, _made = ResultMatch.objects.update_or_create(
        campaign=imported.campaign,
        of=imported,
        election=election,
        found=found,
        defaults={"bureau": bureau, "by": by},
    )
    record(action="territory.match_bureau", target=match, by=by, found=found, bureau=bureau)
    return match


@transaction.atomic
def unmatch_bureau(*, match: ResultMatch, by: Any) -> None:
    """Undo a match.

    Parameters
    ----------
    match : ResultMatch
        A match of an open import.
    by : User
        Who undoes it.
    """
    refuse_closed(match.of)
    record(action="territory.unmatch_bureau", target=match, by=by, found=match.found, bureau=match.bureau)
    ResultMatch.objects.filter(pk=match.pk).delete()


@transaction.atomic
def describe_file(*, file: ImportFile, by: Any, **said: Any) -> ImportFile:
    """Write down what a person says of a file; it is read again when that changes how.

    Parameters
    ----------
    file : ImportFile
        A file of an open import.
    by : User
        Who says it.
    **said : Any
        election, commune, year, source, licence; those given are set.

    Returns
    -------
    ImportFile
        The file, waiting where it must be read again.
    """
    refuse_closed(file.of)
    again = any(name in said and said[name] != getattr(file, name) for name in ("election", "commune"))
    for name, value in said.items():
        setattr(file, name, value)
    if again or file.state == FileState.FAILED:
        file.state, file.tables = FileState.WAITING, []
    file.save()
    Import.objects.filter(pk=file.of_id).update(state=ImportState.DRAFT)
    told = {name: str(value) for name, value in said.items() if name in {"election", "commune", "year"}}
    record(action="territory.describe_file", target=file, by=by, **told)
    return file


def matched_by_hand(imported: Import) -> list[ResultMatch]:
    """Return the matches of an import.

    Parameters
    ----------
    imported : Import
        The import.

    Returns
    -------
    list of ResultMatch
        Newest first.
    """
    return list(ResultMatch.objects.filter(of=imported).select_related("by"))


def _listed(code: str, rows: list[dict[str, Any]], total: int) -> bool:
    # beyond what is listed, the code is judged when the import is applied: an unknown one joins nothing
    return any(row["code"] == code for row in rows) or (total > len(rows) and "_" in code)


KINDS_WITH_YEAR = frozenset({DataKind.BUREAUX, DataKind.RESULTS})
"""Kinds for which a person may name the first year of use of the boundaries."""
