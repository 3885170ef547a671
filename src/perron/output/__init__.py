"""What a plan becomes: tables, maps, walk lists on paper, and one page that needs no network."""

from perron.output.write import write_plan

__all__ = ["write_plan"]
