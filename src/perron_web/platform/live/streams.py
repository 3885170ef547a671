"""The ASGI application of the streams: `…/flux/<channel>/<slug>/?lieu=<path>`, and `…/sante/`."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import parse_qs

from perron_web.platform.live import guard
from perron_web.platform.live.channels import CHANNELS
from perron_web.platform.live.hub import END, Hub, Listener

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

PATH: Final = re.compile(r"/flux/(?P<channel>[a-z]{1,20})/(?P<slug>[-a-zA-Z0-9_]{1,50})/$")
ALIVE_S: Final = 15.0
"""Seconds after which a silent stream says that it lives, so that no proxy closes it."""
MOST: Final = 3000
"""Streams of one process."""
EACH: Final = 12
"""Streams of one session."""
HEADERS: Final = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"content-security-policy", b"default-src 'none'"),
    (b"vary", b"origin"),
)


class Streams:
    """The application."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.sessions: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Parameters
        ----------
        scope : dict
            What is asked.
        receive, send : Callable
            As ASGI says.
        """
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"].endswith("/sante/"):
            await _say(send, 200, {})
            return
        found = PATH.search(scope["path"])
        origin = headers.get("origin", "")
        if not guard.known_host(headers.get("host", "")) or (origin and not guard.known_host(origin)):
            await _say(send, 400, {})
        elif found is None or found["channel"] not in CHANNELS:
            await _say(send, 404, headers)
        elif scope["method"] != "GET":
            await _say(send, 405, headers)
        else:
            await self._stream(scope, headers, found["channel"], found["slug"], receive, send)

    async def _stream(  # noqa: PLR0917 - what ASGI gives, and what the address says
        self, scope: Scope, headers: dict[str, str], name: str, slug: str, receive: Receive, send: Send
    ) -> None:
        channel = CHANNELS[name]
        focus = parse_qs(scope["query_string"].decode("latin-1")).get("lieu", [""])[0][:120]

        def enter() -> guard.Pass:
            return guard.let_in(cookies=headers.get("cookie", ""), slug=slug, channel=channel, focus=focus)

        try:
            who = await self.hub.ask(enter)
        except guard.RefusedError as refused:
            await _say(send, refused.status, headers)
            return
        if self.hub.count >= MOST or self.sessions[who.session] >= EACH:
            await _say(send, 429, headers)
            return
        self.sessions[who.session] += 1
        listener = await self.hub.join(who, channel)
        try:
            await _tell(listener, headers, receive, send)
        finally:
            self.hub.leave(listener)
            self.sessions[who.session] -= 1


async def _tell(listener: Listener, headers: dict[str, str], receive: Receive, send: Send) -> None:
    start = [(b"content-type", b"text/event-stream; charset=utf-8"), *HEADERS, *_cross(headers)]
    await send({"type": "http.response.start", "status": 200, "headers": start})
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _body(send, b"retry: 3000\n\n")
        while not gone.done():
            telling = asyncio.create_task(listener.waiting.get())
            done, _ = await asyncio.wait(
                {gone, telling}, timeout=ALIVE_S, return_when=asyncio.FIRST_COMPLETED
            )
            if telling not in done:
                telling.cancel()
            if gone in done:
                return
            text = telling.result() if telling in done else b": \n\n"
            await _body(send, text)
            if text is END:
                return
    finally:
        gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _body(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def _say(send: Send, status: int, headers: dict[str, str]) -> None:
    start = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS, *_cross(headers)]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": str(status).encode(), "more_body": False})


def _cross(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Let the pages of the site read it from their own port, with their cookie; nobody else."""
    if not (origin := headers.get("origin", "")):
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
    ]
