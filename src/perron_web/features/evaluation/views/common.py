"""What the pages of evaluation share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from perron.errors import BadInputError, PerronError
from perron_web.features.evaluation.models import Evaluation
from perron_web.platform.words import language, words


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


def sentence(text: str) -> str:
    """Write a message as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…", "!", "?")) else ".")


def try_to(request: HttpRequest, work: Callable[[], Any], done: str = "") -> bool:
    """Call a service; say on the next page what it refused, or that it is done."""
    try:
        work()
    except PerronError as error:
        messages.error(request, sentence(words(error)))
        return False
    if done:
        messages.success(request, done)
    return True
