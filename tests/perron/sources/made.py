"""Small files in the layouts of twenty years, made up."""

import json

FIXED = (
    "Code du département;Libellé du département;Code de la circonscription;Libellé de la circonscription;"
    "Code de la commune;Libellé de la commune;Code du b.vote;Inscrits;Abstentions;% Abs/Ins;Votants;"
    "% Vot/Ins;Blancs;% Blancs/Ins;% Blancs/Vot;Nuls;% Nuls/Ins;% Nuls/Vot;Exprimés;% Exp/Ins;% Exp/Vot"
)
PRESIDENT = "N°Panneau;Sexe;Nom;Prénom;Voix;% Voix/Ins;% Voix/Exp"
DEPUTY = "N°Panneau;Sexe;Nom;Prénom;Nuance;Voix;% Voix/Ins;% Voix/Exp"
EUROPE = "N°Liste;Libellé Abrégé Liste;Libellé Etendu Liste;Nom Tête de Liste;Voix;% Voix/Ins;% Voix/Exp"
MAYOR = (
    "N.Pan.;Code Nuance;Sexe;Nom;Prénom;Liste;Sièges / Elu;Sièges Secteur;Sièges CC;Voix;% Voix/Ins;"
    "% Voix/Exp"
)


def row(dep, com, bureau, counts, blocks, *, name="L'Haÿ-les-Roses"):
    """One wide row: counts are registered, voters, blank, invalid, valid."""
    ins, vot, blank, invalid, valid = counts
    fixed = [
        dep,
        "Département",
        "01",
        "1ère circonscription",
        com,
        name,
        bureau,
        ins,
        ins - vot,
        "12,34",
        vot,
    ]
    fixed += ["87,66", blank, "1,00", "1,10", invalid, "0,50", "0,60", valid, "80,00", "95,00"]
    return ";".join(str(v) for v in [*fixed, *(v for block in blocks for v in block)])


def president(*people):
    return [
        (i, "F", name, "Camille", votes, "1,00", "2,00") for i, (name, votes) in enumerate(people, start=1)
    ]


def deputy(*people):
    return [
        (i, "M", name, "Camille", nuance, votes, "1,00", "2,00")
        for i, (name, nuance, votes) in enumerate(people, start=1)
    ]


def europe(*lists):
    return [
        (i, short, f"{short} ÉTENDU", "TÊTE", votes, "1,00", "2,00")
        for i, (short, votes) in enumerate(lists, start=1)
    ]


def wide(path, header, rows, encoding="cp1252", end="\r\n"):
    path.write_bytes((end.join([f"{FIXED};{header}", *rows]) + end).encode(encoding))
    return path


def collection(features, crs=None):
    document = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document)


def square(x, y, side=0.01):
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}
