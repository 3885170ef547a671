"""The main job: from results, boundaries and addresses to a plan."""

from perron.plan.boundaries import Insee
from perron.plan.make import make_plan
from perron.plan.result import Plan

__all__ = ["Insee", "Plan", "make_plan"]
