"""What running trials ask of whoever walks a turf: on the phone, on the page of one's turfs, on paper."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from perron_web.features.experiments.choices import UnitKind
from perron_web.features.experiments.queries.trials import Instruction, instructions_for, running
from perron_web.features.turfs.models import Holding, Stop


class Asked(NamedTuple):
    """One instruction, for the whole turf or for some of its buildings."""

    experiment: int
    """Number of the trial."""
    title: str
    text: str
    stops: tuple[str, ...] = ()
    """Keys of the buildings it is about; none for all of them."""


def asked_of(
    holding: Holding, *, addresses: Collection[str] | None = None, trials: Collection[Any] | None = None
) -> list[Asked]:
    """Return what running trials ask of whoever walks a turf.

    Parameters
    ----------
    holding : Holding
        What they hold, with its turf and bureau.
    addresses : collection of str or None
        Keys of its addresses, where they are known already.
    trials : collection of Experiment or None
        The trials that run, where they are known already.

    Returns
    -------
    list of Asked
        The whole turf's first; one query while no trial runs.
    """
    kinds = {one.unit for one in (running() if trials is None else trials)}
    if not kinds:
        return []
    here: list[tuple[str, str]] = []
    if UnitKind.BUILDING in kinds:
        keys = addresses if addresses is not None else _keys_of([holding.turf_id])[holding.turf_id]
        here = [(holding.turf.bureau.code, key) for key in dict.fromkeys(keys)]
    found = instructions_for(turf=holding.turf_id, outing=holding.outing_id, addresses=here)
    return _gathered(found)


def _gathered(found: Iterable[Instruction]) -> list[Asked]:
    """Gather buildings that are asked the same; the name of an arm is never told."""
    whole: list[Asked] = []
    parts: dict[tuple[int, str, str], list[str]] = {}
    for one in found:
        _bureau, slash, key = one.key.partition("/")
        if slash:
            parts.setdefault((one.experiment, one.name, one.text), []).append(key)
        else:
            whole.append(Asked(one.experiment, one.name, one.text))
    return whole + [Asked(*about, tuple(keys)) for about, keys in parts.items()]


def _keys_of(turfs: list[int]) -> dict[int, list[str]]:
    rows = Stop.every.filter(turf__in=turfs).order_by("turf", "order").values_list("turf_id", "key")
    found: dict[int, list[str]] = {turf: [] for turf in turfs}
    for turf, key in rows:
        found[turf].append(key)
    return found


def asked_of_all(holdings: Iterable[Holding]) -> dict[int, list[Asked]]:
    """Return what running trials ask of several holdings.

    Parameters
    ----------
    holdings : iterable of Holding
        What is held, with turfs and bureaux.

    Returns
    -------
    dict of int to list of Asked
        By holding; one query while no trial runs.
    """
    trials = list(running())
    if not trials:
        return {}
    rows = list(holdings)
    keys = _keys_of([one.turf_id for one in rows])
    return {one.pk: asked_of(one, addresses=keys[one.turf_id], trials=trials) for one in rows}


def printed_notes(holdings: Iterable[Holding]) -> dict[int, str]:
    """Return what printed lists ask, each on a few lines.

    Parameters
    ----------
    holdings : iterable of Holding
        Whose lists, with their turfs and bureaux.

    Returns
    -------
    dict of int to str
        By holding; those of whom nothing is asked are left out. Buildings are told by the numbers they have
        on the list.
    """
    rows = list(holdings)
    asked = {pk: found for pk, found in asked_of_all(rows).items() if found}
    if not asked:
        return {}
    turfs = {one.pk: one.turf_id for one in rows}
    stops = Stop.every.filter(turf__in=[turfs[pk] for pk in asked]).order_by("turf", "order")
    number: dict[tuple[int, str], list[str]] = {}
    for turf, key, order in stops.values_list("turf_id", "key", "order"):
        number.setdefault((turf, key), []).append(str(order))
    return {pk: " ".join(_line(one, turfs[pk], number) for one in found) for pk, found in asked.items()}


def _line(one: Asked, turf: int, number: dict[tuple[int, str], list[str]]) -> str:
    if not one.stops:
        return one.text
    stops = ", ".join(order for key in one.stops for order in number.get((turf, key), ()))
    return _("Arrêts %(stops)s : %(text)s") % {"stops": stops, "text": one.text}
