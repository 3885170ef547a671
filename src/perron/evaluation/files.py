"""A simulated campaign as ordinary files: visits, results as contributors publish them, counts, blocs."""

from pathlib import Path

import polars as pl

from perron.evaluation.simulate import LISTS, Campaign


def write_campaign(campaign: Campaign, folder: Path, *, truth: bool = False) -> list[Path]:
    """Write a simulated campaign in files that `perron evaluate` reads.

    Parameters
    ----------
    campaign : Campaign
        What it left behind.
    folder : Path
        Where to write; made if absent, files of the same names are replaced.
    truth : bool
        Also write truth.json, which no real campaign has.

    Returns
    -------
    list of Path
        visites.csv, the results named after their election, comptes.csv (the same, as a commune would count),
        blocs.toml, and truth.json where asked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    election = campaign.results.general.get_column("election")[0]
    campaign.visits.write_csv(folder / "visites.csv")
    votes = campaign.results.votes.pivot("choice", index="bureau", values="votes", maintain_order=True)
    wide = campaign.results.general.select("bureau", "registered", "voters", "valid").join(
        votes, on="bureau", how="left", maintain_order="left"
    )
    names = {"registered": "inscrits", "voters": "votants", "valid": "exprimes"}
    wide.rename(names).write_csv(folder / "comptes.csv", separator=";")
    _published(wide).rename(names).write_csv(folder / f"{election}.csv")
    (folder / "blocs.toml").write_text(_blocs(election), encoding="utf-8")
    written = ["visites.csv", f"{election}.csv", "comptes.csv", "blocs.toml"]
    if truth:
        pl.DataFrame([campaign.truth]).write_json(folder / "truth.json")
        written.append("truth.json")
    return [folder / name for name in written]


def _published(wide: pl.DataFrame) -> pl.DataFrame:
    """Return one column per list, as contributors of data.gouv.fr publish results by bureau."""
    code = pl.col("bureau").str.split("_")
    return wide.select(
        code.list.get(0).str.slice(0, 2).alias("departement"),
        code.list.get(0).str.slice(2).alias("commune"),
        code.list.get(1).alias("bureau"),
        pl.lit("").alias("commune_libelle"),
        pl.exclude("bureau"),
    )


def _blocs(election: str) -> str:
    lines = [f'[elections."{election}"]']
    lines += [f'{bloc} = ["{name}"]' for bloc, name in LISTS.items()]
    return "\n".join(lines) + "\n"
