"""What was announced before the vote, and where the analysis departs from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from perron.errors import BadInputError
from perron.evaluation.analysis import Settings
from perron.experiments.design.registration import Outcome, Registration, is_whole
from perron.experiments.design.seal import SealedDraw
from perron.words import Words, number


@dataclass(frozen=True, slots=True)
class Announced:
    """A frozen registration, read and checked.

    Parameters
    ----------
    record : dict or None
        As it was frozen; None where nothing was announced.
    registration : Registration or None
        What it says.
    """

    record: dict[str, Any] | None = None
    registration: Registration | None = None

    def settings(self, settings: Settings) -> Settings:
        """Return the settings of the analysis, those announced in their place.

        Parameters
        ----------
        settings : Settings
            Settings where nothing was announced.

        Returns
        -------
        Settings
            Level, draws, estimator, bound and covariates as announced.
        """
        if self.registration is None:
            return settings
        return replace(
            settings,
            level=self.registration.level,
            permutations=self.registration.permutations,
            estimator=self.registration.estimator,
            bound=self.registration.equivalence_bound,
            covariates=self.registration.covariates,
        )

    @property
    def correction(self) -> str:
        """How p-values of several outcomes are corrected: as announced, Holm by default."""
        return "holm" if self.registration is None else self.registration.correction

    def covers(self, outcome: Outcome) -> bool:
        """Say whether an outcome was announced.

        Parameters
        ----------
        outcome : Outcome
            An outcome.

        Returns
        -------
        bool
            Whether it was, word for word; False where nothing was announced.
        """
        return self.registration is not None and outcome in self.registration.outcomes


def read_announced(record: dict[str, Any] | None, draw: SealedDraw) -> Announced:
    """Read a frozen registration, and check that it is whole and of this draw.

    Parameters
    ----------
    record : dict or None
        What `freeze` returned.
    draw : SealedDraw
        The draw evaluated.

    Returns
    -------
    Announced
        What was announced.

    Raises
    ------
    BadInputError
        It was changed since it was frozen, or it is of another draw.
    """
    if record is None:
        return Announced()
    if not is_whole(record):
        raise BadInputError(
            Words(
                "this registration was changed after it was frozen",
                "ce préenregistrement a changé après avoir été figé",
            ),
            column="record",
            found=str(record.get("record", ""))[:12],
            expected=Words("the hash of its content", "l’empreinte de son contenu"),
        )
    if record.get("draw") != draw.hash:
        raise BadInputError(
            Words("this registration is of another draw", "ce préenregistrement est celui d’un autre tirage"),
            column="draw",
            found=str(record.get("draw", ""))[:12],
            expected=Words(draw.hash[:12], draw.hash[:12]),
        )
    return Announced(record, Registration.from_dict(record))


def departures(
    announced: Announced, outcomes: Sequence[Outcome], settings: Settings, excluded: Sequence[str]
) -> tuple[Words, ...]:
    """Name where the analysis departs from what was announced.

    Parameters
    ----------
    announced : Announced
        What was announced.
    outcomes : sequence of Outcome
        Outcomes evaluated.
    settings : Settings
        Settings used.
    excluded : sequence of str
        Units left out.

    Returns
    -------
    tuple of Words
        One sentence each; none where everything is as announced.
    """
    if announced.registration is None:
        return (
            Words(
                "Nothing was announced before the vote: every result is exploratory.",
                "Rien n’a été annoncé avant le vote\u00a0: tous les résultats sont exploratoires.",
            ),
        )
    lost = [
        Words(
            f"“{outcome.name}” was announced and is not evaluated.",
            f"«\u00a0{outcome.name}\u00a0» était annoncé et n’est pas évalué.",
        )
        for outcome in announced.registration.outcomes
        if outcome not in outcomes
    ]
    new = [
        Words(
            f"“{outcome.name}” was not announced: it is exploratory.",
            f"«\u00a0{outcome.name}\u00a0» n’était pas annoncé\u00a0: il est exploratoire.",
        )
        for outcome in outcomes
        if not announced.covers(outcome)
    ]
    return (
        *lost,
        *new,
        *_of_settings(announced.registration, settings),
        *_of_excluded(announced, excluded),
    )


def _of_settings(registration: Registration, settings: Settings) -> list[Words]:
    said = []
    if settings.permutations != registration.permutations:
        said.append(
            Words(
                f"{number(settings.permutations, 0, 'en')} draws instead of "
                f"{number(registration.permutations, 0, 'en')} announced.",
                f"{number(settings.permutations)} tirages au lieu de {number(registration.permutations)} "
                "annoncés.",
            )
        )
    if settings.level != registration.level:
        said.append(
            Words(
                f"Intervals at {number(100 * settings.level, 0, 'en')}% instead of "
                f"{number(100 * registration.level, 0, 'en')}% announced.",
                f"Intervalles à {number(100 * settings.level)}\u202f% au lieu de "
                f"{number(100 * registration.level)}\u202f% annoncés.",
            )
        )
    return said


def _of_excluded(announced: Announced, excluded: Sequence[str]) -> list[Words]:
    if not excluded or announced.registration is None:
        return []
    some = ", ".join(list(excluded)[:5]) + ("…" if len(excluded) > 5 else "")
    rules = " ; ".join(announced.registration.exclusions)
    if rules:
        return [
            Words(
                f"{len(excluded)} units were left out ({some}); announced rule: {rules}.",
                f"{len(excluded)} unités laissées de côté ({some})\u202f; règle annoncée\u00a0: {rules}.",
            )
        ]
    return [
        Words(
            f"{len(excluded)} units were left out ({some}), which was not announced.",
            f"{len(excluded)} unités laissées de côté ({some}), ce qui n’était pas annoncé.",
        )
    ]
