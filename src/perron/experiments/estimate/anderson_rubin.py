"""Anderson–Rubin interval: right for the effect on the visited however few were reached."""

from math import inf, nan, sqrt

import numpy as np
from scipy import special

from perron.experiments.estimate.estimate import Estimate, check_level
from perron.experiments.estimate.robust import Kind, robust
from perron.experiments.estimate.sample import Floats, Sample
from perron.experiments.estimate.two_stage import reduced_forms
from perron.words import Words

SHAPES = {
    "interval": Words("an interval", "un intervalle"),
    "outside": Words(
        "everything outside an interval: the visits were too few to bound the effect",
        "tout sauf un intervalle\u00a0: trop peu de visites pour borner l’effet",
    ),
    "all": Words(
        "any effect at all: the visits were too few to say anything",
        "n’importe quel effet\u00a0: trop peu de visites pour rien dire",
    ),
    "empty": Words(
        "no effect fits: the draw must act otherwise than through the visits",
        "aucun effet ne convient\u00a0: le tirage agit autrement que par les visites",
    ),
}


def anderson_rubin(sample: Sample, *, level: float = 0.95, kind: Kind = "CR2") -> Estimate:
    """Return the effects on the visited that the draw does not contradict.

    Parameters
    ----------
    sample : Sample
        The rows, with `received`; covariates and blocks enter.
    level : float
        Level of the set, between 0 and 1.
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        Correction of the error.

    Returns
    -------
    Estimate
        estimate = the ratio of the two effects; low and high the set's ends, infinite where it has none;
        details["set"] = "interval", "outside" (two half-lines, ends in details["outside"]), "all" or "empty",
        and details["set_in_words"]; p = P of so large an effect on the outcome if visits did nothing.

    Notes
    -----
    b is kept when z explains nothing of y - b d: (py - b pd)² <= c (Vyy - 2 b Vyd + b² Vdd), py and pd the
    effects of z on y and d, V their joint robust covariance (exactly that of y - b d, since the error's
    adjustment does not look at outcomes), c the quantile of F(1, df) with df the Bell–McCaffrey degrees of
    freedom of z. Solved as a quadratic (Anderson & Rubin 1949, Annals of Mathematical Statistics 20(1);
    Andrews, Stock & Sun 2019, doi:10.1146/annurev-economics-080218-025643).
    """
    check_level(level)
    stages = reduced_forms(sample)
    at = 0 if sample.blocks is not None else 1
    found = robust(stages, sample.clusters, kind=kind, wanted=(at,))
    effects = stages.coefficients[at]
    parts = found.parts[:, at, :]
    shape, low, high = _solve(effects, parts.T @ parts, float(special.fdtri(1.0, found.df[at], level)))
    ratio = effects[0] / effects[1] if effects[1] != 0 else nan
    spread = float(parts[:, 0] @ parts[:, 0])
    t = abs(effects[0]) / sqrt(spread) if spread > 0 else inf
    details: dict[str, object] = {"set": shape, "set_in_words": SHAPES[shape]}
    if shape == "outside":
        details["outside"] = [low, high]
    bounded = shape == "interval"
    return Estimate(
        method="anderson_rubin",
        label=Words("On the visited (Anderson–Rubin)", "Sur les touchés (Anderson–Rubin)"),
        estimate=float(ratio),
        error=nan,
        df=float(found.df[at]),
        low=low if bounded else (nan if shape == "empty" else -inf),
        high=high if bounded else (nan if shape == "empty" else inf),
        p=float(2.0 * special.stdtr(found.df[at], -t)),
        level=level,
        n=sample.n,
        clusters=found.clusters,
        details=details,
    )


def _solve(effects: Floats, v: Floats, critical: float) -> tuple[str, float, float]:
    """Return the shape of {b: (py - b pd)² <= c (Vyy - 2 b Vyd + b² Vdd)} and its two ends."""
    py, pd = effects
    a = pd**2 - critical * v[1, 1]
    half = critical * v[0, 1] - py * pd
    rest = py**2 - critical * v[0, 0]
    inside = half**2 - a * rest
    if inside < 0 or (a == 0 and half == 0):
        return ("all" if a < 0 or rest <= 0 else "empty"), -inf, inf
    if a == 0:
        end = -rest / (2.0 * half)
        return ("interval", -inf, end) if half > 0 else ("interval", end, inf)
    ends = np.sort((-half + np.array([-1.0, 1.0]) * sqrt(inside)) / a)
    return ("interval" if a > 0 else "outside"), float(ends[0]), float(ends[1])
