"""Which boundaries an election was counted on: those in use in its year. Codes alone never join two years."""

from collections.abc import Collection


def year_of(election: str) -> int | None:
    """Return the year of an election.

    Parameters
    ----------
    election : str
        E.g. "2017-presidentielle-1".

    Returns
    -------
    int or None
        None when the name does not begin with a year.
    """
    return int(election[:4]) if election[:4].isdigit() else None


def counted_on(election: str, by_hand: int | None, years: Collection[int]) -> int | None:
    """Return the year of the boundaries that results were counted on, as a person said or by the rule.

    Parameters
    ----------
    election : str
        E.g. "2014-europeennes".
    by_hand : int or None
        What a person said, if anything.
    years : collection of int
        First years of use of the boundaries known.

    Returns
    -------
    int or None
        None without any boundaries.
    """
    return by_hand if by_hand in years else boundaries_of(election, years)


def boundaries_of(election: str, years: Collection[int]) -> int | None:
    """Return the first year of use of the boundaries that an election was counted on.

    Parameters
    ----------
    election : str
        E.g. "2014-europeennes".
    years : collection of int
        First years of use of the boundaries known.

    Returns
    -------
    int or None
        The latest year that is not after the election; failing that the earliest known; None without any.
    """
    year = year_of(election)
    before = [known for known in years if year is not None and known <= year]
    return max(before) if before else min(years, default=None)
