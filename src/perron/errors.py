"""Named errors: what happened, where, what was found, what was expected, in both languages."""

from typing import Final

from perron.words import Language, Words

LONGEST: Final = 300
"""Characters of what was found that a message shows: a hostile cell may be as long as its file."""


class PerronError(Exception):
    """A failure whose message can be shown to a person as it is.

    Parameters
    ----------
    words : Words
        What happened and what to do, in both languages.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.words = words

    def text(self, lang: Language = "fr") -> str:
        """Return the message in one language.

        Parameters
        ----------
        lang : {"fr", "en"}
            Language wanted.

        Returns
        -------
        str
            The message.
        """
        return self.words.text(lang)

    def __str__(self) -> str:
        return self.text("en")


class BadInputError(PerronError, ValueError):
    """An input that cannot be used; the command line exits with 2.

    Parameters
    ----------
    words : Words
        What is wrong, in both languages.
    file : str
        The file's name as given; empty when the input is not a file.
    line : int or None
        Line in the file, counted from 1, header included.
    column : str
        Column or property at fault.
    found : str
        What stood there.
    expected : Words or None
        What should have stood there.
    """

    def __init__(
        self,
        words: Words,
        *,
        file: str = "",
        line: int | None = None,
        column: str = "",
        found: str = "",
        expected: Words | None = None,
    ) -> None:
        super().__init__(words)
        self.file = file
        self.line = line
        self.column = column
        self.found = found if len(found) <= LONGEST else found[: LONGEST - 1] + "…"
        self.expected = expected

    def text(self, lang: Language = "fr") -> str:
        """Return the message with its place, what was found and what was expected.

        Parameters
        ----------
        lang : {"fr", "en"}
            Language wanted.

        Returns
        -------
        str
            The whole message on one line.
        """
        french = lang == "fr"
        colon = "\u00a0: " if french else ": "
        place = [self.file] if self.file else []
        if self.line is not None:
            place.append(f"{'ligne' if french else 'line'} {self.line}")
        if self.column:
            place.append(f"«\u00a0{self.column}\u00a0»" if french else f'"{self.column}"')
        parts = [self.words.text(lang)]
        if self.found:
            parts.append(f"{'trouvé' if french else 'found'}{colon}{self.found}")
        if self.expected is not None:
            parts.append(f"{'attendu' if french else 'expected'}{colon}{self.expected.text(lang)}")
        message = "\u202f; ".join(parts) if french else "; ".join(parts)
        return f"{', '.join(place)}{colon}{message}" if place else message


class UnknownFormatError(BadInputError):
    """No reader recognises the file's content."""


class TooLargeError(BadInputError):
    """The file holds more than is let in: bytes, rows, columns or corners."""


class EncodingError(BadInputError):
    """The bytes are not text in the expected encoding."""


class MissingColumnError(BadInputError):
    """A column (or property) that the format needs is not there."""


class BadValueError(BadInputError):
    """A value of the wrong type, or outside its range."""


class DuplicateRowError(BadInputError):
    """Two rows stand for the same thing, such as one bureau twice."""


class InconsistentCountsError(BadInputError):
    """Counts that cannot all be true, such as more votes than registered electors."""


class GeometryError(BadInputError):
    """A shape that is broken, misplaced, or outside its commune."""


class NoMatchError(BadInputError):
    """Two tables that should join have nothing in common."""


class ParameterError(BadInputError):
    """A parameter outside its range."""


class PersonalDataError(BadInputError):
    """A file that carries names, dates of birth or addresses of people where only counts are let in."""
