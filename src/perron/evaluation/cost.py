"""What a vote cost: hours and money over the votes that the visits brought, honest where none may have."""

from dataclasses import dataclass
from typing import Any

from perron.experiments.estimate.estimate import plain
from perron.words import Language, Words, duration, number


@dataclass(frozen=True, slots=True)
class Costs:
    """What the visits cost, as far as it is known.

    Parameters
    ----------
    hours : float or None
        Volunteer-hours spent, 0 or more.
    money : float or None
        Money spent on the visits, in `currency`, 0 or more.
    currency : str
        Sign of the currency.
    """

    hours: float | None = None
    money: float | None = None
    currency: str = "€"


@dataclass(frozen=True, slots=True)
class Gain:
    """Votes (or voters) brought by the visits, and their price.

    Parameters
    ----------
    votes, low, high : float
        Effect of being drawn times the electors drawn, and the ends of its interval.
    hours, hours_low, hours_high : float or None
        Volunteer-hours a vote; None where unknown, or where no vote may have been gained.
    money, money_low, money_high : float or None
        Money a vote, likewise.
    """

    votes: float
    low: float
    high: float
    hours: float | None = None
    hours_low: float | None = None
    hours_high: float | None = None
    money: float | None = None
    money_low: float | None = None
    money_high: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON values.

        Returns
        -------
        dict
            Every field; unknown ones None.
        """
        return {name: plain(getattr(self, name)) for name in self.__slots__}


def gain_of(estimate: float, low: float, high: float, electors: float, costs: Costs | None = None) -> Gain:
    """Return the votes gained and the price of each.

    Parameters
    ----------
    estimate, low, high : float
        Effect of being drawn on a share of the registered, and its interval.
    electors : float
        Registered electors of the units drawn to be visited, 0 or more.
    costs : Costs, optional
        What was spent.

    Returns
    -------
    Gain
        Votes, and prices.

    Notes
    -----
    votes = effect × electors; price = spent / votes. The interval of the price is that of the votes turned
    over: [spent / high, spent / low]. Where the interval of the effect holds zero it has no upper end: a vote
    cost at least spent / high, or none was gained; where it lies below zero, none was.
    """
    votes = (estimate * electors, low * electors, high * electors)
    hours = _price(None if costs is None else costs.hours, votes)
    money = _price(None if costs is None else costs.money, votes)
    return Gain(*votes, *hours, *money)


def _price(
    spent: float | None, votes: tuple[float, float, float]
) -> tuple[float | None, float | None, float | None]:
    gained, low, high = votes
    if spent is None or high <= 0:
        return None, None, None
    return (
        spent / gained if gained > 0 and low > 0 else None,
        spent / high,
        spent / low if low > 0 else None,
    )


def cost_words(gain: Gain, costs: Costs | None, counted: Words) -> Words:
    """Say what one vote cost, or that none may have been gained.

    Parameters
    ----------
    gain : Gain
        Votes and prices.
    costs : Costs or None
        What was spent.
    counted : Words
        What is counted, singular: "vote", "voter".

    Returns
    -------
    Words
        One sentence.
    """
    return Words(_sentence(gain, costs, counted.en, "en"), _sentence(gain, costs, counted.fr, "fr"))


def _sentence(gain: Gain, costs: Costs | None, one: str, lang: Language) -> str:
    french = lang == "fr"
    if gain.high <= 0:
        return "Aucune voix gagnée n’apparaît." if french else "No gain shows."
    spent = [
        (gain.hours, gain.hours_low, gain.hours_high, _hours),
        (gain.money, gain.money_low, gain.money_high, _money),
    ]
    said = []
    for price, low, high, write in spent:
        if low is None:
            continue
        sign = costs.currency if costs else ""
        least = write(low, lang, sign)
        if price is None or high is None:
            said.append(f"au moins {least}" if french else f"at least {least}")
        else:
            middle, most = write(price, lang, sign), write(high, lang, sign)
            said.append(
                f"{middle} (entre {least} et {most})" if french else f"{middle} (between {least} and {most})"
            )
    if not said:
        return (
            "Coût inconnu\u00a0: ni heures ni dépenses n’ont été données."
            if french
            else "Cost unknown: neither hours nor money were given."
        )
    joined = (" et " if french else " and ").join(said)
    if gain.low > 0:
        return f"Une {one} a coûté {joined}." if french else f"One {one} cost {joined}."
    return (
        f"Une {one} a coûté {joined}, ou aucune n’a été gagnée."
        if french
        else f"One {one} cost {joined}, or none was gained."
    )


def _hours(value: float, lang: Language, sign: str) -> str:  # noqa: ARG001 - same shape as _money
    return duration(value * 60.0)


def _money(value: float, lang: Language, sign: str) -> str:
    amount = number(value, 2 if value < 100 else 0, lang)
    return f"{amount}\u00a0{sign}" if lang == "fr" else f"{sign}{amount}"
