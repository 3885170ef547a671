"""The report laid out once, for the page and for paper: sections made of texts, charts and tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from perron.elections import named_in
from perron.evaluation.content import curled
from perron.evaluation.sentences import ONE, UNITS
from perron.output.evaluation.texts import COLUMNS, SENTENCES, T
from perron.words import Language, Words

_UNIT: Final = Words("unit", "unité")
Kind = Literal["text", "note", "list", "chart", "table", "code", "heading"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing in a section.

    Parameters
    ----------
    kind : {"text", "note", "list", "chart", "table", "code", "heading"}
        What it is.
    text : str
        Its text; the caption of a table, the source of a chart.
    items : list of str
        Items of a list.
    chart : callable or None
        Returns an Altair chart.
    columns : list of str
        Heads of a table.
    rows : list of list of str
        Cells of a table.
    strong : list of int
        Rows that stand out.
    """

    kind: Kind
    text: str = ""
    items: list[str] = field(default_factory=list)
    chart: Callable[[], Any] | None = None
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    strong: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the report.

    Parameters
    ----------
    key : str
        Anchor.
    title : str
        Heading.
    pieces : list of Piece
        What it holds.
    fresh : bool
        Whether it begins a page on paper.
    """

    key: str
    title: str
    pieces: list[Piece]
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes words of the report in one language.

    Parameters
    ----------
    lang : {"fr", "en"}
        Language.
    unit : str
        What was drawn, for the heads of columns.
    """

    lang: Language
    unit: str = ""

    def __call__(self, name: str) -> str:
        """Return a heading or a small word."""
        return curled(T[name].text(self.lang))

    @property
    def colon(self) -> str:
        """A colon and its spaces."""
        return "\u00a0: " if self.lang == "fr" else ": "

    def head(self, *names: str) -> list[str]:
        """Return heads of columns.

        Parameters
        ----------
        *names : str
            Keys of `COLUMNS`.

        Returns
        -------
        list of str
            Their words.
        """
        return [curled(self._head(name)) for name in names]

    def _head(self, name: str) -> str:
        own = {"n": UNITS, "units": UNITS, "unit": ONE}.get(name, {}).get(self.unit)
        if own is None:
            return COLUMNS[name].text(self.lang)
        text = own.text(self.lang)
        return text[:1].upper() + text[1:]

    def say(self, name: str, **values: str) -> str:
        """Return a sentence with its gaps filled.

        Parameters
        ----------
        name : str
            Key of `SENTENCES`.
        **values : str
            What fills the gaps.

        Returns
        -------
        str
            The sentence.
        """
        one = ONE.get(self.unit, _UNIT).text(self.lang)
        own = {"one": one, "a": f"{self._article()} {one}"}
        return curled(SENTENCES[name].text(self.lang)).format(**own, **values)

    def _article(self) -> str:
        if self.lang == "en":
            return "an" if self.unit == "outing" else "a"
        return "un" if self.unit in {"bureau", "building"} else "une"

    def of(self, words: dict[str, str]) -> str:
        """Return words of the content.

        Parameters
        ----------
        words : dict
            en, fr.

        Returns
        -------
        str
            In this language.
        """
        return curled(named_in(Words(words["en"], words["fr"])).text(self.lang))
