"""The main job on one page: score, draw the hold-out, cut, share out the hours."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import asdict

import polars as pl

from perron.geo.placing import place_addresses
from perron.geo.streets import StreetNetwork
from perron.plan.boundaries import Insee, carried, profiles_of
from perron.plan.choices import Choices
from perron.plan.obeyed import drawn_for, walked_stops
from perron.plan.outings import doors_per_outing, give_outings, left_alone, no_turfs, pace_of
from perron.plan.result import Plan
from perron.plan.summary import (
    check_placed,
    hours_notes,
    no_addresses,
    placing_notes,
    streets_notes,
    summarise,
)
from perron.progress import Progress, silent
from perron.tables import Results
from perron.targeting import Blocs, Priors, Scores, allocate, score_bureaux
from perron.targeting.score import Objective
from perron.turf import Cut, DoorTimes, cut, make_stops
from perron.words import Words

_STEPS = (
    Words("Bringing results to these boundaries", "Report des résultats sur ce découpage"),
    Words("Scoring bureaux and sharing out the hours", "Calcul des scores et répartition des heures"),
)


def make_plan(
    results: Results,
    areas: pl.DataFrame,
    addresses: pl.DataFrame | None = None,
    *,
    blocs: Blocs,
    hours: float,
    minutes: float = 120.0,
    crew: int = 2,
    holdout: float = 0.2,
    minimum_share: float = 0.0,
    objective: Objective = "both",
    former: Mapping[str, pl.DataFrame] | None = None,
    insee: Insee | None = None,
    network: StreetNetwork | None = None,
    meeting: pl.DataFrame | None = None,
    priors: Priors | None = None,
    times: DoorTimes | None = None,
    credits: tuple[str, ...] = (),  # noqa: A002 - the word maps use
    seed: int = 1,
    drawn: pl.DataFrame | None = None,
    spared: pl.DataFrame | None = None,
    draw: str = "",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Plan:
    """Make a plan: ranked bureaux with reasons, a hold-out, turfs with their walks, hours shared out.

    Parameters
    ----------
    results : Results
        Results of past elections, each in the bureaux of its own day.
    areas : polars.DataFrame
        Table `BUREAUX`: the boundaries of the plan.
    addresses : polars.DataFrame or None
        Table `ADDRESSES`; without it bureaux are ranked and there are no turfs.
    blocs : Blocs
        Which lists and candidates are ours, allies, opponents, others.
    hours : float
        Volunteer-hours available, 0 or more.
    minutes : float
        Length of an outing, minutes, above 0.
    crew : int
        Volunteers in an outing.
    holdout : float
        Share of bureaux drawn at random and left alone, between 0 and 1.
    minimum_share : float
        Share of its proportional due that each territory gets at least, between 0 and 1.
    objective : {"mobilisation", "persuasion", "both"}
        What the ranking counts.
    former : mapping of str to polars.DataFrame, optional
        Elections counted on other boundaries, and those boundaries (table `BUREAUX`).
    insee : Insee, optional
        Insee's areas, for profiles and the registration score.
    network : StreetNetwork, optional
        Streets to walk on; otherwise streets are drawn from their addresses.
    meeting : polars.DataFrame, optional
        Columns bureau, lon, lat: where pairs meet, such as the polling place; walks start near it.
    priors : Priors, optional
        What a visit is believed to do.
    times : DoorTimes, optional
        Minutes at doors, on stairs and between them.
    credits : tuple of str
        Sources to credit.
    seed : int
        Seed of every draw.
    drawn : polars.DataFrame, optional
        A sealed draw of bureaux, which then prevails over `holdout`: columns bureau, held_out, stratum.
    spared : polars.DataFrame, optional
        Addresses that a sealed draw leaves alone: columns bureau and address. Their doors count when doors
        are estimated, and are in no turf.
    draw : str
        Hash of the record of that draw, kept with the parameters.
    executor : concurrent.futures.Executor, optional
        What cuts and routes bureaux; threads of this process by default.
    progress : callable
        Told how far the work is.

    Returns
    -------
    Plan
        The plan.

    Raises
    ------
    BadInputError
        Inputs that do not join, or a parameter outside its range.
    """
    choices = Choices(hours, minutes, crew, holdout, minimum_share, objective, seed)
    priors = priors or Priors()
    times = times or DoorTimes(opened=priors.opening_rate.mean)
    progress(_STEPS[0], 0, 1)
    brought, notes = carried(results, areas, former or {}, addresses)
    profiles = profiles_of(areas, insee, addresses)
    progress(_STEPS[0], 1, 1)
    walked, walk_notes = _walk(
        areas,
        addresses,
        brought,
        minutes,
        times,
        network=network,
        meeting=meeting,
        seed=seed,
        spared=spared,
        executor=executor,
        progress=progress,
    )
    progress(_STEPS[1], 0, 1)
    pace = pace_of(walked.turfs)
    scored, allocation, turfs, doors = _share_out(
        brought, areas, walked, pace, profiles, blocs=blocs, priors=priors, choices=choices, drawn=drawn
    )
    progress(_STEPS[1], 1, 1)
    return Plan(
        areas=areas,
        scores=scored.scores,
        reasons=scored.reasons,
        allocation=allocation,
        profiles=profiles,
        turfs=turfs,
        doors=doors,
        parameters=asdict(choices)
        | {"times": asdict(times), "priors": asdict(priors), "blocs": blocs.elections}
        | {"elections": sorted(brought.general["election"].unique()), "carried": sorted(former or {})}
        | ({"draw": draw} if draw else {}),
        summary=summarise(scored.scores, allocation, turfs),
        notes=(
            *notes,
            *streets_notes(network, areas, addresses),
            *walk_notes,
            *hours_notes(allocation, choices),
            *scored.notes,
        ),
        credits=credits,
        pace=pace,
    )


def _share_out(
    results: Results,
    areas: pl.DataFrame,
    walked: Cut,
    pace: pl.DataFrame,
    profiles: pl.DataFrame,
    *,
    blocs: Blocs,
    priors: Priors,
    choices: Choices,
    drawn: pl.DataFrame | None,
) -> tuple[Scores, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Score bureaux, draw those left alone, share the hours out over the others and their turfs."""
    scored = score_bureaux(
        results,
        areas,
        blocs=blocs,
        profiles=profiles,
        doors=pace,
        priors=priors,
        objective=choices.objective,
        crew=choices.crew,
        seed=choices.seed,
    )
    held = drawn_for(scored.scores, choices, drawn)
    turfs, doors = left_alone(walked, held)
    allocation = allocate(
        scored.scores,
        hours=choices.hours,
        outing_minutes=choices.minutes,
        crew=choices.crew,
        doors_per_outing=doors_per_outing(turfs, choices.minutes, priors.doors_per_hour.mean),
        held_out=held,
        minimum_share=choices.minimum_share,
        doors=None if pace.is_empty() else pace,
    )
    return scored, allocation, give_outings(turfs, allocation), doors


def _walk(
    areas: pl.DataFrame,
    addresses: pl.DataFrame | None,
    results: Results,
    minutes: float,
    times: DoorTimes,
    *,
    network: StreetNetwork | None,
    meeting: pl.DataFrame | None,
    seed: int,
    spared: pl.DataFrame | None,
    executor: Executor | None,
    progress: Progress,
) -> tuple[Cut, tuple[Words, ...]]:
    """Cut every bureau, those that will be left alone included: scores use the pace of each."""
    if addresses is None:
        return no_turfs(), (no_addresses(),)
    registered = results.general.sort("election").group_by("bureau").agg(pl.col("registered").last())
    placed = place_addresses(addresses, areas)
    check_placed(placed, areas)
    stops = walked_stops(make_stops(placed.addresses, registered, times=times, minutes=minutes), spared)
    walked = cut(
        stops,
        minutes=minutes,
        times=times,
        network=network,
        meeting=meeting,
        seed=seed,
        executor=executor,
        progress=progress,
    )
    return walked, placing_notes(placed, walked)
