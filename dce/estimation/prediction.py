"""What a fit expects: the probability of each answer at scenarios or tasks of one's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dce import logit
from dce.errors import FitError
from dce.estimation.fit import Fit

Array = NDArray[np.float64]


def predicted_probabilities(fit: Fit, x: ArrayLike, available: ArrayLike | None = None) -> pd.DataFrame:
    """Probability of each answer: a row a scenario or task, a column a category or alternative (from 1).

    ``x`` holds the columns of the fit, the constant left out: (N, K) for ordered and binary logits, (N, J, K) with
    ``available`` (N, J) for the conditional logit. These are the model's probabilities, not counts of people. Raises
    FitError for another shape or a fit with weights that the data could not tell.

    >>> from dce.data import Ratings
    >>> from dce.estimation import fit_ordered_logit
    >>> answers = {"id": list("aabbccdd"), "rating": [1, 3, 2, 3, 1, 2, 1, 3], "x": [0, 1, 0, 1, 0, 1, 1, 0]}
    >>> ratings = Ratings.from_frame(pd.DataFrame(answers), respondent="id", rating="rating", x=["x"])
    >>> predicted_probabilities(fit_ordered_logit(ratings), [[0.0], [1.0]]).sum(axis=1).round(9).tolist()
    [1.0, 1.0]
    """
    values = np.asarray(x, dtype=float)
    if fit.estimates.isna().any():
        raise FitError(f"the fit is {fit.status}: not every weight has a number, so nothing can be predicted")
    if fit.thresholds is None and "constant" not in fit.coef.index:
        return _of_tasks(fit, values, available)
    beta = fit.coef.drop("constant", errors="ignore").to_numpy(dtype=float)
    if values.ndim != 2 or values.shape[1] != len(beta):
        raise FitError(f"x has shape {values.shape}; give (scenarios, {len(beta)}), a column for each weight")
    cuts = fit.thresholds if fit.thresholds is not None else -fit.coef[["constant"]]
    probabilities = np.exp(logit.log_probabilities(values @ beta, cuts.to_numpy(dtype=float)))
    return pd.DataFrame(probabilities, columns=list(fit.categories))


def _of_tasks(fit: Fit, x: Array, available: ArrayLike | None) -> pd.DataFrame:
    beta = fit.coef.to_numpy(dtype=float)
    if x.ndim != 3 or x.shape[2] != len(beta):
        raise FitError(f"x has shape {x.shape}; give (tasks, alternatives, {len(beta)})")
    open_ = np.ones(x.shape[:2], dtype=np.bool_) if available is None else np.asarray(available, dtype=np.bool_)
    if not open_.any(axis=1).all():
        raise FitError("a task has no available alternative; drop it")
    probabilities = np.exp(logit.choice_log_probabilities(x @ beta, open_))
    return pd.DataFrame(probabilities, columns=range(1, x.shape[1] + 1))
