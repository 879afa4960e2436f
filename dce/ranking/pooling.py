"""Partial pooling: weights of groups drawn towards each other as far as the answers say that they are alike.

Group s has weights b(s) = mu + d(s), with every deviation d(s, k) normal around zero with the same spread tau: the
random-effects model of a meta-analysis (Gelman and others, Bayesian Data Analysis, section 5.5). Separate fits are its
end where tau is large, one fit for all its end where tau is zero. Tau is not picked but averaged over, so that its
uncertainty is part of every interval. Thresholds stay each group's own: leniency is not pooled.

Letters: S groups, K columns, G respondents, D draws, T values of tau; R studies, each with groups of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats

from dce.errors import FitError
from dce.estimation import Answers
from dce.estimation.preparation import prepare
from dce.ranking.groups import present_options, split_groups

Array = NDArray[np.float64]
TAUS = np.linspace(0.0, 1.0, 51)  # a spread of 1 would let one group double what another does not weigh at all
LEAST = 1e-12  # variance along a direction in which too few people differ to tell it
LIKELY = 0.3  # scale of the half-normal prior of tau, on columns from -1 to 1: most weights of one study are below 1


@dataclass(frozen=True, slots=True)
class PooledGroups:
    """Weights of each of S groups: fitted apart (S, K) with ``errors``, and after pooling as ``draws`` (D, S, K).

    ``tau`` (D,) are draws of the spread between groups; ``messages`` say who is not shown.
    """

    groups: tuple[str, ...]
    columns: tuple[str, ...]
    apart: Array
    errors: Array
    draws: Array
    tau: Array
    messages: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """One row a (group, column): group, term, separate (the weight fitted apart), pooled, each with low and high.

        Both intervals are at 95%: ``separate_low`` to ``separate_high``, and ``low`` to ``high``.
        """
        low, middle, high = np.quantile(self.draws, [0.025, 0.5, 0.975], axis=0)
        index = pd.MultiIndex.from_product([self.groups, self.columns], names=["group", "term"])
        reach = stats.norm.ppf(0.975) * self.errors
        ends = {"separate_low": self.apart - reach, "separate_high": self.apart + reach}
        columns = {"separate": self.apart, **ends, "pooled": middle, "low": low, "high": high}
        return pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index=index).reset_index()

    def spread(self) -> tuple[float, float, float]:
        """Median of the spread between groups with its 95% interval, in units of utility a coded unit."""
        low, middle, high = np.quantile(self.tau, [0.025, 0.5, 0.975])
        return float(middle), float(low), float(high)


def pool_groups(answers: Answers, *, by: str, draws: int = 1000, seed: int = 1) -> PooledGroups:
    """Pool the logits of the groups of a background item, as far as the groups seem alike.

    Errors within a group are clustered by respondent; how much one respondent moves the weights is taken from all
    groups together, because a group of 17 tells little about that itself. Groups that are small, or could be found by
    subtraction, are left out by name. Raises FitError for an unknown item or fewer than two groups.
    """
    options = {by: present_options(answers, by)}
    groups = split_groups(answers, by, options=options, smallest=answers.smallest_group)
    fitted = {name: _fitted(members) for name, members in groups.shown.items()}
    known = {name: groups.shown[name] for name, found in fitted.items() if found is not None}
    lost = [name for name in fitted if name not in known]
    if len(known) < 2:
        raise FitError(f'by "{by}": fewer than two groups can be shown; there is nothing to pool')
    found = pool_fits(known, number=draws, rng=np.random.default_rng(seed))
    words = (f"{name}: not every weight can be told, so the group is left out" for name in lost)
    return replace(found, messages=(*groups.messages, *words))


def pool_fits(members: Mapping[str, Answers], *, number: int, rng: np.random.Generator) -> PooledGroups:
    """Pool groups of which every weight can be told; ``number`` draws. See :func:`pool_groups`."""
    found = separate_weights(members)
    if found is None:
        raise FitError(f"not every weight of {', '.join(members)} can be told; leave out the group that lacks one")
    errors = np.sqrt(np.diag(found.one) / found.people[:, None])
    drawn, tau = pooled_draws(found.apart[None], found.one[None], found.people, number, rng)
    return PooledGroups(tuple(members), next(iter(members.values())).columns, found.apart, errors, drawn[0], tau[0], ())


@dataclass(frozen=True, slots=True)
class SeparateWeights:
    """Weights ``apart`` (S, K) of groups fitted alone, the covariance of one person's (K, K), and ``people`` (S,).

    How much one respondent moves the weights is taken from all groups together: a small group tells little about it.
    """

    apart: Array
    one: Array
    people: Array


def separate_weights(members: Mapping[str, Answers]) -> SeparateWeights | None:
    """Fit each group alone; None where some weight of a group cannot be told."""
    fitted = [found for answers in members.values() if (found := _fitted(answers)) is not None]
    if len(fitted) < len(members):
        return None
    people = np.array([len(moved) for _, moved in fitted], dtype=float)
    moved = np.concatenate([moved * len(moved) for _, moved in fitted])
    return SeparateWeights(np.stack([beta for beta, _ in fitted]), moved.T @ moved / (len(moved) - len(fitted)), people)


def pooled_draws(apart: Array, one: Array, people: Array, number: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draws (R, D, S, K) of the weights of groups in R studies at once, and of their spread tau (R, D).

    ``apart`` (R, S, K) are separate fits; ``one`` (R, K, K) is the covariance of what one person moves them, so that of
    group s is ``one`` over ``people`` (S,). The spread between groups is the same along every direction: along those of
    ``one`` all numbers stand apart, and no matrix is inverted.

    >>> fits = np.array([[[1.0], [1.2]]])
    >>> drawn, tau = pooled_draws(fits, np.ones((1, 1, 1)), np.array([25.0, 25.0]), 2000, np.random.default_rng(1))
    >>> drawn[0].mean(axis=0).round(1).tolist()  # nearer to each other than 1.0 and 1.2
    [[1.1], [1.1]]
    """
    size, direction = np.linalg.eigh(one)
    own = apart @ direction  # (R, S, K), and so is all that follows, along the directions
    variance = np.maximum(size, LEAST)[:, None, None, :] / people[:, None]
    precision = 1.0 / (variance + (TAUS**2)[:, None, None])  # (R, T, S, K)
    total = precision.sum(axis=2)
    common = (precision * own[:, None]).sum(axis=2) / total  # (R, T, K)
    away = precision * (own[:, None] - common[:, :, None]) ** 2
    fit = np.log(precision).sum(axis=(2, 3)) - np.log(total).sum(axis=2)
    log_p = 0.5 * (fit - away.sum(axis=(2, 3))) - 0.5 * (TAUS / LIKELY) ** 2
    pick = _picked(special.softmax(log_p, axis=1), number, rng)
    study = np.arange(len(apart))[:, None]
    middle = common[study, pick] + rng.standard_normal((*pick.shape, own.shape[2])) / np.sqrt(total[study, pick])
    tau2 = (TAUS**2)[pick][:, :, None, None]
    pull = tau2 * precision[study, pick]  # how far a group's own fit counts
    noise = rng.standard_normal(pull.shape) * np.sqrt(tau2 * np.maximum(1.0 - pull, 0.0))
    drawn = middle[:, :, None] + pull * (own[:, None] - middle[:, :, None]) + noise
    return np.asarray(drawn @ np.swapaxes(direction, 1, 2)[:, None]), TAUS[pick]


def _picked(chances: Array, number: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Numbers (R, D) drawn by their chances (R, T)."""
    below = np.cumsum(chances, axis=1)
    uniform = rng.random((len(chances), number))
    found = np.array([np.searchsorted(own, point) for own, point in zip(below, uniform, strict=True)], dtype=np.int64)
    return np.asarray(np.minimum(found.reshape(uniform.shape), chances.shape[1] - 1))


def _fitted(members: Answers) -> tuple[Array, Array] | None:
    """Weights (K,) of one group, and how much each respondent moved them (G, K); None where some cannot be told."""
    prepared, _ = prepare(members)
    if prepared is None or not prepared.rank.estimable.all() or not prepared.plain.converged[0]:
        return None
    problem, best = prepared.problem, prepared.plain
    scores = problem.scores(best.point[0])
    of_people = np.asarray(members.by_person[:, prepared.cells] @ scores.reshape(-1, scores.shape[-1]))
    moved = np.linalg.solve(best.information[0], of_people.T).T
    return best.point[0, problem.cuts :], moved[:, problem.cuts :]
