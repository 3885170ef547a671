"""kill -9 at random instants, over every process that has a part in keeping a report."""

import asyncio
import os
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
import psycopg

from trust.phones import Line, Phone, sync
from trust.sites import Ground

IMPATIENT = 0.5
"""Seconds that these phones wait where the site asks for more: harder on it than those of real people."""
WEB = {"web worker": 0.40, "web server": 0.13, "site": 0.07, "job worker": 0.04}
DATABASE = {"backend": 0.20, "background": 0.06, "postmaster": 0.10}
BACKGROUND = {"checkpointer", "walwriter", "background writer", "autovacuum launcher"}


@dataclass
class Striker:
    """Kills one process at a time while reports come in, and does what a supervisor would: start again."""

    ground: Ground
    rng: np.random.Generator
    total: int
    strikes: Counter[str] = field(default_factory=Counter)
    blind: int = 0

    @property
    def done(self) -> int:
        return sum(self.strikes.values())

    def strike(self) -> None:
        """Kill something, and start again what nothing else would."""
        odds = WEB | (DATABASE if self.ground.cluster else {})
        shares = np.array(list(odds.values()))
        kind = str(self.rng.choice(list(odds), p=shares / shares.sum()))
        if pids := self.victims(kind):
            with suppress(ProcessLookupError):  # gone between the look and the blow: no strike
                os.kill(int(self.rng.choice(pids)), signal.SIGKILL)
                self.strikes[kind] += 1

    def victims(self, kind: str) -> list[int]:
        if kind in WEB:
            return self.ground.children()[kind]
        cluster = self.ground.cluster
        assert cluster
        if kind == "postmaster":
            return [main] if (main := cluster.main()) else []
        try:
            found = cluster.backends()
        except psycopg.Error:
            return []
        wanted = {"client backend"} if kind == "backend" else BACKGROUND
        return [pid for pid, name in found if name in wanted]

    def mend(self) -> None:
        """Do what systemd does: a site or a database server that is gone is started again."""
        cluster = self.ground.cluster
        if cluster and not gone(cluster.main()) and not cluster.answers():
            return
        if cluster and gone(cluster.main()):
            cluster.start()
        if not self.ground.running():
            self.ground.start(wait=False)


def gone(pid: int) -> bool:
    if not pid:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


async def life(phone: Phone, line: Line, share: list[int], over: asyncio.Event) -> None:
    """Write what the hour allows, in bursts as after a stairwell; send until nothing is left unsent."""
    rng = phone.rng
    while not over.is_set() or phone.queue or len(phone.written) < share[0]:
        free = share[0] - len(phone.written)
        for _ in range(min(free, int(rng.integers(1, 40)))):
            phone.knock()
        if not phone.queue:
            await asyncio.sleep(0.02)
            continue
        heard = await sync(phone, line)
        if heard is None or heard.why:
            asked = min(IMPATIENT, heard.wait) if heard else 0.0
            await asyncio.sleep(max(asked, float(rng.uniform(0.05, 0.4))))
        elif rng.random() < 0.1:
            line.close()  # another cell, another connection


async def run(striker: Striker, phones: list[Phone], each: int) -> float:
    """Let phones live while the striker kills; give the seconds it took."""
    began, over, share = time.monotonic(), asyncio.Event(), [0]
    lines = [Line(*striker.ground.address, timeout=10) for _ in phones]
    lives = [
        asyncio.create_task(life(one, line, share, over)) for one, line in zip(phones, lines, strict=True)
    ]
    for number in range(striker.total):
        share[0] = max(share[0], round(each * (number + 1) / striker.total))
        before, wanted = (
            acknowledged(phones),
            int(striker.rng.integers(10, max(11, each * len(phones) // striker.total))),
        )
        limit = time.monotonic() + 60
        while acknowledged(phones) - before < wanted and any(one.queue for one in phones):
            assert time.monotonic() < limit, "the site did not come back"
            await asyncio.sleep(0.002)
            await asyncio.to_thread(striker.mend) if not striker.ground.running() else None
        await asyncio.sleep(float(striker.rng.uniform(0, 0.03)))
        while striker.done <= number:
            await asyncio.to_thread(striker.strike)
            await asyncio.to_thread(striker.mend)
    share[0] = each
    over.set()
    watch = asyncio.create_task(keep_mending(striker))
    async with asyncio.timeout(300):
        await asyncio.gather(*lives)
    watch.cancel()
    for line in lines:
        line.close()
    return time.monotonic() - began


async def keep_mending(striker: Striker) -> None:
    while True:
        await asyncio.to_thread(striker.mend)
        await asyncio.sleep(0.2)


def acknowledged(phones: list[Phone]) -> int:
    return sum(len(one.sent) for one in phones)


async def resend(ground: Ground, phones: list[Phone], most: int = 100) -> Counter[int]:
    """Let every phone send again all it ever wrote, as after a restore; give the statuses."""
    said: Counter[int] = Counter()

    async def again(phone: Phone) -> None:
        line, kept = Line(*ground.address), dict(phone.written)
        while kept:
            phone.queue = dict(list(kept.items())[:most])
            heard = await sync(phone, line, most=most)
            if heard is None or heard.why:
                await asyncio.sleep(0.2)
                continue
            said.update(heard.statuses.values())
            for key in heard.statuses:
                kept.pop(key)
        phone.queue = {}
        line.close()

    for start in range(0, len(phones), 50):
        await asyncio.gather(*(again(phone) for phone in phones[start : start + 50]))
    return said
