"""Options that several commands share, each declared once."""

from pathlib import Path
from typing import Annotated

import typer

from perron.cli.language import tr

_FILE = {"exists": True, "dir_okay": False}

InputsFolder = Annotated[
    Path | None,
    typer.Option(
        "--inputs",
        help=tr(
            "Folder of checked tables that the site exported, instead of --results, --bureaux and the rest.",
            "Dossier de tables vérifiées exporté par le site, au lieu de --results, --bureaux et la suite.",
        ),
        exists=True,
        file_okay=False,
    ),
]
Results = Annotated[
    list[str],
    typer.Option(
        help=tr(
            "Results by bureau; several files; ELECTION=FILE names the election.",
            "Résultats par bureau\u202f; plusieurs fichiers\u202f; ÉLECTION=FICHIER nomme l’élection.",
        )
    ),
]
Bureaux = Annotated[
    str,
    typer.Option(
        help=tr(
            "Boundaries of the bureaux (GeoJSON); 34172=FILE keeps one commune.",
            "Contours des bureaux (GeoJSON)\u202f; 34172=FICHIER garde une commune.",
        )
    ),
]
BureauxIfAny = Annotated[
    str | None,
    typer.Option(
        "--bureaux",
        help=tr(
            "Boundaries of the bureaux (GeoJSON); 34172=FILE keeps one commune.",
            "Contours des bureaux (GeoJSON)\u202f; 34172=FICHIER garde une commune.",
        ),
    ),
]
Addresses = Annotated[
    list[Path],
    typer.Option(
        help=tr(
            "Addresses; several files are joined (doors or electors, and points).",
            "Adresses\u202f; plusieurs fichiers sont joints (portes ou électeurs, et points).",
        ),
        **_FILE,
    ),
]
BlocsFile = Annotated[
    Path,
    typer.Option(
        help=tr("Which lists are ours, allies, opponents (TOML).", "Qui est à nous, allié, adverse (TOML)."),
        **_FILE,
    ),
]
Former = Annotated[
    list[str],
    typer.Option(
        help=tr(
            "ELECTION=FILE: boundaries that election was counted on, where they differ.",
            "ÉLECTION=FICHIER\u00a0: découpage de cette élection, s’il diffère.",
        )
    ),
]
Areas = Annotated[
    Path | None,
    typer.Option(help=tr("Insee's areas (IRIS, GeoJSON).", "IRIS de l’Insee (GeoJSON)."), **_FILE),
]
Statistics = Annotated[
    list[Path],
    typer.Option(
        help=tr(
            "Insee's figures by area; several files.",
            "Chiffres de l’Insee par IRIS\u202f; plusieurs fichiers.",
        ),
        **_FILE,
    ),
]
Housing = Annotated[
    Path | None, typer.Option(help=tr("Social dwellings (GeoJSON).", "Logements sociaux (GeoJSON)."), **_FILE)
]
Streets = Annotated[
    Path | None,
    typer.Option(
        help=tr("Street network (GraphML or .osm.pbf).", "Réseau de rues (GraphML ou .osm.pbf)."), **_FILE
    ),
]
Meeting = Annotated[
    Path | None,
    typer.Option(
        help=tr(
            "Polling places: walks start near the one of their bureau.",
            "Lieux de vote\u00a0: les parcours partent près de celui de leur bureau.",
        ),
        **_FILE,
    ),
]
PriorsFile = Annotated[
    Path | None,
    typer.Option(
        help=tr("What a visit is believed to do (TOML).", "Effets supposés d’une visite (TOML)."), **_FILE
    ),
]
TimesFile = Annotated[
    Path | None,
    typer.Option(
        help=tr("Minutes at doors and between them (TOML).", "Minutes aux portes et entre elles (TOML)."),
        **_FILE,
    ),
]
Hours = Annotated[
    float, typer.Option(min=0, help=tr("Volunteer-hours available.", "Heures de bénévoles disponibles."))
]
Minutes = Annotated[
    float, typer.Option(min=10, help=tr("Length of an outing, minutes.", "Durée d’une sortie, en minutes."))
]
Crew = Annotated[int, typer.Option(min=1, help=tr("Volunteers in an outing.", "Bénévoles dans une sortie."))]
Holdout = Annotated[
    float,
    typer.Option(
        min=0,
        max=1,
        help=tr(
            "Share of bureaux drawn at random and left alone, so that the effect can be measured.",
            "Part des bureaux tirés au sort et laissés de côté, pour pouvoir mesurer l’effet.",
        ),
    ),
]
MinimumShare = Annotated[
    float,
    typer.Option(
        min=0,
        max=1,
        help=tr(
            "Least each territory gets, as a share of what its electors would give it.",
            "Minimum de chaque territoire, en part de ce que lui vaudraient ses inscrits.",
        ),
    ),
]
ObjectiveName = Annotated[
    str,
    typer.Option(
        help=tr("mobilisation, persuasion or both.", "mobilisation, persuasion ou both (les deux)."),
    ),
]
Seed = Annotated[
    int, typer.Option(min=0, max=2**63 - 1, help=tr("Seed of every draw.", "Graine de tous les tirages."))
]
SealedDraw = Annotated[
    Path | None,
    typer.Option(
        "--draw",
        help=tr(
            "Sealed draw (folder or .zip): whoever it leaves alone is left alone, whatever --holdout says.",
            "Tirage scellé (dossier ou .zip)\u00a0: qui est témoin l’est, quoi que dise --holdout.",
        ),
        exists=True,
    ),
]
Sheets = Annotated[
    int, typer.Option(min=0, help=tr("Most walk lists to print.", "Nombre maximal de feuilles de route."))
]
Dask = Annotated[
    str,
    typer.Option(
        help=tr(
            "Address of a Dask scheduler (tcp://…): its workers cut and route.",
            "Adresse d’un ordonnanceur Dask (tcp://…)\u00a0: ses machines découpent.",
        )
    ),
]
OutFolder = Annotated[
    Path, typer.Option("--out", file_okay=False, help=tr("Folder to write.", "Dossier à écrire."))
]
Json = Annotated[
    bool, typer.Option("--json", help=tr("Print the summary as JSON.", "Écrire le résumé en JSON."))
]
