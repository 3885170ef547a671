"""Exchanges cut at every stage; after each, nothing is believed sent that is not stored."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from trust.phones import SYNC, NoAnswer, Phone, post, written
from trust.proxy import STAGES, Cut, Proxy
from trust.sites import Ground


@dataclass
class Cuts:
    """What came of the cuts of one phone."""

    cuts: Counter[str] = field(default_factory=Counter)
    stored_unheard: Counter[str] = field(default_factory=Counter)
    """Reports stored although the phone was told nothing, by stage: those a naive resend would double."""
    false_sent: list[str] = field(default_factory=list)
    tries: int = 0


def exchange(phone: Phone, proxy: Proxy, cut: Cut, *, most: int = 20) -> bool:
    """Send one batch through a network that cuts as told; say whether anything was heard."""
    proxy.cut = cut
    asked = phone.batch(most)
    headers, body = phone.request(asked)
    try:
        answer = post(proxy.address, written("127.0.0.1", SYNC, headers, body, close=True), timeout=10)
    except NoAnswer as error:
        phone.failed(str(error))
        return False
    return not phone.told(answer.status, answer.headers, answer.body, asked).why


def stored(ground: Ground, keys: list[str]) -> set[str]:
    """Say which identifiers are in the database at this instant."""
    if not keys:
        return set()
    plain = ground.cluster is not None
    listed = ", ".join(f"'{key if plain else key.replace('-', '')}'" for key in keys)
    found = ground.rows.ask(f"SELECT id FROM canvassing_report WHERE id IN ({listed})")
    short = {str(key).replace("-", "") for (key,) in found}
    return {key for key in keys if key.replace("-", "") in short}


def suffer(ground: Ground, phone: Phone, count: int) -> Cuts:
    """Cut one phone's exchanges `count` times, each followed by whatever it does next."""
    found, proxy, rng = Cuts(), Proxy(ground.address), phone.rng
    stages = [STAGES[(number + phone.number) % len(STAGES)] for number in range(count)]
    try:
        for stage in rng.permutation(stages):
            for _ in range(int(rng.integers(1, 13))):
                phone.knock()
            before = set(phone.sent)
            exchange(phone, proxy, Cut(str(stage), float(rng.random())))
            found.cuts[str(stage)] += 1
            found.tries += 1
            fresh = [key for key in phone.sent if key not in before]
            found.false_sent += sorted(set(fresh) - stored(ground, fresh))
            waiting = list(phone.queue)
            found.stored_unheard[str(stage)] += len(stored(ground, waiting))
            if rng.random() < 0.3:  # the network is back for a moment
                exchange(phone, proxy, Cut())
                found.tries += 1
        for _ in range(len(phone.queue) + 5):
            if phone.queue:
                exchange(phone, proxy, Cut())
    finally:
        proxy.close()
    return found


def run(ground: Ground, phones: list[Phone], count: int) -> Cuts:
    """Share the cuts among phones that suffer at once."""
    total = Cuts()
    with ThreadPoolExecutor(len(phones)) as pool:
        share = -(-count // len(phones))
        for found in pool.map(lambda phone: suffer(ground, phone, share), phones):
            total.cuts += found.cuts
            total.stored_unheard += found.stored_unheard
            total.false_sent += found.false_sent
            total.tries += found.tries
    return total


def loris(ground: Ground, phone: Phone, lines: int, rng: np.random.Generator) -> list[float]:
    """Hold lines open with half a request on each; give the seconds a phone beside them waits."""
    import socket
    import time

    held, times = [], []
    headers, body = phone.request([phone.knock()])
    request = written("127.0.0.1", SYNC, headers, body, close=True)
    try:
        for _ in range(lines):
            line = socket.create_connection(ground.address, 5)
            line.sendall(request[: int(rng.integers(1, len(request) - 1))])
            held.append(line)
        for _ in range(10):
            phone.knock()
            began, asked = time.monotonic(), phone.batch()
            headers, body = phone.request(asked)
            answer = post(ground.address, written("127.0.0.1", SYNC, headers, body, close=True), timeout=30)
            phone.told(answer.status, answer.headers, answer.body, asked)
            times.append(time.monotonic() - began)
    finally:
        for line in held:
            line.close()
    return times
