"""Figures of a run: printed, and kept with the machine, its load and the seeds for the published page."""

import json
import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trust.sizes import FULL

FOLDER = Path(os.environ.get("PERRON_TRUST_OUT", Path(__file__).parents[2] / "trust-out"))


def machine() -> dict[str, Any]:
    """Describe where the run takes place."""
    model = ""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": model,
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "load": [round(value, 1) for value in os.getloadavg()],
    }


def keep(test: str, **found: Any) -> None:
    """Print the figures of a test; a full run also adds them to the report file."""
    line = {"test": test, **found}
    print(f"\n{json.dumps(line, ensure_ascii=False, default=str)}", flush=True)
    if not FULL:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    line |= {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
    with (FOLDER / "figures.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def quantile(values: list[float], share: float) -> float:
    """Give a quantile in milliseconds."""
    ordered = sorted(values)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0


def clock() -> float:
    return time.monotonic()
