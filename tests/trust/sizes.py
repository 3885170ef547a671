"""How large the tests are: seconds in `make test`, what is published in `make trust` (PERRON_TRUST=full)."""

import os
from dataclasses import dataclass

FULL = os.environ.get("PERRON_TRUST") == "full"


@dataclass(frozen=True)
class Sizes:
    """How much each test does."""

    kill_phones: int = 24
    kill_reports: int = 1_200
    kills: int = 6
    storm_reports: int = 40
    storm_copies: int = 20
    orders: int = 40
    cuts: int = 72
    slow_lines: int = 60
    burst_phones: int = 300
    burst_reports: int = 20


SIZES = (
    Sizes(
        kill_phones=500,
        kill_reports=100_000,
        kills=200,
        storm_reports=1_000,
        storm_copies=50,
        orders=10_000,
        cuts=1_000,
        slow_lines=1_000,
        burst_phones=20_000,
    )
    if FULL
    else Sizes()
)
