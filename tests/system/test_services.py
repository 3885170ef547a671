"""Services of the site are plain functions: named verb_noun, keyword-only, typed; reads are typed too."""

import importlib
import inspect
import pkgutil

import numpydoc.validate
import pytest
from test_docstrings import IGNORED

import perron_web


def functions(layer: str):
    for info in pkgutil.walk_packages(perron_web.__path__, "perron_web."):
        parts = info.name.split(".")
        if layer not in parts or "tests" in parts or "migrations" in parts:
            continue
        module = importlib.import_module(info.name)
        for name, member in vars(module).items():
            plain = inspect.unwrap(member) if callable(member) else None
            if inspect.isfunction(plain) and plain.__module__ == info.name and not name.startswith("_"):
                yield f"{info.name}.{name}", plain


SERVICES = dict(functions("services"))
READS = dict(functions("queries"))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_write_takes_keywords_only(name):
    """A write is a service that says by whom it is done."""
    kinds = {p.name: p.kind for p in inspect.signature(SERVICES[name]).parameters.values()}
    if "by" in kinds:
        assert set(kinds.values()) <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}


@pytest.mark.parametrize("name", sorted(SERVICES | READS))
def test_its_docstring_is_complete(name):
    errors = [e for e in numpydoc.validate.validate(name)["errors"] if e[0] not in IGNORED]
    assert not errors
