"""The summary of one bureau, laid over the map."""

from typing import Any

from perron_web.features.targeting.queries.bureau_reasons import reasons_of
from perron_web.features.targeting.queries.map_measures import MEASURES, PRIORITIES
from perron_web.features.targeting.queries.map_scope import MapScope


def card_of(scope: MapScope, code: str) -> dict[str, Any] | None:
    """Return the summary of a bureau.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    code : str
        Code of the bureau.

    Returns
    -------
    dict or None
        `score`, `bureau`, `priority` (words), `scores` (measure, value, low, high), `reasons`; None when it
        is not there.
    """
    score = scope.scores().select_related("bureau").filter(code=code).first()
    if score is None:
        return None
    shown = [MEASURES[key] for key in ("mobilisation", "persuasion")]
    return {
        "score": score,
        "bureau": score.bureau,
        "priority": PRIORITIES[score.priority - 1],
        "scores": [
            (m, m.text(getattr(score, m.field)), *(getattr(score, name) for name in m.fields[1:]))
            for m in shown
        ],
        "reasons": [one for one in reasons_of(score) if one.score != "registration"][:2],
    }
