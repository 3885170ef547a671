"""Draw the icons of the phone app from the site's own: `python scripts/app_icons.py`."""

from pathlib import Path

import vl_convert

STATIC = Path(__file__).parents[1] / "src/perron_web"
ICON = (STATIC / "platform/design/static/design/icon.svg").read_text(encoding="utf-8")
OUT = STATIC / "features/canvassing/static/canvassing/icons"
INSIDE = ICON.partition(">")[2].rpartition("</svg>")[0]
MASKABLE = (  # the shape stands in the middle four fifths, on paper to the edge
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" fill="#fbfaf7"/>'
    f'<g transform="translate(5.6 5.6) scale(.65)">{INSIDE}</g></svg>'
)

SIZES = ((ICON, "any", 192), (ICON, "any", 512), (MASKABLE, "maskable", 512), (MASKABLE, "apple", 180))
for drawing, purpose, size in SIZES:
    drawn = drawing.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
    (OUT / f"{purpose}-{size}.png").write_bytes(vl_convert.svg_to_png(drawn))
