"""What an evaluation becomes: a page, a PDF, tables and JSON, all from its content."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perron.output.evaluation.html import make_html
    from perron.output.evaluation.pdf import make_pdf
    from perron.output.evaluation.tables import make_tables
    from perron.output.evaluation.write import to_json, write_evaluation

_MODULES = {
    "make_html": "html",
    "make_pdf": "pdf",
    "make_tables": "tables",
    "to_json": "write",
    "write_evaluation": "write",
}

__all__ = ["make_html", "make_pdf", "make_tables", "to_json", "write_evaluation"]


def __getattr__(name: str) -> Any:
    """Load a name from its module: charts are drawn in a process that has no use for the others."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
