"""Whoever listens to the same figures is told the same, computed once; one look at the database for all."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import orjson
from django.db import close_old_connections, connection

from perron_web.platform.live.boards import board_at
from perron_web.platform.live.channels import CHANNELS, Channel, Payload, Places, difference
from perron_web.platform.live.guard import Pass, no_longer

log = logging.getLogger("perron.live")
T = TypeVar("T")

LOOK: Final = 0.4
"""Seconds between two looks at the pulses."""
RECHECK: Final = 2.0
"""Seconds between two looks at sessions and roles."""
AHEAD: Final = 12
"""Messages kept for somebody who reads slowly; then they are told the whole again."""
END: Final = b"event: end\ndata: {}\n\n"


def message(event: str, payload: Payload) -> bytes:
    """Write one server-sent event.

    Parameters
    ----------
    event : str
        "whole" or "change".
    payload : dict
        What is told.

    Returns
    -------
    bytes
        The event, with the server's clock.
    """
    return b"event: %s\ndata: %s\n\n" % (event.encode(), orjson.dumps({**payload, "at": int(time.time())}))


class Listener:
    """One open stream."""

    def __init__(self, who: Pass, topic: "Topic") -> None:
        self.who, self.topic = who, topic
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue(AHEAD)

    def tell(self, text: bytes) -> None:
        """Give a message; somebody who is too far behind is told the whole instead.

        Parameters
        ----------
        text : bytes
            The message.
        """
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            text = self.topic.whole()
        self.waiting.put_nowait(text)


@dataclass(eq=False)
class Topic:
    """Figures that some people listen to: one channel, one campaign, the same places, planning or not."""

    channel: Channel
    campaign: Any
    places: Places
    desk: bool
    told: Payload = field(default_factory=dict)
    listeners: set[Listener] = field(default_factory=set)

    def whole(self) -> bytes:
        """Write everything."""
        return message("whole", self.told)


class Hub:
    """The streams of one process."""

    def __init__(self) -> None:
        self.topics: dict[tuple[str, int, Places, bool], Topic] = {}
        self.pulses: dict[tuple[str, int], Any] = {}
        self.loaded: dict[tuple[str, int], float] = {}
        self.pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
        self.task: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        """Streams open."""
        return sum(len(topic.listeners) for topic in self.topics.values())

    async def ask(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do some work with the database in the one thread that has a connection.

        Parameters
        ----------
        work : Callable
            What to do.
        *arguments : Any
            What it takes.

        Returns
        -------
        Any
            What it gives.
        """
        return await asyncio.get_running_loop().run_in_executor(self.pool, _at_database, work, arguments)

    async def join(self, who: Pass, channel: Channel) -> Listener:
        """Begin to tell somebody.

        Parameters
        ----------
        who : Pass
            Somebody let in.
        channel : Channel
            What they listen to.

        Returns
        -------
        Listener
            Their stream, whose first message is the whole.
        """
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.run())
        key = (channel.name, who.campaign.pk, who.places, who.desk)
        topic = self.topics.get(key)
        if topic is None:
            told = await self.ask(_first, channel, who.campaign, who.places, who.desk)
            fresh = Topic(channel, who.campaign, who.places, who.desk, told)
            topic = self.topics.setdefault(key, fresh)
        listener = Listener(who, topic)
        topic.listeners.add(listener)
        listener.tell(topic.whole())
        return listener

    def leave(self, listener: Listener) -> None:
        """End a stream.

        Parameters
        ----------
        listener : Listener
            The stream.
        """
        topic = listener.topic
        topic.listeners.discard(listener)
        if not topic.listeners:
            self.topics.pop((topic.channel.name, topic.campaign.pk, topic.places, topic.desk), None)

    async def run(self) -> None:
        """Look again and again, tell what changed, show out who may no longer listen."""
        checked = time.monotonic()
        while True:
            started = time.monotonic()
            try:
                if started - checked >= RECHECK:
                    checked = started
                    await self.recheck()
                await self.look()
            except Exception:
                log.exception("live figures could not be read")
                await asyncio.sleep(2.0)
            await asyncio.sleep(max(0.05, LOOK - (time.monotonic() - started)))

    async def look(self) -> None:
        """Tell what changed since the last look."""
        by_channel: dict[str, dict[int, list[Topic]]] = {}
        for topic in list(self.topics.values()):
            by_channel.setdefault(topic.channel.name, {}).setdefault(topic.campaign.pk, []).append(topic)
        for name, campaigns in by_channel.items():
            found = await self.ask(CHANNELS[name].pulses, list(campaigns))
            for pk, topics in campaigns.items():
                await self._look_at(topics, (name, pk), found.get(pk))

    async def _look_at(self, topics: list[Topic], key: tuple[str, int], pulse: Any) -> None:
        now = time.monotonic()
        channel = topics[0].channel
        known = key in self.loaded and self.pulses.get(key) == pulse
        if known and now - self.loaded[key] < channel.every:
            return
        asked = [(topic.places, topic.desk) for topic in topics]
        told = await self.ask(_views, channel, topics[0].campaign, pulse, asked)
        self.pulses[key], self.loaded[key] = pulse, now
        for topic, payload in zip(topics, told, strict=True):
            changed = difference(topic.told, payload)
            topic.told = payload
            if changed:
                text = message("change", changed)
                for listener in topic.listeners:
                    listener.tell(text)

    async def recheck(self) -> None:
        """Show out those who have logged out, were revoked, or hold other roles now."""
        listeners = [one for topic in list(self.topics.values()) for one in topic.listeners]
        if not listeners:
            return
        gone = await self.ask(no_longer, [one.who for one in listeners])
        for listener in listeners:
            if listener.who in gone:
                self.leave(listener)
                listener.waiting = _only(listener.waiting, END)


def _only(waiting: "asyncio.Queue[bytes]", text: bytes) -> "asyncio.Queue[bytes]":
    while not waiting.empty():
        waiting.get_nowait()
    waiting.put_nowait(text)
    return waiting


def _at_database(work: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    close_old_connections()
    try:
        return work(*arguments)
    except Exception:
        connection.close()
        raise


def _first(channel: Channel, campaign: Any, places: Places, desk: bool) -> Payload:
    pulse = channel.pulses([campaign.pk]).get(campaign.pk)
    return channel.cut(board_at(channel, campaign, pulse), places, desk=desk)


def _views(channel: Channel, campaign: Any, pulse: Any, asked: list[tuple[Places, bool]]) -> list[Payload]:
    board = board_at(channel, campaign, pulse)
    return [channel.cut(board, places, desk=desk) for places, desk in asked]
