"""What the benchmark of sendings needs: people with phones and turfs, their sendings, and who sends them."""

import gzip
import json
import os
import selectors
import socket
import time
import traceback
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

OUTCOMES = ("absent", "absent", "absent", "open", "refused", "later", "unreachable", "never")
STEPS = 60
"""Seconds between two doors."""


def seed(phones: int) -> None:
    """Make a campaign of volunteers, each with a phone, a turf in hand, an outing; print what they have."""
    import django

    django.setup()
    from django.utils import timezone
    from django_scopes import scope

    from perron_web.features.accounts.models import User
    from perron_web.features.campaigns.models import Membership
    from perron_web.features.campaigns.services import create_campaign
    from perron_web.features.canvassing.models import Phone
    from perron_web.features.canvassing.queries.senders import token_hash
    from perron_web.features.canvassing.tests.factories import PLACE, make_text, make_turfs
    from perron_web.features.teams.models import Outing
    from perron_web.features.turfs.models import Holding

    boss = User.objects.create_user("alix@exemple.test")
    campaign = create_campaign(name="Campagne d’essai", slug="essai", director=boss)
    names = [f"b{number}@exemple.test" for number in range(phones)]
    User.objects.bulk_create([User(email=name, password="!") for name in names])
    people = list(User.objects.filter(email__in=names).order_by("pk"))
    Membership.objects.bulk_create(
        [Membership(campaign=campaign, user=one, role="volunteer", place=PLACE) for one in people]
    )
    turfs, text = make_turfs(campaign, phones, stops=1), make_text(campaign)
    now = timezone.now()
    with scope(campaign=campaign, places=None):
        outing = Outing.objects.create(
            campaign=campaign, place=PLACE, starts_at=now, ends_at=now + timedelta(hours=3)
        )
        Holding.objects.bulk_create(
            Holding(
                campaign=campaign, place=PLACE, turf=turf, holder=one, outing=outing, code=f"B{turf.pk}",
                expires_at=now + timedelta(days=1),
            )
            for turf, one in zip(turfs, people, strict=True)
        )  # fmt: skip
        Phone.objects.bulk_create(
            Phone(campaign=campaign, user=one, token_hash=token_hash(f"t{one.pk}")) for one in people
        )
    print(
        json.dumps({
            "campaign": campaign.pk, "outing": outing.pk, "text": text.pk,
            "phones": [[f"t{one.pk}", turf.pk] for one, turf in zip(people, turfs, strict=True)],
        })
    )  # fmt: skip


def uuid7(milliseconds: int, noise: bytes) -> str:
    digits = f"{milliseconds:012x}7{noise.hex()[:3]}8{noise.hex()[3:18]}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def sendings(field: dict, batches: int, size: int, rng: np.random.Generator) -> list[dict]:
    """Write sendings: mostly visits, one way in, one talk in two sendings, one consent in four."""
    now, made = datetime.now(tz=UTC), []
    outcomes = rng.integers(0, len(OUTCOMES), (batches, size))
    for rank in range(batches):
        token, turf = field["phones"][rank % len(field["phones"])]
        reports = []
        for number in range(size):
            at = now - timedelta(seconds=STEPS * (size - number)) + timedelta(milliseconds=rank % 1000)
            name = uuid7(int(at.timestamp() * 1000), rng.bytes(9))
            report = {
                "id": name, "kind": "visit", "seq": rank * size + number + 1, "at": at.isoformat(),
                "turf": turf, "outing": field["outing"], "address": f"75120_{turf}_{number // 7}",
                "stair": "", "floor": number % 7, "door": str(rank % 4 + 1), "away": 12,
            }  # fmt: skip
            if number == 0:
                report |= {"kind": "access", "access": "intercom"}
            elif number == 1 and rank % 2 == 0:
                report |= {
                    "kind": "talk", "visit": name, "support": None, "registration": "here",
                    "needs": ["proxy"], "name": "", "email": "", "phone": "", "consent": None,
                }  # fmt: skip
                if rank % 4 == 0:
                    given = {"text": field["text"], "at": at.isoformat(), "opinion": True, "contact": []}
                    report |= {"support": 4, "consent": given}
            else:
                outcome = OUTCOMES[outcomes[rank, number]]
                report |= {"outcome": outcome, "talked": True if outcome == "open" else None}
            reports.append(report)
        made.append({"token": token, "sent_at": now.isoformat(), "reports": reports})
    return made


def as_request(sending: dict) -> bytes:
    """Write the request of a phone, compressed as phones do."""
    body = gzip.compress(
        json.dumps({"sent_at": sending["sent_at"], "reports": sending["reports"]}).encode(), 5, mtime=0
    )
    return (
        f"POST /api/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {sending['token']}\r\n"
        f"Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


@dataclass
class Told:
    """What a sender saw."""

    seconds: float = 0.0
    answers: int = 0
    created: int = 0
    bad: int = 0
    took: list[float] = field(default_factory=list)


class Line:
    """One connection that stays open: one sending at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began, self.buffer, self.due = 0.0, b"", 0.0

    def send(self, request: bytes, due: float) -> None:
        self.due, self.buffer = due, b""
        self.socket.sendall(request)

    def hear(self) -> bytes | None:
        """Read what came; the whole answer once it is whole."""
        self.buffer += self.socket.recv(65536)
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        low = head.lower()
        start = low.index(b"content-length:") + 15
        length = int(low[start : low.find(b"\r\n", start) if b"\r\n" in low[start:] else len(low)])
        return self.buffer if len(body) >= length else None


def send_all(
    port: int, requests: list[bytes], *, lines: int, seconds: float, rate: float | None = None
) -> Told:
    """Send as fast as the lines allow, or at a rate whatever the answers take; count what came back."""
    chosen, told = selectors.DefaultSelector(), Told()
    idle = [Line(port) for _ in range(lines)]
    for line in idle:
        chosen.register(line.socket, selectors.EVENT_READ, line)
    began, sent, busy = time.perf_counter(), 0, 0
    until = began + seconds
    while True:
        now = time.perf_counter()
        over = now > until or sent >= len(requests)
        while idle and not over:
            due = began + sent / rate if rate else now
            if due > now:
                break
            line = idle.pop()
            line.send(requests[sent], due)
            sent, busy = sent + 1, busy + 1
            over = sent >= len(requests)
        if over and not busy:
            break
        for key, _ in chosen.select(0.0005 if rate else 1.0):
            line = key.data
            answer = line.hear()
            if answer is None:
                continue
            told.took.append(time.perf_counter() - line.due)
            told.answers += 1
            told.created += answer.count(b'"status":201')
            told.bad += not answer.startswith(b"HTTP/1.1 200")
            idle.append(line)
            busy -= 1
    told.seconds = time.perf_counter() - began
    for line in idle:
        line.socket.close()
    return told


def spread(
    port: int, requests: list[bytes], *, senders: int, lines: int, seconds: float, rate: float | None = None
) -> tuple[Told, int]:
    """Share the sendings among processes; what they saw together, and how many were used at most."""
    share = [requests[rank::senders] for rank in range(senders)]
    whole, children = Told(), []
    for part in share:
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            os.close(reader)
            try:
                mine = rate and rate / senders
                told = send_all(port, part, lines=lines // senders, seconds=seconds, rate=mine)
                with os.fdopen(writer, "w") as out:
                    json.dump(told.__dict__, out)
            except BaseException:  # noqa: BLE001 - a child must never run the clean-up of its parent
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(writer)
        children.append((child, reader))
    used = 0
    for child, reader in children:
        with os.fdopen(reader) as read:
            told = json.load(read)
        os.waitpid(child, 0)
        used = max(used, told["answers"])
        whole.answers += told["answers"]
        whole.created += told["created"]
        whole.bad += told["bad"]
        whole.took += told["took"]
        whole.seconds = max(whole.seconds, told["seconds"])
    return whole, used * senders
