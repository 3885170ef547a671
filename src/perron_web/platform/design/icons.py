"""Our own icons: strokes on a 20 × 20 grid drawn with one pen, and the shapes of states (icons.svg)."""

import re
from pathlib import Path
from typing import Final

ICONS: Final[dict[str, str]] = dict(
    re.findall(
        r'<symbol id="([a-z-]+)" viewBox="0 0 20 20">(.*)</symbol>',
        Path(__file__).with_name("icons.svg").read_text(encoding="utf-8"),
    )
)
"""Name to drawing, without its frame."""
