"""A simulated phone: its queue, its numbers, its clock, its batches; only answered identifiers count as sent.

What a phone knows is here, free of any network; `post` and `Line` carry it over HTTP.
"""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from trust.wire import Heard, Report, body_of, hear, packed, undo, uuid7, visit

SYNC = "/api/sync"
USUAL = ("absent", "open", "absent", "refused", "later", "absent", "open")


@dataclass
class Phone:
    """One phone: what it wrote survives anything but its loss; what nobody vouched for stays queued.

    Parameters
    ----------
    token : str
        What the server gave it.
    number : int
        Which phone of the test it is.
    rng : numpy.random.Generator
        Its own.
    skew : timedelta
        How far its clock is from the hour.
    """

    token: str
    number: int
    rng: np.random.Generator
    turf: int | None = None
    addresses: list[str] = field(default_factory=lambda: ["essai_1"])
    skew: timedelta = timedelta()
    sequence: int = 0
    queue: dict[str, Report] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    to_mend: dict[str, list[Any]] = field(default_factory=dict)
    written: dict[str, Report] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    wiped: bool = False

    def now(self) -> datetime:
        """Read the phone's own clock."""
        return datetime.now(UTC) + self.skew

    def knock(self, door: int | None = None, **facts: Any) -> Report:
        """Write a visit in the queue."""
        door = len(self.written) if door is None else door
        place = self.addresses[door // 40 % len(self.addresses)]
        outcome = USUAL[int(self.rng.integers(len(USUAL)))]
        said = {"turf": self.turf, "address": place, "door": str(door % 40 + 1), "outcome": outcome}
        said |= {"talked": bool(self.rng.integers(2)) if outcome == "open" else None, "away": 12}
        return self.keep(visit(self.fresh(), self.step(), self.now(), **said | facts))

    def take_back(self, report: Report) -> Report:
        """Write that one of its own reports does not count."""
        return self.keep(undo(self.fresh(), self.step(), self.now(), report))

    def fresh(self) -> str:
        return uuid7(self.now(), self.rng)

    def step(self) -> int:
        self.sequence += 1
        return self.sequence

    def keep(self, report: Report) -> Report:
        self.queue[report["id"]] = self.written[report["id"]] = report
        return report

    def batch(self, most: int = 20) -> list[Report]:
        """Take the oldest reports that nobody has answered for; they stay in the queue."""
        return [report for _, report in zip(range(most), self.queue.values(), strict=False)]

    def request(self, reports: list[Report], *, compressed: bool = True) -> tuple[dict[str, str], bytes]:
        """Write a batch with its headers."""
        body = body_of(self.now(), reports)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if compressed:
            return headers | {"Content-Encoding": "gzip"}, packed(body)
        return headers, body

    def told(self, status: int, headers: Mapping[str, str], body: bytes, asked: list[Report]) -> Heard:
        """Hear an answer; what it vouches for leaves the queue."""
        heard = hear(status, headers, body, {report["id"] for report in asked})
        for key in heard.arrived:
            self.sent[key] = heard.statuses[key]
            self.queue.pop(key, None)
        for key, errors in heard.errors.items():
            self.to_mend[key] = errors
            self.queue.pop(key, None)
        if heard.why:
            self.failed(heard.why)
        self.wiped |= heard.wipe
        return heard

    def failed(self, why: str) -> None:
        """Count an attempt that brought nothing."""
        self.failures[why] = self.failures.get(why, 0) + 1


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes


class NoAnswer(Exception):
    """The network gave nothing, or half of something."""


def written(host: str, path: str, headers: Mapping[str, str], body: bytes, *, close: bool) -> bytes:
    """Write a POST as bytes."""
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\nAccept-Encoding: gzip\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{head}Connection: {'close' if close else 'keep-alive'}\r\n\r\n".encode() + body


def read_head(text: bytes) -> tuple[int, dict[str, str]]:
    """Read a status and headers, names in lower case."""
    first, *lines = text.decode("latin-1").split("\r\n")
    parts = first.split(" ", 2)
    if len(parts) < 2 or not parts[0].startswith("HTTP/") or not parts[1].isdigit():
        raise NoAnswer("no head")
    pairs = (line.partition(":") for line in lines if line)
    return int(parts[1]), {name.strip().lower(): value.strip() for name, _, value in pairs}


def post(address: tuple[str, int], sent: bytes, *, timeout: float = 5.0) -> Answer:
    """Send bytes on a connection of their own and wait for a whole answer, by whatever cuts."""
    try:
        with socket.create_connection(address, timeout) as line:
            line.settimeout(timeout)
            line.sendall(sent)
            return _whole(line)
    except OSError as error:
        raise NoAnswer(type(error).__name__) from error


def _whole(line: socket.socket) -> Answer:
    found = b""
    while b"\r\n\r\n" not in found:
        if not (more := line.recv(65536)):
            raise NoAnswer("cut in the head")
        found += more
    head, _, body = found.partition(b"\r\n\r\n")
    status, headers = read_head(head)
    while (whole := read_body(headers, body)) is None:
        if not (more := line.recv(65536)):
            raise NoAnswer("cut in the body")
        body += more
    return Answer(status, headers, whole)


def read_body(headers: Mapping[str, str], found: bytes) -> bytes | None:
    """Read a body of a known length, or in chunks; None while some of it is missing."""
    if headers.get("transfer-encoding") != "chunked":
        length = int(headers.get("content-length", "0"))
        return found[:length] if len(found) >= length else None
    parts = []
    while True:
        size, mark, found = found.partition(b"\r\n")
        if not mark or len(found) < (length := int(size, 16)) + 2:
            return None
        if not length:
            return b"".join(parts)
        parts.append(found[:length])
        found = found[length + 2 :]


class Line:
    """A connection kept open, for phones in an event loop."""

    def __init__(self, host: str, port: int, *, timeout: float = 30.0) -> None:
        self.host, self.port, self.timeout = host, port, timeout
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, sent: bytes) -> Answer:
        """Send bytes, give the whole answer; an error closes the line."""
        try:
            async with asyncio.timeout(self.timeout):
                if self.streams is None:
                    self.streams = await asyncio.open_connection(self.host, self.port)
                return await self._exchange(*self.streams, sent)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            self.close()
            raise NoAnswer(type(error).__name__) from error

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes
    ) -> Answer:
        writer.write(sent)
        await writer.drain()
        status, headers = read_head((await reader.readuntil(b"\r\n\r\n"))[:-4])
        body = await self._body(reader, headers)
        if headers.get("connection") == "close":
            self.close()
        return Answer(status, headers, body)

    async def _body(self, reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(headers.get("content-length", "0")))
        parts = []
        while length := int(await reader.readuntil(b"\r\n"), 16):
            parts.append((await reader.readexactly(length + 2))[:-2])
        await reader.readexactly(2)
        return b"".join(parts)

    def close(self) -> None:
        """Hang up."""
        if self.streams:
            self.streams[1].transport.abort()
            self.streams = None


async def sync(phone: Phone, line: Line, *, most: int = 20) -> Heard | None:
    """Send one batch; None when nothing came back."""
    asked = phone.batch(most)
    headers, body = phone.request(asked)
    try:
        answer = await line.post(written(line.host, SYNC, headers, body, close=False))
    except NoAnswer as error:
        phone.failed(str(error))
        return None
    return phone.told(answer.status, answer.headers, answer.body, asked)
