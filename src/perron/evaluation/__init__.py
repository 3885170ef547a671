"""The job "evaluate" assembled: results by unit, past and new, joined to the design; the report's content."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perron.evaluation.content import Evaluation
    from perron.evaluation.evaluate import evaluate

__all__ = ["Evaluation", "evaluate"]


def __getattr__(name: str) -> Any:
    """Load a name from its module: past results are read without the estimators."""
    if name == "evaluate":
        from perron.evaluation.evaluate import evaluate  # noqa: PLC0415

        return evaluate
    if name == "Evaluation":
        from perron.evaluation.content import Evaluation  # noqa: PLC0415

        return Evaluation
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
