"""Static files with a name for each version: scripts know one another by it too, and are kept for ever."""

from typing import Final

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

NEAR: Final = r"""["'](?P<url>\.{1,2}/[^"'\n]+\.m?js)["']"""
"""An address beside the file, in quotes."""
SCRIPTS: Final = (
    (rf"(?P<matched>\bfrom\s*{NEAR})", 'from "%(url)s"'),
    (rf"(?P<matched>\bimport\s*{NEAR})", 'import "%(url)s"'),
    (rf"(?P<matched>\bimport\s*\(\s*{NEAR}\s*\))", 'import("%(url)s")'),
    (rf"(?P<matched>\bnew URL\(\s*{NEAR},\s*import\.meta\.url\))", 'new URL("%(url)s", import.meta.url)'),
)


class VersionedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names inside style sheets, and inside the imports of ES modules and the addresses of workers."""

    patterns = (*HashedFilesMixin.patterns, ("*.js", SCRIPTS), ("*.mjs", SCRIPTS))
