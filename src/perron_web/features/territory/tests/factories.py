"""The 2nd arrondissement of the Paris sample as files, and as an import."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import polars as pl
from django.core.files.uploadedfile import SimpleUploadedFile

from perron.cli.demo_files import write_files
from perron.samples import load_paris
from perron.tables import Results


@cache
def second() -> SimpleNamespace:
    """Cut the sample to the 2nd arrondissement."""
    paris = load_paris()

    def bureaux(table: pl.DataFrame) -> pl.DataFrame:
        return table.filter(pl.col("bureau").str.starts_with("75056_02"))

    iris = pl.col("area").str.starts_with("75102")
    return SimpleNamespace(
        results=Results(bureaux(paris.results.general), bureaux(paris.results.votes)),
        bureaux_2012=bureaux(paris.bureaux_2012),
        bureaux_2017=bureaux(paris.bureaux_2017),
        addresses=bureaux(paris.addresses),
        areas=paris.areas.filter(iris),
        statistics=paris.statistics.filter(iris),
        housing=paris.housing.head(20),
        folder=paris.folder,
    )


def files_of_second(folder: Path) -> dict[str, Path]:
    """Write the files that a director would drop; the name of each to its path."""
    return {path.name: path for path in write_files(second(), folder) if path.suffix != ".toml"}


def upload(path: Path, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes(), content_type)
