"""Logs hold identifiers, not people: e-mail addresses, numbers and PostgreSQL's details are struck out."""

import logging
import re
from typing import Any

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w/.-])(?:\+33|0)[ .-]?[1-9](?:[ .-]?\d{2}){4}(?!\d)")
DETAIL = re.compile(r"^(DETAIL|CONTEXT|HINT):.*$", re.MULTILINE)
LINK = re.compile(r"/(invitation|e|f)/[^/\s\"']+")
"""Links that open something to whoever holds them."""
QUERY = re.compile(r"(?<=\?)[^\s\"']+")


FORBIDDEN = 403
"""A page refused is an answer, not a fault: its line says enough."""


def strike(text: str) -> str:
    """Take people out of a text.

    Parameters
    ----------
    text : str
        What was about to be logged.

    Returns
    -------
    str
        The same without e-mail addresses, phone numbers, secrets of links, searches, rows of the database.
    """
    text = EMAIL.sub("<e-mail>", text)
    text = PHONE.sub("<phone>", text)
    text = LINK.sub(r"/\1/…", text)
    return QUERY.sub("…", DETAIL.sub(r"\1: …", text))


class DiscreetFormatter(logging.Formatter):
    """A formatter whose lines, tracebacks included, name nobody."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line.

        Parameters
        ----------
        record : LogRecord
            What happened.

        Returns
        -------
        str
            The line.
        """
        told = super().format(record)
        if getattr(record, "status_code", 0) == FORBIDDEN:
            told = told.partition("\nTraceback ")[0]
        return strike(told)


def logging_settings(level: str) -> dict[str, Any]:
    """Return Django's LOGGING: everything on standard error, for systemd's journal to keep.

    Parameters
    ----------
    level : str
        Lowest level shown.

    Returns
    -------
    dict
        The setting.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "perron_web.platform.ops.logs.DiscreetFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django_tasks": {"level": "CRITICAL"},  # jobs write their own failures
            "django_tasks_db": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": level, "propagate": True},
        },
    }
