"""Static files with a name for each version: scripts know one another by it too, and are kept for ever."""

from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from perron_web.platform.design.linking import link

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

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Add the scripts that are made of many, then name and compress everything."""

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode("utf-8"))

        for made, entry in {} if dry_run else settings.LINKED_SCRIPTS.items():
            self.save(made, ContentFile(link(entry, read).encode("utf-8")))
            paths[made] = (self, made)
        yield from super().post_process(paths, dry_run, **options)
