"""Files of `perron evaluate`: the draw, the registration, results, counts and boundaries."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perron.cli.inputs import former_areas
from perron.cli.naming import naming
from perron.errors import BadInputError, ParameterError
from perron.words import Words

if TYPE_CHECKING:
    from perron.evaluation.counts import Counts
    from perron.evaluation.gathering import Gathered, Ground
    from perron.experiments.design.seal import SealedDraw
    from perron.tables import Results


@dataclass(frozen=True, slots=True)
class Given:
    """Files as given on the command line; names as its options."""

    results: list[str]
    counts: list[str]
    blocs: Path | None
    bureaux: str | None
    former: list[str]
    addresses: list[Path]
    inputs: Path | None = None

    def files(self) -> list[str | Path | None]:
        """Return every file, so that its hash is kept.

        Returns
        -------
        list
            Files; None where there is none.
        """
        from perron.output.inputs import MANIFEST

        tables = None if self.inputs is None else self.inputs / MANIFEST
        named = (self.results, self.counts, self.former, self.addresses)
        return [self.blocs, self.bureaux, tables, *(file for files in named for file in files)]


def the_draw(path: Path | None) -> "SealedDraw":
    """Read the sealed draw.

    Parameters
    ----------
    path : Path or None
        Folder or .zip.

    Returns
    -------
    SealedDraw
        The draw.

    Raises
    ------
    ParameterError
        None was given.
    """
    from perron.experiments.design.reading import read_draw

    if path is None:
        raise ParameterError(
            Words("the sealed draw is missing", "il manque le tirage scellé"),
            expected=Words("--design DRAW", "--design TIRAGE"),
        )
    return read_draw(path)


def announced_in(path: Path) -> dict[str, Any]:
    """Read what was announced before the vote.

    Parameters
    ----------
    path : Path
        JSON "registration/1".

    Returns
    -------
    dict
        The record.

    Raises
    ------
    BadInputError
        Another kind of file, or a choice that is missing or wrong: the error names the file.
    """
    from perron.experiments.design import Registration

    record = json_of(path, "registration/1")
    with naming([path], choices=True):
        Registration.from_dict(record)
    return record


def json_of(path: Path, kind: str) -> dict[str, Any]:
    """Read a JSON document of ours.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        What its key `perron` must say.

    Returns
    -------
    dict
        Its content.

    Raises
    ------
    BadInputError
        It is not JSON, or not of that kind.
    """
    import orjson

    try:
        content = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise BadInputError(
            Words("this is not JSON", "ce n’est pas du JSON"), file=path.name, found=str(error)
        ) from error
    found = content.get("perron") if isinstance(content, dict) else type(content).__name__
    if found != kind:
        raise BadInputError(
            Words("this is another kind of file", "ce fichier est d’une autre sorte"),
            file=path.name,
            column="perron",
            found=str(found or ""),
            expected=Words(kind, kind),
        )
    assert isinstance(content, dict)
    return content


def gathered(draw: "SealedDraw", given: Given, record: dict[str, Any] | None, election: str) -> "Gathered":
    """Read results, counts and boundaries, and lay outcomes out.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    given : Given
        Files.
    record : dict or None
        What was announced.
    election : str
        Election evaluated, or "".

    Returns
    -------
    Gathered
        Outcomes and what goes with them.
    """
    from perron.evaluation.gathering import gather_outcomes
    from perron.targeting import load_blocs

    units = draw.assignment.get_column("unit")
    communes = set(units.str.split("_").list.first()) if draw.design.unit == "bureau" else set()
    results, ground = _ground(given, communes)
    return gather_outcomes(
        draw,
        results,
        counts=dict(_counts(argument, communes) for argument in given.counts),
        blocs=None if given.blocs is None else load_blocs(given.blocs),
        ground=ground,
        registration=record,
        election=election,
    )


def _ground(given: Given, communes: set[str]) -> tuple["Results | None", "Ground"]:
    """Read results and boundaries, from files or from the folder of checked tables that the site exports."""
    from perron import sources
    from perron.evaluation.gathering import Ground
    from perron.output.inputs import read_inputs

    if given.inputs is not None:
        if given.results or given.bureaux or given.former or given.addresses:
            both = "--inputs", "--results, --bureaux"
            raise ParameterError(
                Words(f"{both[0]} goes without {both[1]}", f"{both[0]} va sans {both[1]}"), found=both[1]
            )
        known = read_inputs(given.inputs)
        return known.results, Ground(known.areas, known.former, known.addresses)
    kept = communes or None
    areas = None if given.bureaux is None else sources.read_bureaux(given.bureaux)
    places = sources.read_addresses(given.addresses, communes=kept) if given.addresses else None
    results = sources.read_results(given.results, communes=kept) if given.results else None
    return results, Ground(areas, former_areas(given.former), places)


def _counts(argument: str, communes: set[str]) -> tuple[str, "Counts"]:
    from perron.evaluation.counts import read_counts
    from perron.sources.recognise import split_name

    election, path = split_name(argument)
    if not election:
        raise BadInputError(
            Words("--counts says which election", "--counts dit quelle élection"),
            found=argument,
            expected=Words("2026-municipales-1=FILE", "2026-municipales-1=FICHIER"),
        )
    return election, read_counts(path, communes=communes)
