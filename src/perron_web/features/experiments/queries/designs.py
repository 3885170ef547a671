"""A design made from the choices of the builder, and told in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.experiments.choices.designs import ARM_WORDS, ARMS, COUNTED, NUMBERS

if TYPE_CHECKING:
    from perron.experiments.design.choices import Arm, Design


def design_of(recipe: Mapping[str, Any]) -> "Design":
    """Make a design from the choices of the builder.

    Parameters
    ----------
    recipe : mapping
        unit, kind, share (of those left alone), arms (names), order_by, size (of a stratum; None for the
        smallest that fits), strata, pair_on, cluster, levels (doses), again_on and accept.

    Returns
    -------
    perron.experiments.design.Design
        The design, checked.

    Raises
    ------
    PerronError
        Choices that cannot be drawn.
    """
    from perron.experiments.design.choices import Design, Rerandomise, Saturation, size_for

    kind = recipe["kind"]
    levels = recipe["levels"] if kind == "saturation" else []
    treated = _treated(recipe, levels)
    least = min(1.0 - treated, treated / len(recipe["arms"]))
    ranked = kind == "strata"
    return Design(
        kind=kind,
        unit=recipe["unit"],
        arms=_arms(recipe["arms"], treated),
        strata=() if kind == "complete" else tuple(recipe["strata"]),
        order_by=recipe["order_by"] if ranked else "",
        stratum_size=recipe["size"] or size_for(least),
        cluster=recipe["cluster"] or ("bureau" if kind == "saturation" else ""),
        pair_on=tuple(recipe["pair_on"]) if kind == "pairs" else (),
        saturations=tuple(Saturation(level, 1.0 / len(levels)) for level in sorted(set(levels))),
        rerandomise=Rerandomise(tuple(recipe["again_on"]), recipe["accept"]) if recipe["again_on"] else None,
    )


def _treated(recipe: Mapping[str, Any], levels: list[float]) -> float:
    """Return the share of units that receive something."""
    if levels:
        return sum(sorted(set(levels))) / len(set(levels))
    return 0.5 if recipe["kind"] == "pairs" else 1.0 - float(recipe["share"])


def _arms(names: list[str], treated: float) -> "tuple[Arm, ...]":
    """Return those left alone, then the arms chosen, in equal parts."""
    from perron.experiments.design.choices import Arm

    each = treated / len(names)
    control = round(1.0 - treated, 12)
    return (Arm("control", control), *(Arm(name, each, ARMS[name]) for name in names))


def refuse_outings(unit: str) -> None:
    """Refuse to draw what does not stand still until the vote.

    Parameters
    ----------
    unit : str
        Kind of unit.

    Raises
    ------
    PerronError
        Outings and people: they are drawn one by one, as they come.
    """
    if unit not in NUMBERS:
        raise PerronError(
            Words(
                "Outings are drawn one by one, as they come: open a trial.",
                "Les sorties se tirent une à une, quand elles viennent\u00a0: ouvrez un essai.",
            )
        )


def kept_design(design: Mapping[str, Any]) -> "Design":
    """Read a design again as it was kept.

    Parameters
    ----------
    design : mapping
        As `Design.to_dict` wrote it.

    Returns
    -------
    perron.experiments.design.Design
        The design.
    """
    from perron.experiments.design.choices import Design

    return Design.from_dict(dict(design))


def left_share(design: Mapping[str, Any]) -> float:
    """Return the share of units that a design leaves alone.

    Parameters
    ----------
    design : mapping
        As `Design.to_dict` wrote it.

    Returns
    -------
    float
        Share of the arms that receive nothing; 0 when there is none.
    """
    return float(sum(arm["share"] for arm in design.get("arms", ()) if not arm["channels"]))


def arm_word(name: str) -> str:
    """Return the word of an arm.

    Parameters
    ----------
    name : str
        Its name in the design.

    Returns
    -------
    str
        Word; the name itself when it is the campaign's own.
    """
    return str(ARM_WORDS.get(name, name))


def unit_word(unit: str, count: int) -> str:
    """Return the word of what is drawn.

    Parameters
    ----------
    unit : str
        Kind of unit.
    count : int
        How many.

    Returns
    -------
    str
        Singular or plural.
    """
    one, several = COUNTED.get(unit, (unit, unit))
    return str(several if count > 1 else one)
