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
"""Written into the page: nothing is painted before them."""
EARLY: Final = ("canvassing/screens/early.js",)
"""Written into the page: run before the first paint."""
FONTS: Final = (
    "vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "vendor/fonts/bricolage-grotesque-latin-opsz-normal.woff2",
)
SCRIPTS: Final = tuple(
    sorted(
        path.relative_to(STATIC).as_posix()
        for folder in ("core", "screens")
        for path in (STATIC / "canvassing" / folder).glob("*.mjs")
    )
)
"""Every module of the app: its core, which has no page in it, and its screens."""
START: Final = "canvassing/screens/main.mjs"
APP: Final = "canvassing/app.mjs"
"""All of them in one file, as the site serves it: forty small files take a slow network seconds."""
BACKGROUND: Final = "canvassing/core/background.mjs"
SENDING: Final = "canvassing/sending.mjs"
"""The same for what the service worker sends with."""
EXTRA: Final = ("design/icon.svg",)


def started_by(*, developing: bool) -> str:
    """Return the script that starts the app: while developing, the modules themselves."""
    return START if developing else APP


def kept_files(*, developing: bool) -> tuple[str, ...]:
    """Return what works in flight mode, beside the page."""
    return (*(SCRIPTS if developing else (APP,)), *FONTS, *EXTRA)
