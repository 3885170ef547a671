"""What the campaign now believes: its prior figures updated by what the experiment measured."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import inf, isfinite, sqrt
from typing import Any, Final

from perron.errors import ParameterError
from perron.words import Words

SURPRISE: Final = 2.0
"""Standard deviations between prior and measure beyond which the two are said to disagree."""


@dataclass(frozen=True)
class Posterior:
    """One figure, before and after.

    Parameters
    ----------
    mean, sd : float
        Centre and standard deviation after the experiment.
    prior_mean, prior_sd : float
        The same before.
    measured, error : float
        What the experiment measured, and its standard error.
    weight : float
        Weight of the experiment in the new mean, between 0 and 1.
    surprise : float
        (measured - prior mean) over the standard deviation of that difference.
    """

    mean: float
    sd: float
    prior_mean: float
    prior_sd: float
    measured: float
    error: float
    weight: float
    surprise: float

    @property
    def words(self) -> Words:
        """What happened to the figure."""
        if abs(self.surprise) > SURPRISE:
            return Words(
                "the measure and the prior disagree: read both before using the mean of the two",
                "la mesure et l’a priori s’opposent\u00a0: lire les deux avant d’employer leur moyenne",
            )
        if self.weight < 0.1:
            return Words(
                "the experiment says too little to change the figure",
                "l’expérience en dit trop peu pour changer le chiffre",
            )
        return Words("the figure moves towards the measure", "le chiffre se rapproche de la mesure")

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values.

        Returns
        -------
        dict
            Every field and the words.
        """
        return {**asdict(self), "words": self.words._asdict()}


def update(mean: float, sd: float, measured: float, error: float) -> Posterior:
    """Update a figure of known uncertainty by a measure of known error.

    Parameters
    ----------
    mean, sd : float
        Prior centre and standard deviation (0: nothing can move it).
    measured : float
        What was measured, in the unit of the prior.
    error : float
        Its standard error, above 0; infinite where nothing was learnt.

    Returns
    -------
    Posterior
        The figure after.

    Raises
    ------
    ParameterError
        A standard deviation below 0, or a number that is not one.

    Notes
    -----
    Normal prior, normal measure (Gelman et al. 2013, Bayesian Data Analysis, 3rd ed., 2.5): weight
    w = sd² / (sd² + error²), mean + w (measured - mean), sd sqrt(1 - w).
    """
    if not (
        isfinite(mean) and isfinite(sd) and sd >= 0 and error > 0 and (isfinite(measured) or error == inf)
    ):
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
            found=f"mean = {mean}, sd = {sd}, measured = {measured}, error = {error}",
            expected=Words("sd >= 0, error > 0", "sd >= 0, error > 0"),
        )
    if error == inf:
        return Posterior(mean, sd, mean, sd, measured, error, 0.0, 0.0)
    weight = sd**2 / (sd**2 + error**2)
    gap = measured - mean
    return Posterior(
        mean=mean + weight * gap,
        sd=sd * sqrt(1.0 - weight),
        prior_mean=mean,
        prior_sd=sd,
        measured=measured,
        error=error,
        weight=weight,
        surprise=gap / sqrt(sd**2 + error**2),
    )


def per_conversation(
    effect: float, error: float, rate: float, rate_error: float = 0.0
) -> tuple[float, float]:
    """Bring an effect of being drawn back to one conversation, the unit of the priors.

    Parameters
    ----------
    effect, error : float
        Effect of being drawn on the share of electors (intent to treat), and its standard error.
    rate : float
        Conversations that being drawn added, per elector of the unit: those of treated less those of control.
    rate_error : float
        Its standard error, 0 or more.

    Returns
    -------
    tuple of float
        Effect of one conversation and its standard error; (effect, infinity) where none was added.

    Notes
    -----
    effect / rate, error sqrt(error² + (effect / rate)² rate_error²) / |rate| (delta method, the two taken as
    independent): all of the effect is laid to conversations, none to leaflets or to open doors alone.
    """
    if not rate > 0:
        return effect, inf
    ratio = effect / rate
    return ratio, sqrt(error**2 + (ratio * rate_error) ** 2) / rate


def priors_toml(
    figures: Mapping[str, Posterior],
    *,
    source: str,
    bounds: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """Write the figures as the TOML that the next plan reads (`perron plan --priors`).

    Parameters
    ----------
    figures : mapping of str to Posterior
        Figures by their name among the priors, such as "mobilisation_effect".
    source : str
        Where they come from: the experiment, its date, its record.
    bounds : mapping of str to (float, float) or None
        Bounds of the draws, by name: written, and widened where the mean lies outside.

    Returns
    -------
    str
        One table for each figure: mean, sd, source, and its bounds where given.
    """
    lines = []
    for name, figure in figures.items():
        lines += [f"[{name}]", f"mean = {_float(figure.mean)}", f"sd = {_float(figure.sd)}"]
        if bounds is not None and name in bounds:
            low, high = bounds[name]
            lines.append(f"low = {_float(min(low, figure.mean))}")
            lines.append(f"high = {_float(max(high, figure.mean))}")
        lines += [f"source = {_quoted(source)}", ""]
    return "\n".join(lines)


def _float(value: float) -> str:
    text = repr(float(f"{value:.6g}"))
    return text if any(mark in text for mark in ".en") else f"{text}.0"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else " " for c in escaped) + '"'
