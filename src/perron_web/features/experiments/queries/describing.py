"""A design told in words, for those who did not choose it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from perron_web.features.experiments.choices.designs import CLUSTERS, LABELS, NUMBERS, Drawing, Drawn
from perron_web.features.experiments.choices.registering import COLUMNS
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.designs import arm_word
from perron_web.features.experiments.queries.reach import ALL, PLAN
from perron_web.features.targeting.models import Run
from perron_web.platform.design.figures import number, percent


def described(design: Mapping[str, Any], run: Run | None = None, among: str = ALL) -> list[tuple[str, str]]:
    """Tell a design: what is drawn, how, who receives what.

    Parameters
    ----------
    design : mapping
        As `Design.to_dict` wrote it.
    run : Run or None
        Whose scores make the groups.
    among : {"all", "plan"}
        Whether every bureau is drawn, or only those where the hours of the run lead.

    Returns
    -------
    list of tuple
        Label and text.
    """
    if not design:
        return []
    unit, kind = design["unit"], design["kind"]
    rows = [(_("Tiré au sort"), str(Drawn(unit).label) if unit in Drawn.values else unit)]
    if among == PLAN:
        rows.append((_("Parmi"), _("les bureaux où mènent les heures du plan")))
    rows.append((_("Façon de tirer"), str(Drawing(kind).label) if kind in Drawing.values else kind))
    rows.append((_("Sort de chacun"), "\u202f; ".join(_arm(arm) for arm in design["arms"])))
    known = NUMBERS.get(unit, {})
    if design["order_by"]:
        words = _("%(column)s, du plus fort au plus faible, par groupes de %(size)s")
        rows.append(
            (
                _("Rangés par"),
                words
                % {"column": _column(known, design["order_by"]), "size": number(design["stratum_size"])},
            )
        )
    if design["strata"]:
        rows.append((_("Séparément dans chaque"), _columns(LABELS.get(unit, {}), design["strata"])))
    if design["pair_on"]:
        rows.append((_("Appariés sur"), _columns(known, design["pair_on"])))
    if design["cluster"]:
        rows.append((_("Grappe tirée d’un bloc"), _column(CLUSTERS.get(unit, {}), design["cluster"])))
    if design["saturations"]:
        doses = ", ".join(percent(level["level"], 0) for level in design["saturations"])
        rows.append((_("Doses"), doses))
    if again := design["rerandomise"]:
        words = _("%(columns)s ; %(share)s des tirages sont assez équilibrés")
        told = {"columns": _columns(known, again["on"]), "share": percent(again["accept"], 0)}
        rows.append((_("Retiré jusqu’à ressemblance sur"), words % told))
    if run is not None:
        rows.append((_("Scores du plan"), str(run)))
    return rows


def described_experiment(experiment: Experiment) -> list[tuple[str, str]]:
    """Tell the design of an experiment.

    Parameters
    ----------
    experiment : Experiment
        An experiment, with its run.

    Returns
    -------
    list of tuple
        Label and text.
    """
    return described(experiment.design, experiment.run, experiment.power.get("among", ALL))


def _arm(arm: Mapping[str, Any]) -> str:
    return f"{arm_word(arm['name'])} {percent(arm['share'], 0)}"


def _column(known: Mapping[str, Any], name: str) -> str:
    return str(known.get(name, name))


def _columns(known: Mapping[str, Any], names: list[str]) -> str:
    return ", ".join(_column(known, name) for name in names)


def column_words(name: str) -> str:
    """Tell a column by which results are adjusted or compared.

    Parameters
    ----------
    name : str
        Its name.

    Returns
    -------
    str
        Words.
    """
    return str(COLUMNS.get(name, name))
