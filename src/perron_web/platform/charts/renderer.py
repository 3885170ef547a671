"""The process that draws charts: Altair and Vega's engine live here, and leave with it.

Both take some 150 MB, so the site starts this when a chart is not in its cache, and it ends by itself when
nothing has been asked for a while. One JSON object a line in, one a line out; nothing of Django is loaded.
"""

import json
import os
import select
import sys
from functools import partial
from importlib import import_module
from typing import Any

from perron.output.charts.drawing import for_page, load_engine
from perron.words import Language


def render(module: str, name: str, values: dict[str, Any], lang: Language) -> str:
    """Draw one chart.

    Parameters
    ----------
    module, name : str
        Function that makes the Altair chart.
    values : dict
        Its keyword arguments.
    lang : {"fr", "en"}
        How numbers are written.

    Returns
    -------
    str
        SVG for the page: once, or once for each width.
    """
    return for_page(partial(getattr(import_module(module), name), **values), lang)


def main() -> None:
    """Answer until nothing is asked for a while, or the site has gone."""
    idle, nice = float(sys.argv[1]), int(sys.argv[2])
    os.nice(nice)
    load_engine()
    while select.select([sys.stdin], [], [], idle)[0]:
        line = sys.stdin.readline()
        if not line:
            return
        try:
            asked = json.loads(line)
            answer: dict[str, Any] = {
                "svg": [
                    render(module, name, values, asked["lang"]) for module, name, values in asked["calls"]
                ]
            }
        except Exception as error:  # noqa: BLE001 - the site is told, and goes on without the chart
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
