"""The job "evaluate" assembled: results by unit, past and new, joined to the design; the report's content."""
