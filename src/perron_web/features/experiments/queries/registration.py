"""What is announced before the vote, and whether there is still time."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from perron_web.features.campaigns.queries import election_of
from perron_web.features.experiments.choices.registering import CORRECTIONS, ESTIMATORS, MEASURES
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.describing import column_words
from perron_web.features.experiments.rules import may_freeze
from perron_web.platform.design.elections import long_name
from perron_web.platform.design.figures import number, percent

if TYPE_CHECKING:
    from perron_web.features.campaigns.models import Election


def may_freeze_now(campaign: Any) -> bool:
    """Say whether there is still time to announce: the vote is not over, its date is known.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    bool
        False from the moment the first bureaux close.
    """
    election = election_of(campaign)
    return election is not None and may_freeze(timezone.now(), election.first_round, election.time_zone)


def rounds_of(election: "Election") -> list[tuple[str, str]]:
    """Return the rounds of the campaign's election.

    Parameters
    ----------
    election : Election
        The election.

    Returns
    -------
    list of tuple
        Identifier as results name it ("2026-municipales-1"), and its words.
    """
    kind = election.kind.replace("_", "-")
    name = str(election.get_kind_display())
    found = [(f"{day.year}-{kind}-{turn}", turn) for turn, day in enumerate(election.rounds, 1)]
    if len(found) == 1:
        return [(found[0][0], name)]
    return [(code, _("%(name)s, tour %(turn)s") % {"name": name, "turn": turn}) for code, turn in found]


def registered_words(experiment: Experiment) -> list[tuple[str, str]]:
    """Tell what was announced.

    Parameters
    ----------
    experiment : Experiment
        An experiment.

    Returns
    -------
    list of tuple
        Label and text; empty before anything was written.
    """
    told = experiment.registration
    if not told.get("outcomes"):
        return []
    main, *others = told["outcomes"]
    rows = [(_("Critère principal"), outcome_words(main))]
    if others:
        rows.append((_("Autres critères"), "\u202f; ".join(outcome_words(one) for one in others)))
        rows.append((_("Correction pour plusieurs critères"), str(CORRECTIONS[told["correction"]])))
    rows.append((_("Estimateur"), str(ESTIMATORS[told["estimator"]])))
    adjusted = ", ".join(column_words(name) for name in told["covariates"])
    rows.append((_("Ajusté sur"), adjusted or _("rien")))
    if told["heterogeneity"]:
        rows.append(
            (_("Effet comparé selon"), ", ".join(column_words(name) for name in told["heterogeneity"]))
        )
    if told["equivalence_bound"]:
        words = _("%(bound)s point") if told["equivalence_bound"] < 0.02 else _("%(bound)s points")
        rows.append(
            (
                _("« Pas d’effet plus grand que »"),
                words % {"bound": number(100 * told["equivalence_bound"], 2)},
            )
        )
    rows.append((_("Exclusions"), "\u202f; ".join(told["exclusions"]) or _("aucune")))
    rows.append((_("Intervalles"), percent(told["level"], 0)))
    rows.append((_("Tirages de l’inférence exacte"), number(told["permutations"])))
    if told["note"]:
        rows.append((_("Note"), told["note"]))
    return rows


def outcome_words(outcome: dict[str, str]) -> str:
    """Tell one outcome.

    Parameters
    ----------
    outcome : dict
        name, election, measure, bloc.

    Returns
    -------
    str
        What is counted, and when.
    """
    return f"{MEASURES.get(outcome['measure'], outcome['measure'])} ({long_name(outcome['election'])})"
