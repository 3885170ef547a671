"""What the reader asked of the ranked table, read from the address; what cannot be read is left out."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import QueryDict

from perron_web.features.targeting.queries.map_measures import MEASURES, Measure

SORTS: Final = {
    "rang": "rank",
    "bureau": "code",
    "mesure": "",
    "inscrits": "registered",
    "sorties": "outings",
    "portes": "doors",
}
"""Names of the sorts in the address, and columns; "mesure" is the measure shown."""
KINDS: Final = ("a-visiter", "temoins", "fragiles", "sures")


@dataclass(frozen=True)
class Filters:
    """The filters in force."""

    measure: Measure = field(default_factory=lambda: MEASURES["priorite"])
    text: str = ""
    territory: str = ""
    commune: str = ""
    priorities: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    sort: str = "rang"
    bureau: str = ""
    page: int = 1

    @property
    def down(self) -> bool:
        """Whether the sort goes from the largest down."""
        return self.sort.startswith("-")

    @property
    def narrowed(self) -> bool:
        """Whether some bureaux may be left out."""
        return bool(self.text or self.territory or self.commune or self.priorities or self.kinds)

    def without_narrowing(self) -> "Filters":
        """Return the same sort and measure over every bureau.

        Returns
        -------
        Filters
            Without text, territory, commune, priorities and kinds.
        """
        return replace(self, text="", territory="", commune="", priorities=(), kinds=())


def read_filters(asked: QueryDict) -> Filters:
    """Read the filters from an address.

    Parameters
    ----------
    asked : QueryDict
        Parameters of the address.

    Returns
    -------
    Filters
        What could be read; the usual values elsewhere.
    """
    sort = asked.get("tri", "rang")
    return Filters(
        measure=MEASURES.get(asked.get("mesure", ""), MEASURES["priorite"]),
        text=asked.get("q", "").strip()[:80],
        territory=asked.get("territoire", "")[:200],
        commune=asked.get("commune", "")[:5],
        priorities=tuple(
            sorted({int(v) for v in asked.getlist("priorite") if v in {"1", "2", "3", "4", "5"}})
        ),
        kinds=tuple(kind for kind in KINDS if kind in asked.getlist("sorte")),
        sort=sort if sort.removeprefix("-") in SORTS else "rang",
        bureau=asked.get("bureau", "")[:40],
        page=_page(asked.get("page", "1")),
    )


def _page(text: Any) -> int:
    return (
        int(text)
        if isinstance(text, str) and text.isascii() and text.isdigit() and 0 < int(text) < 10_000
        else 1
    )
