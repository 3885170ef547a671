"""What the phone app is made of: files that its service worker keeps, those that a first visit needs."""

from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parents[1] / "static"

SHEETS: Final = (
    "design/css/tokens.css",
    "design/css/fonts.css",
    "design/css/base.css",
    "design/css/buttons.css",
    "canvassing/phone.css",
)
FONTS: Final = (
    "vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "vendor/fonts/bricolage-grotesque-latin-opsz-normal.woff2",
)
SCRIPTS: Final = tuple(
    sorted(
        path.relative_to(STATIC).as_posix()
        for folder in ("core", "screens")
        for path in (STATIC / "canvassing" / folder).glob("*.*js")
    )
)
"""Every script of the app: its core, which has no page in it, and its screens."""
EXTRA: Final = ("design/icon.svg",)
FILES: Final = (*SHEETS, *FONTS, *SCRIPTS, *EXTRA)
"""What works in flight mode."""

LATER: Final = frozenset(
    f"canvassing/{name}.mjs"
    for name in (
        *("core/background", "core/doors", "core/install", "screens/adding", "screens/building"),
        *("screens/ending", "screens/home", "screens/map", "screens/met", "screens/outbox", "screens/plan"),
        *("screens/settings", "screens/talk", "screens/texts", "screens/turf", "screens/turfs"),
    )
)
"""What a first visit does not need."""
FIRST: Final = tuple(name for name in SCRIPTS if name.endswith(".mjs") and name not in LATER)
