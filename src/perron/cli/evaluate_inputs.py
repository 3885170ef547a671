"""Files of `perron evaluate`: the draw, the registration, results, counts and boundaries."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perron.cli.inputs import former_areas
from perron.errors import BadInputError, ParameterError
from perron.words import Words

if TYPE_CHECKING:
    from perron.evaluation.counts import Counts
    from perron.evaluation.gathering import Gathered
    from perron.experiments.design.seal import SealedDraw


@dataclass(frozen=True, slots=True)
class Given:
    """Files as given on the command line; names as its options."""

    results: list[str]
    counts: list[str]
    blocs: Path | None
    bureaux: str | None
    former: list[str]
    addresses: list[Path]


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
            Words("this is not JSON", "ce n'est pas du JSON"), file=path.name, found=str(error)
        ) from error
    found = content.get("perron") if isinstance(content, dict) else type(content).__name__
    if found != kind:
        raise BadInputError(
            Words("this is another kind of file", "ce fichier est d'une autre sorte"),
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
    from perron import sources
    from perron.evaluation.gathering import Ground, gather_outcomes
    from perron.targeting import load_blocs

    units = draw.assignment.get_column("unit")
    communes = set(units.str.split("_").list.first()) if draw.design.unit == "bureau" else None
    places = given.addresses
    return gather_outcomes(
        draw,
        sources.read_results(given.results, communes=communes) if given.results else None,
        counts=dict(_counts(argument, communes or set()) for argument in given.counts),
        blocs=None if given.blocs is None else load_blocs(given.blocs),
        ground=Ground(
            None if given.bureaux is None else sources.read_bureaux(given.bureaux),
            former_areas(given.former),
            sources.read_addresses(places, communes=communes) if places else None,
        ),
        registration=record,
        election=election,
    )


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
