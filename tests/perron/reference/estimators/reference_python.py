"""Values of the same estimators by statsmodels, linearmodels and pyfixest: python reference_python.py."""

import json
import warnings
from pathlib import Path

import pandas as pd
import pyfixest
import statsmodels.formula.api as smf
from linearmodels.iv import IV2SLS

HERE = Path(__file__).parent


def of_statsmodels(table, clusters):
    kind = {"cov_type": "HC2"}
    if clusters:
        kind = {"cov_type": "cluster", "cov_kwds": {"groups": table["cluster"]}}
    formulas = {"mean": "y ~ z", "covariates": "y ~ z + x1 + x2", "both": "y ~ z + x1 + x2 + C(block)"}
    for name, formula in formulas.items():
        for weighted in (False, True):
            model = smf.wls(formula, table, weights=table["w"]) if weighted else smf.ols(formula, table)
            found = model.fit(**kind)
            label = f"{'weighted' if weighted else 'plain'}/{'CR1S' if clusters else 'HC2'}"
            yield f"statsmodels/{name}/{label}", (found.params["z"], found.bse["z"])


def of_linearmodels(table):
    for name, exog in (("mean", ["one"]), ("covariates", ["one", "x1", "x2"])):
        for weighted in (False, True):
            model = IV2SLS(
                table["y"], table[exog], table[["d"]], table[["z"]], weights=table["w"] if weighted else None
            )
            found = model.fit(cov_type="clustered", clusters=table["cluster"], debiased=False)
            label = "weighted" if weighted else "plain"
            yield f"linearmodels/iv/{name}/{label}/CR0", (found.params["d"], found.std_errors["d"])


def of_pyfixest(table):
    for weighted in (False, True):
        weights = {"weights": "w"} if weighted else {}
        label = "weighted" if weighted else "plain"
        for name, formula, term in (
            ("mean", "y ~ z", "z"),
            ("blocks", "y ~ z | block", "z"),
            ("iv", "y ~ 1 | d ~ z", "d"),
            ("ivblocks", "y ~ 1 | block | d ~ z", "d"),
        ):
            found = pyfixest.feols(
                formula,
                table,
                vcov={"CRV1": "cluster"},
                ssc=pyfixest.ssc(k_adj=False, G_adj=False),
                **weights,
            )
            yield f"pyfixest/{name}/{label}/CR0", (found.coef()[term], found.se()[term])


def main():
    warnings.simplefilter("ignore")
    values = {}
    for file in ("nested", "crossing", "pairs"):
        table = pd.read_csv(HERE / f"{file}.csv").assign(one=1.0)
        parts = (of_statsmodels(table, True), of_statsmodels(table, False), of_linearmodels(table))
        for found in (*parts, of_pyfixest(table)):
            for name, value in found:
                values[f"{file}/{name}"] = [float(f"{number:.12g}") for number in value]
    (HERE / "reference_python.json").write_text(json.dumps(values, indent=1) + "\n")


if __name__ == "__main__":
    main()
