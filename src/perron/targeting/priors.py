"""What a visit is believed to do: each figure with its source and uncertainty, editable by the campaign."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from perron.errors import BadInputError, BadValueError
from perron.targeting import published
from perron.targeting.prior import Prior
from perron.words import Words


@dataclass(frozen=True, slots=True)
class Priors:
    """Every figure the scores rest on besides the results themselves; `published` gives their sources.

    Parameters
    ----------
    doors_per_hour : Prior
        Doors knocked by one crew in one hour, walk included.
    opening_rate : Prior
        Doors that open, share of doors knocked.
    conversation_rate : Prior
        Opened doors where somebody agrees to talk, share of doors opened.
    mobilisation_effect : Prior
        Votes cast more, per conversation with an intermittent voter.
    persuasion_effect : Prior
        Votes won, per conversation with a voter, where support is `reference_support`.
    registration_effect : Prior
        Registrations obtained, per conversation with an adult not registered there.
    reference_support : Prior
        Support where `persuasion_effect` was measured.
    participation_correlation : Prior
        Correlation, from one election to the next, of each elector's inclination to vote (latent scale).
    """

    doors_per_hour: Prior = published.DOORS_PER_HOUR
    opening_rate: Prior = published.OPENING_RATE
    conversation_rate: Prior = published.CONVERSATION_RATE
    mobilisation_effect: Prior = published.MOBILISATION_EFFECT
    persuasion_effect: Prior = published.PERSUASION_EFFECT
    registration_effect: Prior = published.REGISTRATION_EFFECT
    reference_support: Prior = published.REFERENCE_SUPPORT
    participation_correlation: Prior = published.PARTICIPATION_CORRELATION


def load_priors(path: Path | str) -> Priors:
    """Read the campaign's own figures from a TOML file; those it does not name keep their default.

    Parameters
    ----------
    path : Path or str
        File with one table per figure, e.g. `[opening_rate]` with `mean`, `sd`, `low`, `high` or `source`.

    Returns
    -------
    Priors
        The figures.

    Raises
    ------
    BadInputError
        The file is not TOML, or names an unknown figure, or gives it a wrong value.
    """
    path = Path(path)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(
            Words("this is not TOML", "ce n’est pas du TOML"), file=str(path), found=str(error)
        ) from error
    return priors_from(content, file=str(path))


def priors_from(content: Mapping[str, object], *, file: str = "") -> Priors:
    """Make priors from plain values, as read from TOML.

    Parameters
    ----------
    content : mapping
        One mapping per figure.
    file : str
        Where it came from, for messages.

    Returns
    -------
    Priors
        The figures.

    Raises
    ------
    BadValueError
        An unknown figure or a wrong value.
    """
    known = [f.name for f in fields(Priors)]
    priors = Priors()
    for name, table in content.items():
        if name not in known or not isinstance(table, dict):
            raise BadValueError(
                Words("unknown figure", "chiffre inconnu"),
                file=file,
                column=name,
                expected=Words(", ".join(known), ", ".join(known)),
            )
        old: Prior = getattr(priors, name)
        changed = {"source": "campaign", **table}
        if set(changed) - {f.name for f in fields(Prior)} or not _numbers(changed, old):
            raise BadValueError(
                Words("wrong value for this figure", "valeur fausse pour ce chiffre"),
                file=file,
                column=name,
                found=str(table),
                expected=Words("low <= mean <= high, sd >= 0", "low <= mean <= high, sd >= 0"),
            )
        priors = replace(priors, **{name: replace(old, **changed)})
    return priors


def _numbers(table: Mapping[str, object], old: Prior) -> bool:
    values = {n: table.get(n, getattr(old, n)) for n in ("mean", "sd", "low", "high")}
    numbers = [v for v in values.values() if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) < len(values) or not isinstance(table["source"], str):
        return False
    mean, sd, low, high = numbers
    return bool(low <= mean <= high and sd >= 0)
