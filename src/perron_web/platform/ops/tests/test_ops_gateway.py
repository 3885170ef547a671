"""The gateway: what was asked as WSGI wants it, bodies awaited without a thread, answers sent."""

import asyncio
import threading
from types import SimpleNamespace

import pytest

from perron_web.platform.ops import gateway
from perron_web.platform.ops.gateway import Gateway, environ_of


def asked(*headers, method="POST", path="/api/sync", query="a=1"):
    return SimpleNamespace(
        method=method, path=path, query_string=query, http_version="1.1", scheme="http",
        client="127.0.0.1:5000", server="127.0.0.1:8000", headers=SimpleNamespace(items=lambda: headers),
    )  # fmt: skip


class Line:
    """What granian gives for one request."""

    def __init__(self, parts=(), *, stalls=False):
        self.parts, self.stalls, self.told, self.sent = list(parts), stalls, None, []

    async def __call__(self):
        if self.stalls:
            await asyncio.sleep(60)
        return b"".join(self.parts)

    async def __aiter__(self):
        for part in self.parts:
            yield part
        if self.stalls:
            await asyncio.sleep(60)

    def response_empty(self, status, headers):
        self.told = status, headers, b""

    def response_bytes(self, status, headers, body):
        self.told = status, headers, body

    def response_stream(self, status, headers):
        self.told = status, headers, None

        def send_bytes(part):
            self.sent.append(part)
            done = asyncio.get_running_loop().create_future()
            done.set_result(None)
            return done  # like granian's, something to wait for that is no coroutine

        return SimpleNamespace(send_bytes=send_bytes)


def echo(environ, start):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start("200 OK", [("content-type", "text/plain")])
    return [environ["REQUEST_METHOD"].encode(), b" ", str(len(body)).encode()]


def answer(line, scope, application=echo):
    asyncio.run(Gateway(application, 2)(scope, line))
    return line.told


def test_what_was_asked():
    environ = environ_of(
        asked(
            ("host", "perron.test"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
            ("x_forwarded_for", "1.2.3.4"),
            ("content-type", "application/json"),
            ("x-forwarded-for", "5.6.7.8"),
            path="/équipes/",
        )
    )
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/équipes/"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_X_FORWARDED_FOR"] == "5.6.7.8"
    assert (environ["HTTP_HOST"], environ["CONTENT_TYPE"]) == ("perron.test", "application/json")
    assert (environ["REMOTE_ADDR"], environ["SERVER_PORT"]) == ("127.0.0.1", "8000")


@pytest.mark.parametrize("size", [0, 10, 1_000_000, 3_000_000])
def test_a_body_is_read_to_its_end(size):
    parts = [b"x" * 70_000] * (size // 70_000) + [b"x" * (size % 70_000)]
    assert answer(Line(parts), asked(("content-length", str(size))))[2] == f"POST {size}".encode()


def test_a_body_without_length_is_not_waited_for():
    assert answer(Line([b"x"], stalls=True), asked(("transfer-encoding", "chunked")))[2] == b"POST 0"


def test_what_stalls_is_told_so_and_takes_no_thread(monkeypatch):
    monkeypatch.setattr(gateway, "PATIENCE", 0.05)
    before = threading.active_count()
    assert answer(Line([b"x"], stalls=True), asked(("content-length", "10")))[0] == 408
    assert threading.active_count() <= before  # those of other tests may end meanwhile


def test_a_file_that_stops_coming_is_an_error_of_reading(monkeypatch):
    monkeypatch.setattr(gateway, "PATIENCE", 0.05)
    seen = []

    def careful(environ, start):
        try:
            environ["wsgi.input"].read(2_000_000)
        except OSError as error:
            seen.append(str(error))
        start("400 Bad Request", [])
        return [b""]

    line = Line([b"x" * 1000], stalls=True)
    assert answer(line, asked(("content-length", "2000000")), careful)[0] == 400
    assert seen == ["the body did not come to its end"]


def test_a_stream_is_sent_part_by_part_and_closed():
    closed = []

    class Parts(list):
        streaming = True

        def close(self):
            closed.append(True)

    def stream(_environ, start):
        start("200 OK", [])
        return Parts([b"a", b"b"])

    line = Line()
    answer(line, asked(method="GET"), stream)
    assert (line.sent, closed) == ([b"ab"], [True])


def test_phones_do_not_keep_pages_waiting():
    held, seen = threading.Event(), []

    def slow(environ, start):
        if environ["PATH_INFO"] == "/api/sync":
            held.wait(5)
        seen.append(environ["PATH_INFO"])
        start("200 OK", [])
        return [b""]

    async def both():
        gate = Gateway(slow, 1, apart=["/api/sync"])
        phones = [asyncio.create_task(gate(asked(), Line())) for _ in range(3)]
        await gate(asked(method="GET", path="/"), Line())
        held.set()
        await asyncio.gather(*phones)

    asyncio.run(both())
    assert seen == ["/", *["/api/sync"] * 3]
