"""Experiments: who is left alone, what could be measured, what the visits changed.

Names are loaded when they are first asked for: the constants of a part need no library.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from perron.experiments.holdout import hold_out
    from perron.experiments.power.formula import smallest_effect

_MODULES: Final = {"hold_out": "holdout", "smallest_effect": "power.formula"}

__all__ = ["hold_out", "smallest_effect"]


def __getattr__(name: str) -> Any:
    """Load a name of this package."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
