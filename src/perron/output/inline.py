"""What a page of one file carries in itself: its fonts, and the hashes by which its policy allows texts."""

import base64
import hashlib
from importlib.resources import files
from typing import Final

_FONTS: Final = (
    ("Atkinson Hyperlegible Next", 400, "atkinson-hyperlegible-next-400.woff2"),
    ("Atkinson Hyperlegible Next", 700, "atkinson-hyperlegible-next-700.woff2"),
    ("Bricolage Grotesque", 700, "bricolage-grotesque-700.woff2"),
)


def fonts_css() -> str:
    """Return the fonts as CSS, inside the page.

    Returns
    -------
    str
        One `@font-face` a line.
    """
    folder = files("perron.output") / "fonts"
    faces = []
    for family, weight, name in _FONTS:
        data = base64.b64encode((folder / name).read_bytes()).decode()
        source = f'url(data:font/woff2;base64,{data}) format("woff2")'
        faces.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;src:{source}}}\n'
        )
    return "".join(faces)


def policy_hash(text: str) -> str:
    """Return the hash by which a content security policy allows an inline text.

    Parameters
    ----------
    text : str
        Style or script.

    Returns
    -------
    str
        "sha256-…".
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
