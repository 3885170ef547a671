"""Options that take several files after one flag, as shells expand patterns: --results a.csv b.csv."""

from collections.abc import Sequence
from typing import Final

SEVERAL: Final = frozenset(
    {
        "--addresses",
        "--arm",
        "--former",
        "--counts",
        "--covariates",
        "--exclude",
        "--pair-on",
        "--rerandomise",
        "--results",
        "--saturation",
        "--shares",
        "--statistics",
        "--strata",
    }
)
"""Flags that may be followed by several values."""


def spread(arguments: Sequence[str]) -> list[str]:
    """Repeat a flag before each of its values: `--results a b` becomes `--results a --results b`.

    Parameters
    ----------
    arguments : sequence of str
        Arguments as typed.

    Returns
    -------
    list of str
        Arguments as the parser wants them.
    """
    spread_out: list[str] = []
    flag = ""
    fresh = False
    for argument in arguments:
        if argument.startswith("-"):
            flag, fresh = (argument if argument in SEVERAL else ""), True
        elif flag and not fresh:
            spread_out.append(flag)
        else:
            fresh = False
        spread_out.append(argument)
    return spread_out
