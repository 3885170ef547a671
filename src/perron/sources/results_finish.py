"""The last step of every reader of results: keys and counts checked, impossible rows refused or set aside."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import polars as pl

from perron.errors import BadInputError
from perron.sources.codes import election_in
from perron.tables import GENERAL, VOTES, Results
from perron.words import Words

OnBad = Literal["raise", "set_aside"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller of a reader asked for.

    Parameters
    ----------
    election : str or None
        Election named by hand.
    communes : collection of str or None
        Insee codes to keep; None keeps everything.
    on_bad : {"raise", "set_aside"}
        What to do with rows whose counts are impossible.
    """

    election: str | None = None
    communes: Collection[str] | None = None
    on_bad: OnBad = "raise"

    def keep(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Keep the rows of the communes asked for.

        Parameters
        ----------
        frame : polars.DataFrame
            With a column `commune`.

        Returns
        -------
        polars.DataFrame
            Fewer rows, or the same.
        """
        if self.communes is None:
            return frame
        return frame.filter(pl.col("commune").is_in(list(self.communes)))

    def name_of_election(self, file: str, hint: str | None = None) -> str:
        """Return the election's name: by hand, from the content, or from the file's name.

        Parameters
        ----------
        file : str
            File name.
        hint : str, optional
            What the content says.

        Returns
        -------
        str
            E.g. "2019-europeennes".

        Raises
        ------
        BadInputError
            Nothing says which election it is.
        """
        name = self.election or hint or election_in(file)
        if name:
            return name
        raise BadInputError(
            Words(
                "neither the content nor the name says which election and round this is",
                "ni le contenu ni le nom ne disent de quelle élection et de quel tour il s’agit",
            ),
            file=file,
            expected=Words(
                "name it by hand: 2019-europeennes=FILE", "nommez-la\u00a0: 2019-europeennes=FICHIER"
            ),
        )


def finish(
    general: pl.DataFrame,
    votes: pl.DataFrame,
    *,
    file: str,
    asked: Asked,
    sums: pl.Series | None = None,
) -> tuple[Results, tuple[Words, ...]]:
    """Check both tables; set impossible bureaux aside when asked to.

    Parameters
    ----------
    general : polars.DataFrame
        Columns of `GENERAL`, and `line`, the line of the file.
    votes : polars.DataFrame
        Columns of `VOTES`, any order.
    file : str
        Name for messages.
    asked : Asked
        What the caller wants.
    sums : polars.Series, optional
        Votes of each row of `general` all choices together, from a reader that also knows that no choice
        comes twice in a bureau; without it both are worked out from `votes`.

    Returns
    -------
    Results
        Checked tables.
    tuple of Words
        Notes.
    """
    notes: list[Words] = []
    if asked.on_bad == "set_aside":
        general, votes, notes = _set_aside(general, votes)
        sums = None
    lines = general.get_column("line") if "line" in general.columns else None
    checked = GENERAL.check(
        general, file=file, line_of=lambda row: int(lines[row]) if lines is not None else row + 2
    )
    if sums is None or (sums > checked.get_column("valid")).any():
        return Results(checked, votes).check(file=file), tuple(notes)
    return Results(checked, VOTES.check(votes, file=file, distinct=True)), tuple(notes)


def _set_aside(general: pl.DataFrame, votes: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[Words]]:
    key = ["election", "bureau"]
    cast = votes.group_by(key).agg(pl.col("votes").sum().alias("_sum"), pl.col("votes").min().alias("_min"))
    joined = general.join(cast, on=key, how="left", maintain_order="left")
    numbers = ["registered", "voters", "valid"]
    counts = [*numbers, *(n for n in ("blank", "invalid") if n in general.columns)]
    bad = (
        joined.select(
            (pl.col("voters") > pl.col("registered"))
            | (pl.col("valid") > pl.col("voters"))
            | (pl.col("_sum") > pl.col("valid"))
            | (pl.min_horizontal(*counts, "_min") < 0)
            | pl.any_horizontal(pl.col(numbers).is_null())
        )
        .to_series()
        .fill_null(value=False)
    )
    if not bad.any():
        return general, votes, []
    gone = joined.filter(bad).get_column("bureau").to_list()
    shown = ", ".join(gone[:10]) + ("…" if len(gone) > 10 else "")
    note = Words(
        f"set aside, their counts being impossible: {len(gone)} ({shown})",
        f"mis de côté, comptes impossibles\u00a0: {len(gone)} ({shown})",
    )
    outcasts = joined.filter(bad).select(key)
    return general.filter(~bad), votes.join(outcasts, on=key, how="anti", maintain_order="left"), [note]


__all__ = ["GENERAL", "VOTES", "Asked", "OnBad", "finish"]
