"""One work by one program, in a process of its own: ``python jobs.py WORK PROGRAM [once]`` prints seconds and result.

The first call, which compiles or warms up, is reported apart; the seconds are the median of the calls after it. Imports
and tables are done before the clock starts, as they would be in an analyst's session. Ours compresses a table to
distinct rows when it is read, which the clock of a job ``dce_from_rows`` includes and that of ``dce`` does not. Every
fit computes the standard errors that the work names; reading the log-likelihood off it is not timed.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from tables import CHOICE_X, RATING_X, ROOT, electricity, rated

CALLS = 5  # at least so many, and at least so long, for a median that stays the same from run to run
ENOUGH_SECONDS = 3.0
MOST_SECONDS = 45.0  # a slow program is not called again after so long


class Job(NamedTuple):
    """What is timed, and what its result says the log-likelihood is."""

    fit: Callable[[], Any]
    loglik: Callable[[Any], float]


def conditional_dce() -> Job:
    from dce import Choices, fit_conditional_logit

    choices = Choices.from_frame(electricity(), respondent="id", task="chid", chosen="choice", x=CHOICE_X)
    return Job(lambda: fit_conditional_logit(choices), lambda fit: fit.loglik)


def conditional_dce_from_rows() -> Job:
    from dce import Choices, Fit, fit_conditional_logit

    frame = electricity()

    def fit() -> Fit:
        choices = Choices.from_frame(frame, respondent="id", task="chid", chosen="choice", x=CHOICE_X)
        return fit_conditional_logit(choices)

    return Job(fit, lambda fit: fit.loglik)


def conditional_xlogit() -> Job:
    from xlogit import MultinomialLogit

    frame = electricity()

    def fit() -> MultinomialLogit:
        model = MultinomialLogit()
        x, ids, alts = frame[CHOICE_X], frame["chid"], frame["alt"]
        model.fit(X=x, y=frame["choice"], varnames=CHOICE_X, ids=ids, alts=alts, verbose=0)
        return model

    return Job(fit, lambda model: model.loglikelihood)


def conditional_statsmodels() -> Job:
    import statsmodels.api as sm

    frame = electricity()
    fit = lambda: sm.ConditionalLogit(frame["choice"], frame[CHOICE_X], groups=frame["chid"]).fit(disp=0)  # noqa: E731
    return Job(fit, lambda result: result.llf)


def ordered_dce() -> Job:
    from dce import Ratings, fit_ordered_logit

    ratings = Ratings.from_frame(rated(50), respondent="id", rating="rating", x=RATING_X)
    return Job(lambda: fit_ordered_logit(ratings), lambda fit: fit.loglik)


def ordered_dce_from_rows() -> Job:
    from dce import Fit, Ratings, fit_ordered_logit

    frame = rated(50)

    def fit() -> Fit:
        return fit_ordered_logit(Ratings.from_frame(frame, respondent="id", rating="rating", x=RATING_X))

    return Job(fit, lambda fit: fit.loglik)


def ordered_statsmodels() -> Job:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    frame = rated(50)

    def fit() -> Any:
        return OrderedModel(frame["rating"], frame[RATING_X], distr="logit").fit(method="bfgs", disp=0)

    return Job(fit, lambda result: result.llf)


def clustered_dce() -> Job:
    from dce import Ratings, fit_binary_logit

    ratings = Ratings.from_frame(rated(100_000), respondent="id", rating="yes", x=RATING_X)
    return Job(lambda: fit_binary_logit(ratings), lambda fit: fit.loglik)


def clustered_dce_from_rows() -> Job:
    from dce import Fit, Ratings, fit_binary_logit

    frame = rated(100_000)

    def fit() -> Fit:
        return fit_binary_logit(Ratings.from_frame(frame, respondent="id", rating="yes", x=RATING_X))

    return Job(fit, lambda fit: fit.loglik)


def clustered_statsmodels() -> Job:
    import statsmodels.api as sm

    frame = rated(100_000)
    x = sm.add_constant(frame[RATING_X])
    groups = {"groups": frame["id"]}

    def fit() -> Any:
        return sm.Logit(frame["yes"], x).fit(disp=0, cov_type="cluster", cov_kwds=groups)

    return Job(fit, lambda result: result.llf)


def clustered_sklearn() -> Job:
    from sklearn.linear_model import LogisticRegression

    frame = rated(100_000)
    x, yes = frame[RATING_X].to_numpy(), frame["yes"].to_numpy()

    def fit() -> LogisticRegression:  # of its solvers the one made for many rows and few columns; no penalty
        return LogisticRegression(C=np.inf, solver="newton-cholesky").fit(x, yes)

    def loglik(model: LogisticRegression) -> float:
        return float(-np.logaddexp(0.0, np.where(yes, -1.0, 1.0) * model.decision_function(x)).sum())

    return Job(fit, loglik)


def bootstrap_dce() -> Job:
    """1000 respondent bootstraps for everybody and six groups of the data-sharing study, rank sets included."""
    from dce import Ranking, Ratings, Study, rank_criteria, read_answers

    study = Study.load(ROOT / "designs" / "gegevensdeling" / "study.yaml")
    answers = read_answers(ROOT / "responses" / "gegevensdeling-synthetic.csv", study)
    ratings = Ratings.from_answers(answers, study)

    def fit() -> list[Ranking]:
        return [rank_criteria(ratings, study, by=item, bootstrap=1000) for item in ("rol", "sector")]

    return Job(fit, lambda rankings: rankings[0].fits["all"].loglik)


def mixed_dce() -> Job:
    from dce import Choices
    from dce.estimation.mixed.model import fit_mixed_logit

    choices = Choices.from_frame(electricity(), respondent="id", task="chid", chosen="choice", x=CHOICE_X)
    return Job(lambda: fit_mixed_logit(choices, random=dict.fromkeys(CHOICE_X, "normal")), lambda fit: fit.loglik)


def mixed_xlogit(*, hessian: bool = False) -> Job:
    from xlogit import MixedLogit

    frame = electricity()
    columns = {"ids": frame["chid"], "alts": frame["alt"], "panels": frame["id"]}
    random = dict.fromkeys(CHOICE_X, "n")

    def fit() -> MixedLogit:
        model = MixedLogit()
        how = {"varnames": CHOICE_X, "randvars": random, "n_draws": 500, "halton": True, "num_hess": hessian}
        model.fit(X=frame[CHOICE_X], y=frame["choice"], verbose=0, **how, **columns)
        return model

    return Job(fit, lambda model: model.loglikelihood)


def mixed_xlogit_hessian() -> Job:
    return mixed_xlogit(hessian=True)


def timed(fit: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of one call, and its result."""
    began = time.perf_counter()
    result = fit()
    return time.perf_counter() - began, result


def measure(job: Job, *, once: bool) -> dict[str, float | None]:
    """Call a job once, then as often as a stable median needs."""
    first, result = timed(job.fit)
    times: list[float] = []
    while not once and sum(times) < MOST_SECONDS and (len(times) < CALLS or sum(times) < ENOUGH_SECONDS):
        took, result = timed(job.fit)
        times.append(took)
    seconds = statistics.median(times) if times else None
    return {"seconds": seconds, "first": first, "loglik": float(job.loglik(result))}


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # a peer's warnings are its own affair
    work, program, *rest = sys.argv[1:]
    print(json.dumps(measure(globals()[f"{work}_{program}"](), once=rest == ["once"])))
