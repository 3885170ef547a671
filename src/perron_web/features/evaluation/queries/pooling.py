"""Results of one's own and of elsewhere, put together, beside what has been published."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from perron.errors import PerronError
from perron_web.features.evaluation.models import Evaluation, PooledResult
from perron_web.features.evaluation.queries.pictures import Picture
from perron_web.features.evaluation.queries.report import CONTENT, has_files
from perron_web.platform.charts import Call
from perron_web.platform.design.elections import long_name
from perron_web.platform.design.figures import number, signed
from perron_web.platform.words import language, words

if TYPE_CHECKING:
    from perron.experiments.pooling import Sealed, Study, Together

MEASURES: Final = (
    ("support", gettext_lazy("nos voix, sur les inscrits")),
    ("turnout", gettext_lazy("participation")),
    ("support_valid", gettext_lazy("nos voix, sur les exprimés")),
)
ESTIMANDS: Final = (
    ("assigned", gettext_lazy("effet d’avoir été tiré au sort")),
    ("visited", gettext_lazy("effet là où l’on est passé")),
)
PUBLISHED: Final[dict[str, Any]] = {
    "assigned": gettext_lazy("tirés au sort"),
    "allocated": gettext_lazy("confiés à une équipe"),
    "visited": gettext_lazy("entièrement visités"),
    "contacted": gettext_lazy("personnes rencontrées"),
}


@dataclass(frozen=True)
class Source:
    """One sealed result that may be pooled.

    Parameters
    ----------
    key : str
        What the address names it by.
    label, origin : str
        Name, and where it comes from.
    sealed : perron.experiments.pooling.Sealed
        The result.
    evaluation : Evaluation or None
        One's own.
    result : PooledResult or None
        One of elsewhere.
    """

    key: str
    label: str
    origin: str
    sealed: "Sealed"
    evaluation: Evaluation | None = None
    result: PooledResult | None = None


def sources_of(evaluations: list[Evaluation], results: list[PooledResult]) -> list[Source]:
    """Return what may be pooled: the last evaluation of each draw of one's own, and results of elsewhere.

    Parameters
    ----------
    evaluations : list of Evaluation
        Those of the campaign, last first.
    results : list of PooledResult
        Those brought in.

    Returns
    -------
    list of Source
        One a draw.
    """
    import orjson

    from perron.experiments.pooling import seal_results, sealed_from

    found: dict[str, Source] = {}
    for one in evaluations:
        if not one.done or not has_files(one):
            continue
        sealed = _sealed(one, seal_results)
        if sealed is not None and sealed.draw not in found:
            label = one.experiment.name or str(one.experiment)
            found[sealed.draw] = Source(f"e{one.number}", label, _("ici"), sealed, evaluation=one)
    for result in results:
        try:
            sealed = sealed_from(orjson.dumps(result.content), file=result.name)
        except PerronError:
            continue
        found.setdefault(
            sealed.draw, Source(f"r{result.pk}", result.name, result.source, sealed, result=result)
        )
    return list(found.values())


def _sealed(evaluation: Evaluation, seal: Any) -> "Sealed | None":
    import orjson

    try:
        sealed: Sealed = seal(orjson.loads((evaluation.path / CONTENT).read_bytes()))
    except PerronError:
        return None
    return sealed


def pooled_of(sources: list[Source], measure: str, estimand: str) -> "tuple[Together | None, str]":
    """Pool what was chosen.

    Parameters
    ----------
    sources : list of Source
        What to pool.
    measure, estimand : str
        Which effect.

    Returns
    -------
    tuple of Together or None, and str
        The combination; without one, why.
    """
    from perron.experiments.pooling import pool_sealed

    try:
        return pool_sealed([one.sealed for one in sources], measure, estimand), ""
    except PerronError as error:
        return None, words(error)


def forest(together: "Together", sources: list[Source]) -> Picture:
    """Return the forest plot: each experiment, then all of them together.

    Parameters
    ----------
    together : perron.experiments.pooling.Together
        The combination.
    sources : list of Source
        For their names.

    Returns
    -------
    Picture
        Intervals one under the other.
    """
    from perron.output.evaluation import charts

    names = {one.sealed.hash: one.label for one in sources}
    rows = []
    for sealed, one in together.used:
        reach = 1.959964 * one.error
        ends = one.estimate - reach, one.estimate + reach
        rows.append(_row(names.get(sealed.hash, sealed.name), one.estimate, *ends, "other"))
    mean = together.pooled.random
    rows.append(_row(_("Ensemble"), mean.estimate, mean.low, mean.high, "called_for"))
    title = _("Chaque expérience, puis toutes ensemble")
    said = {"description": title, "zero": _("aucun effet"), "axis": _("points, avec l’intervalle à 95 %")}
    return Picture(title, Call(charts.intervals, {"rows": rows, "words": said}))


def _row(label: str, estimate: float, low: float, high: float, role: str) -> dict[str, Any]:
    ends = _("de %(low)s à %(high)s") % {"low": signed(100 * low, 1), "high": signed(100 * high, 1)}
    return {
        "label": label, "value": f"{signed(100 * estimate, 1)} ({ends})", "estimate": 100 * estimate,
        "low": 100 * low, "high": 100 * high, "role": role,
    }  # fmt: skip


def published_rows(measure: str) -> list[dict[str, str]]:
    """Return what has been published on an outcome.

    Parameters
    ----------
    measure : str
        Outcome.

    Returns
    -------
    list of dict
        who, where, on, effect, interval, source, note: texts.
    """
    from perron.experiments.pooling import published

    return [_published(study) for study in published("support" if measure.startswith("support") else measure)]


def _published(study: "Study") -> dict[str, str]:
    ends, where = "", [study.country, long_name(study.election) if study.election else ""]
    if study.low is not None and study.high is not None:
        ends = _("de %(low)s à %(high)s") % {"low": signed(study.low, 2), "high": signed(study.high, 2)}
    elif study.error is not None:
        ends = _("erreur type %(error)s") % {"error": number(study.error, 2)}
    return {
        "who": f"{study.authors} ({study.year})",
        "where": " · ".join(part for part in where if part),
        "units": f"{number(study.n)} {study.of}" if study.n else study.of,
        "on": str(PUBLISHED[study.estimand]),
        "effect": "–" if study.effect is None else signed(study.effect, 2),
        "interval": ends or "–",
        "source": f"{study.journal} · {study.source}",
        "via": study.via,
        "note": study.note.text(language()) if study.note else "",
    }
