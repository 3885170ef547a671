"""The first page: what was tried, what was found, how sure, what it cost."""

from typing import Any, Final

from perron.evaluation.content import said
from perron.evaluation.sentences import ONE, UNITS, sure_of, title_of, tried_of
from perron.words import Words, number

_NOTHING_ANNOUNCED: Final = Words(
    "Nothing was announced before the vote: read these results as leads, not as proof.",
    "Rien n’a été annoncé avant le vote\u00a0: lire ces résultats comme des pistes, pas comme des preuves.",
)


def summary_of(content: dict[str, Any]) -> dict[str, Any]:
    """Sum an evaluation up on one page.

    Parameters
    ----------
    content : dict
        The content of the evaluation, summary left out.

    Returns
    -------
    dict
        verdict, title, tried, found, sure, cost, caveats: texts in both languages.
    """
    first = content["outcomes"][0]
    lead = first["comparisons"][0]
    label = Words(first["label"]["en"], first["label"]["fr"])
    bound = content["parameters"]["bound"]
    coverage = content["compliance"]["arms"] if content["compliance"] else []
    found = [c["words"] for outcome in content["outcomes"] for c in outcome["comparisons"]]
    return {
        "verdict": lead["verdict"],
        "title": said(title_of(lead["verdict"], label, lead["main"], bound)),
        "tried": [said(words) for words in tried_of(content["experiment"], coverage)],
        "found": found,
        "sure": [said(sure_of(lead["permutation"]))],
        "cost": [c["cost"] for c in first["comparisons"] if c["cost"]],
        "caveats": _caveats(content),
    }


def _caveats(content: dict[str, Any]) -> list[dict[str, str]]:
    """Say what a director must know before repeating the first sentence."""
    said_ = []
    if content["registration"]["record"] is None:
        said_.append(said(_NOTHING_ANNOUNCED))
    else:
        said_ += content["registration"]["departures"]
    left_out = [words for c in content["outcomes"][0]["comparisons"] for words in c["left_out"]]
    said_ += [words for words in left_out if words not in said_]
    evaluated = {outcome["election"] for outcome in content["outcomes"]}
    said_ += [note for note in content["notes"] if any(note["en"].startswith(f"{e}:") for e in evaluated)]
    compliance = content["compliance"]
    if compliance and compliance["controls"]:
        said_.append(said(_strayed(len(compliance["controls"]), content["experiment"]["unit"])))
    return said_


def _strayed(count: int, unit: str) -> Words:
    one, many = ONE[unit], UNITS[unit]
    she = unit in {"street", "outing", "person"}
    tail = ", ce qui ne peut que réduire l’effet trouvé."
    if count == 1:
        return Words(
            f"One {one.en} left alone was visited all the same; it counts as left alone, which can only "
            "shrink the effect found.",
            f"{'Une' if she else 'Un'} {one.fr} témoin a reçu des visites quand même\u202f; "
            f"{'elle' if she else 'il'} compte comme témoin{tail}",
        )
    return Words(
        f"{number(count, 0, 'en')} {many.en} left alone were visited all the same; they count as left alone, "
        "which can only shrink the effect found.",
        f"{number(count)} {many.fr} témoins ont reçu des visites quand même\u202f; "
        f"{'elles' if she else 'ils'} comptent comme témoins{tail}",
    )
