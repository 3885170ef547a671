"""Every public function of the science says its purpose, parameters, returns and errors."""

import importlib
import inspect
import pkgutil

import numpydoc.validate
import pytest

import perron

# GL01: one-line opening is our style; SA01, EX01: cross-references and examples live in docs;
# ES01: one good sentence is enough; RT04, RT05, PR08, PR09: a description may begin with a column's name.
IGNORED = {
    "GL01",
    "GL02",
    "GL03",
    "GL08",
    "SA01",
    "EX01",
    "ES01",
    "SS05",
    "SS06",
    "GL07",
    "RT02",
    "RT04",
    "RT05",
    "PR08",
    "PR09",
    "YD01",
}
SKIPPED = ("perron.cli", "perron.__main__")


def public_functions():
    for info in pkgutil.walk_packages(perron.__path__, "perron."):
        if info.name.startswith(SKIPPED):
            continue
        module = importlib.import_module(info.name)
        for name, member in vars(module).items():
            if name.startswith("_") or getattr(member, "__module__", None) != info.name:
                continue
            if inspect.isfunction(member):
                yield f"{info.name}.{name}"


@pytest.mark.parametrize("name", sorted(set(public_functions())))
def test_docstring_is_complete(name):
    errors = [
        (code, text) for code, text in numpydoc.validate.validate(name)["errors"] if code not in IGNORED
    ]
    assert not errors
