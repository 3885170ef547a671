"""What a run was asked to do, as the science reads it and as the command line writes it."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from perron.plan import Choices
    from perron.targeting import Priors
    from perron_web.features.targeting.models import Run

CHOICES: Final = ("hours", "minutes", "crew", "holdout", "minimum_share", "objective", "seed")
"""Decisions of a campaign, in the order of `perron.plan.Choices`."""

USUAL: Final[dict[str, Any]] = {
    "hours": 1000.0,
    "minutes": 120.0,
    "crew": 2,
    "holdout": 0.2,
    "minimum_share": 0.0,
    "objective": "both",
    "seed": 1,
}
"""Decisions before anyone decides."""


def choices_of(parameters: Mapping[str, Any]) -> "Choices":
    """Return the decisions among parameters.

    Parameters
    ----------
    parameters : mapping
        Of a run, or of the form.

    Returns
    -------
    perron.plan.Choices
        Checked decisions.
    """
    from perron.plan import Choices

    return Choices(**{name: parameters.get(name, usual) for name, usual in USUAL.items()})


def priors_of(parameters: Mapping[str, Any]) -> "Priors":
    """Return what parameters believe of a visit.

    Parameters
    ----------
    parameters : mapping
        Of a run, or of the form; `priors` names the figures changed.

    Returns
    -------
    perron.targeting.Priors
        The usual figures but for those.
    """
    from perron.targeting.priors import priors_from

    return priors_from(parameters.get("priors", {}))


def usual_priors() -> dict[str, dict[str, float]]:
    """Return the usual figures.

    Returns
    -------
    dict
        Name to mean, sd, low and high.
    """
    from perron.targeting import Priors

    whole = asdict(Priors())
    return {name: {k: v for k, v in figure.items() if k != "source"} for name, figure in whole.items()}


def priors_toml(priors: Mapping[str, Mapping[str, Any]]) -> str:
    """Write the figures changed as the file that `--priors` reads.

    Parameters
    ----------
    priors : mapping
        Name to what changes.

    Returns
    -------
    str
        TOML; empty when nothing changes.
    """
    parts = []
    for name in sorted(priors):
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in priors[name].items()]
        parts.append("\n".join([f"[{name}]", *lines]))
    return "\n\n".join(parts) + "\n" if parts else ""


def blocs_toml(table: Mapping[str, Any]) -> str:
    """Write the sides of lists and candidates as the file that `--blocs` reads.

    Parameters
    ----------
    table : mapping
        As `campaigns.queries.bloc_table` gives it.

    Returns
    -------
    str
        TOML.
    """
    parts = [f"default = {_text(table['default'])}"] if table.get("default") else []
    for election in sorted(table["elections"]):
        lines = [f"[elections.{_text(election)}]"]
        lines += [f"{_key(side)} = {_value(names)}" for side, names in table["elections"][election].items()]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _key(value: str) -> str:
    return value if value.isidentifier() and value.isascii() else _text(value)


def _value(names: Any) -> str:
    if isinstance(names, Mapping):
        return "{ " + ", ".join(f"{_key(family)} = {_value(part)}" for family, part in names.items()) + " }"
    return "[" + ", ".join(_text(name) for name in names) + "]"


def command_line(run: "Run") -> str:
    """Return the command that makes a run's folder again from its exported inputs.

    Parameters
    ----------
    run : Run
        A run.

    Returns
    -------
    str
        To be typed in the folder where the inputs were unpacked.
    """
    choices = choices_of(run.parameters)
    words = ["perron", "plan", "--inputs", "tables", "--blocs", "blocs.toml"]
    if run.parameters.get("priors"):
        words += ["--priors", "priors.toml"]
    for field in fields(choices):
        words += [f"--{field.name.replace('_', '-')}", _figure(getattr(choices, field.name))]
    if run.parameters.get("draw"):
        words += ["--draw", "tirage"]
    words += ["--sheets", "0", "--lang", "fr", "--out", f"plan-{run.number}"]
    return shlex.join(words)


def _figure(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)
