"""An evening’s burst: every phone comes back to the network at once with its queue.

As a program it reads what to do, says when it is ready, waits for the word, and prints what it saw.
"""

import asyncio
import json
import subprocess
import sys
import time
from typing import Any

import numpy as np

from trust.phones import SYNC, Line, NoAnswer, Phone, written
from trust.wire import Heard, hear


class Crowd:
    """A share of the phones, their requests written beforehand: the crowd must not be the slow one."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.host, self.port = asked["address"]
        self.lines = asked["lines"]
        self.waiting: list[tuple[bytes, set[str]]] = []
        self.seen: list[tuple[float, float, int]] = []
        self.failures: dict[str, int] = {}
        for given in asked["phones"]:
            rng = np.random.default_rng([asked["seed"], given["phone"]])
            phone = Phone(given["token"], given["phone"], rng, given["turf"], given["addresses"])
            for _ in range(asked["batches"]):
                reports = [phone.knock() for _ in range(asked["each"])]
                headers, body = phone.request(reports)
                keys = {report["id"] for report in reports}
                self.waiting.append((written(self.host, SYNC, headers, body, close=False), keys))

    async def drain(self, began: float, rate: float = 0.0) -> None:
        """Send everything over so many lines; at a given rate, or as fast as it is taken."""
        queue = list(enumerate(self.waiting))
        queue.reverse()

        async def carry() -> None:
            line = Line(self.host, self.port, timeout=60)
            while queue:
                number, (request, keys) = queue.pop()
                if rate and (ahead := began + number / rate - time.monotonic()) > 0:
                    await asyncio.sleep(ahead)
                await self.insist(line, request, keys, began)
            line.close()

        await asyncio.gather(*(carry() for _ in range(min(self.lines, len(queue)))))

    async def insist(self, line: Line, request: bytes, keys: set[str], began: float) -> None:
        """Send one batch until every report of it is answered for."""
        while True:
            started = time.monotonic()
            heard = await self.once(line, request, keys)
            if heard is not None and not heard.why and len(heard.arrived) == len(keys):
                self.seen.append((started - began, time.monotonic() - began, len(keys)))
                return
            why = heard.why if heard else "no answer"
            self.failures[why] = self.failures.get(why, 0) + 1
            await asyncio.sleep(0.2)

    async def once(self, line: Line, request: bytes, keys: set[str]) -> Heard | None:
        try:
            answer = await line.post(request)
        except NoAnswer:
            return None
        return hear(answer.status, answer.headers, answer.body, keys)


def main() -> None:
    asked = json.loads(sys.stdin.readline())
    crowd = Crowd(asked)
    print("ready", flush=True)
    began = float(sys.stdin.readline())
    while time.monotonic() < began:
        time.sleep(0.001)
    asyncio.run(crowd.drain(began, asked.get("rate", 0.0)))
    print(json.dumps({"seen": crowd.seen, "failures": crowd.failures}), flush=True)


class Crowds:
    """Several processes of phones, started together on the word."""

    def __init__(
        self, address: tuple[str, int], phones: list[dict[str, Any]], *, processes: int = 2, **asked: Any
    ) -> None:
        words = [sys.executable, "-m", "trust.burst"]
        self.children = []
        for number in range(processes):
            child = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=paths()
            )
            told = {"address": address, "phones": phones[number::processes], **asked}
            child.stdin.write(json.dumps(told) + "\n")
            child.stdin.flush()
            self.children.append(child)
        for child in self.children:
            assert child.stdout.readline() == "ready\n"

    def go(self) -> float:
        """Give the word; give the instant at which it is heard."""
        began = time.monotonic() + 0.3
        for child in self.children:
            child.stdin.write(f"{began}\n")
            child.stdin.flush()
        return began

    def heard(self) -> tuple[list[tuple[float, float, int]], dict[str, int]]:
        """Wait for the end; give each batch's start, end and reports, and the failures."""
        seen: list[tuple[float, float, int]] = []
        failures: dict[str, int] = {}
        for child in self.children:
            told = json.loads(child.communicate()[0])
            seen += [tuple(one) for one in told["seen"]]
            for why, many in told["failures"].items():
                failures[why] = failures.get(why, 0) + many
        return seen, failures


def paths() -> dict[str, str]:
    import os
    from pathlib import Path

    tests = Path(__file__).parents[1]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), str(tests / "system")])}


if __name__ == "__main__":
    main()
