"""The command line: one file per command; each parses, calls one function, writes files."""

from perron.cli.app import main

__all__ = ["main"]
