"""The report's tables as flat files: every estimate, compliance, balance, units."""

from typing import Any

import polars as pl

from perron.words import Language


def make_tables(content: dict[str, Any], lang: Language = "fr") -> dict[str, pl.DataFrame]:
    """Return the tables of an evaluation.

    Parameters
    ----------
    content : dict
        The content of an evaluation.
    lang : {"fr", "en"}
        Language of labels.

    Returns
    -------
    dict of str to polars.DataFrame
        Name of the file, without its ending, to table: estimates, compliance, balance, priors, units; those
        that would be empty are left out. Effects are shares (0.01: one point).
    """
    tables = {
        "estimates": pl.DataFrame(_estimates(content, lang), infer_schema_length=None),
        "compliance": pl.DataFrame((content["compliance"] or {}).get("arms", [])),
        "balance": _flat((content["balance"] or {}).get("rows", []), lang),
        "priors": _flat((content["priors"] or {}).get("figures", []), lang),
        "units": _units(content),
    }
    return {name: table for name, table in tables.items() if table.height}


def _estimates(content: dict[str, Any], lang: Language) -> list[dict[str, Any]]:
    rows = []
    for outcome in content["outcomes"]:
        for comparison in outcome["comparisons"]:
            about = {
                "outcome": outcome["name"],
                "election": outcome["election"],
                "measure": outcome["measure"],
                "bloc": outcome["bloc"],
                "arm": comparison["arm"],
                "control": comparison["control"],
                "announced": not outcome["exploratory"],
            }
            for kind, estimate in _each(comparison):
                rows.append({**about, "kind": kind, **_numbers(estimate, lang)})
    return rows


def _each(comparison: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = [("leading" if e["leads"] else "other", e) for e in comparison["estimates"]]
    found.append(("permutation", comparison["permutation"]))
    found += [("naive", n["estimate"]) for n in comparison["naive"]]
    found += [("group", e) for g in comparison["heterogeneity"] for e in g.get("groups", [])]
    if comparison["spillover"]:
        found += [("spillover", e) for e in comparison["spillover"]["estimates"]]
    return found


def _numbers(estimate: dict[str, Any], lang: Language) -> dict[str, Any]:
    names = ("estimate", "error", "df", "low", "high", "p", "level", "n", "clusters")
    label = estimate["label"][lang]
    group = estimate["details"].get("group")
    return {
        "method": estimate["method"],
        "label": f"{label} ({group})" if group else label,
        **{name: None if estimate[name] is None else float(estimate[name]) for name in names},
    }


def _flat(rows: list[dict[str, Any]], lang: Language) -> pl.DataFrame:
    flat = [
        {**{k: v for k, v in row.items() if not isinstance(v, dict)}, "label": row["label"][lang]}
        for row in rows
    ]
    return pl.DataFrame(flat, infer_schema_length=None)


def _units(content: dict[str, Any]) -> pl.DataFrame:
    """Return one row per unit: arm, stratum, visits, and each outcome's count and total."""
    lines = content["data"]["draw"]["assignment.csv"].encode()
    table = pl.read_csv(lines, schema_overrides={"unit": pl.String, "cluster": pl.String}, infer_schema=True)
    visits = content["data"]["visits"]
    if visits is not None:
        done = pl.DataFrame(visits, infer_schema_length=None).with_columns(pl.col("unit").cast(pl.String))
        table = table.join(done, on="unit", how="left", maintain_order="left")
    counts = pl.DataFrame(content["data"]["outcomes"], infer_schema_length=None)
    for (name,), rows in counts.group_by("outcome", maintain_order=True):
        own = rows.select(
            "unit",
            pl.col("count").alias(f"{name}_count"),
            pl.col("total").alias(f"{name}_total"),
            pl.col("before").alias(f"{name}_before"),
        )
        table = table.join(own, on="unit", how="left", maintain_order="left")
    return table
