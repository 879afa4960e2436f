"""One work by one program, in a process of its own: ``python jobs.py WORK PROGRAM`` prints seconds, result and memory.

Each job does its work twice; the first call, which compiles or warms up, is reported apart. Tables are read or made
before the clock starts, as they would be in an analyst's session.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
X = ["pf", "cl", "loc", "wk", "tod", "seas"]
Job = Callable[[], float]


def electricity() -> pd.DataFrame:
    """361 people, 4308 tasks of four alternatives (Train), read where it lies."""
    return pd.read_parquet(SHARED / "electricity.parquet")


def rated(people: int) -> pd.DataFrame:
    """Invented ratings of 21 scenarios on ten linear criteria, 1 to 5, with person effects."""
    rng = np.random.default_rng(1)
    scenarios = rng.integers(-1, 2, size=(21, 10)).astype(float)
    utility = scenarios @ np.linspace(0.9, 0.0, 10) + 0.6 * rng.normal(size=(people, 1))
    rating = 1 + np.digitize(utility + rng.logistic(size=utility.shape), [-1.6, -0.1, 0.6, 2.2])
    frame = pd.DataFrame(np.tile(scenarios, (people, 1)), columns=[f"x{k}" for k in range(10)])
    return frame.assign(
        id=np.repeat(np.arange(people), 21), rating=rating.ravel(), yes=(rating.ravel() > 3).astype(int)
    )


COLUMNS = [f"x{k}" for k in range(10)]


def conditional_dce() -> Job:
    import dce

    choices = dce.Choices.from_frame(electricity(), respondent="id", task="chid", chosen="choice", x=X)
    return lambda: dce.fit_conditional_logit(choices).loglik


def conditional_xlogit() -> Job:
    from xlogit import MultinomialLogit

    frame = electricity()

    def job() -> float:
        model = MultinomialLogit()
        model.fit(X=frame[X], y=frame["choice"], varnames=X, ids=frame["chid"], alts=frame["alt"], verbose=0)
        return float(model.loglikelihood)

    return job


def conditional_statsmodels() -> Job:
    import statsmodels.api as sm

    frame = electricity()
    return lambda: float(sm.ConditionalLogit(frame["choice"], frame[X], groups=frame["chid"]).fit(disp=0).llf)


def ordered_dce() -> Job:
    import dce

    ratings = dce.Ratings.from_frame(rated(50), respondent="id", rating="rating", x=COLUMNS)
    return lambda: dce.fit_ordered_logit(ratings).loglik


def ordered_statsmodels() -> Job:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    frame = rated(50)
    return lambda: float(OrderedModel(frame["rating"], frame[COLUMNS], distr="logit").fit(method="bfgs", disp=0).llf)


def clustered_dce() -> Job:
    import dce

    ratings = dce.Ratings.from_frame(rated(100_000), respondent="id", rating="yes", x=COLUMNS)
    return lambda: dce.fit_binary_logit(ratings).loglik


def clustered_dce_from_rows() -> Job:
    import dce

    frame = rated(100_000)
    return lambda: dce.fit_binary_logit(dce.Ratings.from_frame(frame, respondent="id", rating="yes", x=COLUMNS)).loglik


def clustered_statsmodels() -> Job:
    import statsmodels.api as sm

    frame = rated(100_000)
    x = sm.add_constant(frame[COLUMNS])
    groups = {"groups": frame["id"]}
    return lambda: float(sm.Logit(frame["yes"], x).fit(disp=0, cov_type="cluster", cov_kwds=groups).llf)


def bootstrap_dce() -> Job:
    """1000 respondent bootstraps for everybody and six groups of the data-sharing study, rank sets included."""
    import dce

    study = dce.Study.load(ROOT / "designs" / "gegevensdeling" / "study.yaml")
    answers = dce.read_answers(ROOT / "responses" / "gegevensdeling-synthetic.csv", study)
    ratings = dce.Ratings.from_answers(answers, study)

    def job() -> float:
        rankings = [dce.rank_criteria(ratings, study, by=item, bootstrap=1000) for item in ("rol", "sector")]
        return rankings[0].fits["all"].loglik

    return job


def main(work: str, program: str) -> dict[str, Any]:
    """Run a job twice and tell what it took."""
    warnings.simplefilter("ignore")  # a peer's warnings are its own affair
    job = globals()[f"{work}_{program}"]()
    began = time.perf_counter()
    job()
    first = time.perf_counter() - began
    times = []
    while len(times) < 5 and sum(times) < 10:
        began = time.perf_counter()
        value = job()
        times.append(time.perf_counter() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": min(times), "first": first, "loglik": value, "megabytes": memory}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2])))
