"""A network that cuts where it is told: to the byte, before, during and after the exchange."""

import socket
import struct
import threading
import time
from dataclasses import dataclass

STAGES = (
    "refused",  # the connection itself
    "request",  # after so many bytes of the request
    "unheard",  # the request is whole, the phone is gone at once
    "unanswered",  # the server has committed and answered; nothing of it comes back
    "answer",  # after so many bytes of the answer
    "stalled",  # so many bytes of the request, then silence
    "half heard",  # so many bytes of the answer, then silence
    "drip",  # the request a few bytes at a time: slow, and whole
    "twice",  # the request reaches the server twice
    "portal page",  # a captive portal's page, 200
    "portal json",  # … that says it is JSON
    "portal move",  # … that sends elsewhere
)
PORTAL = b"<!doctype html><title>Wi-Fi</title><p>Acceptez les conditions"
PORTALS = {
    "portal page": (b"200 OK", b"Content-Type: text/html", PORTAL),
    "portal json": (b"200 OK", b"Content-Type: application/json", b'{"status": "ok", "results": []}'),
    "portal move": (b"302 Found", b"Location: http://portail.exemple/", b""),
}


@dataclass(frozen=True)
class Cut:
    """Where the next exchange is cut; `share` says how far into the request or the answer."""

    stage: str = ""
    share: float = 0.5


class Proxy:
    """Stands between one phone and the server; each connection meets the cut that was set for it."""

    def __init__(self, target: tuple[str, int], *, silence: float = 0.25) -> None:
        self.target, self.silence = target, silence
        self.cut = Cut()
        self.done: dict[str, int] = {}
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.address: tuple[str, int] = self._listener.getsockname()
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                phone, _ = self._listener.accept()
            except OSError:
                return
            cut, self.cut = self.cut, Cut()
            threading.Thread(target=self._carry, args=(phone, cut), daemon=True).start()

    def _carry(self, phone: socket.socket, cut: Cut) -> None:
        phone.settimeout(10)
        try:
            with phone:
                self._exchange(phone, cut)
        except OSError:
            pass
        self.done[cut.stage] = self.done.get(cut.stage, 0) + 1

    def _exchange(self, phone: socket.socket, cut: Cut) -> None:
        if cut.stage == "refused":
            return reset(phone)
        request = whole_request(phone)
        if portal := PORTALS.get(cut.stage):
            status, head, body = portal
            length = b"Content-Length: %d" % len(body)
            return phone.sendall(b"\r\n".join([b"HTTP/1.1 " + status, head, length, b"", body]))
        with socket.create_connection(self.target, 10) as server:
            return self._through(phone, server, request, cut)

    def _through(self, phone: socket.socket, server: socket.socket, request: bytes, cut: Cut) -> None:
        part = max(1, int(len(request) * cut.share))
        if cut.stage in {"request", "stalled"}:
            server.sendall(request[: min(part, len(request) - 1)])
            if cut.stage == "stalled":
                time.sleep(self.silence)
            reset(server)
            return reset(phone)
        if cut.stage == "drip":
            for start in range(0, len(request), 97):
                server.sendall(request[start : start + 97])
                time.sleep(0.0005)
        else:
            server.sendall(request)
        if cut.stage == "unheard":
            reset(phone)
        answer = to_the_end(server)
        if cut.stage == "twice":
            with socket.create_connection(self.target, 10) as again:
                again.sendall(request)
                answer = to_the_end(again)
        if cut.stage == "unanswered":
            return reset(phone)
        if cut.stage in {"answer", "half heard"}:
            phone.sendall(answer[: max(1, min(len(answer) - 1, int(len(answer) * cut.share)))])
            if cut.stage == "half heard":
                time.sleep(self.silence)
            return reset(phone)
        return phone.sendall(answer)


def reset(line: socket.socket) -> None:
    """Hang up so that nothing under way arrives."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def whole_request(line: socket.socket) -> bytes:
    """Read a request to its last byte."""
    found = b""
    while b"\r\n\r\n" not in found:
        if not (more := line.recv(65536)):
            raise ConnectionError
        found += more
    head, _, body = found.partition(b"\r\n\r\n")
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    length = next(int(value) for name, _, value in lines if name == b"content-length")
    while len(body) < length:
        if not (more := line.recv(65536)):
            raise ConnectionError
        body += more
    return head + b"\r\n\r\n" + body


def to_the_end(line: socket.socket) -> bytes:
    """Read an answer until the server hangs up (the phone asked it to)."""
    found = b""
    while more := line.recv(65536):
        found += more
    return found
