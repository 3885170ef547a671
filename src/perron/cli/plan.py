"""`perron plan`: from files to a folder with the whole plan."""

from perron.cli import options
from perron.cli.console import print_json, progress_bars
from perron.cli.executors import executor_at
from perron.cli.gathering import Files, gather
from perron.cli.inputs import hashes
from perron.cli.language import LANG
from perron.cli.shown import show_plan


def command(
    *,
    blocs: options.BlocsFile,
    hours: options.Hours,
    out: options.OutFolder,
    results: options.Results = [],
    bureaux: options.BureauxIfAny = None,
    inputs: options.InputsFolder = None,
    addresses: options.Addresses = [],
    minutes: options.Minutes = 120.0,
    crew: options.Crew = 2,
    holdout: options.Holdout = 0.2,
    minimum_share: options.MinimumShare = 0.0,
    objective: options.ObjectiveName = "both",
    former: options.Former = [],
    areas: options.Areas = None,
    statistics: options.Statistics = [],
    housing: options.Housing = None,
    streets: options.Streets = None,
    meeting: options.Meeting = None,
    priors: options.PriorsFile = None,
    times: options.TimesFile = None,
    seed: options.Seed = 1,
    draw: options.SealedDraw = None,
    sheets: options.Sheets = 400,
    dask: options.Dask = "",
    as_json: options.Json = False,
) -> None:
    """Make a plan: ranked bureaux, turfs, walk lists."""
    from perron.experiments.design import read_draw
    from perron.output import write_plan
    from perron.output.folder import refuse_foreign
    from perron.plan import make_plan
    from perron.plan.sealed import LeftAlone, left_alone_by
    from perron.targeting import load_blocs, load_priors
    from perron.turf import load_times

    refuse_foreign(out)
    sealed = read_draw(draw) if draw else None
    files = Files(results, bureaux, addresses, former, areas, statistics, housing, streets, meeting)
    with progress_bars(quiet=as_json) as progress, executor_at(dask) as executor:
        gathered = gather(files, inputs)
        alone = left_alone_by(sealed, gathered.areas, gathered.addresses) if sealed else LeftAlone(None, None)
        plan = make_plan(
            **gathered.arguments(),
            blocs=load_blocs(blocs),
            hours=hours,
            minutes=minutes,
            crew=crew,
            holdout=holdout,
            minimum_share=minimum_share,
            objective=objective,  # type: ignore[arg-type]
            priors=load_priors(priors) if priors else None,
            times=load_times(times) if times else None,
            seed=seed,
            drawn=alone.drawn,
            spared=alone.spared,
            draw=sealed.hash if sealed else "",
            executor=executor,
            progress=progress,
        )
        known = {**gathered.files, **hashes([*files.named(blocs), priors, times])}
        content = write_plan(plan, out, inputs=known, sheets=sheets, lang=LANG, progress=progress)
    if as_json:
        print_json(content)
    else:
        show_plan(plan, out, LANG)
