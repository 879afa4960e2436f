"""The ordered logit and its case of two categories, the binary logit: checks, maximum, errors, in one way."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation.checks import Rank, column_rank, separated_columns
from dce.estimation.covariance import covariances
from dce.estimation.fit import ErrorKind, Fit, Status
from dce.estimation.maximise import Maximum, maximise

Array = NDArray[np.float64]
WEAK_PRIOR_SD = 2.5  # on coded columns of about -1 to 1; a weight of 5 already turns 8% into 92%


class Prepared(NamedTuple):
    """Ratings reduced to what can be fitted: used rows and categories, independent columns; and what was found."""

    x: Array
    counts: Array
    cells: NDArray[np.intp]
    used: NDArray[np.intp]
    rank: Rank
    prior_sd: float | None
    messages: tuple[str, ...]


def fit_ordered_logit(ratings: Ratings) -> Fit:
    """Fit P(y <= j) = F(threshold_j - x beta), F logistic: the proportional-odds model of McCullagh (1980).

    >>> import pandas as pd
    >>> answers = {"id": list("aabbccdd"), "rating": [1, 3, 2, 3, 1, 2, 1, 3], "x": [0, 1, 0, 1, 0, 1, 1, 0]}
    >>> frame = pd.DataFrame(answers)
    >>> fit = fit_ordered_logit(Ratings.from_frame(frame, respondent="id", rating="rating", x=["x"]))
    >>> fit.status, round(float(fit.coef["x"]), 2)
    ('ok', 1.1)
    """
    return _fit(ratings, "ordered logit")


def fit_binary_logit(ratings: Ratings) -> Fit:
    """Fit P(y = second category) = F(constant + x beta); raises FitError for answers of more than two categories."""
    if len(ratings.categories) > 2:
        raise FitError(
            f"a binary logit needs two categories, the answers have {len(ratings.categories)}; use fit_ordered_logit"
        )
    return _fit(ratings, "binary logit")


def _fit(ratings: Ratings, model: str) -> Fit:
    prepared, reasons = prepare(ratings)
    if prepared is None:
        return _nothing(ratings, model, reasons)
    best = maximise(prepared.x, prepared.counts[None], prior_sd=prepared.prior_sd)
    status = _status(best, prepared)
    if status == "not_converged":
        said = f"no maximum was found in {best.steps} steps; no estimate is shown"
        return _nothing(ratings, model, (*prepared.messages, said), status)
    errors = covariances(best, prepared.x, prepared.counts, ratings.by_person[:, prepared.cells])
    return _result(ratings, model, (best, prepared, status), errors)


def prepare(ratings: Ratings) -> tuple[Prepared | None, tuple[str, ...]]:
    """Check ratings before a fit; None with the reasons where nothing can be estimated."""
    people = len(ratings.people)
    if people < ratings.smallest_group:
        return None, (f"too few people: a fit needs at least {ratings.smallest_group}",)
    counts = ratings.counts()
    used = np.flatnonzero(counts.sum(axis=0) > 0)
    if len(used) < 2:
        only = ratings.categories[used[0]]
        return None, (f'all answers are "{only}"; without variation no criterion can be weighed',)
    rows = np.flatnonzero(counts.sum(axis=1) > 0)
    x, counts = ratings.x[rows], counts[np.ix_(rows, used)]
    rank = column_rank(x)
    separated = rank.kept[separated_columns(x[:, rank.kept], counts)]
    cells = (rows[:, None] * len(ratings.categories) + used).ravel()
    messages = (*_rank_messages(ratings, rank), *_separation_messages(ratings, separated))
    prior_sd = WEAK_PRIOR_SD if len(separated) else None
    return Prepared(x[:, rank.kept], counts, cells, used, rank, prior_sd, messages), messages


def _describe(ratings: Ratings, column: np.intp) -> str:
    name = ratings.columns[column]
    return ratings.coding.describe(name) if ratings.coding else f'column "{name}"'


def _rank_messages(ratings: Ratings, rank: Rank) -> tuple[str, ...]:
    lost = np.flatnonzero(~rank.estimable)
    if not len(lost):
        return ()
    names = "; ".join(_describe(ratings, k) for k in lost)
    of = len(ratings.columns) + 1
    return (f"rank {rank.rank} of {of}: these cannot be told apart and get no number: {names}",)


def _separation_messages(ratings: Ratings, separated: NDArray[np.intp]) -> tuple[str, ...]:
    if not len(separated):
        return ()
    names = "; ".join(_describe(ratings, k) for k in separated)
    prior = f"a normal prior with standard deviation {WEAK_PRIOR_SD} keeps the weights finite"
    return (f"separated: answers are perfectly predicted along {names}; {prior}, and no Wald interval is given",)


def _status(best: Maximum, prepared: Prepared) -> Status:
    if not best.converged[0]:
        return "not_converged"
    if prepared.prior_sd is not None:
        return "shrunk"
    return "ok" if prepared.rank.estimable.all() else "not_estimable"


def _cut_names(categories: list[str]) -> list[str]:
    return [f"{low}|{high}" for low, high in pairwise(categories)]


def _nothing(ratings: Ratings, model: str, reasons: tuple[str, ...], status: Status = "not_estimable") -> Fit:
    binary = model == "binary logit"
    names = ["constant", *ratings.columns] if binary else list(ratings.columns)
    cuts = None if binary else pd.Series(np.nan, index=_cut_names(list(ratings.categories)))
    answers = float(ratings.by_person.sum())
    coef = pd.Series(np.nan, index=names)
    return Fit(model, coef, cuts, np.nan, status, reasons, len(ratings.people), answers, ratings.categories)


def _result(
    ratings: Ratings, model: str, found: tuple[Maximum, Prepared, Status], errors: dict[ErrorKind, Array]
) -> Fit:
    """Name the numbers; a binary logit shows its one threshold as a constant with the sign turned."""
    best, prepared, status = found
    binary = model == "binary logit"
    categories = [ratings.categories[j] for j in prepared.used]
    cut_names = ["constant"] if binary else _cut_names(categories)
    beta = np.full(len(ratings.columns), np.nan)
    beta[prepared.rank.kept] = best.beta[0]
    beta[~prepared.rank.estimable] = np.nan
    sign = -1.0 if binary else 1.0
    cuts = pd.Series(sign * best.thresholds[0], index=cut_names)
    if not prepared.rank.constant_estimable:
        cuts[:] = np.nan
    coef = pd.Series(beta, index=list(ratings.columns))
    names = [*cut_names, *(ratings.columns[k] for k in prepared.rank.kept)]
    turn = np.r_[np.full(len(cuts), sign), np.ones(len(names) - len(cuts))]
    shown = pd.concat([cuts, coef]).dropna().index
    framed: dict[ErrorKind, pd.DataFrame] = {
        kind: pd.DataFrame(turn[:, None] * matrix * turn, index=names, columns=names).loc[shown, shown]
        for kind, matrix in errors.items()
    }
    return Fit(
        model=model,
        coef=pd.concat([cuts, coef]) if binary else coef,
        thresholds=None if binary else cuts,
        loglik=float(best.value[0]),
        status=status,
        messages=prepared.messages,
        people=len(ratings.people),
        answers=float(ratings.by_person.sum()),
        categories=tuple(categories),
        covariances=MappingProxyType(framed),
    )
