"""The smallest effect that a comparison of visited bureaux with those left alone could show."""

from math import inf, sqrt
from statistics import NormalDist

from perron.errors import ParameterError
from perron.words import Words


def smallest_effect(
    sd: float, treated: int, control: int, *, level: float = 0.05, power: float = 0.8
) -> float:
    """Return the smallest effect that the comparison would find, most times.

    Parameters
    ----------
    sd : float
        Standard deviation of a bureau's result around what was expected of it, 0 or more.
    treated, control : int
        Bureaux of the plan, and bureaux left alone, in the same strata.
    level : float
        Chance of crying effect where there is none, between 0 and 1 (two-sided).
    power : float
        Chance of finding the effect where it exists, between 0 and 1.

    Returns
    -------
    float
        Effect, in the unit of `sd`; infinite when one of the groups is empty.

    Raises
    ------
    ParameterError
        A parameter is outside its range.

    Notes
    -----
    (z(1 - level / 2) + z(power)) × sd × sqrt(1 / treated + 1 / control): two groups of the same spread,
    normal approximation (Bloom 1995, Evaluation Review 19(5)). Strata and former results lower `sd`, which is
    the spread that remains once they are accounted for; visits that stray into bureaux left alone are not.
    """
    if not (sd >= 0 and treated >= 0 and control >= 0 and 0 < level < 1 and 0 < power < 1):
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
            found=f"sd = {sd}, treated = {treated}, control = {control}, level = {level}, power = {power}",
        )
    if not treated or not control:
        return inf
    normal = NormalDist()
    reach = normal.inv_cdf(1.0 - level / 2.0) + normal.inv_cdf(power)
    return reach * sd * sqrt(1.0 / treated + 1.0 / control)
