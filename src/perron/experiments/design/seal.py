"""A sealed draw: design, seed, inputs and who drew, in a record whose hash stands for all of it."""

import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import orjson
import polars as pl

from perron.errors import ParameterError
from perron.experiments.design.choices import Design
from perron.experiments.design.draw import draw_layout
from perron.experiments.design.files import (
    ASSIGNMENT,
    CHECK,
    RECORD,
    UNITS,
    checks_of,
    csv_of,
    digest,
    record_hash,
    table_of,
)
from perron.experiments.design.layout import lay_out
from perron.experiments.design.placing import put_file, put_files
from perron.words import Words

FORMAT: Final = "draw/1"


@dataclass(frozen=True)
class SealedDraw:
    """A draw as it was sealed: three files, and what they say.

    Parameters
    ----------
    record : dict
        Content of draw.json.
    units_csv : bytes
        File of the units, in canonical form.
    assignment_csv : bytes
        File of the arms.
    """

    record: dict[str, Any]
    units_csv: bytes
    assignment_csv: bytes

    @cached_property
    def design(self) -> Design:
        """The design."""
        return Design.from_dict(self.record["design"])

    @cached_property
    def units(self) -> pl.DataFrame:
        """The units, sorted by name, with the columns that the design read, and `registered` where known."""
        table = table_of(self.units_csv, UNITS)
        numbers = {*self.design.numbers, "registered"} & set(table.columns)
        return table.with_columns(pl.col(sorted(numbers)).cast(pl.Float64)) if numbers else table

    @cached_property
    def assignment(self) -> pl.DataFrame:
        """The draw, as `draw` returns it, sorted by unit."""
        table = table_of(self.assignment_csv, ASSIGNMENT)
        return table.select(
            "unit",
            pl.col("stratum").cast(pl.Int32),
            "cluster",
            "arm",
            pl.col("probability", "saturation").cast(pl.Float64),
        )

    @property
    def seed(self) -> int:
        """The seed."""
        return int(self.record["seed"])

    @property
    def name(self) -> str:
        """Name of the experiment."""
        return str(self.record["name"])

    @property
    def hash(self) -> str:
        """The record's hash, which stands for the whole draw."""
        return str(self.record["record"])

    @property
    def arms(self) -> dict[str, int]:
        """Units in each arm."""
        return dict(self.record["assignment"]["arms"])

    def files(self) -> dict[str, bytes]:
        """Return the three files.

        Returns
        -------
        dict of str to bytes
            Name and content.
        """
        written = orjson.dumps(self.record, option=orjson.OPT_INDENT_2) + b"\n"
        return {RECORD: written, UNITS: self.units_csv, ASSIGNMENT: self.assignment_csv}

    def write(self, folder: Path) -> None:
        """Write the three files in a new folder, all at once; a path that ends in .zip makes an archive.

        Parameters
        ----------
        folder : Path
            A path where nothing stands, or an empty folder.

        Raises
        ------
        BadInputError
            Something stands there; it is left as it is.
        """
        if folder.suffix == ".zip":
            put_file(folder, self.to_zip())
        else:
            put_files(folder, self.files())

    def to_zip(self) -> bytes:
        """Return the three files in an archive, the same bytes each time.

        Returns
        -------
        bytes
            The .zip.
        """
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.files().items():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return packed.getvalue()


def seal(
    design: Design,
    units: pl.DataFrame,
    seed: int,
    *,
    name: str,
    by: str,
    at: datetime,
    previous: str = "",
) -> SealedDraw:
    """Draw, and seal the draw.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        The units, as in `draw`; columns that the design does not name are left out.
    seed : int
        Seed.
    name : str
        Name of the experiment.
    by : str
        Who seals.
    at : datetime
        When, with its time zone.
    previous : str
        Record hash of the draw sealed before this one in the same ledger; empty for the first.

    Returns
    -------
    SealedDraw
        The draw.

    Raises
    ------
    BadInputError
        Units that the design cannot draw; a name is missing; the time has no zone.
    """
    check_who(name, by, at, previous)
    layout = lay_out(design, units)
    drawn = draw_layout(design, layout, seed)
    units_csv = csv_of(layout.units)
    assignment_csv = csv_of(drawn.with_columns(pl.Series(CHECK, checks_of(units_csv))))
    counts = Counter(drawn.get_column("arm"))
    record: dict[str, Any] = {
        "perron": FORMAT,
        "version": program_version(),
        "name": name,
        "design": design.to_dict(),
        "seed": seed,
        "units": {"file": UNITS, "sha256": digest(units_csv), "rows": drawn.height},
        "assignment": {
            "file": ASSIGNMENT,
            "sha256": digest(assignment_csv),
            "rows": drawn.height,
            "arms": {arm.name: counts[arm.name] for arm in design.arms},
        },
        "sealed_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "sealed_by": by,
        "previous": previous,
    }
    return SealedDraw({**record, "record": record_hash(record)}, units_csv, assignment_csv)


def program_version() -> str:
    """Return the version of Perron that runs.

    Returns
    -------
    str
        Such as "0.5.0"; empty when it was not installed.
    """
    try:
        return version("perron")
    except PackageNotFoundError:
        return ""


def check_who(name: str, by: str, at: datetime, previous: str) -> None:
    """Raise an error when a seal does not say what it must.

    Parameters
    ----------
    name : str
        Name of the experiment.
    by : str
        Who seals.
    at : datetime
        When.
    previous : str
        Record hash of the draw before, or empty.

    Raises
    ------
    ParameterError
        One is missing, or the time has no zone.
    """
    rules = (
        ("name", bool(name.strip()), name, Words("a name", "un nom")),
        ("by", bool(by.strip()), by, Words("who seals", "qui scelle")),
        ("at", at.tzinfo is not None, str(at), Words("a time with its zone", "une heure et son fuseau")),
        (
            "previous",
            previous == "" or (len(previous) == 64 and set(previous) <= set("0123456789abcdef")),
            previous,
            Words("the record hash of the draw before", "l’empreinte du tirage précédent"),
        ),
    )
    for column, holds, found, expected in rules:
        if not holds:
            raise ParameterError(
                Words("the seal is not complete", "le scellé n’est pas complet"),
                column=column,
                found=found,
                expected=expected,
            )
