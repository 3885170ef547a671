"""Which stored fields are personal, why they are kept, on what ground, until when, and how they are erased.

Each app says it in its `privacy.py`, in one table `FIELDS`: model, then field, then `Personal(…)` or `PLAIN`.
A test fails when a field is missing; the register of processing is printed from the same tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from django.apps import apps
from django.db.models import Field, Model

ERASURES: Final = ("delete", "cascade", "anonymise", "expire")
"""delete: emptied on request; cascade: goes with the person's row; anonymise: the row stays, the person is
taken out of it; expire: goes by itself at its term."""

BASES: Final = ("contract", "consent", "legitimate interest", "legal obligation")
"""Grounds of GDPR article 6."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A field about a person who can be known from it.

    Parameters
    ----------
    purpose : str
        Why it is stored, in a few English words.
    basis : str
        One of `BASES`.
    until : str
        How long it is kept.
    erasure : str
        One of `ERASURES`.
    sensitive : bool
        Special category of GDPR article 9: an opinion, or membership that shows one.
    """

    purpose: str
    basis: str
    until: str
    erasure: str = "cascade"
    sensitive: bool = False

    def __post_init__(self) -> None:
        """Refuse unknown grounds and ways of erasing."""
        if self.basis not in BASES or self.erasure not in ERASURES or not (self.purpose and self.until):
            message = f"not a declaration of a personal field: {self}"
            raise ValueError(message)


PLAIN: Final = None
"""A field that says nothing of a person."""

Declared = Mapping[str, Personal | None]


def plain(*names: str) -> dict[str, Personal | None]:
    """Declare several fields that say nothing of a person.

    Parameters
    ----------
    *names : str
        Fields.

    Returns
    -------
    dict
        Part of a model's entry, to be spread in it.
    """
    return dict.fromkeys(names, PLAIN)


def declarations() -> dict[str, Declared]:
    """Return what every installed app of the site declares.

    Returns
    -------
    dict
        From a model's label ("accounts.User") to its fields.
    """
    found: dict[str, Declared] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("perron_web.") and find_spec(f"{app.name}.privacy"):
            for model, fields in import_module(f"{app.name}.privacy").FIELDS.items():
                found[model if "." in model else f"{app.label}.{model}"] = fields
    return found


def stored_models() -> Iterator[type[Model]]:
    """List every model that has a table, those of libraries included.

    Yields
    ------
    type of Model
        Model.
    """
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def stored_fields(model: type[Model]) -> list[str]:
    """List the columns of a model.

    Parameters
    ----------
    model : type of Model
        Model.

    Returns
    -------
    list of str
        Names of its concrete fields.
    """
    return [field.name for field in model._meta.local_concrete_fields if isinstance(field, Field)]
