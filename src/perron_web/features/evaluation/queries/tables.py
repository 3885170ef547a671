"""The tables of a report, each to be downloaded."""

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from perron_web.features.evaluation.models import Evaluation
from perron_web.features.evaluation.queries.report import CONTENT, has_files
from perron_web.features.experiments.models import Unit
from perron_web.platform.scoping.managers import whole_campaign
from perron_web.platform.words import language

if TYPE_CHECKING:
    import polars as pl

LABELS: Final[dict[str, Any]] = {
    "estimates": _("Toutes les estimations"),
    "compliance": _("Tirage et passages, par groupe"),
    "balance": _("Les groupes avant le vote"),
    "priors": _("Chiffres pour le prochain plan"),
    "units": _("Chaque unité : son groupe, ses passages, son résultat"),
}
"""Tables that a report may hold."""


def table_names(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the tables of a report.

    Parameters
    ----------
    content : dict
        As `content_of` gives it.

    Returns
    -------
    list of dict
        name, label; those that would be empty are left out.
    """
    empty = {name for name in ("compliance", "balance", "priors") if not content.get(name)}
    return [{"name": name, "label": label} for name, label in LABELS.items() if name not in empty]


def table_of(evaluation: Evaluation, name: str) -> "pl.DataFrame | None":
    """Return one table of a report, in the reader's language; of units, those of the places in scope.

    Parameters
    ----------
    evaluation : Evaluation
        A finished evaluation.
    name : str
        One of `LABELS`.

    Returns
    -------
    polars.DataFrame or None
        None where there is no such table.
    """
    import orjson

    from perron.output.evaluation import make_tables

    if name not in LABELS or not has_files(evaluation):
        return None
    content = orjson.loads((evaluation.path / CONTENT).read_bytes())
    found: pl.DataFrame | None = make_tables(content, language()).get(name)
    return _of_scope(found, evaluation) if name == "units" and found is not None else found


def _of_scope(units: "pl.DataFrame", evaluation: Evaluation) -> "pl.DataFrame":
    import polars as pl

    if whole_campaign():
        return units
    here = Unit.objects.filter(experiment=evaluation.experiment_id).values_list("key", flat=True)
    return units.filter(pl.col("unit").is_in(list(here)))
