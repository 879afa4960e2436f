"""The result of estimating one model on one set of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.errors import FitError

Array = NDArray[np.float64]
Status = Literal["ok", "shrunk", "not_estimable", "not_converged"]
ErrorKind = Literal["hessian", "robust", "cluster"]


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How the maximum was reached, so that it can be doubted.

    ``gradient_norm`` is the largest slope left, per unit of weight; ``condition`` the ratio of the largest to the
    smallest eigenvalue of the information scaled to a unit diagonal: above 1e8 the errors are not to be trusted.
    """

    iterations: int
    gradient_norm: float
    condition: float


@dataclass(frozen=True)
class Fit:
    """Weights with their errors, and in words what stood in the way.

    ``coef`` and ``thresholds`` are NaN where the data cannot tell. ``status`` is ``ok``; ``shrunk`` (separated answers:
    a stated weak prior keeps weights finite, no Wald interval is given); ``not_estimable``; or ``not_converged``.
    ``diagnostics`` is None where nothing was maximised.
    """

    model: str
    coef: pd.Series
    thresholds: pd.Series | None
    loglik: float
    status: Status
    messages: tuple[str, ...]
    people: int
    answers: float
    categories: tuple[str, ...]
    covariances: Mapping[ErrorKind, pd.DataFrame] = field(default_factory=lambda: MappingProxyType({}))
    diagnostics: Diagnostics | None = None

    @property
    def estimates(self) -> pd.Series:
        """Weights, then thresholds where the model has them."""
        return self.coef if self.thresholds is None else pd.concat([self.coef, self.thresholds])

    def std_error(self, kind: ErrorKind = "hessian") -> pd.Series:
        """Standard errors by name, ``hessian``, ``robust`` or ``cluster``; NaN where no Wald error is honest."""
        if kind not in ("hessian", "robust", "cluster"):
            raise FitError(f'there is no error of kind "{kind}"; use hessian, robust or cluster')
        errors = pd.Series(np.nan, index=self.estimates.index)
        if self.status in ("ok", "not_estimable") and kind in self.covariances:
            covariance = self.covariances[kind]
            errors[covariance.index] = np.sqrt(np.diag(covariance))
        return errors

    def table(self, kind: ErrorKind = "cluster") -> pd.DataFrame:
        """One row a weight or threshold: term, estimate, std_error, low, high (95%), p (two-sided, normal)."""
        error = self.std_error(kind).to_numpy()
        value = self.estimates.to_numpy(dtype=float)
        reach = stats.norm.ppf(0.975) * error
        return pd.DataFrame(
            {
                "term": self.estimates.index,
                "estimate": value,
                "std_error": error,
                "low": value - reach,
                "high": value + reach,
                "p": 2.0 * stats.norm.sf(np.abs(value / error)),
            }
        )

    def __str__(self) -> str:
        """A compact table with clustered errors, the same for the same fit."""
        return self.text()

    def text(self, kind: ErrorKind = "cluster") -> str:
        """Head, messages and table as aligned text."""
        sample = f"{self.people} people, {self.answers:g} answers"
        head = f"{self.model}: {sample}, log-likelihood {self.loglik:.4f}, {self.status}"
        body = self.table(kind).to_string(index=False, float_format=lambda value: f"{value:.4f}", na_rep="-")
        return "\n".join([head, *self.messages, body])
