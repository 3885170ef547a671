"""How an evaluation is made again without the site."""

import shlex
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from perron_web.features.evaluation.models import Evaluation

INPUTS: Final = "entrees"
OPTIONS: Final = {
    "--visits": "visites.csv",
    "--registration": "preenregistrement.json",
    "--priors": "croyances.toml",
}
"""Options of the command, and the file that each takes where it is among the inputs."""


def commands_of(evaluation: Evaluation) -> list[str]:
    """Return the commands that verify the draw and make the report again.

    Parameters
    ----------
    evaluation : Evaluation
        A finished evaluation.

    Returns
    -------
    list of str
        To be typed in the folder where the inputs were unpacked.
    """
    files, choices = evaluation.inputs.get("files", {}), evaluation.parameters
    words = ["perron", "evaluate", "--design", "tirage.zip", "--inputs", "tables", "--blocs", "blocs.toml"]
    for option, name in OPTIONS.items():
        if name in files:
            words += [option, name]
    for name in sorted(files):
        if name.startswith("comptages-"):
            words += ["--counts", f"{choices['election']}={name}"]
    words += ["--election", choices["election"]]
    for name in ("hours", "money"):
        if (spent := (evaluation.inputs.get("costs") or {}).get(name)) is not None:
            words += [f"--{name}", repr(spent)]
    words += ["--permutations", str(choices["permutations"]), "--seed", str(evaluation.seed)]
    words += ["-o", f"evaluation-{evaluation.number}"]
    return ["perron verify-draw tirage.zip", shlex.join(words)]


def entries_of(evaluation: Evaluation) -> list[tuple[str, Path | str]]:
    """Return the files of the archive of inputs.

    Parameters
    ----------
    evaluation : Evaluation
        A finished evaluation.

    Returns
    -------
    list of tuple
        Name in the archive, and the file or its text.
    """
    tables = Path(settings.FILES) / evaluation.inputs["folder"]
    found: list[tuple[str, Any]] = [
        (path.name, path) for path in sorted((evaluation.path / INPUTS).iterdir())
    ]
    found += [(f"tables/{path.name}", path) for path in sorted(tables.iterdir())]
    found.append(("commandes.txt", "\n".join(commands_of(evaluation)) + "\n"))
    return found
