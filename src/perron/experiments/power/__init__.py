"""What a campaign could learn: the smallest effect it would find, by formula and by past elections.

Names are loaded when they are first asked for: a formula needs none of the draws.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from perron.experiments.power.compliance import Left, power_left
    from perron.experiments.power.curve import Curve, power_curve
    from perron.experiments.power.formula import cluster_sd, power_of, smallest_effect, standard_error
    from perron.experiments.power.in_words import Verdict, verdict
    from perron.experiments.power.placebo import Placebo
    from perron.experiments.power.pooling_need import campaigns_needed
    from perron.experiments.power.reach import Reach
    from perron.experiments.power.spread import icc, icc_of_people

_MODULES: Final = {
    "Curve": "curve",
    "Left": "compliance",
    "Placebo": "placebo",
    "Reach": "reach",
    "Verdict": "in_words",
    "campaigns_needed": "pooling_need",
    "cluster_sd": "formula",
    "icc": "spread",
    "icc_of_people": "spread",
    "power_curve": "curve",
    "power_left": "compliance",
    "power_of": "formula",
    "smallest_effect": "formula",
    "standard_error": "formula",
    "verdict": "in_words",
}

__all__ = [
    "Curve",
    "Left",
    "Placebo",
    "Reach",
    "Verdict",
    "campaigns_needed",
    "cluster_sd",
    "icc",
    "icc_of_people",
    "power_curve",
    "power_left",
    "power_of",
    "smallest_effect",
    "standard_error",
    "verdict",
]


def __getattr__(name: str) -> Any:
    """Load a name from its module."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
