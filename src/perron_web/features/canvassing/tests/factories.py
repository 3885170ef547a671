"""The least that reports need: turfs held by somebody, a phone, bodies as a phone makes them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django_scopes import scope

from perron_web.features.canvassing.models import ConsentText, Phone
from perron_web.features.canvassing.queries.senders import token_hash
from perron_web.features.targeting.models import Run
from perron_web.features.territory.models import BoundarySet, Bureau, Dataset, Import
from perron_web.features.turfs.models import Holding, Stop, Turf

PLACE = "11/75/75056/20/75056_2001/"
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def make_turfs(campaign: Any, many: int = 1, *, stops: int = 2, place: str = PLACE) -> list[Turf]:
    """Make an adopted run with turfs in one bureau, each of `stops` buildings of ten doors."""
    with scope(campaign=campaign, places=None):
        made = Import.objects.create(campaign=campaign, state="done")
        kept = Dataset.objects.create(
            campaign=campaign,
            kind="boundaries",
            name="x",
            sha256="0" * 64,
            table="x",
            rows=1,
            imported_by=made,
        )
        shapes = BoundarySet.objects.create(campaign=campaign, year=2026, name="x", made_by=made)
        box = {"lon": 2.4, "lat": 48.86, "west": 2.39, "south": 48.85, "east": 2.41, "north": 48.87}
        bureau = Bureau.objects.create(
            campaign=campaign, place=place, boundary_set=shapes, dataset=kept, code="75056_2001", number="1",
            commune="75056", shape="{}", **box,
        )  # fmt: skip
        run = Run.objects.create(campaign=campaign, number=1, state="done", adopted=True)
        turfs = [
            Turf(campaign=campaign, place=place, run=run, bureau=bureau, number=rank, code=f"2001-{rank}",
                 doors=10 * stops, stops=stops, lon=2.4, lat=48.86)
            for rank in range(1, many + 1)
        ]  # fmt: skip
        Turf.objects.bulk_create(turfs)
        turfs = list(Turf.objects.filter(run=run).order_by("number"))
        Stop.objects.bulk_create(
            Stop(campaign=campaign, turf=turf, order=rank, key=f"75056_{turf.number}_{rank}", number=rank,
                 street="rue des Essais", lon=2.4, lat=48.86, doors=10, minutes=8.0, parts="")
            for turf in turfs for rank in range(1, stops + 1)
        )  # fmt: skip
        return turfs


def make_phone(campaign: Any, user: Any, turfs: list[Turf] = (), *, token: str = "") -> tuple[Phone, str]:  # type: ignore[assignment]
    """Register a phone and put turfs in its person's hands."""
    token = token or f"essai-{uuid4().hex}"
    with scope(campaign=campaign, places=None):
        for turf in turfs:
            Holding.objects.create(
                campaign=campaign, place=turf.place, turf=turf, holder=user, code=uuid4().hex[:8],
                expires_at=timezone.now() + timedelta(days=1),
            )  # fmt: skip
        phone = Phone.objects.create(campaign=campaign, user=user, token_hash=token_hash(token))
    return phone, token


def make_text(campaign: Any) -> ConsentText:
    with scope(campaign=campaign, places=None):
        return ConsentText.objects.create(campaign=campaign, version=1, text_fr="Texte lu à la porte.")


def body(kind: str = "visit", *, at: datetime | None = None, **fields: Any) -> dict[str, Any]:
    """Return a report as a phone sends it."""
    more: dict[str, Any] = {
        "visit": {"outcome": "absent", "talked": None},
        "access": {"access": "code"},
        "add": {"what": "floor", "label": "", "lon": None, "lat": None, "doors": 4},
        "undo": {"undoes": str(uuid4())},
        "talk": {"visit": str(uuid4()), "support": None, "registration": None, "needs": [], "name": "",
                 "email": "", "phone": "", "consent": None},
    }[kind]  # fmt: skip
    common = {
        "id": str(uuid4()), "kind": kind, "seq": 1, "at": (at or NOW - timedelta(hours=1)).isoformat(),
        "turf": None, "outing": None, "address": "75056_1_1", "stair": "", "floor": None, "door": "1",
        "away": None,
    }  # fmt: skip
    return {**common, **more, **{k: str(v) if isinstance(v, UUID) else v for k, v in fields.items()}}
