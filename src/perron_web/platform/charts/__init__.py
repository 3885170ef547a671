"""Charts drawn with Altair, as SVG that takes the page's colours and fonts.

Names are loaded when first asked for: the drawing process, which lies in here too, has no use for Django.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perron_web.platform.charts.draw import Call, draw_later, is_drawn, svg, svgs

__all__ = ["Call", "draw_later", "is_drawn", "svg", "svgs"]


def __getattr__(name: str) -> Any:
    """Load a name from its module."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.draw"), name)
