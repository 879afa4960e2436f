"""The models: each is checks, one maximum and its errors, in the same way."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TypedDict

import numpy as np
import pandas as pd

from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.estimation.covariance import covariances
from dce.estimation.fit import Diagnostics, Errors, Fit, Status
from dce.estimation.maximise import Maximum
from dce.estimation.preparation import Answers, Prepared, prepare
from dce.estimation.profile import profile_intervals

BINARY, ORDERED, CONDITIONAL = "binary logit", "ordered logit", "conditional logit"


class _Numbers(TypedDict):
    coef: pd.Series
    thresholds: pd.Series | None


def fit_ordered_logit(ratings: Ratings) -> Fit:
    """Fit P(y <= j) = F(threshold_j - x beta), F logistic: the proportional-odds model of McCullagh (1980).

    >>> import pandas as pd
    >>> answers = {"id": list("aabbccdd"), "rating": [1, 3, 2, 3, 1, 2, 1, 3], "x": [0, 1, 0, 1, 0, 1, 1, 0]}
    >>> frame = pd.DataFrame(answers)
    >>> fit = fit_ordered_logit(Ratings.from_frame(frame, respondent="id", rating="rating", x=["x"]))
    >>> fit.status, round(float(fit.coef["x"]), 2)
    ('ok', 1.1)
    """
    return _fit(ratings, ORDERED)


def fit_binary_logit(ratings: Ratings) -> Fit:
    """Fit P(y = second category) = F(constant + x beta); raises FitError for answers of more than two categories."""
    if len(ratings.categories) > 2:
        found = len(ratings.categories)
        raise FitError(f"a binary logit needs two categories, the answers have {found}; use fit_ordered_logit")
    return _fit(ratings, BINARY)


def fit_conditional_logit(choices: Choices) -> Fit:
    """Fit P(j) = exp(x_j beta) / sum over available i of exp(x_i beta): the conditional logit of McFadden (1974).

    Nothing is added to the columns: constants of alternatives are columns of their own.

    >>> import pandas as pd
    >>> table = {"id": list("aabbccdd"), "task": [1] * 8, "pick": [1, 0, 0, 1, 1, 0, 1, 0], "price": [1, 2] * 4}
    >>> choices = Choices.from_frame(pd.DataFrame(table), respondent="id", task="task", chosen="pick", x=["price"])
    >>> round(float(fit_conditional_logit(choices).coef["price"]), 3)
    -1.099
    """
    return _fit(choices, CONDITIONAL)


def _fit(answers: Answers, model: str) -> Fit:
    prepared, reasons = prepare(answers)
    if prepared is None:
        return _nothing(answers, model, reasons, "not_estimable")
    if not prepared.plain.converged[0]:
        said = f"no maximum was found in {prepared.plain.steps} steps; no estimate is shown"
        return _nothing(answers, model, (*prepared.messages, said), "not_converged")
    return _result(answers, model, prepared)


def _status(prepared: Prepared) -> Status:
    if prepared.prior_sd is not None:
        return "shrunk"
    return "ok" if prepared.rank.estimable.all() else "not_estimable"


def _cut_names(model: str, categories: tuple[str, ...]) -> list[str]:
    """A binary logit shows its one threshold as a constant with the sign turned."""
    return ["constant"] if model == BINARY else [f"{low}|{high}" for low, high in pairwise(categories)]


def _nothing(answers: Answers, model: str, reasons: tuple[str, ...], status: Status) -> Fit:
    categories = answers.categories if isinstance(answers, Ratings) else ()
    names = [*(_cut_names(model, categories) if categories else []), *answers.columns]
    estimates = pd.Series(np.nan, index=names)
    return Fit(
        model=model,
        **_split(estimates, model, len(names) - len(answers.columns)),
        loglik=np.nan,
        status=status,
        messages=reasons,
        people=len(answers.people),
        answers=float(answers.by_person.sum()),
        categories=categories,
    )


def _result(answers: Answers, model: str, prepared: Prepared) -> Fit:
    best, rank, cut = prepared.plain, prepared.rank, prepared.problem.cuts
    turn = np.ones(best.point.shape[1])
    turn[:cut] = -1.0 if model == BINARY else 1.0
    names = np.array([*(_cut_names(model, prepared.categories) if cut else []), *answers.columns], dtype=object)
    place = np.r_[np.arange(cut), cut + rank.kept]  # of each parameter among the names
    known = np.r_[np.full(cut, rank.constant_estimable), rank.estimable]
    values = np.full(len(names), np.nan)
    values[place] = turn * best.point[0]
    values[~known] = np.nan
    matrices = covariances(best, prepared.problem, answers.by_person[:, prepared.cells])
    all_errors = Errors(tuple(names[place]), MappingProxyType(matrices))
    shown = np.flatnonzero(known[place])
    start = prepared.problem.evaluate(prepared.problem.start(), np.array([0]))
    fit = Fit(
        model=model,
        **_split(pd.Series(values, index=list(names)), model, cut),
        loglik=float(best.value[0]),
        status=_status(prepared),
        messages=prepared.messages,
        people=len(answers.people),
        answers=float(answers.by_person.sum()),
        categories=prepared.categories,
        errors=all_errors.of(tuple(names[place[shown]]), np.diag(turn)[shown]),
        diagnostics=_diagnostics(best, prepared),
        loglik_null=float(start.value[0]),
    )
    if fit.status != "shrunk":
        return fit
    low, high, p = profile_intervals(prepared, matrices)
    turned = np.sort(turn[:, None] * np.column_stack([low, high]), axis=1)
    frame = pd.DataFrame({"low": turned[:, 0], "high": turned[:, 1], "p": p}, index=list(names[place]))
    return replace(fit, intervals=frame.iloc[shown])


def _split(estimates: pd.Series, model: str, cut: int) -> _Numbers:
    """The constant of a binary logit stands among the weights."""
    if model != ORDERED:
        return {"coef": estimates, "thresholds": None}
    return {"coef": estimates.iloc[cut:], "thresholds": estimates.iloc[:cut]}


def _diagnostics(best: Maximum, prepared: Prepared) -> Diagnostics:
    information = best.information[0]
    scale = np.sqrt(np.diag(information))
    eigenvalues = np.linalg.eigvalsh(information / np.outer(scale, scale))
    slope = float(np.abs(best.gradient).max() / prepared.problem.counts.sum())
    return Diagnostics(best.steps, slope, float(eigenvalues[-1] / eigenvalues[0]))
