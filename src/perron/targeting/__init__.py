"""Where a visit counts most: turnout, support, scores, reasons, and the hours shared out.

Names are loaded when they are first asked for: saying reasons in words (`phrases`) needs nothing of the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from perron.targeting.allocation import allocate
    from perron.targeting.blocs import Blocs, load_blocs
    from perron.targeting.phrases import reason_words
    from perron.targeting.priors import Priors, load_priors
    from perron.targeting.profiles import build_profiles, quartiers_populaires
    from perron.targeting.score import Scores, score_bureaux

_MODULES: Final = {
    "allocate": "allocation",
    "Blocs": "blocs",
    "load_blocs": "blocs",
    "reason_words": "phrases",
    "Priors": "priors",
    "load_priors": "priors",
    "build_profiles": "profiles",
    "quartiers_populaires": "profiles",
    "Scores": "score",
    "score_bureaux": "score",
}

__all__ = [
    "Blocs",
    "Priors",
    "Scores",
    "allocate",
    "build_profiles",
    "load_blocs",
    "load_priors",
    "quartiers_populaires",
    "reason_words",
    "score_bureaux",
]


def __getattr__(name: str) -> Any:
    """Load a name from its module."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
