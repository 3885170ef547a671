"""What may be uploaded: how many files, which names and types. Readers judge their content, in a job."""

from datetime import timedelta
from typing import Final

MOST_FILES: Final = 40
STALE: Final = timedelta(days=14)
"""Time after which an import left open is thrown away, with its files, when the next one begins."""
EXTENSIONS: Final = (
    ".csv", ".txt", ".tsv", ".gz", ".zip", ".geojson", ".json", ".parquet", ".pbf", ".graphml",
)  # fmt: skip
TYPES: Final = frozenset({
    "", "application/octet-stream", "text/csv", "text/plain", "text/tab-separated-values", "application/csv",
    "application/vnd.ms-excel", "application/gzip", "application/x-gzip", "application/zip",
    "application/x-zip-compressed", "application/json", "application/geo+json", "application/vnd.geo+json",
    "application/vnd.apache.parquet", "application/x-parquet", "application/xml", "text/xml",
})  # fmt: skip
"""Types that browsers give to such files; an image or a program is refused by its type alone."""


def allowed(name: str, content_type: str) -> bool:
    """Say whether a file may be dropped.

    Parameters
    ----------
    name : str
        Its name.
    content_type : str
        What the browser says it is.

    Returns
    -------
    bool
        Whether name and type are those of data.
    """
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    return name.lower().endswith(EXTENSIONS) and kind in TYPES


INSEE: Final = r"^(\d{5}|2[AB]\d{3})$"
"""Insee code of a commune."""
