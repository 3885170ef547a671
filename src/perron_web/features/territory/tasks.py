"""Jobs of imports: reading, applying, undoing, fetching official files. Each calls one service."""

from perron.words import Words, number
from perron_web.features.territory.models import Import
from perron_web.platform.jobs.registry import Report, job


@job("inspect_import")
def inspect_import(report: Report, imported: int) -> Words | None:
    """Read the files of an import and join them.

    Parameters
    ----------
    report : Report
        Where to say what is being done.
    imported : int
        The import.

    Returns
    -------
    Words or None
        Nothing to add: the page of the import says it all.
    """
    from perron_web.features.territory.services import inspecting

    found = Import.objects.get(pk=imported)
    inspecting.inspect_import(imported=found, by=report.job.by, progress=report.progress)
    return None


@job("apply_import")
def apply_import(report: Report, imported: int) -> Words:
    """Bring an import into the campaign.

    Parameters
    ----------
    report : Report
        Where to say what is being done.
    imported : int
        The import.

    Returns
    -------
    Words
        What was brought.
    """
    from perron_web.features.territory.services import applying

    found = Import.objects.get(pk=imported)
    done = applying.apply_import(imported=found, by=report.job.by, progress=report.progress)
    counts = [done.summary.get(name, 0) for name in ("bureaux", "results", "addresses")]
    english, french = ([number(count, 0, lang) for count in counts] for lang in ("en", "fr"))  # type: ignore[arg-type]
    return Words(
        "Imported: bureaux {}, results {}, addresses {}.".format(*english),
        "Import terminé\u00a0: bureaux {}, résultats {}, adresses {}.".format(*french),
    )


@job("revert_import")
def revert_import(report: Report, imported: int) -> Words:
    """Undo an import.

    Parameters
    ----------
    report : Report
        Where to say what is being done.
    imported : int
        The import.

    Returns
    -------
    Words
        That it is done.
    """
    from perron_web.features.territory.services import reverting

    found = Import.objects.get(pk=imported)
    reverting.revert_import(imported=found, by=report.job.by, progress=report.progress)
    return Words(
        "The import was undone; what it had replaced is back.",
        "L’import est annulé\u202f; ce qu’il avait remplacé est revenu.",
    )


@job("fetch_official")
def fetch_official(report: Report, imported: int, commune: str, names: list[str]) -> Words | None:
    """Fetch official files into an import, then read them.

    Parameters
    ----------
    report : Report
        Where to say what is being done.
    imported : int
        The import.
    commune : str
        Insee code.
    names : list of str
        Names of the catalogue.

    Returns
    -------
    Words or None
        Nothing to add: the page of the import says it all.
    """
    from perron_web.features.territory.services import fetching, inspecting

    found = Import.objects.get(pk=imported)
    fetching.fetch_official(imported=found, commune=commune, names=names, progress=report.progress)
    inspecting.inspect_import(imported=found, by=report.job.by, progress=report.progress)
    return None
