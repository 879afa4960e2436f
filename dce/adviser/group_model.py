"""What is known of one group: its weights and thresholds, resampled, and the shares that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce import logit
from dce.adviser.advice import Estimate
from dce.data import Ratings
from dce.estimation import Fit, bootstrap, fit_ordered_logit

Array = NDArray[np.float64]
MANY = 5000  # people whose scores are known to a hundredth, and whose mean is normal; a million would take minutes


@dataclass(frozen=True)
class GroupModel:
    """An ordered logit of one group: ``beta`` (K,), ``cuts`` (J - 1,), and R draws of both beside each other.

    The first of ``draws`` (R + 1, K + J - 1) is the estimate itself. ``answers`` are the categories that somebody gave;
    none where the fit lacks a weight, and then nothing can be advised. Intervals come from resampled respondents for
    every number alike, and not from the delta method: a share stays between 0 and 1, and a ``shrunk`` fit, which has no
    honest standard error, keeps an interval.
    """

    name: str
    people: int
    status: str
    messages: tuple[str, ...]
    answers: tuple[str, ...]
    draws: Array

    @classmethod
    def of(cls, name: str, ratings: Ratings, replicates: int, seed: tuple[int, ...], people: int) -> GroupModel:
        """Fit and resample the answers of a group of so many ``people``, which bundles do not tell."""
        fit = fit_ordered_logit(ratings)
        known = not fit.estimates.isna().any()
        draws = _draws(ratings, fit, replicates, seed) if known else np.empty((0, 0))
        return cls(name, people, fit.status, fit.messages, fit.categories if known else (), draws)

    @property
    def told(self) -> bool:
        """Whether there is anything to advise from."""
        return bool(len(self.draws))

    def utilities(self, x: Array) -> Array:
        """Utility of scenarios (N, K), of the estimate and each draw (R + 1, N)."""
        return np.asarray(self.draws[:, : x.shape[1]] @ x.T)

    def probabilities(self, x: Array, scale: tuple[str, ...]) -> Array:
        """Chance of each answer of the whole ``scale`` (R + 1, N, J) at scenarios (N, K)."""
        found = np.zeros((len(self.draws), len(x), len(scale)))
        places = [scale.index(answer) for answer in self.answers]
        found[..., places] = np.exp(logit.log_probabilities(self.utilities(x), self.draws[:, x.shape[1] :]))
        return found

    def shares(self, x: Array, scale: tuple[str, ...]) -> Array:
        """Chance of an answer above the middle of the scale (R + 1, N)."""
        return np.asarray(self.probabilities(x, scale)[..., agreeing(len(scale))].sum(axis=-1))


def agreeing(categories: int) -> NDArray[np.bool_]:
    """Which answers of a scale agree: those above its middle, or ``yes``."""
    return np.arange(categories) > (categories - 1) / 2


def estimate(draws: Array) -> Estimate:
    """The first of draws (R + 1,) with the 95% interval of the others."""
    low, high = np.quantile(draws[1:], [0.025, 0.975])
    return Estimate(float(draws[0]), float(low), float(high))


def some_people(ratings: Ratings, rng: np.random.Generator) -> Ratings:
    """The answers of all people, or of ``MANY`` drawn at random where there are more."""
    if len(ratings.people) <= MANY:
        return ratings
    return ratings.of_people(np.sort(rng.choice(len(ratings.people), MANY, replace=False)))


def _draws(ratings: Ratings, fit: Fit, replicates: int, seed: tuple[int, ...]) -> Array:
    """The estimates, and those of resampled respondents; of very many people the normal that these come to."""
    if fit.people > MANY and fit.status == "ok":
        names, at = list(fit.estimates.index), fit.estimates.to_numpy(dtype=float)
        covariance = fit.covariance("cluster").loc[names, names].to_numpy()
        return np.vstack([at, np.random.default_rng(seed).multivariate_normal(at, covariance, replicates)])
    found = bootstrap(ratings, fit, replicates=replicates, seed=seed)
    return np.vstack([fit.estimates.to_numpy(dtype=float), found.estimates.to_numpy()])
