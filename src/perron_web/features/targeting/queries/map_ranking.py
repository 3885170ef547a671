"""The ranked table beside the map: which bureaux match, in which order, and the rows of one page."""

import base64
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.db.models import F, Q, QuerySet

from perron.geo.names import fold
from perron_web.features.targeting.models import Score
from perron_web.features.targeting.queries.map_filters import SORTS, Filters
from perron_web.features.targeting.queries.map_scope import SECONDS, MapScope
from perron_web.features.targeting.queries.trying import in_order
from perron_web.features.territory.models import Address, Bureau

SIZE: Final = 50
MOST: Final = 400
"""Names in a menu: beyond, the search is quicker."""
_ROW: Final = (
    "code",
    "name",
    "territory",
    "rank",
    "priority",
    "held_out",
    "weak",
    "outings",
    "doors",
    "registered",
    "bureau__number",
    "bureau__commune_name",
)


@dataclass(frozen=True)
class Ranking:
    """One page of the bureaux that match."""

    rows: list[dict[str, Any]]
    found: int
    total: int
    page: int
    pages: int
    matched: str
    """Ranks that match as bits in base 64, for the map; empty when all do."""

    @property
    def previous(self) -> int:
        """Number of the page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """Number of the page after."""
        return self.page + 1

    @property
    def first(self) -> int:
        """Place of the first row, from 1."""
        return (self.page - 1) * SIZE + 1

    @property
    def last(self) -> int:
        """Place of the last row."""
        return min(self.page * SIZE, self.found)


def ranking(scope: MapScope, filters: Filters) -> Ranking:
    """Return one page of the table.

    Parameters
    ----------
    scope : MapScope
        What the person sees; it has a run.
    filters : Filters
        What was asked; a bureau named there opens the page that holds it.

    Returns
    -------
    Ranking
        The page.
    """
    rows = matching(scope, filters)
    ranks = list(rows.values_list("rank", flat=True)) if filters.narrowed else None
    found = scope.count if ranks is None else len(ranks)
    pages = max(1, -(-found // SIZE))
    page = min(_page_of(scope, filters, ranks) or filters.page, pages)
    wanted = dict.fromkeys((*_ROW, *filters.measure.fields))
    shown = list(rows[(page - 1) * SIZE : page * SIZE].values(*wanted))
    bits = "" if ranks is None or found == scope.count else as_bits(ranks)
    return Ranking(shown, found, scope.count, page, pages, bits)


def _page_of(scope: MapScope, filters: Filters, ranks: list[int] | None) -> int | None:
    """Find the page that holds the bureau asked for, among those that match."""
    if not filters.bureau:
        return None
    rank = scope.scores().filter(code=filters.bureau).values_list("rank", flat=True).first()
    if rank is None or (ranks is not None and rank not in ranks):
        return None
    if ranks is None:
        if filters.sort == "rang":
            return int(scope.scores().filter(rank__lt=rank).count()) // SIZE + 1
        ranks = list(matching(scope, filters).values_list("rank", flat=True))
    return ranks.index(rank) // SIZE + 1


def matching(scope: MapScope, filters: Filters) -> QuerySet[Score]:
    """Return the scores that match, in the order asked.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    filters : Filters
        What was asked.

    Returns
    -------
    QuerySet of Score
        Without a limit.
    """
    rows = scope.scores()
    if filters.territory:
        rows = rows.filter(territory=filters.territory)
    if filters.commune:
        rows = rows.filter(bureau__commune=filters.commune)
    if filters.priorities:
        rows = rows.filter(priority__in=filters.priorities)
    for kind, condition in _KINDS.items():
        if kind in filters.kinds:
            rows = rows.filter(condition)
    if filters.text:
        rows = rows.filter(pk__in=_named(scope, filters.text))
    column = SORTS[filters.sort.removeprefix("-")] or filters.measure.field
    order = F(column).desc(nulls_last=True) if filters.down else F(column).asc(nulls_last=True)
    return rows.order_by(order, "rank")


_KINDS: Final = {
    "a-visiter": Q(outings__gt=0),
    "temoins": Q(held_out=True),
    "fragiles": Q(weak=True),
    "sures": Q(weak=False),
}


def _named(scope: MapScope, text: str) -> list[int]:
    """Find bureaux by code, number, name, commune or street, whatever the accents."""
    wanted = fold(text).split()
    names = _cached(f"map-names-{scope.key}", lambda: _names(scope))
    found = {pk for pk, _, folded in names if all(word in folded for word in wanted)}
    if len(fold(text)) >= 3:
        streets = _cached(f"map-streets-{scope.key}", _streets)
        by_bureau = {bureau: pk for pk, bureau, _ in names}
        for folded, bureaux in streets:
            if all(f" {word}" in folded for word in wanted):
                found.update(by_bureau[bureau] for bureau in bureaux if bureau in by_bureau)
    return sorted(found)


def _cached(key: str, make: Any) -> Any:
    known = cache.get(key)
    if known is None:
        known = make()
        cache.set(key, known, SECONDS)
    return known


def _names(scope: MapScope) -> list[tuple[int, int, str]]:
    columns = ("pk", "bureau_id", "code", "bureau__number", "name", "bureau__commune_name")
    rows = scope.scores().values_list(*columns)
    return [
        (pk, bureau, f"{code} {int(n) if n.isdigit() else n} {fold(f'{n} {name} {commune}')}")
        for pk, bureau, code, n, name, commune in rows
    ]


def _streets() -> list[tuple[str, tuple[int, ...]]]:
    """Return each street, folded, and the bureaux it runs through."""
    through: dict[str, set[int]] = {}
    for street, bureau in Address.objects.values_list("street", "bureau_id").distinct().order_by():
        through.setdefault(street, set()).add(bureau)
    return [(f" {fold(street)}", tuple(bureaux)) for street, bureaux in through.items()]


def as_bits(ranks: list[int]) -> str:
    """Write ranks as bits in base 64: bit r of the whole, from the lowest of the first byte.

    Parameters
    ----------
    ranks : list of int
        Ranks, from 1.

    Returns
    -------
    str
        Base 64; "AA==" when there are none.
    """
    bits = bytearray(max(ranks, default=0) // 8 + 1)
    for rank in ranks:
        bits[rank >> 3] |= 1 << (rank & 7)
    return base64.b64encode(bytes(bits)).decode()


def territory_choices(scope: MapScope) -> dict[str, list[Any]]:
    """Return what the menus of territories and communes hold.

    Parameters
    ----------
    scope : MapScope
        What the person sees.

    Returns
    -------
    dict
        `territories`: names; `communes`: pairs of code and name; both empty when there is nothing to choose.
    """

    def make() -> dict[str, list[Any]]:
        territories = sorted(
            set(scope.scores().order_by().values_list("territory", flat=True).distinct()) - {""}, key=in_order
        )
        held: QuerySet[Bureau] = scope.bureaux().order_by()
        communes = sorted(held.values_list("commune", "commune_name").distinct(), key=lambda pair: pair[1])
        return {
            "territories": territories if 1 < len(territories) <= MOST else [],
            "communes": communes if 1 < len(communes) <= MOST else [],
        }

    known: dict[str, list[Any]] = _cached(f"map-choices-{scope.key}", make)
    return known
