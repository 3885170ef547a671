"""Scores of bureaux, their reasons, and what the plan gives each of them."""

from typing import Final

import polars as pl

from perron.tables.schema import BUREAU as _BUREAU
from perron.tables.schema import Column, Table


def _with_interval(name: str, doc: str, unit: str = "") -> dict[str, Column]:
    return {
        name: Column(pl.Float64, doc, unit, nullable=True),
        f"{name}_low": Column(pl.Float64, f"{doc}: 5 % quantile", unit, nullable=True),
        f"{name}_high": Column(pl.Float64, f"{doc}: 95 % quantile", unit, nullable=True),
    }


SCORES: Final = Table(
    "scores",
    {
        "bureau": _BUREAU,
        "name": Column(pl.String, "name shown", nullable=True),
        "territory": Column(pl.String, "group of bureaux: arrondissement, canton…", nullable=True),
        "registered": Column(pl.Int32, "registered electors at the last election used", "people", minimum=0),
        **_with_interval("turnout", "turnout expected at the coming election, share of registered"),
        **_with_interval("support", "our bloc and allies, share of valid votes expected"),
        **_with_interval("intermittent", "registered who vote at some elections only, share of registered"),
        **_with_interval("mobilisation", "votes gained by mobilising", "votes per volunteer-hour"),
        **_with_interval("persuasion", "votes gained by persuading", "votes per volunteer-hour"),
        **_with_interval("registration", "new registrations", "registrations per volunteer-hour"),
        **_with_interval(
            "votes_per_hour",
            "mobilisation and persuasion as the campaign weighs them",
            "votes per volunteer-hour",
        ),
        "index_2012": Column(
            pl.Float64, "non-voters × bloc share, the index of the 2012 campaign", nullable=True
        ),
        "top": Column(
            pl.Float64, "probability of being among the first k bureaux", nullable=True, minimum=0, maximum=1
        ),
        "rank": Column(pl.Int32, "rank by votes_per_hour, from 1", minimum=1),
        "priority": Column(pl.Int8, "class of the map, 1 top priority … 5 low", minimum=1, maximum=5),
        "weak": Column(pl.Boolean, "whether the estimate rests on little or carried-over data"),
    },
    key=("bureau",),
)
"""One row per bureau, best first."""

REASONS: Final = Table(
    "reasons",
    {
        "bureau": _BUREAU,
        "score": Column(pl.String, "mobilisation, persuasion or registration"),
        "factor": Column(pl.String, "what lifts or lowers, e.g. intermittent, support, doors_per_hour"),
        "value": Column(
            pl.Float64, "value of the factor in this bureau (balance: our support)", nullable=True
        ),
        "average": Column(pl.Float64, "value of the factor on average", nullable=True),
        "effect": Column(
            pl.Float64, "what it adds to the score against the average", "votes per volunteer-hour"
        ),
    },
    key=("bureau", "score", "factor"),
)
"""Why a bureau stands where it stands: effects add up to its gap to the average bureau."""

ALLOCATION: Final = Table(
    "allocation",
    {
        "bureau": _BUREAU,
        "held_out": Column(pl.Boolean, "drawn at random and left alone, so that the effect can be measured"),
        "stratum": Column(pl.Int32, "stratum of the draw", minimum=0),
        "outings": Column(pl.Int32, "outings given", "outings", minimum=0),
        "hours": Column(pl.Float64, "volunteer-hours given", "volunteer-hours", minimum=0),
        "doors": Column(pl.Int32, "doors those outings knock", "doors", minimum=0),
        **_with_interval("votes", "votes expected from those outings", "votes"),
    },
    key=("bureau",),
)
"""What the plan gives each bureau."""
