"""Scores under other choices, from those of a finished plan: middles exact, ends of intervals close."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.plan.basis import Basis
from perron.plan.choices import Choices
from perron.stats.intervals import interval
from perron.targeting import Priors
from perron.targeting.formulas import WEIGHTS, Factors, balance

Floats = NDArray[np.float64]

_DRAWS: Final = 2000
_SHARES: Final = np.linspace(0.0, 1.0, 21)
"""Share of mobilisation in a bureau's room for votes, where ends are computed; others are interpolated."""


def pace_under(basis: Basis, priors: Priors) -> pl.DataFrame:
    """Return doors, minutes a door and turfs by bureau when another share of doors is believed to open.

    Parameters
    ----------
    basis : Basis
        A finished plan.
    priors : Priors
        What a visit is believed to do.

    Returns
    -------
    polars.DataFrame
        Columns bureau, doors, minutes_per_door, turfs, where addresses are known; may be empty. Turfs are
        those of the plan: cutting again would move their walks a little.
    """
    table = basis.table.select("bureau", "doors", "minutes_per_door", "turfs").drop_nulls("doors")
    if basis.times.opened != basis.priors.opening_rate.mean:
        return table
    more = (priors.opening_rate.mean - basis.times.opened) * basis.times.talk
    return table.with_columns(pl.col("minutes_per_door") + more) if more else table


def rescore(basis: Basis, choices: Choices, priors: Priors) -> pl.DataFrame:
    """Score the bureaux of a finished plan again under other choices.

    Parameters
    ----------
    basis : Basis
        A finished plan.
    choices : Choices
        The decisions to try.
    priors : Priors
        What a visit is believed to do; `participation_correlation` is left as it was.

    Returns
    -------
    polars.DataFrame
        bureau, territory, registered, votes_per_hour and its ends, best first.

    Notes
    -----
    The middle is the product of the same factors as in `score_bureaux`. Ends add two spreads in squares: that
    of the priors, drawn anew, and that of the bureau's forecast, which is what the finished plan's ends
    leave once its own priors are taken out. With the same objective and priors they are the plan's own.
    """
    new = _rooms(basis, choices.crew, priors)
    old = _rooms(basis, basis.choices.crew, basis.priors)
    middle = _middle(new, choices.objective)
    if choices.objective == basis.choices.objective and _same_effects(priors, basis.priors):
        before = _column(basis, "votes_per_hour")
        scale = np.divide(middle, before, out=np.ones_like(middle), where=before != 0)
        low, high = (_column(basis, f"votes_per_hour_{end}") * scale for end in ("low", "high"))
    else:
        low, high = _ends(basis, old, new, middle, choices.objective)
    return (
        basis.table.select("bureau", "territory", "registered")
        .with_columns(
            pl.Series("votes_per_hour", middle),
            pl.Series("votes_per_hour_low", low),
            pl.Series("votes_per_hour_high", high),
        )
        .with_columns(pl.col("^votes_per_hour.*$").fill_nan(None))
        .sort(["votes_per_hour", "bureau"], descending=[True, False], nulls_last=True)
    )


def _column(basis: Basis, name: str) -> Floats:
    return basis.table.get_column(name).cast(pl.Float64).fill_null(np.nan).to_numpy()


def _rooms(basis: Basis, crew: int, priors: Priors) -> tuple[Factors, Priors]:
    """Return the factors of the scores as `score_bureaux` multiplies them."""
    pace = pace_under(basis, priors).select("bureau", "minutes_per_door")
    minutes = (
        basis.table.select("bureau")
        .join(pace, on="bureau", how="left", maintain_order="left")
        .get_column("minutes_per_door")
        .fill_null(0.0)
        .to_numpy()
    )
    usual = np.full(len(minutes), priors.doors_per_hour.mean)
    speed = np.divide(60.0, minutes, out=usual, where=minutes > 0) / crew
    support = _column(basis, "support")
    effects = ("mobilisation_effect", "persuasion_effect", "registration_effect")
    return (
        Factors(
            contacts_per_hour=speed * priors.opening_rate.mean * priors.conversation_rate.mean,
            intermittent=_column(basis, "intermittent"),
            turnout=_column(basis, "turnout"),
            support=support,
            balance=balance(support, priors.reference_support.mean),
            unregistered=np.full(len(speed), np.nan),
            **{name: np.full(len(speed), getattr(priors, name).mean) for name in effects},
        ),
        priors,
    )


def _middle(rooms: tuple[Factors, Priors], objective: str) -> Floats:
    mob, pers = WEIGHTS[objective]
    out: Floats = mob * rooms[0].product("mobilisation") + pers * rooms[0].product("persuasion")
    return out


def _same_effects(one: Priors, other: Priors) -> bool:
    """Say whether the relative spread of the votes is the same under both."""
    names = (
        "doors_per_hour",
        "opening_rate",
        "conversation_rate",
        "mobilisation_effect",
        "persuasion_effect",
    )
    figures = [
        [(p.mean, p.sd, p.low, p.high) for p in (getattr(priors, name) for name in names)]
        + [priors.reference_support.mean]
        for priors in (one, other)
    ]
    return figures[0] == figures[1]


def _ends(
    basis: Basis, old: tuple[Factors, Priors], new: tuple[Factors, Priors], middle: Floats, objective: str
) -> tuple[Floats, Floats]:
    room, share = _room(new[0])
    spread = _prior_spread(new[1], objective, share)
    size = np.divide(np.abs(middle), room, out=np.zeros_like(room), where=room > 0)
    ends = []
    for end, drawn in zip(("low", "high"), spread, strict=True):
        rest = _forecast_spread(basis, old, objective, end)
        sign = -1.0 if end == "low" else 1.0
        gap = np.sqrt(np.maximum(drawn**2 * np.sign(drawn) + size**2 * rest, 0.0))
        ends.append(middle + sign * room * gap)
    return ends[0], ends[1]


def _room(factors: Factors) -> tuple[Floats, Floats]:
    """Return votes per hour if an effect were one vote each, and the part of mobilisation in it."""
    by_mobilisation = factors.contacts_per_hour * factors.intermittent * factors.support
    by_persuasion = factors.contacts_per_hour * factors.turnout * factors.balance
    room = by_mobilisation + by_persuasion
    return room, np.divide(by_mobilisation, room, out=np.zeros_like(room), where=room > 0)


def _prior_spread(priors: Priors, objective: str, share: Floats) -> tuple[Floats, Floats]:
    """Return how far the priors alone pull the low and the high end from the middle, by share of room."""
    rng = np.random.default_rng(0)
    mob, pers = WEIGHTS[objective]
    pace = priors.doors_per_hour.draw(_DRAWS, rng) / priors.doors_per_hour.mean
    opened = priors.opening_rate.draw(_DRAWS, rng) / priors.opening_rate.mean
    talks = pace * opened * priors.conversation_rate.draw(_DRAWS, rng) / priors.conversation_rate.mean
    effects = (priors.mobilisation_effect, priors.persuasion_effect)
    drawn = [prior.draw(_DRAWS, rng)[:, None] for prior in effects]
    votes = talks[:, None] * (mob * drawn[0] * _SHARES + pers * drawn[1] * (1.0 - _SHARES))
    middle = mob * effects[0].mean * _SHARES + pers * effects[1].mean * (1.0 - _SHARES)
    low, high = interval(votes)
    return np.interp(share, _SHARES, middle - low), np.interp(share, _SHARES, high - middle)


def _forecast_spread(basis: Basis, old: tuple[Factors, Priors], objective: str, end: str) -> Floats:
    """Return the square of the relative spread that the bureau's forecast adds to an end."""
    room, share = _room(old[0])
    same = objective == basis.choices.objective
    names = ("mobilisation", "persuasion") if objective == "both" and not same else (objective,)
    total = np.zeros_like(room)
    whole = _middle(old, objective)
    for name in names:
        column = "votes_per_hour" if same else name
        middle = _column(basis, column)
        gap = np.abs(_column(basis, f"{column}_{end}") - middle)
        drawn = _prior_spread(old[1], objective if same else name, share)[end == "high"] * room
        part = np.divide(middle, whole, out=np.zeros_like(room), where=whole != 0)
        rest = np.divide(gap**2 - drawn**2, middle**2, out=np.zeros_like(room), where=middle != 0)
        total += part**2 * rest
    return total
