"""Reads of targeting."""

from perron_web.features.targeting.queries.runs import adopted_run, done_runs, kept_runs

__all__ = ["adopted_run", "done_runs", "kept_runs"]
