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
from dce.estimation import views
from dce.plotted import Plotted

Array = NDArray[np.float64]
Status = Literal["ok", "shrunk", "not_estimable", "not_converged"]
ErrorKind = Literal["hessian", "robust", "cluster"]
KINDS: tuple[ErrorKind, ...] = ("hessian", "robust", "cluster")


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How the maximum was reached, so that it can be doubted.

    ``gradient_norm`` is the largest slope left, per unit of weight; ``condition`` the ratio of the largest to the
    smallest eigenvalue of the information scaled to a unit diagonal: above 1e8 the errors are not to be trusted.
    """

    iterations: int
    gradient_norm: float
    condition: float


@dataclass(frozen=True, slots=True)
class Errors:
    """Covariances (P, P) by kind of the P estimates called ``names``."""

    names: tuple[str, ...] = ()
    matrices: Mapping[ErrorKind, Array] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, names: tuple[str, ...], slope: Array) -> Errors:
        """Covariances of functions of the estimates, called ``names``, that have this slope (functions, P)."""
        turned: dict[ErrorKind, Array] = {kind: slope @ matrix @ slope.T for kind, matrix in self.matrices.items()}
        return Errors(names, MappingProxyType(turned))


@dataclass(frozen=True)
class Fit(Plotted):
    """Weights with their errors, and in words what stood in the way.

    ``coef`` and ``thresholds`` are NaN where the data cannot tell. ``status`` is ``ok``; ``shrunk`` (separated answers:
    a stated weak prior keeps weights finite, and ``intervals`` from the profile stand in for Wald's);
    ``not_estimable``; or ``not_converged``. ``diagnostics`` is None where nothing was maximised. ``loglik_null`` is the
    log-likelihood without any weight: equal chances, or the observed shares of the categories.
    """

    model: str
    coef: pd.Series
    thresholds: pd.Series | None
    loglik: float
    status: Status
    messages: tuple[str, ...]
    people: int
    answers: float
    categories: tuple[str, ...] = ()
    errors: Errors = field(default_factory=Errors)
    diagnostics: Diagnostics | None = None
    intervals: pd.DataFrame | None = None
    loglik_null: float = np.nan

    @property
    def estimates(self) -> pd.Series:
        """Weights, then thresholds where the model has them."""
        return self.coef if self.thresholds is None else pd.concat([self.coef, self.thresholds])

    @property
    def parameters(self) -> int:
        """How many numbers were estimated."""
        return len(self.errors.names)

    @property
    def aic(self) -> float:
        """Akaike's criterion: lower is better among models of the same answers."""
        return 2.0 * self.parameters - 2.0 * self.loglik

    @property
    def bic(self) -> float:
        """Schwarz's criterion with people as the number of observations: their answers hang together."""
        return float(np.log(self.people)) * self.parameters - 2.0 * self.loglik

    @property
    def rho2(self) -> float:
        """McFadden's likelihood-ratio index: 1 less the log-likelihood as a part of that without any weight."""
        return 1.0 - self.loglik / self.loglik_null

    def covariance(self, kind: ErrorKind = "hessian") -> pd.DataFrame:
        """Covariance of the estimates (P, P) by name; empty where the fit has none. Raises FitError."""
        if kind not in KINDS:
            raise FitError(f'there is no error of kind "{kind}"; use hessian, robust or cluster')
        if kind not in self.errors.matrices:
            return pd.DataFrame(index=pd.Index([], dtype="str"))
        names = list(self.errors.names)
        return pd.DataFrame(self.errors.matrices[kind], index=names, columns=names)

    def std_error(self, kind: ErrorKind = "hessian") -> pd.Series:
        """Standard errors by name, ``hessian``, ``robust`` or ``cluster``; NaN where no Wald error is honest."""
        covariance = self.covariance(kind)
        errors = pd.Series(np.nan, index=self.estimates.index)
        if self.status in ("ok", "not_estimable") and len(covariance):
            errors[covariance.index] = np.sqrt(np.diag(covariance))
        return errors

    def table(self, kind: ErrorKind = "cluster") -> pd.DataFrame:
        """One row a weight or threshold: term, estimate, std_error, low, high (95%), p (two-sided, of being zero).

        Intervals are normal ones; where the fit is ``shrunk`` they come from the profile, without ``std_error`` or p.
        """
        error = self.std_error(kind).to_numpy()
        value = self.estimates.to_numpy(dtype=float)
        reach = stats.norm.ppf(0.975) * error
        found = pd.DataFrame(
            {
                "term": self.estimates.index,
                "estimate": value,
                "std_error": error,
                "low": value - reach,
                "high": value + reach,
                "p": 2.0 * stats.norm.sf(np.abs(value / error)),
            }
        )
        if self.intervals is not None:
            found[["low", "high"]] = self.intervals.reindex(found["term"]).to_numpy()
        return found

    def __str__(self) -> str:
        """A compact table with clustered errors, the same for the same fit."""
        return self.text()

    def text(self, kind: ErrorKind = "cluster") -> str:
        """Head, messages and table as aligned text."""
        return views.text(self.headline, (*self.messages, *self.notes(kind)), self.table(kind))

    def to_json(self, kind: ErrorKind = "cluster") -> str:
        """Everything that the table and its head say, as JSON; what has no number is null."""
        return views.json_text({**self.summary(), "notes": list(self.notes(kind))}, self.messages, self.table(kind))

    def to_latex(self, kind: ErrorKind = "cluster") -> str:
        """The table for LaTeX with booktabs, and the head as its caption."""
        return views.latex(self.headline, (*self.messages, *self.notes(kind)), self.table(kind))

    def to_html(self, kind: ErrorKind = "cluster") -> str:
        """The table as HTML without any style, head and messages above it."""
        return views.html(self.headline, (*self.messages, *self.notes(kind)), self.table(kind))

    def _repr_html_(self) -> str:
        return self.to_html()

    @property
    def headline(self) -> str:
        """Model, sample and log-likelihood in one line."""
        sample = f"{self.people} people, {self.answers:g} answers"
        return f"{self.model}: {sample}, log-likelihood {self.loglik:.4f}, {self.status}"

    def notes(self, kind: ErrorKind = "cluster") -> tuple[str, ...]:  # noqa: ARG002  # models with more to tell use it
        """What a model has to tell beside its table, a line each."""
        return ()

    def summary(self) -> dict[str, object]:
        """What the fit is about, by name, for other programs."""
        found = {
            "model": self.model,
            "status": self.status,
            "people": self.people,
            "answers": self.answers,
            "loglik": self.loglik,
            "loglik_null": self.loglik_null,
            "parameters": self.parameters,
            "aic": self.aic,
            "bic": self.bic,
            "rho2": self.rho2,
        }
        if self.diagnostics is not None:
            names = self.diagnostics.__dataclass_fields__
            found["diagnostics"] = {name: getattr(self.diagnostics, name) for name in names}
        return found
