"""Inputs of a plan: from official files, or from the folder of checked tables that the site exports."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perron.cli.inputs import former_areas, insee_data
from perron.errors import ParameterError
from perron.words import Words

if TYPE_CHECKING:
    from perron.plan import Inputs


@dataclass(frozen=True, slots=True)
class Files:
    """Files as given on the command line; names as in `perron.cli.options`."""

    results: list[str]
    bureaux: str | None
    addresses: list[Path]
    former: list[str]
    areas: Path | None
    statistics: list[Path]
    housing: Path | None
    streets: Path | None
    meeting: Path | None

    def named(self, blocs: Path) -> list[str | Path | None]:
        """Return every file in the order of their hashes in `plan.json`.

        Parameters
        ----------
        blocs : Path
            The mapping of blocs.

        Returns
        -------
        list
            Files; None where there is none.
        """
        return [
            *self.results,
            self.bureaux,
            *self.addresses,
            blocs,
            *self.former,
            self.areas,
            *self.statistics,
            self.housing,
            self.streets,
            self.meeting,
        ]

    @property
    def any(self) -> bool:
        """Whether some file was given."""
        return any(getattr(self, name) for name in self.__slots__)


def gather(files: Files, inputs: Path | None) -> "Inputs":
    """Read the inputs of a plan.

    Parameters
    ----------
    files : Files
        Official files.
    inputs : Path or None
        Folder of checked tables, instead of files.

    Returns
    -------
    Inputs
        The tables; their hashes where they come from such a folder.

    Raises
    ------
    ParameterError
        Neither, or both.
    """
    from perron import sources
    from perron.output.inputs import read_inputs
    from perron.plan import Inputs

    both = "--inputs", "--results, --bureaux"
    if inputs is not None:
        if files.any:
            raise ParameterError(
                Words(f"{both[0]} goes without {both[1]}", f"{both[0]} va sans {both[1]}"), found=both[1]
            )
        return read_inputs(inputs)
    if not files.results or files.bureaux is None:
        raise ParameterError(
            Words("results and boundaries are missing", "il manque les résultats et les contours"),
            expected=Words("--results FILE --bureaux FILE", "--results FICHIER --bureaux FICHIER"),
        )
    shapes = sources.read_bureaux(files.bureaux)
    communes = set(shapes.get_column("commune"))
    return Inputs(
        results=sources.read_results(files.results, communes=communes),
        areas=shapes,
        addresses=sources.read_addresses(files.addresses, communes=communes) if files.addresses else None,
        former=former_areas(files.former),
        insee=insee_data(files.areas, files.statistics, files.housing),
        network=sources.read_streets(files.streets) if files.streets else None,
        meeting=sources.read_polling_places(files.meeting) if files.meeting else None,
    )
