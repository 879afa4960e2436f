"""The models: each is checks, one maximum and its errors, in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.estimation.covariance import condition_number, covariances
from dce.estimation.fit import Diagnostics, ErrorKind, Fit, Status
from dce.estimation.maximise import Maximum
from dce.estimation.parameters import Estimates, Parameters
from dce.estimation.preparation import Answers, Prepared, prepare
from dce.estimation.profile import profile_intervals

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
    names = Parameters.of(answers, prepared, binary=model == BINARY)
    if prepared is None:
        return _fit_of(answers, model, (names.nothing(), "not_estimable", reasons))
    best = prepared.plain
    if not best.converged[0]:
        said = f"no maximum was found in {best.steps} steps; no estimate is shown"
        return _fit_of(answers, model, (names.nothing(), "not_converged", (*reasons, said)))
    matrices = covariances(best, prepared.problem, answers.by_person[:, prepared.cells])
    fit = replace(
        _fit_of(answers, model, (names.estimates(best.point[0], matrices), plain_status(prepared), reasons)),
        loglik=float(best.value[0]),
        categories=prepared.categories,
        diagnostics=_diagnostics(best, prepared),
        loglik_null=loglik_null(prepared),
    )
    return fit if fit.status != "shrunk" else replace(fit, intervals=_intervals(prepared, matrices, names))


def _fit_of(answers: Answers, model: str, found: tuple[Estimates, Status, tuple[str, ...]]) -> Fit:
    estimates, status, messages = found
    return Fit(
        model=model,
        **estimates,
        loglik=np.nan,
        status=status,
        messages=messages,
        people=len(answers.people),
        answers=float(answers.by_person.sum()),
        categories=answers.categories if isinstance(answers, Ratings) else (),
    )


def plain_status(prepared: Prepared) -> Status:
    """What the checks before a fit make of it, where a maximum was found."""
    if prepared.prior_sd is not None:
        return "shrunk"
    return "ok" if prepared.rank.estimable.all() else "not_estimable"


def loglik_null(prepared: Prepared) -> float:
    """Log-likelihood without any weight: equal chances, or the observed shares of the categories."""
    return float(prepared.plain.before[0])


def _intervals(prepared: Prepared, matrices: Mapping[ErrorKind, Array], names: Parameters) -> pd.DataFrame:
    ends = names.turn[:, None] * np.column_stack(profile_intervals(prepared, matrices))
    return pd.DataFrame(np.sort(ends, axis=1)[names.shown], index=list(names.shown_names()), columns=["low", "high"])


def _diagnostics(best: Maximum, prepared: Prepared) -> Diagnostics:
    slope = float(np.abs(best.gradient).max() / prepared.problem.counts.sum())
    return Diagnostics(best.steps, slope, condition_number(best.information[0]))
