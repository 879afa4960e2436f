"""The models: each is checks, one maximum and its errors, in the same way."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.estimation.covariance import covariances
from dce.estimation.fit import Diagnostics, ErrorKind, Fit, Status
from dce.estimation.maximise import Maximum, maximise
from dce.estimation.preparation import Answers, Prepared, prepare

Array = NDArray[np.float64]
BINARY, ORDERED, CONDITIONAL = "binary logit", "ordered logit", "conditional logit"


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
        return _nothing(answers, model, reasons)
    best = maximise(prepared.problem, prior_sd=prepared.prior_sd)
    status = _status(best, prepared)
    if status == "not_converged":
        said = f"no maximum was found in {best.steps} steps; no estimate is shown"
        return _nothing(answers, model, (*prepared.messages, said), status)
    errors = covariances(best, prepared.problem, answers.by_person[:, prepared.cells])
    return _result(answers, model, (best, prepared, status), errors)


def _status(best: Maximum, prepared: Prepared) -> Status:
    if not best.converged[0]:
        return "not_converged"
    if prepared.prior_sd is not None:
        return "shrunk"
    return "ok" if prepared.rank.estimable.all() else "not_estimable"


def _cut_names(model: str, categories: tuple[str, ...]) -> list[str]:
    """A binary logit shows its one threshold as a constant with the sign turned."""
    return ["constant"] if model == BINARY else [f"{low}|{high}" for low, high in pairwise(categories)]


def _nothing(answers: Answers, model: str, reasons: tuple[str, ...], status: Status = "not_estimable") -> Fit:
    categories = answers.categories if isinstance(answers, Ratings) else ()
    cuts = pd.Series(np.nan, index=_cut_names(model, categories))
    coef = pd.Series(np.nan, index=list(answers.columns))
    return _named(answers, model, (cuts, coef), (np.nan, status, reasons, categories), {})


def _result(
    answers: Answers, model: str, found: tuple[Maximum, Prepared, Status], errors: dict[ErrorKind, Array]
) -> Fit:
    best, prepared, status = found
    rank, cut = prepared.rank, prepared.problem.cuts
    sign = -1.0 if model == BINARY else 1.0
    names = _cut_names(model, prepared.categories)
    cuts = pd.Series(sign * best.point[0, :cut], index=names)
    if not rank.constant_estimable:
        cuts[:] = np.nan
    beta = np.full(len(answers.columns), np.nan)
    beta[rank.kept] = best.point[0, cut:]
    beta[~rank.estimable] = np.nan
    coef = pd.Series(beta, index=list(answers.columns))
    names += [answers.columns[k] for k in rank.kept]
    turn = np.r_[np.full(cut, sign), np.ones(len(names) - cut)]
    shown = pd.concat([cuts, coef]).dropna().index
    framed: dict[ErrorKind, pd.DataFrame] = {
        kind: pd.DataFrame(turn[:, None] * matrix * turn, index=names, columns=names).loc[shown, shown]
        for kind, matrix in errors.items()
    }
    said = float(best.value[0]), status, prepared.messages, prepared.categories
    return replace(_named(answers, model, (cuts, coef), said, framed), diagnostics=_diagnostics(best, prepared))


def _diagnostics(best: Maximum, prepared: Prepared) -> Diagnostics:
    slope = prepared.problem.evaluate(best.point, np.array([0])).gradient[0]
    if prepared.prior_sd is not None:
        slope = slope - best.point[0] / prepared.prior_sd**2 * (np.arange(len(slope)) >= prepared.problem.cuts)
    information = best.information[0]
    scale = np.sqrt(np.diag(information))
    eigenvalues = np.linalg.eigvalsh(information / np.outer(scale, scale))
    total = float(prepared.problem.counts.sum())
    return Diagnostics(best.steps, float(np.abs(slope).max()) / total, float(eigenvalues[-1] / eigenvalues[0]))


def _named(
    answers: Answers,
    model: str,
    numbers: tuple[pd.Series, pd.Series],
    said: tuple[float, Status, tuple[str, ...], tuple[str, ...]],
    errors: dict[ErrorKind, pd.DataFrame],
) -> Fit:
    """Put a fit together: the constant of a binary logit stands among the weights."""
    cuts, coef = numbers
    loglik, status, messages, categories = said
    return Fit(
        model=model,
        coef=pd.concat([cuts, coef]) if model == BINARY else coef,
        thresholds=cuts if model == ORDERED else None,
        loglik=loglik,
        status=status,
        messages=messages,
        people=len(answers.people),
        answers=float(answers.by_person.sum()),
        categories=categories,
        covariances=MappingProxyType(errors),
    )
