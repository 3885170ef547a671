"""The whole job rehearsed on the past, many times: draw, simulated campaign, report, the truth known."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from perron.evaluation.analysis import Settings
from perron.evaluation.content import Evaluation
from perron.evaluation.evaluate import evaluate
from perron.evaluation.history import History, history
from perron.evaluation.outcomes import outcomes_of
from perron.evaluation.simulate import Campaign, Field, Truth, blocs_with, simulate_campaign
from perron.experiments.design.choices import Design
from perron.experiments.design.registration import Outcome
from perron.experiments.design.seal import SealedDraw, seal
from perron.progress import Progress, silent
from perron.words import Words

COMING: Final = "2100-municipales-1"
"""Name of the simulated election: later than any past one."""
_REHEARSING: Final = Words("Rehearsing", "Répétition")


@dataclass(frozen=True)
class Rehearsal:
    """One campaign, from the draw to the report.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    campaign : Campaign
        What was simulated.
    evaluation : Evaluation
        What the report says of it.
    """

    draw: SealedDraw
    campaign: Campaign
    evaluation: Evaluation

    def row(self) -> dict[str, Any]:
        """Return the main figures.

        Returns
        -------
        dict
            truth; estimate, error, low, high, p (of the leading estimate); p_draws (by redraws).
        """
        content = self.evaluation.content()
        outcome = content["outcomes"][0]
        comparison = outcome["comparisons"][0]
        main = comparison["main"]
        return {
            "truth": self.campaign.truth[outcome["measure"]],
            **{name: main[name] for name in ("estimate", "error", "low", "high", "p")},
            "p_draws": comparison["permutation"]["p"],
        }


def rehearse_once(
    design: Design,
    units: pl.DataFrame,
    past: History,
    *,
    base: str,
    truth: Truth | None = None,
    field: Field | None = None,
    measure: str = "support",
    settings: Settings | None = None,
    seed: int = 0,
) -> Rehearsal:
    """Draw, simulate a campaign on a past election taken as it was, and evaluate it.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        Column unit, those that the design names, and registered.
    past : History
        Past results of these units.
    base : str
        Past election that plays the coming one; it is hidden from the analysis.
    truth : Truth, optional
        What visits change; nothing by default.
    field : Field, optional
        How visits go.
    measure : {"support", "turnout"}
        Outcome.
    settings : Settings, optional
        How it is analysed.
    seed : int
        Seed of the draw and of the campaign.

    Returns
    -------
    Rehearsal
        Draw, campaign, report.
    """
    at = datetime(2100, 1, 1, tzinfo=UTC)
    draw = seal(design, units, seed, name="rehearsal", by="rehearsal", at=at)
    arms = tuple(arm.name for arm in design.arms if arm.visited)
    campaign = simulate_campaign(
        draw.assignment,
        past,
        visited_arms=arms,
        election=COMING,
        truth=truth,
        field=field,
        base=base,
        shock=None,
        seed=seed,
    )
    known = _with(past, base, campaign)
    outcome = Outcome(measure, COMING, measure)  # type: ignore[arg-type]
    names = draw.assignment.get_column("unit").to_list()
    table = outcomes_of(known, [outcome], names)
    found = evaluate(draw, table, visits=campaign.visits, labels=[outcome], settings=settings)
    return Rehearsal(draw, campaign, found)


def rehearse(
    design: Design,
    units: pl.DataFrame,
    past: History,
    *,
    base: str,
    effect: float = 0.0,
    field: Field | None = None,
    runs: int = 100,
    settings: Settings | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> pl.DataFrame:
    """Rehearse many times, with a true effect on those drawn.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        As in `rehearse_once`.
    past : History
        Past results of these units.
    base : str
        Past election that plays the coming one.
    effect : float
        True effect of being drawn on our votes, share of the registered (0.03: three points), on average; it
        comes about where doors are knocked, in proportion.
    field : Field, optional
        How visits go.
    runs : int
        How many, 1 or more.
    settings : Settings, optional
        How each is analysed.
    seed : int
        Seed of the first; the others follow.
    progress : Progress
        Told of each.

    Returns
    -------
    polars.DataFrame
        One row per run: truth, estimate, error, low, high, p, p_draws.

    Notes
    -----
    A door knocked persuades effect / E[coverage of those drawn - coverage of the control].
    """
    way = field or Field()
    reach = way.reach.difference
    rows = []
    for run in range(runs):
        progress(_REHEARSING, run, runs)
        one = rehearse_once(
            design,
            units,
            past,
            base=base,
            truth=Truth(persuaded=effect / reach),
            field=way,
            settings=replace(settings or Settings(), seed=seed + run),
            seed=seed + run,
        )
        rows.append(one.row())
    progress(_REHEARSING, runs, runs)
    return pl.DataFrame(rows)


def _with(past: History, base: str, campaign: Campaign) -> History:
    """Return the history without the election that plays the coming one, and with the simulated one."""
    new = history(campaign.results, None, blocs=blocs_with(None, COMING))
    return replace(
        past,
        table=pl.concat([past.table.filter(pl.col("election") != base), new.table], how="diagonal_relaxed"),
        elections=(*(name for name in past.elections if name != base), COMING),
        covered=(*(name for name in past.covered if name != base), COMING),
    )
