"""Charts by the function that makes them and its values; each is drawn once and kept on disk."""

import hashlib
import json
import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from perron_web.platform.charts.process import RENDERER, ChartError
from perron_web.platform.words import language

KEPT: Final = 40
"""Charts kept in each of the 256 drawers of the cache."""
WAITING: Final = 60
"""Pages whose charts may wait to be drawn; those after them ask again."""
log = logging.getLogger("perron.charts")
_LOCK, _ASKED = threading.Lock(), set[str]()


class Call(NamedTuple):
    """A chart to draw.

    Parameters
    ----------
    draw : callable
        Function at the top of a module `charts`, from keyword arguments to an `altair` chart whose
        `description` says what it shows. It runs in the drawing process, where Django is not set up.
    values : dict
        Its arguments, as JSON can hold them.
    """

    draw: Callable[..., Any]
    values: dict[str, Any]


def svg(draw: Callable[..., Any], **values: Any) -> SafeString:
    """Draw one chart.

    Parameters
    ----------
    draw : callable
        As in `Call`.
    **values : Any
        Its arguments.

    Returns
    -------
    SafeString
        SVG for the page.

    Raises
    ------
    ChartError
        It could not be drawn.
    """
    return svgs([Call(draw, values)])[0]


def svgs(calls: Sequence[Call]) -> list[SafeString]:
    """Draw charts together: those not kept yet in one exchange with the drawing process.

    Parameters
    ----------
    calls : sequence of Call
        Charts.

    Returns
    -------
    list of SafeString
        SVG of each.

    Raises
    ------
    ChartError
        They could not be drawn.
    """
    paths = [_path(call) for call in calls]
    missing = [index for index, path in enumerate(paths) if not path.exists()]
    if missing:
        asked = [(calls[i].draw.__module__, calls[i].draw.__qualname__, calls[i].values) for i in missing]
        for index, drawn in zip(missing, RENDERER.ask(asked, language()), strict=True):
            _keep(paths[index], drawn)
    return [mark_safe(path.read_text(encoding="utf-8")) for path in paths]  # noqa: S308 - Vega escapes texts


def is_drawn(calls: Sequence[Call]) -> bool:
    """Say whether charts are all kept already, so that showing them takes no time.

    Parameters
    ----------
    calls : sequence of Call
        Charts.

    Returns
    -------
    bool
        True when nothing is left to draw.
    """
    return all(_path(call).exists() for call in calls)


def draw_later(calls: Sequence[Call]) -> None:
    """Ask for charts without waiting for them: one after the other, away from those who read pages.

    Parameters
    ----------
    calls : sequence of Call
        Charts; nothing happens when they are kept already, are being drawn, or too many wait.
    """
    key = "".join(str(_path(call)) for call in calls)
    with _LOCK:
        if key in _ASKED or len(_ASKED) >= WAITING or is_drawn(calls):
            return
        _ASKED.add(key)
    _pool().submit(_draw, key, list(calls), language())


def _draw(key: str, calls: list[Call], language: str) -> None:
    try:
        with override(language):
            svgs(calls)
    except ChartError as error:
        log.warning("charts not drawn: %s", error.detail)
    finally:
        with _LOCK:
            _ASKED.discard(key)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")


def _path(call: Call) -> Path:
    about = [
        call.draw.__module__,
        call.draw.__qualname__,
        language(),
        _source(call.draw.__module__),
        call.values,
    ]
    key = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
    return Path(settings.DATA) / "cache" / "charts" / key[:2] / f"{key[2:40]}.svg"


@cache
def _source(module: str) -> str:
    """Return what changes when a chart's code or the theme changes."""
    from perron.output.charts import paint, theme

    parts = [Path(str(part.__file__)).read_bytes() for part in (import_module(module), paint, theme)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def _keep(path: Path, drawn: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(drawn, encoding="utf-8")
    part.replace(path)
    kept = sorted(path.parent.glob("*.svg"), key=lambda file: file.stat().st_mtime)
    for old in kept[: max(0, len(kept) - KEPT)]:
        old.unlink(missing_ok=True)
