"""Charts drawn with Altair, as SVG that takes the page's colours and fonts."""

from perron_web.platform.charts.draw import Call, draw_later, is_drawn, svg, svgs

__all__ = ["Call", "draw_later", "is_drawn", "svg", "svgs"]
