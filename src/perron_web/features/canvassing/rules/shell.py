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

LATER: Final = (
    "adding",
    "building",
    "ending",
    "map",
    "met",
    "outbox",
    "plan",
    "settings",
    "talk",
    "texts",
    "turf",
)
"""Screens that a first visit does not show."""
FIRST: Final = tuple(
    name
    for name in SCRIPTS
    if name.endswith(".mjs") and not (name.startswith("canvassing/screens/") and Path(name).stem in LATER)
)
