"""Names of methods for people, where a method has given no estimate to name itself."""

from typing import Final

from perron.words import Words

NAMES: Final = {
    "blocked": Words("Within strata, by size", "Dans les strates, selon leur taille"),
    "precision_weighted": Words("Within strata, by precision", "Dans les strates, selon leur précision"),
    "fixed_effects": Words("Within strata (fixed effects)", "Dans les strates (effets fixes)"),
    "lin": Words("Adjusted for covariates (Lin)", "Ajustée sur les covariables (Lin)"),
    "two_stage": Words("On the visited (2SLS)", "Sur les personnes touchées (2MC)"),
    "permutation": Words("Randomisation inference", "Inférence par permutation du tirage"),
}


def method_name(method: str) -> Words:
    """Name a method.

    Parameters
    ----------
    method : str
        As in `Estimate.method`.

    Returns
    -------
    Words
        Its name; the method itself where it always names itself.
    """
    return NAMES.get(method, Words(method, method))
