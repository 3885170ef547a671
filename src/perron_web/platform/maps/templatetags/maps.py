"""Tags of the map."""

import json
from typing import Final

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from perron_web.platform.maps.base import base_map

register = template.Library()

MODULES: Final = (
    *(
        f"maps/{name}.js"
        for name in ("map", "base", "cards", "colours", "controls", "lasso", "layers", "patterns")
    ),
    *(f"maps/{name}.js" for name in ("sources", "tiles", "words")),
    *(f"vendor/maplibre/{name}.mjs" for name in ("maplibre-gl", "maplibre-gl-shared")),
)
"""Modules a map loads one from another: told together, they come together."""


@register.simple_tag
def map_base() -> SafeString:
    """Write the attribute that tells the map's script which base map to lay, if any.

    Returns
    -------
    SafeString
        `data-base="…"`.
    """
    return format_html('data-base="{}"', json.dumps(base_map(settings.BASEMAP)))


@register.simple_tag
def map_scripts(*more: str) -> SafeString:
    """Tell the browser at once every module that a page with a map will load.

    Parameters
    ----------
    *more : str
        Static files of the page's own modules.

    Returns
    -------
    SafeString
        Links for the head.
    """
    names = (*MODULES, *more)
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(name),) for name in names))
