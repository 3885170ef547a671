"""The same report many times at once: copies, other bodies under one identifier, batches in any order."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trust.phones import SYNC, Line, NoAnswer, Phone, written
from trust.wire import Report, hear


@dataclass
class Storm:
    """What was answered; `odd` lists the reports whose answers do not follow the algebra."""

    requests: int = 0
    http: Counter[int] = field(default_factory=Counter)
    said: Counter[int] = field(default_factory=Counter)
    odd: list[Any] = field(default_factory=list)

    def judge(self, report: Report, statuses: list[int]) -> None:
        """Hold the answers to copies against the algebra: one 201, the others 200."""
        found = Counter(statuses)
        if found != Counter({201: 1, 200: len(statuses) - 1}):
            self.odd.append((report["id"], dict(found)))

    @property
    def fives(self) -> int:
        return sum(count for status, count in self.http.items() if status >= 500)


async def tell(phone: Phone, line: Line, reports: list[Report], storm: Storm) -> dict[str, int]:
    """Send reports once; give each one's status."""
    headers, body = phone.request(reports, compressed=False)
    storm.requests += 1
    try:
        answer = await line.post(written(line.host, SYNC, headers, body, close=False))
    except NoAnswer:
        storm.http[0] += 1
        return {}
    storm.http[answer.status] += 1
    heard = hear(answer.status, answer.headers, answer.body, {report["id"] for report in reports})
    storm.said.update(heard.statuses.values())
    return heard.statuses


def another(report: Report) -> Report:
    """Write another body under the same identifier."""
    return report | {"outcome": "later" if report["outcome"] != "later" else "absent", "talked": None}


Told = list[tuple[Phone, Report]]


async def copies(lines: list[Line], told: Told) -> Storm:
    """Send each report on every line at once: one 201, the others 200."""
    storm = Storm()
    for phone, report in told:
        found = await asyncio.gather(*(tell(phone, line, [report], storm) for line in lines))
        storm.judge(report, [one.get(report["id"], 0) for one in found])
    return storm


async def torn(lines: list[Line], told: Told) -> Storm:
    """Send two bodies under one identifier at once: the first in wins, its copies are 200, the others 409."""
    storm = Storm()
    for phone, report in told:
        bodies = [report if number % 2 else another(report) for number in range(len(lines))]
        asked = [tell(phone, line, [body], storm) for line, body in zip(lines, bodies, strict=True)]
        found = [one.get(report["id"], 0) for one in await asyncio.gather(*asked)]
        sides = [Counter(found[0::2]), Counter(found[1::2])]
        won = 0 if sides[0][201] else 1
        right = sides[won] == Counter({201: 1, 200: len(found[won::2]) - 1})
        if not (right and sides[1 - won] == Counter({409: len(found[1 - won :: 2])})):
            storm.odd.append((report["id"], [dict(side) for side in sides]))
    return storm


async def crossed(lines: list[Line], told: Told, rng: np.random.Generator) -> Storm:
    """Send the same batch on every line at once, each in an order of its own."""
    storm, size = Storm(), 20
    for start in range(0, len(told), size):
        phone = told[start][0]
        batch = [report for _, report in told[start : start + size]]
        orders = [[batch[rank] for rank in rng.permutation(len(batch))] for _ in lines]
        asked = [tell(phone, line, order, storm) for line, order in zip(lines, orders, strict=True)]
        found = await asyncio.gather(*asked)
        for report in batch:
            storm.judge(report, [one.get(report["id"], 0) for one in found])
    return storm


async def run(address: tuple[str, int], phones: list[Phone], reports: int, parallel: int) -> dict[str, Storm]:
    """Run the three storms on reports of several phones."""
    lines = [Line(*address, timeout=60) for _ in range(parallel)]
    made = [(phone := phones[rank % len(phones)], phone.knock()) for rank in range(reports)]
    split = [(phone := phones[rank % len(phones)], phone.knock()) for rank in range(max(2, reports // 10))]
    mixed = [
        (phone := phones[rank // 20 % len(phones)], phone.knock()) for rank in range(max(20, reports // 5))
    ]
    try:
        return {
            "copies": await copies(lines, made),
            "torn": await torn(lines, split),
            "crossed": await crossed(lines, mixed, np.random.default_rng(20)),
        }
    finally:
        for line in lines:
            line.close()
