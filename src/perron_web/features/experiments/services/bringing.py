"""Lists of a trial of messages: codes that get arms, answers that come back."""

import re
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from perron.errors import BadInputError, PerronError
from perron.words import Words
from perron_web.features.experiments.choices import Kind, State
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.experiments.services.assigning import assign_list
from perron_web.platform.audit.services import record
from perron_web.platform.files.store import store_table

MOST_LINES: Final = 20_000
_PERSONAL: Final = re.compile(r"@|^\+?\d[\d .()-]{8,}$")
"""An e-mail address, or a telephone number."""


@transaction.atomic
def bring_list(*, experiment: Experiment, text: str, by: Any) -> int:
    """Give arms to a list of codes.

    Parameters
    ----------
    experiment : Experiment
        A trial that runs.
    text : str
        One code a line: a line number, a code of one's own, never an address.
    by : User
        Who brings it.

    Returns
    -------
    int
        Codes that got an arm now.

    Raises
    ------
    PerronError
        A line is an e-mail address or a telephone number, or there are too many, or none.
    """
    keys = [key for _line, key in _lines(text)]
    given = assign_list(experiment=experiment, keys=keys)
    record(action="experiments.bring_list", target=experiment, by=by, number=experiment.number, units=given)
    return given


@transaction.atomic
def bring_answers(*, experiment: Experiment, text: str, by: Any) -> int:
    """Take what came back: for each code how many answers, out of how many messages.

    Parameters
    ----------
    experiment : Experiment
        A trial that runs or ran.
    text : str
        Lines "code;answers" or "code;answers;sent"; they replace those brought before.
    by : User
        Who brings them.

    Returns
    -------
    int
        Codes with an answer, none included.

    Raises
    ------
    PerronError
        A line cannot be read, names a code without arm, or has more answers than messages.
    """
    import polars as pl

    held: Experiment = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment.pk)
    if held.kind != Kind.CONTINUOUS or held.state not in {State.SEALED, State.CLOSED}:
        raise PerronError(Words("This trial has not started.", "Cet essai n’a pas commencé."))
    known = set(Unit.every.filter(experiment=held).values_list("key", flat=True))
    rows = [_answer(line, cells, known) for line, cells in _lines(text)]
    kinds = {"unit": pl.String, "answers": pl.Float64, "sent": pl.Float64}
    stored = store_table(
        pl.DataFrame(rows, schema=kinds, orient="row"), campaign=held.campaign, kind="answers"
    )
    held.power = {
        **held.power,
        "brought": {"path": stored.path, "sha256": stored.sha256, "rows": stored.rows}
        | {"at": timezone.now().isoformat(timespec="seconds")},
    }
    held.save(update_fields=["power"])
    record(action="experiments.bring_answers", target=held, by=by, number=held.number, sha256=stored.sha256)
    return len(rows)


def _lines(text: str) -> list[tuple[int, str]]:
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not 0 < len(lines) <= MOST_LINES:
        raise BadInputError(
            Words("this list is empty or too long", "cette liste est vide ou trop longue"),
            found=str(len(lines)),
            expected=Words(f"1 to {MOST_LINES} lines", f"de 1 à {MOST_LINES} lignes"),
        )
    for at, line in lines:
        code = line.split(";")[0].strip()
        if _PERSONAL.search(code) or len(code) > 160:
            raise BadInputError(
                Words(
                    "bring codes of your own, not addresses or telephone numbers",
                    "apportez des codes à vous, ni adresses ni numéros de téléphone",
                ),
                line=at,
            )
    return lines


def _answer(line: int, text: str, known: set[str]) -> tuple[str, float, float]:
    cells = [cell.strip().replace(",", ".") for cell in text.split(";")]
    try:
        answers = float(cells[1])
        sent = float(cells[2]) if len(cells) > 2 and cells[2] else 1.0
    except (IndexError, ValueError):
        raise BadInputError(
            Words("this line cannot be read", "cette ligne est illisible"),
            line=line,
            found=text[:80],
            expected=Words("code;answers;sent", "code;réponses;envois"),
        ) from None
    if cells[0] not in known or not 0 <= answers <= sent or sent <= 0:
        raise BadInputError(
            Words(
                "unknown code, or more answers than messages",
                "code inconnu, ou plus de réponses que d’envois",
            ),
            line=line,
            found=text[:80],
        )
    return cells[0], answers, sent
