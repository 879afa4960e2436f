"""Partial pooling: weights of groups drawn towards each other as far as the answers say that they are alike.

Group s has weights b(s) = mu + d(s), with every deviation d(s, k) normal around zero with the same spread tau: the
random-effects model of a meta-analysis (Gelman and others, Bayesian Data Analysis, section 5.5). Separate fits are its
end where tau is large, one fit for all its end where tau is zero. Tau is not picked but averaged over, so that its
uncertainty is part of every interval. Thresholds stay each group's own: leniency is not pooled.

Letters: S groups, K columns, G respondents, R draws, T values of tau.
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
LIKELY = 0.3  # scale of the half-normal prior of tau, on columns from -1 to 1: most weights of one study are below 1


@dataclass(frozen=True, slots=True)
class PooledGroups:
    """Weights of each of S groups: fitted apart (S, K) with ``errors``, and after pooling as ``draws`` (R, S, K).

    ``tau`` (R,) are draws of the spread between groups; ``messages`` say who is not shown.
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
    covariances = found.one / found.people[:, None, None]
    errors = np.sqrt(np.einsum("skk->sk", covariances))
    drawn, tau = pooled_draws(found.apart, covariances, number, rng)
    return PooledGroups(tuple(members), next(iter(members.values())).columns, found.apart, errors, drawn, tau, ())


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


def pooled_draws(apart: Array, covariances: Array, number: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draws (R, S, K) of the weights of groups given separate fits (S, K) with covariances (S, K, K), and tau (R,).

    >>> drawn, tau = pooled_draws(
    ...     np.array([[1.0], [1.2]]), np.full((2, 1, 1), 0.04), 2000, np.random.default_rng(1)
    ... )
    >>> drawn.mean(axis=0).round(1).tolist()  # nearer to each other than 1.0 and 1.2
    [[1.1], [1.1]]
    """
    groups, columns = apart.shape
    eye = np.eye(columns)
    precision = np.linalg.inv(covariances + (TAUS**2)[:, None, None, None] * eye)  # (T, S, K, K)
    total = precision.sum(axis=1)
    common = np.linalg.solve(total, np.einsum("tskl,sl->tk", precision, apart)[..., None])[..., 0]
    away = apart - common[:, None]
    fit = np.linalg.slogdet(precision)[1].sum(axis=1) - np.linalg.slogdet(total)[1]
    log_p = 0.5 * (fit - np.einsum("tsk,tskl,tsl->t", away, precision, away)) - 0.5 * (TAUS / LIKELY) ** 2
    pick = rng.choice(len(TAUS), number, p=special.softmax(log_p))
    middle = common[pick] + _normal(np.linalg.inv(total)[pick], rng)
    draws = np.empty((number, groups, columns))
    for s in range(groups):
        pull = TAUS[pick, None, None] ** 2 * precision[pick, s]  # how far a group's own fit counts
        own = middle + np.einsum("rkl,rl->rk", pull, apart[s] - middle)
        draws[:, s] = own + _normal(TAUS[pick, None, None] ** 2 * (eye - pull), rng)
    return draws, TAUS[pick]


def _normal(covariance: Array, rng: np.random.Generator) -> Array:
    """One normal draw around zero (R, K) from each covariance (R, K, K), which may be zero."""
    size, direction = np.linalg.eigh(covariance)
    z = rng.standard_normal(covariance.shape[:2]) * np.sqrt(np.maximum(size, 0.0))
    return np.asarray(np.einsum("rkl,rl->rk", direction, z))


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
