"""The plan on one self-contained page: map, ranking, reasons, turfs, with no network."""

from perron.output.page.make import make_page, write_page

__all__ = ["make_page", "write_page"]
