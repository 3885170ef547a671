"""The pre-registration on paper, set by Typst with the fonts of the walk lists."""

from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.describing import described_experiment
from perron_web.features.experiments.queries.listing import draw_of
from perron_web.features.experiments.queries.registration import registered_words
from perron_web.platform.audit.services import record
from perron_web.platform.design.figures import clock, day

TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "experiments" / "registration.typ"


def print_registration(*, experiment: Experiment, by: Any) -> bytes:
    """Print a frozen pre-registration.

    Parameters
    ----------
    experiment : Experiment
        Its pre-registration is frozen.
    by : User
        Who prints it.

    Returns
    -------
    bytes
        A PDF; the same pre-registration gives the same bytes.
    """
    from perron.output.typeset import typeset

    made = typeset(TEMPLATE, content_of(experiment))
    record(action="experiments.print_registration", target=experiment, by=by, number=experiment.number)
    return made


def content_of(experiment: Experiment) -> dict[str, Any]:
    """Return what the sheet says.

    Parameters
    ----------
    experiment : Experiment
        An experiment.

    Returns
    -------
    dict
        Texts, and rows of label and text.
    """
    draw = draw_of(experiment)
    at = experiment.frozen_at
    frozen = _("Figé le %(when)s") % {"when": f"{day(at, year=True)}, {clock(at)}"} if at else ""
    return {
        "lang": (translation.get_language() or "fr")[:2],
        "campaign": experiment.campaign.name,
        "title": _("Préenregistrement"),
        "name": _("Expérience %(name)s") % {"name": str(experiment)},
        "frozen": frozen,
        "announced": {"title": _("Ce qui est annoncé"), "rows": registered_words(experiment)},
        "design": {"title": _("Protocole"), "rows": described_experiment(experiment)},
        "records": [
            [_("Tirage"), draw.record_hash if draw else ""],
            [_("Préenregistrement"), experiment.registration_record],
        ],
        "records_title": _("Empreintes (SHA-256)"),
        "foot": _("Écrit avant le vote ; toute différence avec l’analyse publiée doit être dite."),
    }
