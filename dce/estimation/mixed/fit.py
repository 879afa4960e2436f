"""The result of a mixed logit: weights with their spread over people, and what is known of each person's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypedDict

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.data import Choices
from dce.estimation.covariance import condition_number, covariances_of_sums
from dce.estimation.fit import Diagnostics, ErrorKind, Errors, Fit, Status
from dce.estimation.mixed.plan import MIXED_ORDERED, Plan, model_of, names_of
from dce.estimation.mixed.search import Found
from dce.estimation.models import loglik_null
from dce.estimation.preparation import Answers, Prepared

Array = NDArray[np.float64]
NOISY = 1.0  # difference of log-likelihoods that would pass for a difference between models


@dataclass(frozen=True, slots=True)
class MixedDiagnostics(Diagnostics):
    """How the maximum was reached; a likelihood like this has several, and it is simulated.

    ``agreeing`` is the share of starts that led to it: draws are never quite symmetric, so that a peak with the sign of
    one spread turned counts as another, though the model is the same. ``noise`` is how much the log-likelihood at the
    estimate changes with a second set of draws, NaN for draws of one's own.
    """

    agreeing: float
    noise: float


@dataclass(frozen=True)
class MixedFit(Fit):
    """A fit whose weights differ between people.

    ``individual`` has a row a person: mean and, as ``spread.<column>``, standard deviation of each random weight given
    all answers of that person (Revelt and Train 2000). These means vary less than the weights themselves: a person's
    few answers draw them only part of the way. ``cholesky`` is the lower triangle L of correlated weights, mean + L z,
    with a positive diagonal; None where they are not correlated. ``random`` tells the distribution by column.
    """

    individual: pd.DataFrame = field(default_factory=pd.DataFrame)
    cholesky: pd.DataFrame | None = None
    random: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def notes(self, kind: ErrorKind = "cluster") -> tuple[str, ...]:  # noqa: ARG002  # the same for all errors
        """How far the search and its draws can be trusted."""
        found = self.diagnostics
        if not isinstance(found, MixedDiagnostics):
            return ()
        said = f"{found.agreeing:.0%} of the starts led here"
        if np.isfinite(found.noise):
            said += f"; other draws would change the log-likelihood by {found.noise:.2f}"
        return (said + ("; use more draws before you compare fits" if found.noise > NOISY else ""),)

    def positive_share(self, kind: ErrorKind = "cluster") -> pd.DataFrame:
        """Share of the population whose weight is above zero, a row a random column: share, low, high (95%).

        The interval is normal on the mean as a multiple of the spread, so that it stays within 0-1; NaN without errors.

        >>> told = {"model": "mixed logit", "thresholds": None, "loglik": -1.0, "status": "ok", "messages": ()}
        >>> fit = MixedFit(
        ...     coef=pd.Series({"a": 0.5, "sd.a": 1.0}), people=2, answers=4.0, random={"a": "uniform"}, **told
        ... )
        >>> fit.positive_share()["share"].to_dict()
        {'a': 0.75}
        """
        known = self.covariance(kind) if self.status in ("ok", "not_estimable") else pd.DataFrame()
        rows = {name: self._above_zero(name, shape, known) for name, shape in self.random.items()}
        return pd.DataFrame.from_dict(rows, orient="index", columns=["share", "low", "high"], dtype=float)

    def _above_zero(self, name: str, distribution: str, known: pd.DataFrame) -> tuple[float, float, float]:
        if distribution == "lognormal":
            return 1.0, 1.0, 1.0
        if name not in self.coef.index:  # the constant of an ordered logit lies around zero
            return 0.5, 0.5, 0.5
        shapes = {"normal": stats.norm(), "uniform": stats.uniform(-1, 2), "triangular": stats.triang(0.5, -1, 2)}
        pair = [name, f"sd.{name}"]
        middle, spread = self.coef[pair]
        slope, error = np.array([1.0, -middle / spread]) / spread, np.nan
        if set(pair) <= set(known.index):
            error = float(np.sqrt(slope @ known.loc[pair, pair].to_numpy() @ slope))
        ends = middle / spread + stats.norm.ppf(0.975) * error * np.array([0.0, -1.0, 1.0])
        ends[0] = middle / spread
        share, low, high = shapes[distribution].cdf(ends)
        return float(share), float(low), float(high)


class _Numbers(TypedDict):
    coef: pd.Series
    thresholds: pd.Series | None


class _Sample(TypedDict):
    model: str
    people: int
    answers: float


def mixed_fit(answers: Answers, prepared: Prepared, plan: Plan, found: Found, noise: float) -> MixedFit:
    """Put names, errors and diagnostics to the maximum that was found."""
    point, there, penalty = found.peak.point, found.there, plan.penalty(prepared.prior_sd)
    information = there.information + np.diag(penalty)
    names, values, slope = _reported(plan, point)
    shown = _known(answers, prepared, names)
    matrices = covariances_of_sums(information, there.outer, len(there.weights))
    all_errors = Errors(matrices=MappingProxyType(matrices))
    estimates = pd.Series(np.where(shown, values, np.nan), index=list(names))
    index = [*names_of(answers, prepared.categories), *names[len(plan.free) - len(plan.spreads) :]]
    status: Status = "ok" if shown.all() and prepared.rank.estimable.all() else "not_estimable"
    left = there.gradient - penalty * point
    return MixedFit(
        **_sample(answers),
        **_split(answers, estimates.reindex(index)),
        loglik=there.value,
        status="shrunk" if prepared.prior_sd is not None else status,
        messages=prepared.messages,
        categories=prepared.categories,
        errors=all_errors.of(tuple(np.array(names)[shown]), slope[shown]),
        diagnostics=_diagnostics(information, left / answers.by_person.sum(), found, noise),
        loglik_null=loglik_null(prepared),
        individual=_individual(answers, plan, found),
        cholesky=_named_cholesky(plan, point),
        random=MappingProxyType({plan.names[k]: name for k, name in zip(plan.random, plan.distributions, strict=True)}),
    )


def no_fit(
    answers: Answers, random: Mapping[str, str], correlated: bool, reasons: tuple[str, ...], status: Status
) -> MixedFit:
    """The same without any number, and with the reasons."""
    categories = () if isinstance(answers, Choices) else answers.categories
    means = names_of(answers, categories)
    mixed = [name for name in dict.fromkeys(("constant", *means)) if name in random]
    spreads = [f"sd.{name}" for name in mixed]
    if correlated:
        spreads += [f"cor.{mixed[b]}.{mixed[a]}" for a in range(len(mixed)) for b in range(a)]
    estimates = pd.Series(np.nan, index=[*means, *spreads])
    return MixedFit(
        **_sample(answers),
        **_split(answers, estimates),
        loglik=np.nan,
        status=status,
        messages=reasons,
        categories=categories,
        random=MappingProxyType({name: random[name] for name in mixed}),
    )


def _reported(plan: Plan, point: Array) -> tuple[tuple[str, ...], Array, Array]:
    """What is told of the parameters (P,): names, values, and their slope in the parameters (P, P)."""
    spreads = plan.spreads
    means = len(point) - len(spreads)
    free = tuple(plan.names[k] for k in plan.free[:means])
    random = [plan.names[k] for k in plan.random]
    if not plan.correlated:  # all four distributions are the same with the sign turned
        turn = np.r_[np.ones(means), np.where(point[means:] < 0, -1.0, 1.0)]
        return (*free, *(f"sd.{name}" for name in random)), turn * point, np.diag(turn)
    names, values, slope = _correlations(plan, _cholesky(plan, point))
    whole = np.eye(len(point))
    whole[means:, means:] = slope
    return (*free, *names), np.r_[point[:means], values], whole


def _correlations(plan: Plan, lower: Array) -> tuple[list[str], Array, Array]:
    """Standard deviations and correlations of L z by name, and their slope in the lower triangle, row by row."""
    random = [plan.names[k] for k in plan.random]
    sd = np.sqrt((lower**2).sum(axis=1))
    unit = lower / sd[:, None]
    pairs = [(a, b) for a in range(len(sd)) for b in range(a)]
    slopes = np.zeros((len(plan.spreads), *lower.shape))
    for a in range(len(sd)):
        slopes[a, a] = unit[a]
    for row, (a, b) in enumerate(pairs, start=len(sd)):
        cor = unit[a] @ unit[b]
        slopes[row, a], slopes[row, b] = (unit[b] - cor * unit[a]) / sd[a], (unit[a] - cor * unit[b]) / sd[b]
    names = [*(f"sd.{name}" for name in random), *(f"cor.{random[b]}.{random[a]}" for a, b in pairs)]
    values = np.r_[sd, [unit[a] @ unit[b] for a, b in pairs]]
    return names, values, slopes[:, *np.tril_indices(len(sd))]


def _cholesky(plan: Plan, point: Array) -> Array:
    """L (Q, Q) with the signs that the search ended at."""
    lower = np.zeros((len(plan.random), len(plan.random)))
    for (row, column), value in zip(plan.spreads, point[len(point) - len(plan.spreads) :], strict=True):
        lower[row, column] = value
    return lower


def _named_cholesky(plan: Plan, point: Array) -> pd.DataFrame | None:
    if not plan.correlated:
        return None
    lower = _cholesky(plan, point)
    names = [plan.names[k] for k in plan.random]
    return pd.DataFrame(lower * np.where(np.diag(lower) < 0, -1.0, 1.0), index=names, columns=names)


def _known(answers: Answers, prepared: Prepared, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which estimates the data can tell: those of columns that the others cannot make up."""
    estimable = dict(zip(answers.columns, prepared.rank.estimable, strict=True))
    fixed = names_of(answers, prepared.categories)
    own = fixed[: len(fixed) - len(answers.columns)]
    estimable |= dict.fromkeys(own, np.bool_(prepared.rank.constant_estimable))
    return np.array([estimable.get(name, np.True_) for name in names], dtype=np.bool_)


def _individual(answers: Answers, plan: Plan, found: Found) -> pd.DataFrame:
    random = [plan.names[k] for k in plan.random]
    both = np.column_stack([found.there.weights, found.there.spreads])
    return pd.DataFrame(both, index=list(answers.people), columns=[*random, *(f"spread.{name}" for name in random)])


def _diagnostics(information: Array, slope: Array, found: Found, noise: float) -> MixedDiagnostics:
    return MixedDiagnostics(
        iterations=found.peak.steps,
        gradient_norm=float(np.abs(slope).max()),
        condition=condition_number(information),
        agreeing=found.agreeing,
        noise=noise,
    )


def _sample(answers: Answers) -> _Sample:
    return {
        "model": model_of(answers),
        "people": len(answers.people),
        "answers": float(answers.by_person.sum()),
    }


def _split(answers: Answers, estimates: pd.Series) -> _Numbers:
    """Thresholds of an ordered logit apart from the weights."""
    if model_of(answers) != MIXED_ORDERED:
        return {"coef": estimates, "thresholds": None}
    cuts = list(estimates.index).index(answers.columns[0])
    return {"coef": estimates.iloc[cuts:], "thresholds": estimates.iloc[:cuts]}
