"""Where compiled kernels are kept when Perron's own folder cannot be written to."""

import os
from pathlib import Path


def keep_kernels(folder: Path) -> None:
    """Name a folder for what numba compiles; beside the code when that folder is ours to write to.

    Parameters
    ----------
    folder : Path
        Data folder.
    """
    if not os.access(Path(__file__).parents[2] / "perron", os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(folder / "cache"))
