"""Who is left alone by the draw in force: bureaux, addresses; what lists, maps and messages ask of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet
from django_scopes import get_scope, scope

from perron_web.features.experiments.choices import Kind, State, UnitKind
from perron_web.features.experiments.models import Draw, Experiment, Unit
from perron_web.features.targeting.models import Score
from perron_web.features.territory.models import Address
from perron_web.platform.hidden import LeftOut
from perron_web.platform.providers import HeldOut, provides
from perron_web.platform.scoping.managers import within

Span = tuple[datetime, datetime | None]
Key = tuple[str, str]
"""Code of a bureau, key of an address."""
BUREAUX: Final = Q(experiment__unit=UnitKind.BUREAU)
STREETS: Final = Q(experiment__unit=UnitKind.STREET)


class LeftAlone(NamedTuple):
    """Whom a channel leaves alone."""

    bureaux: frozenset[str]
    """Codes."""
    addresses: frozenset[Key]
    """Where the draw goes below bureaux."""


@dataclass(frozen=True, slots=True)
class Obeyed:
    """The draw in force, as turfs obey it.

    Parameters
    ----------
    experiment : Experiment or None
        None when no draw is in force.
    bureaux : frozenset of str
        Codes of bureaux that nobody visits.
    addresses : frozenset of tuple
        Bureau and key of the addresses that nobody visits.
    """

    experiment: Experiment | None
    bureaux: frozenset[str]
    addresses: frozenset[Key]

    def __bool__(self) -> bool:
        """Say whether anybody is left alone."""
        return bool(self.bureaux or self.addresses)


def in_force() -> Experiment | None:
    """Return the experiment on the effect of the campaign whose sealed draw is obeyed.

    Returns
    -------
    Experiment or None
        None when no draw is sealed.
    """
    rows = Experiment.objects.filter(kind=Kind.CAMPAIGN, state=State.SEALED)
    found: Experiment | None = rows.first()
    return found


def units_in_force() -> QuerySet[Unit]:
    """Return the units of the draw in force, of the whole campaign.

    Returns
    -------
    QuerySet of Unit
        Units.
    """
    rows: QuerySet[Unit] = Unit.every.filter(experiment__kind=Kind.CAMPAIGN, experiment__state=State.SEALED)
    return rows.order_by()


def not_visited() -> QuerySet[Unit]:
    """Return the units in force that nobody visits.

    Returns
    -------
    QuerySet of Unit
        Those of the arms without visits.
    """
    return units_in_force().filter(may_visit=False)


def bureaux_left_alone() -> set[str]:
    """Return the bureaux that nobody visits.

    Returns
    -------
    set of str
        Codes.
    """
    return set(not_visited().filter(BUREAUX).values_list("key", flat=True))


def addresses_left_alone() -> set[Key]:
    """Return the addresses that nobody visits, where the draw goes below bureaux.

    Returns
    -------
    set of tuple
        Code of the bureau and key of the address; a street stands for all of its addresses.
    """
    return set(addresses_of(not_visited().exclude(BUREAUX)))


def addresses_of(units: QuerySet[Unit]) -> Iterator[Key]:
    """Go through the addresses of some units below bureaux.

    Parameters
    ----------
    units : QuerySet of Unit
        Buildings and streets.

    Yields
    ------
    tuple of str
        Code of the bureau, key of the address.
    """
    buildings = units.exclude(address="").exclude(bureau=None)
    yield from buildings.values_list("bureau__code", "address")
    streets = set(units.filter(STREETS).values_list("bureau", "street"))
    if streets:
        bureaux = {bureau for bureau, _ in streets}
        with scope(campaign=get_scope()["campaign"], places=None, hidden=None):
            rows = Address.objects.filter(bureau__in=bureaux).order_by()
            found = list(rows.values_list("bureau", "street", "bureau__code", "key"))
        yield from ((code, key) for bureau, street, code, key in found if (bureau, street) in streets)


def obeyed() -> Obeyed:
    """Return the draw in force, as turfs obey it.

    Returns
    -------
    Obeyed
        Empty when no draw is sealed.
    """
    found = in_force()
    if found is None:
        return Obeyed(None, frozenset(), frozenset())
    return Obeyed(found, frozenset(bureaux_left_alone()), frozenset(addresses_left_alone()))


class Spans(NamedTuple):
    """When bureaux and addresses were left alone: from the seal to the end of the experiment."""

    bureaux: dict[str, list[Span]]
    """By place."""
    addresses: dict[Key, list[Span]]
    """By place of the bureau, and key of the address."""

    def covers(self, place: str, address: str, at: datetime) -> bool:
        """Say whether somebody should not have been there.

        Parameters
        ----------
        place : str
            Place of the bureau.
        address : str
            Key of the address.
        at : datetime
            When; aware.

        Returns
        -------
        bool
            True for a visit to a control, made while the draw was in force.
        """
        spans = self.bureaux.get(place, ()) or self.addresses.get((place, address), ())
        return any(since <= at and (until is None or at < until) for since, until in spans)


def control_spans(places: Collection[str]) -> Spans | None:
    """Return when some bureaux, or addresses in them, were left alone by any draw of the campaign.

    Parameters
    ----------
    places : collection of str
        Places of bureaux.

    Returns
    -------
    Spans or None
        None when no draw was ever sealed: one query.
    """
    sealed = Draw.objects.filter(experiment__kind=Kind.CAMPAIGN).order_by()
    spans: dict[int, Span] = {
        pk: (since, until)
        for pk, since, until in sealed.values_list("experiment", "sealed_at", "experiment__closed_at")
    }
    if not spans:
        return None
    bureaux: defaultdict[str, list[Span]] = defaultdict(list)
    addresses: defaultdict[Key, list[Span]] = defaultdict(list)
    units = Unit.every.filter(experiment__in=spans, may_visit=False, place__in=places).order_by()
    streets: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for pk, kind, place, address, street in units.values_list(
        "experiment", "experiment__unit", "place", "address", "street"
    ):
        if kind == UnitKind.BUREAU:
            bureaux[place].append(spans[pk])
        elif address:
            addresses[place, address].append(spans[pk])
        elif street:
            streets[place, street].append(spans[pk])
    if streets:
        rows = Address.objects.filter(place__in={place for place, _ in streets}).order_by()
        for place, street, key in rows.values_list("place", "street", "key"):
            if (place, street) in streets:
                addresses[place, key] += streets[place, street]
    return Spans(dict(bureaux), dict(addresses))


@provides("experiments.held_out")
def held_out() -> HeldOut | None:
    """Return the sealed draw of bureaux that plans obey.

    Returns
    -------
    HeldOut or None
        None when no draw among bureaux is sealed.
    """
    found = in_force()
    if found is None or found.unit != UnitKind.BUREAU:
        return None
    rows = units_in_force().order_by("order").values_list("key", "may_visit", "stratum")
    return HeldOut(found.draw.record_hash, [(code, not visited, stratum) for code, visited, stratum in rows])


@provides("experiments.spared")
def spared() -> tuple[str, list[Key]] | None:
    """Return the addresses that plans do not send anybody to.

    Returns
    -------
    tuple or None
        Hash of the record, then bureau and key of each address; None when no draw below bureaux is sealed.
    """
    found = in_force()
    if found is None or found.unit == UnitKind.BUREAU:
        return None
    return found.draw.record_hash, sorted(addresses_left_alone())


@provides("experiments.left_alone")
def left_alone(channel: str) -> LeftAlone:
    """Return whom a channel leaves alone: the whole of the control group, and arms that get something else.

    An arm that gets something is left alone by the channels that the design varies; the others, which it does
    not speak of, reach it as they reach everybody.

    Parameters
    ----------
    channel : str
        "visit", "letter", "sms" or another way of speaking to people.

    Returns
    -------
    LeftAlone
        Codes of bureaux, and addresses where the draw goes below bureaux.
    """
    found = in_force()
    if found is None:
        return LeftAlone(frozenset(), frozenset())
    arms = dict(units_in_force().values_list("arm", "channels"))
    varied = any(channel in channels for channels in arms.values())
    alone = [arm for arm, channels in arms.items() if not channels or (varied and channel not in channels)]
    units = units_in_force().filter(arm__in=alone)
    if found.unit == UnitKind.BUREAU:
        return LeftAlone(frozenset(units.values_list("key", flat=True)), frozenset())
    return LeftAlone(frozenset(), frozenset(addresses_of(units)))


@provides("scoping.hidden")
def hidden(campaign: Any, places: Collection[str] | None) -> LeftOut:
    """Return what people of the field are not shown: the sealed control group, and that of the adopted plan.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    places : tuple of str or None
        Where the person works; None for the whole campaign.

    Returns
    -------
    LeftOut
        Places of bureaux, and keys of addresses.
    """
    mine = within("place", None if places is None else tuple(places))
    with scope(campaign=campaign, places=None, hidden=None):
        drawn = not_visited().filter(mine)
        planned = Score.objects.filter(mine, run__adopted=True, held_out=True).order_by()
        bureaux = drawn.filter(BUREAUX).values_list("place", flat=True)
        found = frozenset(planned.values_list("place", flat=True).union(bureaux))
        below = in_force()
        if below is None or below.unit == UnitKind.BUREAU:
            return LeftOut(found, frozenset())
        return LeftOut(found, frozenset(key for _code, key in addresses_of(drawn.exclude(BUREAUX))))


@provides("experiments.draw_folder")
def draw_folder(record: str) -> Path | None:
    """Return where a sealed draw lies.

    Parameters
    ----------
    record : str
        Hash of its record.

    Returns
    -------
    Path or None
        The folder that `perron plan --draw` and `perron verify-draw` read.
    """
    found = Draw.objects.filter(record_hash=record).first()
    return None if found is None else found.path
