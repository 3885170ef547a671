"""`perron power`: what an experiment of this size would find, before it is launched."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perron.cli import options
from perron.cli.console import print_json, progress_bars
from perron.cli.gathering import Files, gather
from perron.cli.language import tr
from perron.cli.power_shown import check_kind, show_power, write_curve
from perron.errors import BadInputError
from perron.experiments.power.reach import ASTRAY, FAVOUR, OUTSIDE, UNEVEN
from perron.words import Words

if TYPE_CHECKING:
    import polars as pl

    from perron.evaluation.history import History
    from perron.experiments.design import Design
    from perron.plan import Inputs
    from perron.targeting.priors import Priors

_SHARE = {"min": 0, "max": 1}
_Units = Annotated[
    Path | None,
    typer.Argument(
        exists=True,
        dir_okay=False,
        help=tr(
            "Units: CSV or Parquet with a column unit (or bureau), such as the scores of `perron score`; "
            "otherwise all bureaux, ranked as in 2012.",
            "Unités\u00a0: CSV ou Parquet avec une colonne unit (ou bureau), comme les scores de perron "
            "score\u202f; sinon tous les bureaux, classés comme en 2012.",
        ),
    ),
]
_Blocs = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help=tr(
            "Which lists are ours, allies, opponents (TOML); without it, turnout only.",
            "Qui est à nous, allié, adverse (TOML)\u202f; sans lui, la participation seule.",
        ),
    ),
]
_Sample = Annotated[str, typer.Option(help=tr("Bundled sample: paris.", "Exemple fourni\u00a0: paris."))]
_Share = Annotated[float, typer.Option(help=tr("Share left alone.", "Part laissée de côté."), **_SHARE)]
_Shares = Annotated[
    list[float], typer.Option(help=tr("Other shares to try.", "Autres parts à essayer."), **_SHARE)
]
_Design = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help=tr("The design as JSON (or a draw.json).", "Le protocole en JSON (ou un draw.json)."),
    ),
]
_Strata = Annotated[
    list[str],
    typer.Option(
        help=tr(
            "Columns of strata: units are compared within them (territory).",
            "Colonnes de strates, où l’on compare (territory).",
        )
    ),
]
_Cluster = Annotated[
    str, typer.Option(help=tr("Column of units drawn together.", "Colonne des unités tirées ensemble."))
]
_Arm = Annotated[
    str, typer.Option("--compare", help=tr("Arm compared with the control.", "Bras comparé au témoin."))
]
_Coverage = Annotated[
    float,
    typer.Option(
        help=tr(
            "Share of the doors of visited bureaux that the hours allow to knock at.",
            "Part des portes des bureaux visités que les heures permettent de frapper.",
        ),
        **_SHARE,
    ),
]
_Outside = Annotated[
    float,
    typer.Option(
        help=tr(
            "Share of knocks that fall elsewhere than in bureaux drawn (2012: 14.1 %).",
            "Part des portes frappées ailleurs que dans les bureaux tirés (2012 : 14,1 %).",
        ),
        **_SHARE,
    ),
]
_Astray = Annotated[
    float,
    typer.Option(
        help=tr(
            "Share of a control's doors knocked at, over that of a visited bureau (2012, on paper: 0.73).",
            "Part des portes frappées chez un témoin, sur celle d’un bureau visité (2012, papier : 0,73).",
        ),
        **_SHARE,
    ),
]
_Uneven = Annotated[
    float,
    typer.Option(
        min=0,
        help=tr(
            "How unevenly bureaux are covered: standard deviation over mean.",
            "Inégalité de la couverture entre bureaux : écart-type sur moyenne.",
        ),
    ),
]
_Favour = Annotated[
    float,
    typer.Option(
        help=tr(
            "Correlation of coverage with our results: teams go where they are welcome.",
            "Corrélation de la couverture avec nos résultats : on va où l’accueil est bon.",
        ),
        **_SHARE,
    ),
]
_Contact = Annotated[
    float | None,
    typer.Option(
        help=tr(
            "Share of doors knocked where somebody talks; by default from the priors.",
            "Part des portes frappées où quelqu’un parle\u202f; sinon d’après les effets supposés.",
        ),
        **_SHARE,
    ),
]
_Hoped = Annotated[
    float | None,
    typer.Option(
        help=tr(
            "Points of turnout hoped for per person talked with; by default from the priors.",
            "Points de participation espérés par personne à qui l’on parle.",
        )
    ),
]
_HopedVotes = Annotated[
    float | None,
    typer.Option(help=tr("The same, points of votes.", "De même, en points de voix.")),
]
_Power = Annotated[
    float,
    typer.Option(help=tr("Chance of finding the effect.", "Probabilité de trouver l’effet."), **_SHARE),
]
_Level = Annotated[
    float,
    typer.Option(
        help=tr("Chance of crying effect where there is none.", "Probabilité de crier à tort à l’effet."),
        **_SHARE,
    ),
]
_Draws = Annotated[int, typer.Option(min=0, help=tr("Redraws of each share.", "Tirages pour chaque part."))]
_Out = Annotated[
    Path | None,
    typer.Option(
        "-o", "--out", help=tr("File: .csv, .parquet or .json.", "Fichier .csv, .parquet ou .json.")
    ),
]


def command(
    units: _Units = None,
    *,
    results: options.Results = [],
    bureaux: options.BureauxIfAny = None,
    inputs: options.InputsFolder = None,
    sample: _Sample = "",
    addresses: options.Addresses = [],
    former: options.Former = [],
    blocs: _Blocs = None,
    design: _Design = None,
    share: _Share = 0.15,
    shares: _Shares = [],
    strata: _Strata = [],
    cluster: _Cluster = "",
    compare: _Arm = "",
    coverage: _Coverage = 0.5,
    contact: _Contact = None,
    outside: _Outside = OUTSIDE,
    astray: _Astray = ASTRAY,
    uneven: _Uneven = UNEVEN,
    favour: _Favour = FAVOUR,
    hoped_turnout: _Hoped = None,
    hoped_votes: _HopedVotes = None,
    priors: options.PriorsFile = None,
    level: _Level = 0.05,
    power: _Power = 0.8,
    draws: _Draws = 0,
    seed: options.Seed = 1,
    out: _Out = None,
    as_json: options.Json = False,
) -> None:
    """Say what an experiment would find, by share left alone."""
    from perron.evaluation.history import history
    from perron.evaluation.placebos import placebos_of
    from perron.evaluation.resemblance import resemblance
    from perron.experiments.power import Reach, power_curve
    from perron.targeting import Priors, load_blocs, load_priors

    if out:
        check_kind(out)
    files = Files(results, bureaux, addresses, former, None, [], None, None, None)
    known, blocs = _gathered(files, inputs, sample, blocs)
    past = history(
        known.results,
        known.areas,
        blocs=load_blocs(blocs) if blocs else None,
        former=known.former,
        addresses=known.addresses,
    )
    table, chosen = _units_and_design(units, past, design, share=share, strata=strata, cluster=cluster)
    believed = load_priors(priors) if priors else Priors()
    talk = believed.opening_rate.mean * believed.conversation_rate.mean if contact is None else contact
    ways = {"outside": outside, "astray": astray, "uneven": uneven, "favour": favour}
    hopes = _hopes(believed, hoped_turnout, hoped_votes)
    measures = ["turnout", "support"] if past.covered else ["turnout"]
    with progress_bars(quiet=as_json) as progress:
        curve = power_curve(
            chosen,
            table,
            {measure: placebos_of(past, table, measure) for measure in measures},
            reach=Reach.usual(coverage, talk, **ways),
            expected={measure: hopes[measure] for measure in measures},
            shares=tuple(shares) or None,
            arm=compare,
            level=level,
            power=power,
            draws=draws or None,
            seed=seed,
            progress=progress,
        )
    if out:
        write_curve(curve, out)
    alike = {measure: resemblance(past, table, measure) for measure in measures}
    if as_json:
        print_json(curve.to_dict() | {"resemblance": {name: one.to_dicts() for name, one in alike.items()}})
    else:
        show_power(curve, past, alike, out)


def _gathered(
    files: Files, inputs: Path | None, sample: str, blocs: Path | None
) -> "tuple[Inputs, Path | None]":
    from perron.plan import Inputs

    if not sample:
        return gather(files, inputs), blocs
    if sample != "paris" or files.any or inputs:
        raise BadInputError(
            Words("a sample goes alone, and there is one", "un exemple va seul, et il n’y en a qu’un"),
            found=sample,
            expected=Words("--sample paris", "--sample paris"),
        )
    from perron.samples import load_paris
    from perron.samples.paris import BEFORE_2017

    paris = load_paris()
    former = dict.fromkeys(BEFORE_2017, paris.bureaux_2012)
    known = Inputs(paris.results, paris.bureaux_2017, paris.addresses, former)
    return known, blocs or paris.folder / "blocs-gauche.toml"


def _units_and_design(
    units: Path | None,
    past: "History",
    design: Path | None,
    *,
    share: float,
    strata: list[str],
    cluster: str,
) -> "tuple[pl.DataFrame, Design]":
    from perron.cli.draw_choices import design_from, read_units
    from perron.evaluation.units import units_of

    table = units_of(past) if units is None else read_units(units)
    chosen = design_from(
        design,
        share=share,
        kind="strata",
        unit="bureau",
        strata=strata,
        order_by="" if "votes_per_hour" in table.columns else "index_2012",
        stratum_size=0,
        cluster=cluster,
        pair_on=(),
        arms=(),
        saturations=(),
        rerandomise=(),
        accept=0.1,
        columns=table.columns,
    )
    return table, chosen


def _hopes(believed: "Priors", turnout: float | None, votes: float | None) -> dict[str, float]:
    """Return the effects hoped for per person talked with, in shares."""
    usual = {
        "turnout": believed.mobilisation_effect.mean,
        "support": believed.persuasion_effect.mean,
    }
    given = {"turnout": turnout, "support": votes}
    return {name: usual[name] if value is None else value / 100.0 for name, value in given.items()}
