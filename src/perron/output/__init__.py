"""What a plan and an evaluation become: tables, maps, walk lists on paper, pages that need no network.

Names are loaded when first asked for: charts are drawn in a small process that has no use for plans.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perron.output.write import write_plan

__all__ = ["write_plan"]


def __getattr__(name: str) -> Any:
    """Load a name from its module."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from perron.output.write import write_plan  # noqa: PLC0415

    return write_plan
