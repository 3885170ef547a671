"""Writing the blocs file of `perron`: two levels of tables and lists of names, nothing more."""

import json
from collections.abc import Mapping
from typing import Any


def write_toml(table: Mapping[str, Any]) -> str:
    """Write a mapping of blocs as TOML.

    Parameters
    ----------
    table : mapping
        `default`, then `elections`: election to side to names, or to families of names.

    Returns
    -------
    str
        Content of the file.
    """
    rows = [f"default = {_quoted(table['default'])}"]
    for election, sides in table["elections"].items():
        rows += ["", f"[elections.{_quoted(election)}]"]
        rows += [f"{side} = {_names(names)}" for side, names in sides.items() if isinstance(names, list)]
        for side, families in sides.items():
            if isinstance(families, list):
                continue
            rows += ["", f"[elections.{_quoted(election)}.{side}]"]
            rows += [f"{_quoted(family)} = {_names(names)}" for family, names in families.items()]
    return "\n".join(rows) + "\n"


def _names(names: list[str]) -> str:
    return f"[{', '.join(_quoted(name) for name in names)}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
