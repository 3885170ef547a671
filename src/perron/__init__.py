"""Perron, the science: from open electoral data to a walkable, honestly measured plan.

The main job is one function, `perron.plan.make_plan`; `docs/tutorial` walks through it.
"""
