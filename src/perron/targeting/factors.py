"""The factors of the scores: their middle values, and draws from what is believed of them."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.targeting.aligning import aligned
from perron.targeting.forecast import Forecast
from perron.targeting.formulas import Factors, balance
from perron.targeting.intermittents import expected
from perron.targeting.panel import Panel
from perron.targeting.priors import Priors
from perron.targeting.shares import last_known
from perron.words import Words

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the bureaux before any visit.

    Parameters
    ----------
    past : Panel
        Past elections.
    turnout, support : Forecast
        Forecasts for the coming one.
    unregistered : ndarray of float64, shape (n,)
        Adults not registered there, share of adults; NaN where unknown.
    speed : ndarray of float64, shape (n,)
        Doors per volunteer-hour.
    """

    past: Panel
    turnout: Forecast
    support: Forecast
    unregistered: Floats
    speed: Floats


def middle_factors(known: Known, priors: Priors) -> Factors:
    """Return the middle value of each factor.

    Parameters
    ----------
    known : Known
        What is known of the bureaux.
    priors : Priors
        What a visit is believed to do.

    Returns
    -------
    Factors
        Arrays of shape (n,).
    """
    n = len(known.past.bureaux)
    share = known.support.mean()
    return Factors(
        contacts_per_hour=known.speed * priors.opening_rate.mean * priors.conversation_rate.mean,
        intermittent=_intermittent(known, priors.participation_correlation.mean),
        turnout=known.turnout.mean(),
        support=share,
        balance=balance(share, priors.reference_support.mean),
        unregistered=known.unregistered,
        mobilisation_effect=np.full(n, priors.mobilisation_effect.mean),
        persuasion_effect=np.full(n, priors.persuasion_effect.mean),
        registration_effect=np.full(n, priors.registration_effect.mean),
    )


def drawn_factors(known: Known, priors: Priors, count: int, rng: np.random.Generator) -> Factors:
    """Draw the factors: what is believed of a visit is common to all bureaux, the forecasts are not.

    Parameters
    ----------
    known : Known
        What is known of the bureaux.
    priors : Priors
        What a visit is believed to do.
    count : int
        Draws.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Factors
        Arrays of shape (count, n), or that broadcast to it.
    """
    pace = priors.doors_per_hour.draw(count, rng) / priors.doors_per_hour.mean
    talks = pace * priors.opening_rate.draw(count, rng) * priors.conversation_rate.draw(count, rng)
    share = known.support.draw(count, rng)
    return Factors(
        contacts_per_hour=talks[:, None] * known.speed,
        intermittent=_intermittent_draws(known, priors.participation_correlation.draw(count, rng)),
        turnout=known.turnout.draw(count, rng),
        support=share,
        balance=balance(share, priors.reference_support.mean),
        unregistered=known.unregistered,
        mobilisation_effect=priors.mobilisation_effect.draw(count, rng)[:, None],
        persuasion_effect=priors.persuasion_effect.draw(count, rng)[:, None],
        registration_effect=priors.registration_effect.draw(count, rng)[:, None],
    )


def _intermittent(known: Known, correlation: float) -> Floats:
    share = known.past.voters / known.past.registered
    if (np.isfinite(share).sum(axis=0) < 2).any():
        share = np.vstack([share, known.turnout.mean()])
    return expected(share, correlation)


def _intermittent_draws(known: Known, correlation: Floats) -> Floats:
    """Interpolate the share of intermittents between three correlations (it is nearly linear in them)."""
    grid = np.quantile(correlation, [0.0, 0.5, 1.0])
    if grid[2] - grid[0] < 1e-9:
        flat = _intermittent(known, float(grid[1]))
        return np.broadcast_to(flat, (len(correlation), len(flat)))
    at = [_intermittent(known, float(c)) for c in grid]
    lower = np.clip((correlation - grid[0]) / (grid[1] - grid[0]), 0, 1)[:, None]
    upper = np.clip((correlation - grid[1]) / (grid[2] - grid[1]), 0, 1)[:, None]
    out: Floats = lower * (at[1] - at[0])
    out += at[0]
    out += upper * (at[2] - at[1])
    return out


def unregistered_share(panel: Panel, profiles: pl.DataFrame | None) -> tuple[Floats, tuple[Words, ...]]:
    """Return the share of adults not registered in their bureau, and what must be said of it.

    Parameters
    ----------
    panel : Panel
        Results.
    profiles : polars.DataFrame or None
        Profiles; the column `adults` is what is needed.

    Returns
    -------
    ndarray of float64, shape (n,)
        1 - registered / adults, held between 0 and 1; NaN where adults are unknown.
    tuple of Words
        Notes.
    """
    if profiles is None or "adults" not in profiles.columns:
        missing = Words(
            "no registration score: the number of adults by bureau is not known",
            "pas de score d’inscription\u00a0: le nombre d’adultes par bureau n’est pas connu",
        )
        return np.full(len(panel.bureaux), np.nan), (missing,)
    adults = aligned(panel.bureaux, profiles, "adults")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 1.0 - last_known(panel.registered) / adults
    caution = Words(
        "registration score: adults come from the census, foreign residents included, carried to the "
        "bureaux; it ranks bureaux, it does not count people",
        "score d’inscription\u00a0: les adultes viennent du recensement, étrangers compris, reportés sur les "
        "bureaux\u00a0; il classe les bureaux, il ne compte pas des personnes",
    )
    return np.clip(np.where(adults > 0, share, np.nan), 0.0, 1.0), (caution,)


def doors_per_hour(panel: Panel, doors: pl.DataFrame | None, usual: float) -> Floats:
    """Return the doors a crew knocks in an hour.

    Parameters
    ----------
    panel : Panel
        Results, for the order of bureaux.
    doors : polars.DataFrame or None
        Columns bureau and minutes_per_door, where known.
    usual : float
        Doors per hour elsewhere.

    Returns
    -------
    ndarray of float64, shape (n,)
        Doors per crew and hour.
    """
    flat = np.full(len(panel.bureaux), usual)
    if doors is None or "minutes_per_door" not in doors.columns:
        return flat
    minutes = aligned(panel.bureaux, doors, "minutes_per_door")
    known = np.nan_to_num(minutes) > 0
    return np.where(known, 60.0 / np.where(known, minutes, 1.0), flat)
