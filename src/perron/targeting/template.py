"""A commented mapping of blocs to fill in, written from the results given."""

from typing import Final

import polars as pl

from perron.tables import Results

_HEAD: Final = """\
# Perron ne prend pas parti : c'est à vous de dire qui est qui. Rangez chaque nom dans une des quatre listes :
#   ours = votre camp ; ally = alliés ; opponent = adversaires ; other = les autres.
# Les noms sont ceux des fichiers de résultats ; * remplace n'importe quelle suite de lettres ;
# "nuance:LFI" vise une nuance du ministère. Un nom précis l'emporte sur une nuance, une nuance sur un *.
# default donne le bloc de ceux que vous ne nommez pas ; sans lui, un oubli est une erreur.
#
# Perron takes no side: say who is who. Put each name in one of the four lists. * stands for any letters,
# "nuance:…" for a nuance of the Ministry. default is the bloc of whoever is not named; without it, a name
# left out is an error.

default = "other"
"""


def example_blocs(results: Results) -> str:
    """Write a template of the mapping of blocs, with every list and candidate of the results.

    Parameters
    ----------
    results : Results
        Results of one or several elections.

    Returns
    -------
    str
        TOML with comments: one table per election, its choices in order of votes, all still to be placed.
    """
    parts = [_HEAD]
    totals = (
        results.votes.group_by("election", "choice", "nuance")
        .agg(pl.col("votes").sum())
        .sort("election", "votes", "choice", descending=[False, True, False])
    )
    for (election,), rows in totals.group_by("election", maintain_order=True):
        whole = max(int(rows.get_column("votes").sum()), 1)
        parts += ["", f"[elections.{quoted(str(election))}]", "ours = []", "ally = []", "opponent = []"]
        parts.append("# à placer / to place:")
        for row in rows.iter_rows(named=True):
            nuance = f", nuance {row['nuance']}" if row["nuance"] and row["nuance"] != row["choice"] else ""
            share = f"{100 * row['votes'] / whole:.1f}".replace(".", ",")
            parts.append(f"#   {quoted(row['choice'])}  ({share} %{nuance})")
    return "\n".join(parts) + "\n"


def quoted(text: str) -> str:
    """Write a basic string of TOML.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text between quotes, with its quotes, backslashes and control characters escaped.
    """
    safe = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in safe) + '"'
