"""What the pages of evaluation share."""

from typing import Any

from django.shortcuts import get_object_or_404

from perron.errors import BadInputError, PerronError
from perron_web.features.evaluation.models import Evaluation
from perron_web.platform.words import language, sentence


def evaluation_or_404(number: int) -> Evaluation:
    """Return an evaluation of the scope."""
    rows = Evaluation.objects.select_related("experiment", "created_by", "job", "campaign")
    found: Evaluation = get_object_or_404(rows, number=number)
    return found


def told(error: PerronError) -> dict[str, Any]:
    """Return an error as a page shows it: what happened, where, what was found, what was expected."""
    said: dict[str, Any] = {"what": sentence(error.words.text(language()))}
    if isinstance(error, BadInputError):
        expected = error.expected.text(language()) if error.expected else ""
        said |= {"file": error.file, "line": error.line, "column": error.column}
        said |= {"found": error.found, "expected": expected}
    return said
