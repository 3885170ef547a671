"""Designs of experiments: the choices, the draw, its balance, its seal."""

from perron.experiments.design.balance import Balance, balance
from perron.experiments.design.choices import Arm, Design, Rerandomise, Saturation
from perron.experiments.design.draw import draw
from perron.experiments.design.reading import read_draw
from perron.experiments.design.redraws import redraws
from perron.experiments.design.registration import Outcome, Registration, freeze
from perron.experiments.design.seal import SealedDraw, seal
from perron.experiments.design.verdict import Finding, Verdict, chain_findings, verify, verify_draw

__all__ = [
    "Arm",
    "Balance",
    "Design",
    "Finding",
    "Outcome",
    "Registration",
    "Rerandomise",
    "Saturation",
    "SealedDraw",
    "Verdict",
    "balance",
    "chain_findings",
    "draw",
    "freeze",
    "read_draw",
    "redraws",
    "seal",
    "verify",
    "verify_draw",
]
