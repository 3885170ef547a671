"""The base map under the bureaux: none by default, and one setting to have one."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

_IGN: Final = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2"
    "&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)
_KNOWN: Final[Mapping[str, Mapping[str, Any]]] = {
    "ign": {"kind": "raster", "tiles": [_IGN], "maxzoom": 19, "credit": "© IGN, Plan IGN"},
    "osm": {
        "kind": "raster",
        "tiles": [f"https://{host}.tile.openstreetmap.fr/osmfr/{{z}}/{{x}}/{{y}}.png" for host in "abc"],
        "maxzoom": 19,
        "credit": "© les contributeurs d’OpenStreetMap, rendu OSM France",
    },
}
NAMES: Final = ("", *_KNOWN)
"""Names the setting may take; anything else is the address of a PMTiles file."""


def base_map(setting: str) -> dict[str, Any]:
    """Return what the map's script needs to know of the base map.

    Parameters
    ----------
    setting : str
        Empty, "ign", "osm", or the address of a PMTiles file (on this site or another).

    Returns
    -------
    dict
        `kind` ("none", "raster", "tiles") and, when there is one, `tiles` or `url`, and `credit`.
    """
    if not setting:
        return {"kind": "none"}
    if setting in _KNOWN:
        return dict(_KNOWN[setting])
    return {"kind": "tiles", "url": setting, "credit": "© les contributeurs d’OpenStreetMap"}


def hosts(setting: str) -> list[str]:
    """Return the origins the content security policy must let the map read from.

    Parameters
    ----------
    setting : str
        As for `base_map`.

    Returns
    -------
    list of str
        Origins, without this site's own.
    """
    base = base_map(setting)
    addresses = [*base.get("tiles", ()), *([base["url"]] if "url" in base else [])]
    parts = [urlsplit(address) for address in addresses]
    return list(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in parts if part.netloc))
