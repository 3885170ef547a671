"""The main job: from results, boundaries and addresses to a plan."""

from perron.plan.basis import Basis, basis_from, basis_of
from perron.plan.boundaries import Insee
from perron.plan.choices import Choices
from perron.plan.inputs import Inputs
from perron.plan.make import make_plan
from perron.plan.replan import Replan, replan
from perron.plan.result import Plan
from perron.plan.what_if import Ready, WhatIf, people_needed, prepare, votes_by_hours, what_if

__all__ = [
    "Basis",
    "Choices",
    "Inputs",
    "Insee",
    "Plan",
    "Ready",
    "Replan",
    "WhatIf",
    "basis_from",
    "basis_of",
    "make_plan",
    "people_needed",
    "prepare",
    "replan",
    "votes_by_hours",
    "what_if",
]
