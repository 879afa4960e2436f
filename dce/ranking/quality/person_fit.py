"""How well each person's answers follow the fit of the others, at his or her own leniency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dce import logit
from dce.data import Ratings
from dce.estimation import Fit, fit_ordered_logit, jackknife

Array = NDArray[np.float64]
Index = NDArray[np.intp]
LENIENCIES = np.linspace(-6.0, 6.0, 49)  # in utility: beyond 6 all answers are at one end
SPREADS = np.geomspace(0.05, 3.0, 40)  # standard deviations of leniency that are tried
DRAWS = 8_000  # invented people over all sets of tasks, but at least LEAST_DRAWS for each
LEAST_DRAWS = 500  # a share of 5% of one set is known to 1% then
CHUNK = 4096  # answers at once


@dataclass(frozen=True, slots=True)
class Given:
    """N answers in the order of people and then of showing: person, row of the scenario, place on the scale."""

    person: Index
    row: Index
    category: Index

    def tasks(self) -> dict[tuple[int, ...], list[int]]:
        """The people (by place) who answered each set of scenarios."""
        found: dict[tuple[int, ...], list[int]] = {}
        begins = np.flatnonzero(np.diff(self.person, prepend=-1))
        for begin, rows in zip(begins, np.split(self.row, begins[1:]), strict=True):
            found.setdefault(tuple(sorted(rows.tolist())), []).append(int(self.person[begin]))
        return found


@dataclass(frozen=True, slots=True)
class PersonFit:
    """Chances p (N, J) of each answer at one's own leniency, and log-likelihoods (G,) over all leniencies.

    ``cut`` (G,) is what a part ``caught`` of random answerers to the same scenarios stays below, and ``attentive``
    (G,) the chance of somebody who answers as the model says to stay below it as well. ``spread`` is the standard
    deviation of leniency.
    """

    p: Array
    loglik: Array
    cut: Array
    attentive: Array
    spread: float


def person_fit(ratings: Ratings, fit: Fit, given: Given, *, caught: float, rng: np.random.Generator) -> PersonFit:
    """Judge each person by the ordered logit of all others (:func:`jackknife`), whatever his or her leniency.

    Leniency is normal around the fit; its spread makes all answers together most likely. A log-likelihood is over all
    leniencies, so that neither a strict nor a lenient person looks like chance. Random answerers give each answer as
    often, as in the cut-off of Orme (2019), Consistency cutoffs to identify "bad" respondents, Sawtooth Software; no
    other statistic tells them better from the model (Neyman and Pearson 1933).

    Random answers blur the fit that judges them. So all are judged twice, the second time by the fit of those whom the
    first found to be no random answerers, unless these are fewer than half or cannot be fitted.
    """
    whole, everybody = fit.estimates.to_numpy(dtype=float), np.arange(len(ratings.people))
    judge = _Judge(whole, _by_others(ratings, fit), everybody)
    found = _judged(ratings, fit, given, judge, (caught, rng))
    kept = np.flatnonzero(found.loglik >= found.cut)
    if len(kept) == len(everybody) or 2 * len(kept) < len(everybody):
        return found
    rest = ratings.of_people(kept)
    again = fit_ordered_logit(rest)
    if again.status not in ("ok", "shrunk") or again.categories != fit.categories:
        return found
    whole = again.estimates.to_numpy(dtype=float)
    estimates = np.tile(whole, (len(everybody), 1))
    estimates[kept] = _by_others(rest, again)
    return _judged(ratings, fit, given, _Judge(whole, estimates, kept), (caught, rng))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Estimates (P,) of the ``kept`` people, and those by which each person is judged (G, P)."""

    whole: Array
    estimates: Array
    kept: Index


def _by_others(ratings: Ratings, fit: Fit) -> Array:
    """Estimates (G, P) without each person; those of all where the others cannot be fitted."""
    found = jackknife(ratings, fit).estimates.to_numpy(dtype=float)
    return np.where(np.isnan(found).any(axis=1, keepdims=True), fit.estimates.to_numpy(dtype=float), found)


def _judged(
    ratings: Ratings, fit: Fit, given: Given, judge: _Judge, random: tuple[float, np.random.Generator]
) -> PersonFit:
    used = np.full(len(ratings.categories), -1)
    used[[ratings.categories.index(name) for name in fit.categories]] = np.arange(len(fit.categories))
    columns, sets = len(ratings.columns), given.tasks()
    utility = np.einsum("nk,nk->n", ratings.x[given.row], judge.estimates[given.person, :columns])
    cuts = judge.estimates[given.person, columns:]
    nodes = np.zeros((len(ratings.people), len(LENIENCIES)))
    np.add.at(nodes, given.person, _of_answers(utility, cuts, used[given.category]))
    spread, weight = _spread(nodes[judge.kept])
    loglik = _over_leniencies(nodes, weight)
    own = (weight * np.exp(nodes - loglik[:, None]) * LENIENCIES).sum(axis=1)
    p = np.zeros((len(utility), len(used)))
    p[:, used >= 0] = np.exp(logit.log_probabilities((utility + own[given.person])[:, None], cuts)[:, 0])
    cut, attentive, draws = np.zeros(len(loglik)), np.zeros(len(loglik)), max(DRAWS // len(sets), LEAST_DRAWS)
    for rows, people in sets.items():
        at = ratings.x[list(rows)] @ judge.whole[:columns]
        log_p = logit.log_probabilities(LENIENCIES[:, None] + at, judge.whole[columns:])
        cut[people], attentive[people] = _random_answers(log_p, weight, random[0], (draws, random[1]))
    return PersonFit(p, loglik, cut, attentive, spread)


def _of_answers(utility: Array, cuts: Array, category: Index) -> Array:
    """Log of the chance of each answer given (N,), at each leniency: (N, Q)."""
    parts = []
    for begin in range(0, len(utility), CHUNK):
        part = slice(begin, begin + CHUNK)
        log_p = logit.log_probabilities(utility[part, None] + LENIENCIES, cuts[part])
        parts.append(log_p[np.arange(len(log_p)), :, category[part]])
    return np.concatenate(parts)


def _spread(nodes: Array) -> tuple[float, Array]:
    """The spread of leniency that makes the answers most likely, given them at each leniency (G, Q); weights (Q,)."""
    weights = np.exp(-0.5 * (LENIENCIES / SPREADS[:, None]) ** 2)
    weights /= weights.sum(axis=1, keepdims=True)
    best = int(np.argmax([_over_leniencies(nodes, weight).sum() for weight in weights]))
    return float(SPREADS[best]), weights[best]


def _over_leniencies(nodes: Array, weight: Array) -> Array:
    """Log of the mean likelihood (...,) over leniencies with these weights, given its logs (..., Q)."""
    with np.errstate(divide="ignore"):  # leniencies far out may weigh nothing
        return np.asarray(special.logsumexp(nodes + np.log(weight), axis=-1))


def _random_answers(
    log_p: Array, weight: Array, caught: float, drawn: tuple[int, np.random.Generator]
) -> tuple[float, float]:
    """What random answerers stay below, and how often people of the model do, given chances by leniency (Q, T, J)."""
    leniencies, tasks, categories = log_p.shape
    draws, rng = drawn
    who, p = rng.choice(leniencies, draws, p=weight), np.exp(log_p)
    random, attentive = np.zeros((draws, leniencies)), np.zeros((draws, leniencies))
    for task in range(tasks):
        random += log_p[:, task, rng.integers(0, categories, draws)].T
        below = p[:, task].cumsum(axis=1)[who, :-1]
        attentive += log_p[:, task, (rng.random((draws, 1)) > below).sum(axis=1)].T
    cut = float(np.quantile(_over_leniencies(random, weight), caught))
    return cut, float((_over_leniencies(attentive, weight) < cut).mean())
