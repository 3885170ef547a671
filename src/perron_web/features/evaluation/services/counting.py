"""The commune's own counts: read, looked at, kept whole or not at all, erased at their term."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from perron.errors import NoMatchError, PerronError
from perron.words import Words
from perron_web.features.campaigns.services.blocs import Placed, save_blocs
from perron_web.features.evaluation.choices import CountUnit, Source
from perron_web.features.evaluation.models import Count, CountSheet
from perron_web.features.evaluation.queries.counts import known_units, rows_csv
from perron_web.features.evaluation.rules.windows import Round
from perron_web.features.evaluation.services.forgetting import forget_counts
from perron_web.features.experiments.models import Unit
from perron_web.features.territory.models import Bureau
from perron_web.platform.audit.services import record
from perron_web.platform.files.uploads import disk_name

if TYPE_CHECKING:
    from perron.evaluation.counts import Counts

MOST_BYTES: Final = 4_000_000
"""Largest file of counts: 40,000 buildings take half of it."""
FAR: Final = 0.2
"""Gap in registered electors, against those known, beyond which a bureau is pointed out."""
SHOWN: Final = 12
TOO_LARGE = Words("this file is too large for counts", "ce fichier est trop gros pour des comptages")
TOO_SOON = Words(
    "Nobody has voted yet: counts come in from the day of the vote.",
    "Personne n’a encore voté\u00a0: les comptages entrent à partir du jour du vote.",
)
TOO_LATE = Words(
    "Turnout lists may be read for ten days after the vote (code électoral, L. 68): these ten days are over.",
    "Les listes d’émargement se consultent dix jours après le vote (code électoral, L. 68)\u00a0: ces dix "
    "jours sont passés.",
)
ONLY_LISTS = Words(
    "Counts by building come from turnout lists only: say so, so that they are erased at their term.",
    "Des comptages par immeuble ne viennent que des listes d’émargement\u00a0: dites-le, pour qu’ils soient "
    "effacés à leur terme.",
)

Row = tuple[str, int, int, int | None, dict[str, int]]


@dataclass(frozen=True)
class Checked:
    """Counts that were read and hold together; nothing of them is kept yet.

    Parameters
    ----------
    unit : {"bureau", "building"}
        What a row is about.
    rows : list of tuple
        Key, registered, voters, valid or None, votes by list.
    missing : list of str
        Units known that the file leaves out.
    far : list of tuple
        Key, registered in the file, registered known: gaps beyond a fifth.
    """

    unit: str
    rows: list[Row]
    missing: list[str] = field(default_factory=list)
    far: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The counts as the file that is kept."""
        return rows_csv(self.unit, self.rows).decode()

    @property
    def sha256(self) -> str:
        """Of that file."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def lists(self) -> dict[str, int]:
        """Votes of each list, most first."""
        totals: dict[str, int] = {}
        for row in self.rows:
            for name, votes in row[4].items():
                totals[name] = totals.get(name, 0) + votes
        return dict(sorted(totals.items(), key=lambda one: -one[1]))

    @property
    def registered(self) -> int:
        """Registered electors of every row."""
        return sum(row[1] for row in self.rows)

    @property
    def voters(self) -> int:
        """Voters of every row."""
        return sum(row[2] for row in self.rows)


def check_counts(*, content: bytes, name: str) -> Checked:
    """Read counts against the units of the campaign; nothing is kept.

    Parameters
    ----------
    content : bytes
        The file, or what was typed.
    name : str
        Its name, for messages.

    Returns
    -------
    Checked
        The counts.

    Raises
    ------
    PerronError
        A file about people, a column that is missing, counts that cannot be true, a unit that is not known:
        with its line, its field, what was found and what was expected.
    """
    counts = _read(content, name)
    known = known_units(counts.kind)
    units = counts.general.get_column("unit").to_list()
    _refuse_unknown(units, known, name, counts.kind)
    votes: dict[str, dict[str, int]] = {}
    for unit, choice, count in counts.votes.iter_rows():
        votes.setdefault(unit, {})[choice[:160]] = count
    rows = [(key, *others, votes.get(key, {})) for key, *others in counts.general.iter_rows()]
    there = set(units)
    far = [
        (key, registered, expected)
        for key, registered, *_rest in rows
        if (expected := known[key]) and abs(registered - expected) > FAR * expected
    ]
    return Checked(counts.kind, rows, [key for key in known if key not in there], far)


def _read(content: bytes, name: str) -> "Counts":
    from perron.evaluation.counts import read_counts
    from perron.sources.limits import Limits

    if len(content) > MOST_BYTES:
        raise NoMatchError(TOO_LARGE, file=name, found=f"{len(content)}", expected=_bytes(MOST_BYTES))
    communes = list(
        Bureau.objects.filter(boundary_set__current=True).values_list("commune", flat=True).distinct()
    )
    with tempfile.TemporaryDirectory() as passing:
        path = Path(passing) / disk_name(name, "comptages.csv")
        path.write_bytes(content)
        return read_counts(
            path, communes=communes, limits=Limits(size=4 * MOST_BYTES, rows=200_000, columns=200)
        )


def _bytes(most: int) -> Words:
    return Words(f"at most {most // 1_000_000} MB", f"{most // 1_000_000}\u00a0Mo au plus")


def _refuse_unknown(units: list[str], known: Mapping[str, Any], name: str, kind: str) -> None:
    lost = [(line, unit) for line, unit in enumerate(units, start=2) if unit not in known]
    if not lost:
        return
    line, unit = lost[0]
    some = ", ".join(list(known)[:3]) + "…" if known else "–"
    count = len(lost)
    bureau = kind == CountUnit.BUREAU
    raise NoMatchError(
        Words(
            f"{count} line(s) about a {'bureau' if bureau else 'building of no draw'} that is not known here",
            f"{count} ligne(s) d’un {'bureau' if bureau else 'immeuble'} inconnu ici"
            + ("" if bureau else "\u00a0: seuls les immeubles d’un tirage se comptent"),
        ),
        file=name,
        line=line,
        column=kind,
        found=unit,
        expected=Words(some, some),
    )


@transaction.atomic
def receive_counts(
    *,
    campaign: Any,
    vote: Round,
    source: str,
    origin: str,
    checked: Checked,
    sides: Mapping[str, str],
    by: Any,
) -> CountSheet:
    """Keep counts; those of the same vote and kind of unit that were here give way.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    vote : Round
        Which round they are of.
    source : str
        "published", or "lists" for turnout lists.
    origin : str
        Who counted, in a few words.
    checked : Checked
        The counts.
    sides : mapping of str to str
        Side given to each list.
    by : User
        Who brings them.

    Returns
    -------
    CountSheet
        The counts, kept.

    Raises
    ------
    PerronError
        Too soon, too late for turnout lists, or buildings said to come from elsewhere.
    """
    _refuse_window(vote, source, checked.unit)
    expires = vote.lists_expire if source == Source.LISTS else None
    return keep_counts(
        campaign=campaign, election=vote.election, origin=origin, checked=checked, sides=sides, by=by,
        expires_at=expires,
    )  # fmt: skip


@transaction.atomic
def keep_counts(
    *,
    campaign: Any,
    election: str,
    origin: str,
    checked: Checked,
    sides: Mapping[str, str],
    by: Any,
    expires_at: datetime | None = None,
) -> CountSheet:
    """Write counts, whenever the vote was; those of the same vote and kind of unit give way.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    election : str
        Identifier of the vote.
    origin : str
        Who counted, in a few words.
    checked : Checked
        The counts.
    sides : mapping of str to str
        Side given to each list.
    by : User or None
        Who brings them.
    expires_at : datetime or None
        When they are erased.

    Returns
    -------
    CountSheet
        The counts, kept.
    """
    before = CountSheet.objects.filter(election=election, unit=checked.unit)
    replaced = before.delete()[0]
    sheet: CountSheet = CountSheet.objects.create(
        campaign=campaign,
        election=election,
        unit=checked.unit,
        source=origin,
        sha256=checked.sha256,
        rows=len(checked.rows),
        received_by=by,
        expires_at=expires_at,
    )
    Count.every.bulk_create(_rows(sheet, checked), batch_size=2000)
    save_blocs(
        campaign=campaign,
        sides={(election, name): Placed(side) for name, side in sides.items()},
        by=by,
    )
    record(
        action="evaluation.receive_counts", target=sheet, by=by, election=election, unit=checked.unit,
        rows=len(checked.rows), sha256=checked.sha256, replaced=bool(replaced), expires=bool(expires_at),
    )  # fmt: skip
    return sheet


def _refuse_window(vote: Round, source: str, unit: str) -> None:
    now = timezone.now()
    if now < vote.opens:
        raise PerronError(TOO_SOON)
    if source == Source.LISTS and now >= vote.lists_close:
        raise PerronError(TOO_LATE)
    if source != Source.LISTS and unit == CountUnit.BUILDING:
        raise PerronError(ONLY_LISTS)


def _rows(sheet: CountSheet, checked: Checked) -> Iterator[Count]:
    places = _places(checked)
    for key, registered, voters, valid, votes in checked.rows:
        bureau, place = places.get(key, (None, ""))
        yield Count(
            campaign=sheet.campaign, sheet=sheet, place=place, bureau_id=bureau, key=key,
            registered=registered, voters=voters, valid=valid, votes=votes,
        )  # fmt: skip


def _places(checked: Checked) -> dict[str, tuple[int | None, str]]:
    if checked.unit == CountUnit.BUREAU:
        rows = Bureau.objects.filter(boundary_set__current=True)
        return {code: (pk, place) for code, pk, place in rows.values_list("code", "pk", "place")}
    drawn = Unit.every.order_by("pk").values_list("key", "bureau_id", "place")
    return {key: (bureau, place) for key, bureau, place in drawn}


@transaction.atomic
def erase_counts(*, sheet: CountSheet, by: Any) -> None:
    """Erase counts.

    Parameters
    ----------
    sheet : CountSheet
        The counts.
    by : User
        Who erases them.
    """
    record(
        action="evaluation.erase_counts", target=sheet, by=by, election=sheet.election, rows=sheet.rows,
        sha256=sheet.sha256,
    )  # fmt: skip
    forget_counts(sheet=sheet, now=timezone.now())
    sheet.delete()


def purge_counts(*, now: datetime) -> int:
    """Erase the counts from turnout lists whose term has come, in every campaign; their hash stays noted.

    Parameters
    ----------
    now : datetime
        Aware instant.

    Returns
    -------
    int
        How many sheets went.
    """
    with scopes_disabled(), transaction.atomic():
        gone = list(CountSheet.objects.filter(expires_at__lte=now).select_related("campaign"))
        for sheet in gone:
            record(
                action="evaluation.purge_counts", target=sheet, by=None, campaign=sheet.campaign,
                election=sheet.election, rows=sheet.rows, sha256=sheet.sha256,
            )  # fmt: skip
            forget_counts(sheet=sheet, now=now)
            sheet.delete()
    return len(gone)
