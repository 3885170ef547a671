"""Areas of bureaux de vote, GeoJSON, under every property convention met."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
import shapely

from perron.errors import DuplicateRowError, GeometryError, MissingColumnError, NoMatchError
from perron.sources.areas_finish import valid_areas
from perron.sources.codes import bureau_code, whole_commune
from perron.sources.geojson import Features, Shapes
from perron.sources.opening import Opened
from perron.tables import BUREAUX
from perron.words import Words

Row = dict[str, Any]
Read = tuple[str, str, str | None, str | None]
"""Commune, number, name, territory."""


@dataclass(frozen=True, slots=True)
class Convention:
    """One way of naming properties.

    Parameters
    ----------
    name : str
        Who writes so.
    needs : tuple of str
        Properties that must all be there.
    row : callable
        Properties of a feature to (commune, number, name, territory).
    box : tuple of float or None
        West, south, east, north of the commune this convention belongs to.
    """

    name: str
    needs: tuple[str, ...]
    row: Callable[[Row], Read]
    box: tuple[float, float, float, float] | None = None


PARIS_BOX = (2.22, 48.80, 2.48, 48.91)
MONTPELLIER_BOX = (3.79, 43.55, 3.96, 43.67)


def _ordinal(arrondissement: int) -> str:
    return f"Paris {arrondissement}{'er' if arrondissement == 1 else 'e'}"


def _paris(arrondissement: int, number: int) -> Read:
    return (
        "75056",
        f"{arrondissement:02d}{number:02d}",
        f"Bureau {number}",
        _ordinal(arrondissement),
    )


def _montpellier(row: Row) -> Read:
    return "34172", _text(row["Bureau"]), row.get("Nom_Bureau"), f"canton {row['CANTON']}"


def _etalab(row: Row) -> Read:
    code = str(row["codeBureauVote"])
    commune, _, number = code.partition("_")
    return commune, number, row.get("libelleBureauVote"), row.get("nomCirconscription")


def _perron(row: Row) -> Read:
    commune, _, number = str(row["bureau"]).partition("_")
    return commune, number, row.get("name"), row.get("territory")


CONVENTIONS = (
    Convention("Perron", ("bureau", "territory"), _perron),
    Convention("Etalab 2022", ("codeBureauVote",), _etalab),
    Convention(
        "Paris 2012",
        ("arrondisse", "num_bv"),
        lambda row: _paris(int(row["arrondisse"]), int(row["num_bv"])),
        PARIS_BOX,
    ),
    Convention(
        "Paris 2017",
        ("arrondissement", "num_bv", "id_bv"),
        lambda row: _paris(int(row["arrondissement"]), int(row["num_bv"])),
        PARIS_BOX,
    ),
    Convention("Montpellier", ("Bureau", "CANTON", "CIRCONS"), _montpellier, MONTPELLIER_BOX),
)
_COMMUNE = (
    "code_commune",
    "codecommune",
    "code_insee",
    "codeinsee",
    "insee",
    "insee_com",
    "depcom",
    "citycode",
)
_NUMBER = (
    "code_bv", "codebv", "num_bv", "numero_bv", "numerobureauvote", "bureau", "num_bureau", "numero_bureau",
    "nobureau", "bv", "nu_bureau", "code_bureau", "numero",
)  # fmt: skip
_NAME = ("libelle", "libelle_bv", "nom_bureau", "nom", "lieu", "name")
_TERRITORY = ("canton", "circonscription", "secteur", "arrondissement", "quartier")


def convention_of(properties: Row, commune: str | None = None) -> Convention | None:
    """Find the convention a feature's properties follow.

    Parameters
    ----------
    properties : dict
        Properties of the first feature.
    commune : str, optional
        Insee code given by hand, for files that do not say their commune.

    Returns
    -------
    Convention or None
        None when no convention fits.
    """
    for convention in CONVENTIONS:
        if all(name in properties for name in convention.needs) and (
            commune is None or convention.box is None
        ):
            return convention
    names = {name.lower(): name for name in properties}
    number = next((names[n] for n in _NUMBER if n in names), None)
    insee = next((names[n] for n in _COMMUNE if n in names), None)
    if number is None or (insee is None and commune is None):
        return None
    title = next((names[n] for n in _NAME if n in names), None)
    territory = next((names[n] for n in _TERRITORY if n in names), None)

    def row(values: Row) -> Read:
        code = commune or _text(values[insee])  # type: ignore[index]
        return (
            code,
            _text(values[number]).rpartition("_")[2],
            _text(values[title]) if title and values.get(title) is not None else None,
            _text(values[territory]) if territory and values.get(territory) is not None else None,
        )

    needs = tuple(n for n in (insee, number) if n)
    return Convention("commune and number", needs, row)


def read_features(
    features: Features, opened: Opened, commune: str | None = None
) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Turn features into the table of bureaux.

    Parameters
    ----------
    features : Features
        In WGS 84.
    opened : Opened
        The file: its name for messages, its limits.
    commune : str, optional
        Insee code given by hand.

    Returns
    -------
    polars.DataFrame
        Table `BUREAUX`.
    tuple of Words
        Notes.

    Raises
    ------
    MissingColumnError
        No convention fits, or a feature lacks a property.
    GeometryError
        A geometry is missing, broken or outside its commune.
    DuplicateRowError
        Two overlapping areas have the same code.
    """
    file = opened.file
    convention = convention_of(features.properties[0], commune)
    if convention is None:
        raise MissingColumnError(
            Words("no property says the commune and the bureau", "aucune propriété ne dit commune et bureau"),
            file=file,
            found=", ".join(features.properties[0])[:120],
            expected=Words(
                "e.g. codeBureauVote; or name the commune by hand: 34172=FILE",
                "par exemple codeBureauVote\u202f; ou nommez la commune\u00a0: 34172=FICHIER",
            ),
        )
    rows = [_row(convention, row, index, file) for index, row in enumerate(features.properties)]
    if commune is not None:
        features, rows = _only(features, rows, commune, file)
    frame = pl.DataFrame(
        rows,
        schema={"commune": pl.String, "number": pl.String, "name": pl.String, "territory": pl.String},
        orient="row",
    )
    frame = frame.with_columns(
        whole_commune(pl.col("commune")).alias("commune"),
        bureau_code(whole_commune(pl.col("commune")), pl.col("number")).alias("bureau"),
        # U+FFFD: the file was decoded wrongly before us, the letters are lost
        pl.col("name").str.replace_all("\ufffd", "?"),
    ).with_columns(pl.col("bureau").str.split("_").list.last().alias("number"))
    shapes, notes = valid_areas(features.shapes, frame.get_column("bureau").to_list(), file, opened.limits)
    lost = sum("\ufffd" in str(row[2]) for row in rows)
    if lost:
        notes += (
            Words(
                f"names that hold letters lost before us (shown as\u202f?): {lost}",
                f"noms contenant des lettres déjà perdues (montrées par\u202f?)\u00a0: {lost}",
            ),
        )
    check_places(frame, shapes, convention, file)
    table, merged = merge_parts(frame, shapes, file)
    notes = (*features.notes, *notes, *merged)
    return BUREAUX.check(table.sort("bureau"), file=file), notes


def _only(features: Features, rows: list[Read], commune: str, file: str) -> tuple[Features, list[Read]]:
    keep = [index for index, row in enumerate(rows) if row[0] == commune]
    if not keep:
        raise NoMatchError(
            Words("no area of this commune", "aucune surface de cette commune"),
            file=file,
            found=", ".join(sorted({row[0] for row in rows})[:8]),
            expected=Words(commune, commune),
        )
    kept = [features.properties[index] for index in keep]
    return Features(kept, features.shapes[keep], features.notes), [rows[index] for index in keep]


def check_places(frame: pl.DataFrame, shapes: Shapes, convention: Convention, file: str) -> None:
    """Refuse areas that lie outside their commune.

    Parameters
    ----------
    frame : polars.DataFrame
        With `commune` and `bureau`.
    shapes : ndarray of geometries
        In degrees.
    convention : Convention
        Its box is checked when it has one; otherwise areas must lie within 0.5° of their commune's median.
    file : str
        Name for messages.

    Raises
    ------
    GeometryError
        An area is misplaced.
    """
    bounds = shapely.bounds(shapes)
    middle = pl.DataFrame(
        {"x": (bounds[:, 0] + bounds[:, 2]) / 2, "y": (bounds[:, 1] + bounds[:, 3]) / 2}
    ).with_columns(frame.get_column("commune"), frame.get_column("bureau"))
    if convention.box is not None:
        west, south, east, north = convention.box
        out = ~(pl.col("x").is_between(west, east) & pl.col("y").is_between(south, north))
    else:
        out = ((pl.col("x") - pl.col("x").median().over("commune")).abs() > 0.5) | (
            (pl.col("y") - pl.col("y").median().over("commune")).abs() > 0.5
        )
    wrong = middle.filter(out)
    if not wrong.is_empty():
        row = wrong.row(0, named=True)
        raise GeometryError(
            Words(
                f"the area of bureau {row['bureau']} lies outside its commune",
                f"la surface du bureau {row['bureau']} est hors de sa commune",
            ),
            file=file,
            column="geometry",
            found=f"{row['x']:.4f}, {row['y']:.4f}",
        )


def merge_parts(frame: pl.DataFrame, shapes: Shapes, file: str) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Join the parts of bureaux drawn as several features; refuse true duplicates.

    Parameters
    ----------
    frame : polars.DataFrame
        With `bureau`, one row per feature.
    shapes : ndarray of geometries
        Valid areas.
    file : str
        Name for messages.

    Returns
    -------
    polars.DataFrame
        One row per bureau, with `geometry`.
    tuple of Words
        How many bureaux had several parts.
    """
    with_shape = frame.with_row_index("_feature")
    twice = with_shape.filter(pl.col("bureau").is_duplicated())
    shapes = shapes.copy()
    drop: list[int] = []
    for bureau, part in twice.group_by("bureau", maintain_order=True):
        index = part.get_column("_feature").to_list()
        union = shapely.union_all(shapes[index])
        if shapely.area(union) < 0.999 * float(shapely.area(shapes[index]).sum()):
            raise DuplicateRowError(
                Words("two overlapping areas have this code", "deux surfaces superposées ont ce code"),
                file=file,
                line=index[1] + 1,
                column="bureau",
                found=str(bureau[0]),
            )
        shapes[index[0]] = union
        drop += index[1:]
    table = frame.with_columns(pl.Series("geometry", shapely.to_wkb(shapes).tolist(), dtype=pl.Binary))
    if not drop:
        return table, ()
    table = table.with_row_index("_feature").filter(~pl.col("_feature").is_in(drop)).drop("_feature")
    note = Words(
        f"extra parts joined to their bureau: {len(drop)}",
        f"morceaux joints à leur bureau\u00a0: {len(drop)}",
    )
    return table, (note,)


def _row(convention: Convention, row: Row, index: int, file: str) -> Read:
    try:
        return convention.row(row)
    except (KeyError, TypeError, ValueError) as error:
        raise MissingColumnError(
            Words(
                f"feature {index + 1} lacks a property, or it is not a number",
                f"une propriété manque à l’objet n° {index + 1}, ou n’est pas un nombre",
            ),
            file=file,
            column=", ".join(convention.needs),
            found=", ".join(f"{k}={v}" for k, v in list(row.items())[:8]),
        ) from error


def _text(value: Any) -> str:
    if value is None:
        raise ValueError("null")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
