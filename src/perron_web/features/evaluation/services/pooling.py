"""Sealed results of other communes and campaigns: read, verified, kept; those of here, sealed to be given."""

from typing import Any, Final

from django.db import transaction

from perron.errors import BadInputError, PerronError
from perron.words import Words
from perron_web.features.evaluation.models import Evaluation, PooledResult
from perron_web.features.evaluation.queries.report import CONTENT
from perron_web.platform.audit.services import record

MOST_BYTES: Final = 64_000_000
ALREADY: Final = Words("This result is here already.", "Ce résultat est déjà ici.")
OWN: Final = Words(
    "This draw is that of one of your own evaluations: its electors would count twice.",
    "Ce tirage est celui d’une de vos évaluations\u00a0: ses électeurs compteraient deux fois.",
)


def add_result(*, campaign: Any, file: Any, source: str, by: Any) -> PooledResult:
    """Keep the sealed results of another experiment.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    file : UploadedFile
        JSON "result/1", or a whole "evaluation/1".
    source : str
        Where it comes from, in a few words.
    by : User
        Who adds it.

    Returns
    -------
    PooledResult
        The result: estimates, errors and hashes only, whatever the file held.

    Raises
    ------
    PerronError
        Not such a file, changed since it was sealed, here already, or of one's own draw.
    """
    from perron.experiments.pooling import sealed_from

    content = file.read()
    if len(content) > MOST_BYTES:
        raise BadInputError(Words("this file is too large", "ce fichier est trop gros"), file=str(file.name))
    sealed = sealed_from(content, file=str(file.name))
    with transaction.atomic():
        draws = {one.content.get("draw") for one in PooledResult.objects.all()}
        if sealed.draw in draws or PooledResult.objects.filter(sha256=sealed.hash).exists():
            raise PerronError(ALREADY)
        if Evaluation.objects.filter(experiment__draw__record_hash=sealed.draw).exists():
            raise PerronError(OWN)
        made: PooledResult = PooledResult.objects.create(
            campaign=campaign, name=sealed.name[:160], source=source, content=dict(sealed.record),
            sha256=sealed.hash, added_by=by,
        )  # fmt: skip
        record(action="evaluation.add_pooled", target=made, by=by, record=sealed.hash)
    return made


@transaction.atomic
def remove_result(*, result: PooledResult, by: Any) -> None:
    """Take a result of elsewhere away.

    Parameters
    ----------
    result : PooledResult
        The result.
    by : User
        Who takes it away.
    """
    record(action="evaluation.remove_pooled", target=result, by=by, record=result.sha256)
    result.delete()


def sealed_result(*, evaluation: Evaluation) -> bytes:
    """Seal the results of an evaluation, to be given to others.

    Parameters
    ----------
    evaluation : Evaluation
        A finished evaluation.

    Returns
    -------
    bytes
        JSON "result/1": estimates, errors, counts of units and hashes; always the same for one evaluation.
    """
    import orjson

    from perron.experiments.pooling import seal_results

    content = orjson.loads((evaluation.path / CONTENT).read_bytes())
    return seal_results(content).to_json()
