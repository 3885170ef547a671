"""Results of any format to checked Parquet."""

from pathlib import Path

from perron.errors import UnknownFormatError
from perron.sources.reading import read
from perron.sources.results_finish import OnBad
from perron.tables import Results
from perron.words import Words


def convert_results(
    path: Path | str, out: Path | str, *, election: str | None = None, on_bad: OnBad = "raise"
) -> int:
    """Turn one file of results into two checked Parquet files, `general.parquet` and `votes.parquet`.

    Parameters
    ----------
    path : Path or str
        Any format of results.
    out : Path or str
        Folder to write into.
    election : str, optional
        Election, when the file does not say it.
    on_bad : {"raise", "set_aside"}
        What to do with bureaux whose counts are impossible.

    Returns
    -------
    int
        Rows of votes written.

    Raises
    ------
    BadInputError
        The file is not results, or breaks a rule; nothing is written.
    """
    found = read(path, election=election, on_bad=on_bad)
    if not isinstance(found.table, Results):
        raise UnknownFormatError(
            Words("this file is not results", "ce fichier n’est pas un fichier de résultats"),
            file=found.file,
            found=found.format.name,
        )
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    found.table.general.write_parquet(folder / "general.parquet")
    found.table.votes.write_parquet(folder / "votes.parquet")
    return found.table.votes.height
