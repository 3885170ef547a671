"""Refuse files about people: turnout comes in as counts by bureau or building, never as names."""

import re
from typing import Final

import polars as pl

from perron.errors import PersonalDataError
from perron.geo.names import fold
from perron.words import Words

SMALLEST: Final = 5
"""Fewest registered electors a count may be about: counts of fewer people say who voted."""

_PERSONAL: Final = re.compile(
    r"^(?:(?:LE |LES |N |NO |NUM |NUMERO |NUMERO D )?(?:"
    r"NOMS?|NOM (?:ET )?PRENOMS?|NOM (?:DE )?(?:NAISSANCE|FAMILLE|USAGE|JEUNE FILLE|L ELECTEUR|ELECTEUR)"
    r"|PRENOMS?|PRENOMS? (?:ET )?NOMS?|ELECTEUR|ELECTRICE|(?:FIRST|LAST|SUR|FULL)? ?NAME"
    r"|CIVILITE|SEXE|GENRE|TITLE|SEX|GENDER|AGE"
    r"|NEE?(?: E)? LE|(?:DATE|LIEU|COMMUNE|ANNEE) (?:DE )?NAISSANCE|NAISSANCE"
    r"|DATE OF BIRTH|BIRTH ?DATE|BIRTH|DOB|NATIONALITE|NATIONALITY|E ?MAILS?|MAILS?|COURRIELS?"
    r"|ADRESSE (?:E ?MAIL|ELECTRONIQUE|PERSONNELLE)"
    r"|TEL|TELEPHONES?|PHONE|MOBILE|PORTABLE|SIGNATURE|EMARGEMENT|INE"
    r"|IDENTIFIANT (?:NATIONAL )?(?:D )?ELECTEUR|NUM ELECTEUR|NUMERO (?:D )?(?:ELECTEUR|ORDRE)|VOTER ID"
    r"))$"
)
_MAIL: Final = r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}"
_DAY: Final = r"^\s*(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})\s*$"
_PHONE: Final = r"^\s*(?:\+33|0033|0)[\s.]?[1-9](?:[\s.]?\d{2}){4}\s*$"
_COUNTS_ONLY: Final = Words(
    "counts by bureau or building: registered, voters, valid votes, votes by list",
    "des comptes par bureau ou par immeuble\u00a0: inscrits, votants, exprimés, voix par liste",
)
_REFUSED: Final = Words(
    "this file seems to be about people; only counts are let in, and nothing of it was kept",
    "ce fichier semble porter sur des personnes\u202f; seuls des comptes sont admis, rien n’en a été gardé",
)


def refuse_people(frame: pl.DataFrame, file: str) -> None:
    """Refuse a table that seems to be about people: by its headers, then by what its cells look like.

    Parameters
    ----------
    frame : polars.DataFrame
        The file as text, one column a header.
    file : str
        Name for messages.

    Raises
    ------
    PersonalDataError
        A header names something personal, or a column holds e-mails, phone numbers or several dates. The
        message gives the column and never what stood there.
    """
    for place, name in enumerate(frame.columns, start=1):
        if any(
            re.search(pattern, name) for pattern in (_MAIL, _DAY, _PHONE)
        ):  # no header: a row about someone
            raise personal(file, str(place))
        if _PERSONAL.match(fold(name)):
            raise personal(file, name)
    for name, texts in ((n, frame.get_column(n)) for n in frame.columns if frame.schema[n] == pl.String):
        known = texts.drop_nulls()
        mails = known.str.contains(_MAIL).sum()
        phones = known.str.contains(_PHONE).sum()
        days = known.filter(known.str.contains(_DAY)).n_unique()
        if mails or phones > 1 or days > 1:
            raise personal(file, name)


def refuse_names(keys: pl.Series, file: str, column: str) -> None:
    """Refuse keys that read like people's names: words without any figure.

    Parameters
    ----------
    keys : polars.Series
        Keys of bureaux or buildings, as text.
    file, column : str
        Where they stand, for messages.

    Raises
    ------
    PersonalDataError
        More than half of the keys hold two words or more and no figure.
    """
    words = keys.str.contains(r"^\s*[^\d\s]+(?:[\s,'-]+[^\d\s]+)+\s*$").sum()
    if words and words > keys.len() / 2:
        raise personal(file, column)


def refuse_few(registered: pl.Series, file: str, column: str, *, first_line: int = 2) -> None:
    """Refuse counts of so few electors that they say who voted.

    Parameters
    ----------
    registered : polars.Series
        Registered electors of each row.
    file, column : str
        Where they stand, for messages.
    first_line : int
        Line of the first row.

    Raises
    ------
    PersonalDataError
        A row is about 1 to `SMALLEST` - 1 electors.
    """
    few = (registered > 0) & (registered < SMALLEST)
    if few.any():
        raise PersonalDataError(
            Words(
                "a count of so few people says who voted; join it to the building beside",
                "un compte sur si peu de personnes dit qui a voté\u202f; joignez-le à l’immeuble voisin",
            ),
            file=file,
            line=int(few.arg_max() or 0) + first_line,
            column=column,
            expected=Words(f"at least {SMALLEST} registered", f"au moins {SMALLEST} inscrits"),
        )


def personal(file: str, column: str) -> PersonalDataError:
    """Return the refusal of a column that seems to be about people.

    Parameters
    ----------
    file, column : str
        Where it stands.

    Returns
    -------
    PersonalDataError
        The error; what the column holds is not in it.
    """
    return PersonalDataError(_REFUSED, file=file, column=column, expected=_COUNTS_ONLY)
