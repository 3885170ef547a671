"""The campaign's colour, made readable on paper and on ink: its lightness moves until WCAG's contrast."""

import math
import re
from typing import Final

DEFAULT: Final = "#0B5A63"
PAPER: Final = "#fbfaf7"
INK: Final = "#17181c"
NIGHT: Final = "#121316"
TEXT_CONTRAST: Final = 5.0
"""Wanted for text and links: above the 4.5 of WCAG AA, with room for tinted grounds."""
NIGHT_CONTRAST: Final = 7.5
"""The same on ink, where thin strokes glow less than they seem."""

Channels = tuple[float, float, float]


def parse(colour: str) -> str:
    """Return a colour in the form #rrggbb; the default one when it is not a colour.

    Parameters
    ----------
    colour : str
        "#rrggbb", "rrggbb" or "#rgb".

    Returns
    -------
    str
        Seven characters, lower case.
    """
    digits = (colour or "").lstrip("#").lower()
    if re.fullmatch(r"[0-9a-f]{3}", digits):
        digits = "".join(2 * digit for digit in digits)
    return f"#{digits}" if re.fullmatch(r"[0-9a-f]{6}", digits) else DEFAULT.lower()


def linear(colour: str) -> Channels:
    """Return linear light, 0 to 1, of red, green and blue.

    Parameters
    ----------
    colour : str
        "#rrggbb".

    Returns
    -------
    tuple of float
        Three channels.
    """
    parts = (int(parse(colour)[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it.

    Parameters
    ----------
    one, other : str
        "#rrggbb".

    Returns
    -------
    float
        From 1 to 21.
    """
    light = sorted(
        (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))), reverse=True
    )
    return (light[0] + 0.05) / (light[1] + 0.05)


def to_oklch(colour: str) -> Channels:
    """Return lightness, chroma and hue (radians) in OKLCH (B. Ottosson, 2020).

    Parameters
    ----------
    colour : str
        "#rrggbb".

    Returns
    -------
    tuple of float
        Lightness 0 to 1, chroma, hue.
    """
    r, g, b = linear(colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    bee = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, bee), math.atan2(bee, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour, its chroma lowered until a screen can show it.

    Parameters
    ----------
    lightness, chroma, hue : float
        OKLCH; the hue in radians.

    Returns
    -------
    str
        "#rrggbb".
    """
    while True:
        a, b = chroma * math.cos(hue), chroma * math.sin(hue)
        long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        channels = (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
        if chroma < 0.002 or all(-0.0005 <= c <= 1.0005 for c in channels):
            break
        chroma *= 0.96
    kept = (min(1.0, max(0.0, c)) for c in channels)
    shown = (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in kept)
    return "#" + "".join(f"{round(c * 255):02x}" for c in shown)


def readable(colour: str, ground: str, wanted: float = TEXT_CONTRAST) -> str:
    """Move a colour's lightness away from the ground until it can be read there; hue and chroma stay.

    Parameters
    ----------
    colour, ground : str
        "#rrggbb".
    wanted : float
        Contrast to reach.

    Returns
    -------
    str
        The nearest colour that reaches it.
    """
    lightness, chroma, hue = to_oklch(colour)
    step = -0.01 if to_oklch(ground)[0] > 0.5 else 0.01
    found = parse(colour)
    while contrast(found, ground) < wanted and 0 < lightness + step < 1:
        lightness += step
        found = from_oklch(lightness, chroma, hue)
    return found


def mixed(colour: str, ground: str, share: float) -> str:
    """Return a tint: a share of the colour in the ground.

    Parameters
    ----------
    colour, ground : str
        "#rrggbb".
    share : float
        From 0 (ground) to 1 (colour).

    Returns
    -------
    str
        "#rrggbb".
    """
    pairs = ((int(parse(colour)[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def accents(colour: str, *, dark: bool) -> dict[str, str]:
    """Return the accent's four tokens on light or dark paper.

    Parameters
    ----------
    colour : str
        The campaign's choice.
    dark : bool
        Whether the paper is dark.

    Returns
    -------
    dict
        Token name to colour: fill, text on the fill, text on paper, wash.
    """
    paper = NIGHT if dark else PAPER
    wanted = NIGHT_CONTRAST if dark else TEXT_CONTRAST
    wash = mixed(readable(colour, paper, wanted), paper, 0.12 if dark else 0.08)
    shown = readable(colour, wash, wanted)
    return {
        "--accent": shown,
        "--on-accent": "#101114" if dark else "#ffffff",
        "--accent-ink": shown,
        "--wash": wash,
    }


def style_sheet(colour: str) -> str:
    """Write the style sheet that carries a campaign's colour.

    Parameters
    ----------
    colour : str
        The campaign's choice.

    Returns
    -------
    str
        CSS, in the layer of the tokens.
    """
    light, dark = (
        "".join(f"{name}:{value};" for name, value in accents(colour, dark=night).items())
        for night in (False, True)
    )
    return (
        f"@layer tokens{{:root{{{light}}}:root[data-theme=dark]{{{dark}}}"
        f"@media(prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}}}\n"
    )
