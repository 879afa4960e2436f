"""Weights of groups drawn towards each other in many studies at once, as ``rank_criteria`` shows them.

The model and its prior are those of :mod:`dce.ranking.pooling`. There the covariances of all groups are one matrix over
their numbers of people, and the spread between groups is the same along every direction; so in the directions of that
matrix all numbers stand apart, and no matrix is inverted.

Letters: R studies, S groups, K columns, D draws, T values of the spread.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dce.coding import Array
from dce.ranking.pooling import LIKELY, TAUS

LEAST = 1e-12  # variance along a direction in which too few people differ to tell it


def pooled_draws_of_studies(
    apart: Array, covariance: Array, people: Array, draws: int, rng: np.random.Generator
) -> Array:
    """Draws (R, D, S, K) of the weights, given fits ``apart`` (R, S, K) with ``covariance`` (R, S, K, K).

    ``people`` (S,) are those of each group; how much one person moves the weights is taken from all groups together.
    """
    share = people * (people - 1.0) / (people.sum() - len(people))
    size, direction = np.linalg.eigh(np.einsum("s,rskl->rkl", share, covariance))
    own = apart @ direction  # (R, S, K), and so is all that follows, along the directions
    variance = np.maximum(size, LEAST)[:, None, None, :] / people[:, None]
    precision = 1.0 / (variance + (TAUS**2)[:, None, None])  # (R, T, S, K)
    total = precision.sum(axis=2)
    common = (precision * own[:, None]).sum(axis=2) / total  # (R, T, K)
    away = precision * (own[:, None] - common[:, :, None]) ** 2
    log_p = 0.5 * (np.log(precision).sum(axis=(2, 3)) - np.log(total).sum(axis=2) - away.sum(axis=(2, 3)))
    pick = _picked(special.softmax(log_p - 0.5 * (TAUS / LIKELY) ** 2, axis=1), draws, rng)
    study = np.arange(len(apart))[:, None]
    middle = common[study, pick] + rng.standard_normal((*pick.shape, own.shape[2])) / np.sqrt(total[study, pick])
    tau2 = (TAUS**2)[pick][:, :, None, None]
    pull = tau2 * precision[study, pick]  # how far a group's own fit counts
    noise = rng.standard_normal(pull.shape) * np.sqrt(tau2 * np.maximum(1.0 - pull, 0.0))
    drawn = middle[:, :, None] + pull * (own[:, None] - middle[:, :, None]) + noise
    return np.asarray(drawn @ np.swapaxes(direction, 1, 2)[:, None])


def _picked(chances: Array, draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Numbers (R, D) drawn by their chances (R, T)."""
    below = np.cumsum(chances, axis=1)
    uniform = rng.random((len(chances), draws))
    found = np.array([np.searchsorted(own, point) for own, point in zip(below, uniform, strict=True)], dtype=np.int64)
    return np.asarray(np.minimum(found.reshape(uniform.shape), chances.shape[1] - 1))
