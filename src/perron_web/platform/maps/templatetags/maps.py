"""Tags of the map."""

import json

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from perron_web.platform.maps.base import base_map

register = template.Library()


@register.simple_tag
def map_base() -> SafeString:
    """Write the attribute that tells the map's script which base map to lay, if any.

    Returns
    -------
    SafeString
        `data-base="…"`.
    """
    return format_html('data-base="{}"', json.dumps(base_map(settings.BASEMAP)))
