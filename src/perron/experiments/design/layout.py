"""Who is drawn, in which group: clusters, strata and pairs, before any chance comes in."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import BadValueError
from perron.experiments.design.choices import Design
from perron.experiments.design.pairs import matched
from perron.experiments.design.strata import ranked
from perron.experiments.design.table import canonical
from perron.words import Words


@dataclass(frozen=True, slots=True)
class Layout:
    """What a design makes of a table, before the draw.

    Parameters
    ----------
    units : polars.DataFrame
        The canonical table, sorted by unit.
    names : tuple of str
        What is drawn, sorted: clusters, or the units themselves.
    member : ndarray of int64, shape (units,)
        Place of each unit's cluster in `names`.
    stratum : ndarray of int64, shape (clusters,)
        Stratum of each cluster, from 0.
    """

    units: pl.DataFrame
    names: tuple[str, ...]
    member: NDArray[np.int64]
    stratum: NDArray[np.int64]


def lay_out(design: Design, units: pl.DataFrame) -> Layout:
    """Group the units as a design says.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        The units, as in `draw`.

    Returns
    -------
    Layout
        Clusters and strata.

    Raises
    ------
    BadInputError
        Units that the design cannot draw.
    """
    table = canonical(design, units)
    drawn = table if not design.cluster else _clusters(design, table)
    names = drawn.get_column("unit")
    key = design.cluster or "unit"
    member = table.select(key).join(
        pl.DataFrame({key: names, "_place": np.arange(len(names))}),
        on=key,
        how="left",
        maintain_order="left",
    )
    if design.kind == "pairs":
        stratum = matched(drawn, strata=design.strata, on=design.pair_on)
    else:
        stratum = ranked(
            drawn, strata=design.strata, order_by=design.order_by, stratum_size=design.stratum_size
        )
    _enough(design, len(names))
    return Layout(table, tuple(names.to_list()), member.get_column("_place").to_numpy(), stratum)


def _clusters(design: Design, table: pl.DataFrame) -> pl.DataFrame:
    """One row per cluster: the mean of each number, the labels that its units share."""
    labels = [name for name in design.strata if name != design.cluster]
    grouped = table.group_by(design.cluster).agg(
        *(pl.col(name).n_unique().alias(f"_{name}") for name in labels),
        *(pl.col(name).first() for name in labels),
        *(pl.col(name).mean() for name in design.numbers),
    )
    for name in labels:
        mixed = grouped.filter(pl.col(f"_{name}") > 1).sort(design.cluster)
        if mixed.height:
            raise BadValueError(
                Words("a cluster lies in two strata", "une grappe est à cheval sur deux strates"),
                column=name,
                found=str(mixed.get_column(design.cluster)[0]),
                expected=Words("one value per cluster", "une seule valeur par grappe"),
            )
    kept = grouped.with_columns(pl.col(design.cluster).alias("unit"))
    return kept.select(*dict.fromkeys(["unit", design.cluster, *labels, *design.numbers])).sort("unit")


def _enough(design: Design, drawn: int) -> None:
    groups = design.saturations or design.arms
    for group in groups:
        if drawn * group.share < 1.0 - 1e-9:
            name = getattr(group, "name", "") or f"{group.share:g}"
            raise BadValueError(
                Words(
                    "too few units or clusters for this arm", "trop peu d’unités ou de grappes pour ce bras"
                ),
                column=name,
                found=f"{drawn} × {group.share:g}",
                expected=Words("one or more in each arm", "une ou plus dans chaque bras"),
            )
    if design.cluster and drawn < 2 * len(groups):
        raise BadValueError(
            Words(
                "one cluster per arm: its effect cannot be told from the cluster's own",
                "une seule grappe par bras\u00a0: son effet se confond avec celui de la grappe",
            ),
            column=design.cluster,
            found=str(drawn),
            expected=Words(f"{2 * len(groups)} clusters or more", f"{2 * len(groups)} grappes ou plus"),
        )
