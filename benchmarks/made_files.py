"""Official files made up at any size, same bytes for the same seed: the Ministry's wide text and a BAN."""

from pathlib import Path

import numpy as np
import polars as pl

LISTS = 38
_FIXED = (
    "Code du département;Libellé du département;Code de la commune;Libellé de la commune;Code du b.vote;"
    "Inscrits;Abstentions;% Abs/Ins;Votants;% Vot/Ins;Blancs;% Blancs/Ins;% Blancs/Vot;Nuls;% Nuls/Ins;"
    "% Nuls/Vot;Exprimés;% Exp/Ins;% Exp/Vot"
)
_BLOCK = "N°Liste;Libellé Abrégé Liste;Libellé Etendu Liste;Nom Tête de Liste;Voix;% Voix/Ins;% Voix/Exp"
BAN_HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles"
)
BAN_CHUNK = 500_000


def _percent(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    text = (100 * part / whole).fill_nan(0).round(2).cast(pl.String)
    return text.str.replace(".", ",", literal=True)


def wide_results(path: Path, bureaux: int = 69_000, lists: int = LISTS, seed: int = 1) -> int:
    """Write the Ministry's wide text (latin-1, “;”, CRLF, decimal commas, header of the first block only)."""
    rng = np.random.default_rng(seed)
    registered = rng.integers(100, 1500, bureaux)
    voters = rng.binomial(registered, 0.5)
    spoilt = rng.binomial(voters, 0.04)
    blank = rng.binomial(spoilt, 0.5)
    valid = voters - spoilt
    votes = rng.multinomial(valid, rng.dirichlet(np.full(lists, 0.4)))
    place = np.arange(bureaux) // 2
    ins, vot, exp = pl.col("ins"), pl.col("vot"), pl.col("exp")
    base = pl.DataFrame(
        {
            "p": place,
            "b": np.arange(bureaux) % 2 + 1,
            "ins": registered,
            "vot": voters,
            "bl": blank,
            "exp": valid,
        }
    ).with_columns(nul=vot - pl.col("bl") - exp)
    columns = [
        (pl.col("p") // 400 + 1).cast(pl.String).str.zfill(2).alias("dep"),
        pl.lit("Département").alias("dep_name"),
        (pl.col("p") % 400 + 1).cast(pl.String).str.zfill(3).alias("com"),
        (pl.lit("Saint-Étienne-") + pl.col("p").cast(pl.String)).alias("com_name"),
        pl.col("b").cast(pl.String).str.zfill(4).alias("bv"),
        ins,
        (ins - vot).alias("abs"),
        _percent(ins - vot, ins).alias("p1"),
        vot,
        _percent(vot, ins).alias("p2"),
        pl.col("bl"),
        _percent(pl.col("bl"), ins).alias("p3"),
        _percent(pl.col("bl"), vot).alias("p4"),
        pl.col("nul"),
        _percent(pl.col("nul"), ins).alias("p5"),
        _percent(pl.col("nul"), vot).alias("p6"),
        exp,
        _percent(exp, ins).alias("p7"),
        _percent(exp, vot).alias("p8"),
    ]
    for number in range(lists):
        v = pl.lit(pl.Series(votes[:, number]))
        columns += [
            pl.lit(number + 1).alias(f"n{number}"),
            pl.lit(f"LISTE {number + 1:02d}").alias(f"a{number}"),
            pl.lit(f"ÉLAN {number + 1}").alias(f"e{number}"),
            pl.lit(f"T{number + 1}").alias(f"t{number}"),
            v.alias(f"v{number}"),
            _percent(v, ins).alias(f"i{number}"),
            _percent(v, exp).alias(f"x{number}"),
        ]
    text = base.select(columns).write_csv(separator=";", include_header=False, line_terminator="\r\n")
    path.write_bytes((f"{_FIXED};{_BLOCK}\r\n" + text).encode("cp1252"))
    return path.stat().st_size


def ban(path: Path, rows: int = 5_000_000, seed: int = 1) -> int:
    """Write a file with BAN's 23 columns, streets of about twenty addresses, sorted as BAN is."""
    rng = np.random.default_rng(seed)
    words = [
        "Général de Gaulle",
        "Église",
        "Jean-Jaurès",
        "Près-Saint-Gervais",
        "11 Novembre 1918",
        "Lilas",
        "Œillets",
    ]
    kinds = ["Rue du", "Avenue", "Chemin de l'", "Place", "Impasse des", "Boulevard"]
    with path.open("wb") as file:
        file.write(f"{BAN_HEADER}\n".encode())
        for first in range(0, rows, BAN_CHUNK):
            count = min(BAN_CHUNK, rows - first)
            row = np.arange(first, first + count)
            street = row // 20
            commune = street // 60
            insee = 1001 + commune % 94_000
            name = np.char.add(
                np.take(np.char.add(kinds, " "), street % len(kinds)),
                np.take(words, street // 7 % len(words)),
            )
            name = pl.Series(name) + " " + pl.Series(street % 997).cast(pl.String)
            lon, lat = rng.uniform(-4.5, 8, count).round(6), rng.uniform(42.5, 51, count).round(6)
            code = pl.Series(insee).cast(pl.String).str.zfill(5)
            number = pl.Series(row % 20 * 2 + 1)
            street_code = pl.Series(street % 9999).cast(pl.String).str.zfill(4)
            frame = pl.DataFrame({
                "id": code + "_" + street_code + "_" + number.cast(pl.String).str.zfill(5),
                "f": pl.Series([None], dtype=pl.String).new_from_index(0, count),
                "numero": number,
                "rep": pl.Series(np.where(row % 25 == 0, "bis", "")).replace("", None),
                "nom_voie": name,
                "cp": code,
                "insee": code,
                "commune": "Commune-" + pl.Series(commune).cast(pl.String),
            }).with_columns(
                pl.lit(None, dtype=pl.String).alias("a"),
                pl.lit(None, dtype=pl.String).alias("b"),
                pl.lit(pl.Series(lon * 1e5 + 1e5)).round(2).alias("x"),
                pl.lit(pl.Series(lat * 1e5)).round(2).alias("y"),
                pl.lit(pl.Series(lon)).alias("lon"),
                pl.lit(pl.Series(lat)).alias("lat"),
                pl.lit("entrée").alias("pos"),
                pl.lit(None, dtype=pl.String).alias("alias"),
                pl.lit(None, dtype=pl.String).alias("ld"),
                pl.col("commune").str.to_uppercase().alias("ach"),
                pl.col("nom_voie").str.to_uppercase().alias("afnor"),
                pl.lit("commune").alias("s1"),
                pl.lit("commune").alias("s2"),
                pl.lit(1).alias("cert"),
                (code + "000AB" + pl.Series(row % 9999).cast(pl.String).str.zfill(4)).alias("cad"),
            )  # fmt: skip
            file.write(frame.write_csv(separator=";", include_header=False).encode())
    return path.stat().st_size
