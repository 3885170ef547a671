"""The Paris sample as ordinary files, to try every command on."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from perron.samples import ParisSample
    from perron.tables import Results


def write_files(paris: "ParisSample", folder: Path) -> list[Path]:
    """Write the sample in formats that `perron check` recognises.

    Parameters
    ----------
    paris : ParisSample
        The sample.
    folder : Path
        Where to write; made if absent, files of the same names are replaced.

    Returns
    -------
    list of Path
        The files: one of results per election, boundaries of 2012 and 2017, addresses, Insee's areas and
        figures, social dwellings, and three example mappings of blocs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for election in sorted(paris.results.general.get_column("election").unique()):
        _election(paris.results, election).write_csv(folder / f"{election}.csv")
    _shapes(paris.bureaux_2012, "bureau", folder / "bureaux-2012.geojson")
    _shapes(paris.bureaux_2017, "bureau", folder / "bureaux-2017.geojson")
    _shapes(
        paris.areas.rename({"area": "CODE_IRIS", "name": "NOM_IRIS"}), "CODE_IRIS", folder / "iris.geojson"
    )
    _addresses(paris.addresses).write_csv(folder / "adresses.csv", separator=";")
    paris.statistics.rename({"area": "IRIS"}).write_csv(folder / "chiffres-iris.csv")
    _housing(paris.housing, folder / "logements-sociaux.geojson")
    for blocs in paris.folder.glob("blocs-*.toml"):
        shutil.copy(blocs, folder / blocs.name)
    return sorted(folder.iterdir())


def _election(results: "Results", election: str) -> "pl.DataFrame":
    """One column per list, as data.gouv.fr's contributors publish them."""
    import polars as pl

    here = pl.col("election") == election
    code = pl.col("bureau").str.split("_")
    votes = results.votes.filter(here).pivot("choice", index="bureau", values="votes", sort_columns=True)
    return (
        results.general.filter(here)
        .select(
            code.list.get(0).str.slice(0, 2).alias("departement"),
            code.list.get(0).str.slice(2).alias("commune"),
            pl.col("bureau").str.split("_").list.get(1).alias("bureau"),
            pl.lit("Paris").alias("commune_libelle"),
            pl.col("registered").alias("inscrits"),
            pl.col("voters").alias("votants"),
            pl.col("valid").alias("exprimes"),
            pl.col("bureau").alias("_bureau"),
        )
        .join(votes, left_on="_bureau", right_on="bureau", how="left")
        .drop("_bureau")
        .fill_null(0)
    )


def _addresses(addresses: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    return addresses.select(
        pl.col("number").alias("numero"),
        pl.col("suffix").alias("rep"),
        pl.col("street").alias("voie"),
        pl.col("commune").alias("code_insee"),
        "lon",
        "lat",
        pl.col("doors").alias("portes"),
        "bureau",
    )


def _shapes(table: "pl.DataFrame", key: str, path: Path) -> None:
    import orjson
    import shapely

    features = []
    for row in table.iter_rows(named=True):
        geometry = orjson.loads(shapely.to_geojson(shapely.from_wkb(row.pop("geometry"))))
        properties = {name: value for name, value in row.items() if value is not None or name == key}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))


def _housing(housing: "pl.DataFrame", path: Path) -> None:
    import orjson

    features = [
        {
            "type": "Feature",
            "properties": {"nombre_total_de_logements_finances": row["dwellings"]},
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        }
        for row in housing.iter_rows(named=True)
    ]
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
