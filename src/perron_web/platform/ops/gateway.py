"""Requests read whole before a thread is given to them: a phone that stalls holds its line, nothing else.

granian hands a WSGI application the body as it comes, in the thread that answers, without limit of time:
eight phones under a bridge would hold a site of eight threads. Here the event loop waits for bodies, however
many, and Django answers in its few threads what has arrived. Files, which only members send, are read as they
come.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any, Final

from perron_web.platform.ops.headers import STRANGER_BYTES

PATIENCE: Final = 120.0
"""Seconds in which a body must have come, and in which each part of a file must."""
TOO_SLOW: Final = 408
BLOCK: Final = 262_144
"""Bytes sent at once of a long answer."""
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Gateway:
    """A WSGI application behind granian's own interface (RSGI).

    Parameters
    ----------
    application : Callable
        The WSGI application.
    threads : int
        Requests that it answers at once.
    apart : collection of str
        Addresses answered by as many threads of their own: an evening of phones does not keep pages waiting.
    """

    def __init__(self, application: Application, threads: int, apart: Collection[str] = ()) -> None:
        self.application, self.apart = application, frozenset(apart)
        self.pages = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.phones = ThreadPoolExecutor(threads, thread_name_prefix="phone")

    async def __call__(self, scope: Any, proto: Any) -> None:
        """Answer one request.

        Parameters
        ----------
        scope : Scope
            What was asked.
        proto : HTTPProtocol
            The line.
        """
        environ = environ_of(scope)
        loop = asyncio.get_running_loop()
        try:
            environ["wsgi.input"] = await _body(proto, environ, loop)
        except (TimeoutError, RuntimeError):
            with suppress(RuntimeError):
                proto.response_empty(TOO_SLOW, [("connection", "close")])
            return
        pool = self.phones if environ["PATH_INFO"] in self.apart else self.pages
        await loop.run_in_executor(pool, self._answer, environ, proto, loop)

    def _answer(self, environ: dict[str, Any], proto: Any, loop: asyncio.AbstractEventLoop) -> None:
        head: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            head[:] = [int(status[:3]), headers]

        result = self.application(environ, start)
        try:
            with suppress(RuntimeError, TimeoutError):  # nobody listens any more
                if getattr(result, "streaming", False):
                    line = proto.response_stream(*head)
                    for part in in_blocks(result):
                        asyncio.run_coroutine_threadsafe(_send(line, part), loop).result(PATIENCE)
                else:
                    proto.response_bytes(*head, b"".join(result))
        finally:
            if close := getattr(result, "close", None):
                close()


class Arriving(io.RawIOBase):
    """A long body, read in the thread that answers, part by part, each within a time.

    Parameters
    ----------
    proto : HTTPProtocol
        The line.
    loop : asyncio.AbstractEventLoop
        Where it is listened to.
    """

    def __init__(self, proto: Any, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._parts, self._loop, self._left = aiter(proto), loop, b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, into: Any) -> int:
        """Read what is there, or wait for the next part.

        Parameters
        ----------
        into : bytearray
            Where to put it.

        Returns
        -------
        int
            Bytes read; 0 at the end.

        Raises
        ------
        OSError
            Nothing came for too long, or the line was cut.
        """
        if not self._left:
            try:
                self._left = asyncio.run_coroutine_threadsafe(self._next(), self._loop).result()
            except (TimeoutError, RuntimeError) as error:
                raise OSError("the body did not come to its end") from error
        count = min(len(into), len(self._left))
        into[:count], self._left = self._left[:count], self._left[count:]
        return count

    async def _next(self) -> bytes:
        async with asyncio.timeout(PATIENCE):
            return bytes(await anext(self._parts, b""))


async def _send(line: Any, part: bytes) -> None:
    await line.send_bytes(part)  # granian gives something to wait for, not a coroutine


def in_blocks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Gather small parts: each is sent by the event loop, which the thread waits for.

    Parameters
    ----------
    parts : iterable of bytes
        What a streaming answer gives.

    Yields
    ------
    bytes
        Blocks of some size, the last excepted.
    """
    kept, size = [], 0
    for part in parts:
        kept.append(part)
        size += len(part)
        if size >= BLOCK:
            yield b"".join(kept)
            kept, size = [], 0
    if kept:
        yield b"".join(kept)


async def _body(proto: Any, environ: dict[str, Any], loop: asyncio.AbstractEventLoop) -> IO[bytes]:
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdecimal() or length == "0":  # Django reads no body whose length is not told
        return io.BytesIO()
    if int(length) > STRANGER_BYTES:
        return io.BufferedReader(Arriving(proto, loop))
    async with asyncio.timeout(PATIENCE):
        return io.BytesIO(await proto())


def environ_of(scope: Any) -> dict[str, Any]:
    """Return what was asked as WSGI wants it.

    Parameters
    ----------
    scope : Scope
        What was asked.

    Returns
    -------
    dict
        PEP 3333's environ, without the body.
    """
    client, _, port = scope.client.rpartition(":")
    server, _, server_port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": server_port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:  # would pass for the header written with dashes, such as those of a proxy
            continue
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"  # noqa: PLW2901
        environ[key] = value
    return environ
