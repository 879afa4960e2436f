"""Mixed logit with three correlated normals by Biogeme, on draws that are given to it: ``python mixed_correlated.py``.

Prints JSON. The data are ../../../shared/data/electricity.parquet (361 people, 4308 tasks of four alternatives), which
is not in this repository; needs biogeme 3.3, pandas, pyarrow and scipy. The weights of loc, wk and tod are mean + L z
over people, L lower triangular; pf, cl and seas are the same for all. Draw r of person g (ids in ascending order, both
from 0) is the normal quantile of point 100 + g * DRAWS + r of the Halton sequence, whose point 0 is 0, in the bases 2,
3 and 5. The covariances are the inverse of the exact second derivatives, and the sandwich over people without factor.
"""

from __future__ import annotations

import json
import logging
import tempfile
from contextlib import chdir
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

if TYPE_CHECKING:  # imported where it is used: the search for doctests reads this file without having Biogeme
    from biogeme.draws import RandomNumberGeneratorTuple
    from biogeme.results_processing import EstimationResults

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "electricity.parquet"
X = ["pf", "cl", "loc", "wk", "tod", "seas"]
RANDOM = ["loc", "wk", "tod"]
BASES = dict(zip(RANDOM, (2, 3, 5), strict=True))
DRAWS = 100
START = {"pf": -0.9, "cl": -0.2, "loc": 2.2, "wk": 1.5, "tod": -9.0, "seas": -9.0}
SPREAD = {"L.loc.loc": 1.5, "L.wk.loc": 0.5, "L.wk.wk": 1.0, "L.tod.loc": 0.5, "L.tod.wk": -0.5, "L.tod.tod": 2.0}


def halton(number: int, base: int) -> np.ndarray:
    """Points 100, 101, ... of the sequence of Halton (1960)."""
    out, index, part = np.zeros(number), np.arange(100, number + 100), 1.0 / base
    while index.any():
        out, index, part = out + part * (index % base), index // base, part / base
    return out


def wide() -> pd.DataFrame:
    """A row a task: pf_1 to seas_4, the number of the chosen alternative, the person."""
    long = pd.read_parquet(DATA)
    table = long.pivot(index="chid", columns="alt", values=X)  # noqa: PD010 -- nothing to aggregate
    table.columns = [f"{name}_{alternative}" for name, alternative in table.columns]
    picked = long[long["choice"] == 1].set_index("chid")
    together = table.astype(float).assign(picked=picked["alt"].astype(float), id=picked["id"].astype(float))
    return together.sort_values("id", kind="stable").reset_index(drop=True)


def log_likelihood() -> tuple[object, dict[str, RandomNumberGeneratorTuple]]:
    """Biogeme's formula, and the draws that it is given for each random column."""
    from biogeme import models
    from biogeme.draws import RandomNumberGeneratorTuple
    from biogeme.expressions import Beta, Draws, MonteCarlo, PanelLikelihoodTrajectory, Variable, log

    beta = {name: Beta(name, value, None, None, 0) for name, value in (START | SPREAD).items()}
    drawn = {name: Draws(f"z_{name}", f"HALTON_{name.upper()}") for name in RANDOM}
    weight = {name: beta[name] for name in X}
    for i, name in enumerate(RANDOM):
        for other in RANDOM[: i + 1]:
            weight[name] = weight[name] + beta[f"L.{name}.{other}"] * drawn[other]
    utility = {j: sum(weight[name] * Variable(f"{name}_{j}") for name in X) for j in range(1, 5)}
    given = {
        f"HALTON_{name.upper()}": RandomNumberGeneratorTuple(
            lambda people, draws, base=base: ndtri(halton(people * draws, base)).reshape(people, draws),
            f"Halton points in base {base}",
        )
        for name, base in BASES.items()
    }
    return log(MonteCarlo(PanelLikelihoodTrajectory(models.logit(utility, None, Variable("picked"))))), given


def main() -> None:
    """Estimate, and print the values at the start and at the maximum."""
    import biogeme.biogeme as bio
    from biogeme.database import Database
    from biogeme.parameters import Parameters

    database = Database("electricity", wide())
    database.panel("id")
    formula, given = log_likelihood()
    how = {"generate_html": False, "generate_yaml": False, "save_iterations": False, "number_of_draws": DRAWS}
    exact = {"second_derivatives": 1.0, "tolerance": 1e-8, "max_iterations": 500}
    model = bio.BIOGEME(database, formula, random_number_generators=given, parameters=Parameters(), **how, **exact)
    model.model_name = "correlated"
    found = model.estimate()
    print(json.dumps(told(found)))


def told(found: EstimationResults) -> dict[str, Any]:
    """The values at the start and at the maximum, covariances in the order of ``names``."""
    names = list(START | SPREAD)
    known = found.get_beta_values(names)
    order = [found.get_parameter_index(name) for name in names]
    rows = {
        "vcov": found.rao_cramer_variance_covariance_matrix,
        "vcov_robust": found.robust_variance_covariance_matrix,
    }
    matrices = {
        kind: {"names": names, "rows": np.asarray(m)[np.ix_(order, order)].tolist()} for kind, m in rows.items()
    }
    maximum = {"coef": {name: known[name] for name in names}, "loglik": found.final_loglikelihood, **matrices}
    start = {"coef": START | SPREAD, "loglik": found.raw_estimation_results.initial_log_likelihood}
    return {"made_by": f"biogeme {version('biogeme')}", "draws": DRAWS, "fits": {"start": start, "maximum": maximum}}


if __name__ == "__main__":
    logging.disable()
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):  # Biogeme writes files where it stands
        main()
