"""Where a visit counts most: turnout, support, scores, reasons, and the hours shared out."""

from perron.targeting.allocation import allocate
from perron.targeting.blocs import Blocs, load_blocs
from perron.targeting.phrases import reason_words
from perron.targeting.priors import Priors, load_priors
from perron.targeting.profiles import build_profiles, quartiers_populaires
from perron.targeting.score import Scores, score_bureaux

__all__ = [
    "Blocs",
    "Priors",
    "Scores",
    "allocate",
    "build_profiles",
    "load_blocs",
    "load_priors",
    "quartiers_populaires",
    "reason_words",
    "score_bureaux",
]
