"""The figures published, or supposed, on what a visit does; each says which."""

from typing import Final

from perron.targeting.prior import Prior

_PONS: Final = "Pons 2018, American Economic Review 108(6) (figures of the March 2017 working paper)"

DOORS_PER_HOUR: Final = Prior(
    25.0, 3.0, 5.0, 80.0, "assumption: no French source found; a United States vendor says 20 to 30"
)
"""Doors knocked by one crew in one hour, walk included."""

OPENING_RATE: Final = Prior(
    0.40,
    0.05,
    0.05,
    0.95,
    f"48 % in 2012 ({_PONS}); 30.4 % in Toulouse in 2020 (La Dépêche, 15 February 2020)",
)
"""Doors that open, share of doors knocked."""

CONVERSATION_RATE: Final = Prior(
    0.65, 0.08, 0.05, 1.0, "Sarcelles 2023: 30 % interviewed of 48 % present (questions-a-domicile.fr)"
)
"""Opened doors where somebody agrees to talk."""

MOBILISATION_EFFECT: Final = Prior(
    0.02,
    0.02,
    -0.02,
    0.15,
    f"between no effect on turnout in France ({_PONS}) and 7.1 points (s.e. 2.2) per contact in six cities "
    "of the United States (Green, Gerber & Nickerson 2003, Journal of Politics); the weight given to "
    "each is an assumption",
)
"""Votes cast more, per conversation with an intermittent voter."""

PERSUASION_EFFECT: Final = Prior(
    0.04,
    0.02,
    -0.02,
    0.15,
    f"+3.24 and +2.75 points in bureaux entirely visited ({_PONS}), about 0.1 per conversation at 48 % "
    "opening and 65 % conversation; more than halved, because the multipliers rest on reports: assumption",
)
"""Votes won per conversation with a voter, where support is `REFERENCE_SUPPORT`."""

REGISTRATION_EFFECT: Final = Prior(
    0.10,
    0.05,
    0.0,
    0.5,
    "assumption; visits raised registrations in Braconnier, Dormagen & Pons 2017, American Political Science "
    "Review 111(3), which gives no figure per conversation",
)
"""Registrations obtained per conversation with an adult not registered there."""

REFERENCE_SUPPORT: Final = Prior(
    0.286,
    0.0,
    0.01,
    0.99,
    "share of the canvassing candidate in the first round of 2012, 28.6 % of valid votes",
)
"""Support where the persuasion effect was measured."""

PARTICIPATION_CORRELATION: Final = Prior(
    0.78,
    0.05,
    0.3,
    0.98,
    "fitted to Insee Première 1670 (October 2017): of the registered, 35 % voted at all four rounds of 2017, "
    "51 % at some, 14 % at none; the same correlation everywhere is an assumption",
)
"""Correlation of each elector's inclination to vote from one election to the next, latent scale."""
