"""What is believed of the weights: normal, uniform, or no more than the direction in which levels count."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from scipy.stats import norm, qmc

from dce.coding import Array
from dce.design.choice.coding import ChoiceCoding, directions
from dce.design.priors import HELD_OUT, HELD_OUT_SEED, MOST_DRAWS
from dce.errors import DesignError
from dce.study import Study

Belief = tuple[float, float] | tuple[str, float, float]
Beliefs = Mapping[str, Belief] | Literal["expected"]
EXPECTED = "expected"
RANGE = 2.0  # largest utility between the least and the most favourable level when only the direction is known


def checked_beliefs(priors: Beliefs | Mapping[str, Sequence[Any]] | None, columns: Sequence[str]) -> Beliefs:
    """Give ``priors`` in one shape: {column: (mean, sd)} or {column: ("uniform", low, high)}, or "expected".

    Raises DesignError for an unknown column, and for numbers that are none.
    """
    if priors is None:
        return {}
    if isinstance(priors, str):
        if priors != EXPECTED:
            raise DesignError(f'priors: "{priors}" is not known; use "expected" or {{column: (mean, sd)}}')
        return EXPECTED
    return {name: _checked(name, tuple(prior), columns) for name, prior in priors.items()}


def _checked(name: str, prior: tuple[Any, ...], columns: Sequence[str]) -> Belief:
    if name not in columns:
        raise DesignError(f'priors: no column "{name}"; use {", ".join(columns)}')
    uniform = len(prior) == 3 and prior[0] == "uniform"
    numbers = prior[1:] if uniform else prior
    if len(numbers) != 2 or not all(isinstance(part, int | float) and math.isfinite(part) for part in numbers):
        raise DesignError(f'priors: "{name}" needs (mean, standard deviation) or ("uniform", low, high), has {prior}')
    one, other = float(numbers[0]), float(numbers[1])
    if uniform:
        if one > other:
            raise DesignError(f'priors: "{name}" is uniform from {one} to {other}; put the smaller number first')
        return "uniform", one, other
    if other < 0:
        raise DesignError(f'priors: "{name}" needs a standard deviation of 0 or more, has {other}')
    return one, other


def believed_weights(
    study: Study, coding: ChoiceCoding, beliefs: Beliefs, count: int, rng: np.random.Generator
) -> Array:
    """Draw weights (count, K) of the columns of ``coding`` by a scrambled Sobol sequence.

    Columns without a prior weigh zero in every draw; without any prior there is one draw.
    """
    if not 1 <= count <= MOST_DRAWS:
        raise DesignError(f"draws: {count} is not within 1 to {MOST_DRAWS}")
    if not beliefs:
        return np.zeros((1, len(coding.columns)))
    u = qmc.Sobol(len(coding.columns), rng=rng).random_base2(math.ceil(math.log2(count)))[:count]
    u = np.clip(u, 1e-12, 1.0 - 1e-12)  # a draw of exactly 0 would be minus infinity
    if isinstance(beliefs, str):
        return _by_direction(study, coding, u)
    weights = np.zeros(u.shape)
    for k, name in enumerate(coding.columns):
        prior = beliefs.get(name, (0.0, 0.0))
        if len(prior) == 3:
            weights[:, k] = prior[1] + (prior[2] - prior[1]) * u[:, k]
        else:
            weights[:, k] = prior[0] + prior[1] * norm.ppf(u[:, k])
    return weights


def held_out_beliefs(study: Study, coding: ChoiceCoding, beliefs: Beliefs) -> Array:
    """Draws to judge a design on that it was not optimised for, always the same ones."""
    return believed_weights(study, coding, beliefs, HELD_OUT, np.random.default_rng(HELD_OUT_SEED))


def _by_direction(study: Study, coding: ChoiceCoding, u: Array) -> Array:
    """Turn uniforms (R, K) into weights: steps between neighbouring levels all of one sign and of any size.

    Where the direction is not known, each weight is as likely positive as negative; so are the constants.
    """
    weights = RANGE / 2 * (2.0 * u - 1.0)
    for sign, (name, block) in zip(directions(study), coding.coding.blocks.items(), strict=True):
        if sign:
            steps = RANGE / (len(coding.coding.levels[name]) - 1) * u[:, block]
            utilities = np.concatenate([np.zeros((len(u), 1)), np.cumsum(steps, axis=1)], axis=1)
            weights[:, block] = sign * (utilities - utilities.mean(axis=1, keepdims=True))[:, 1:]
    return np.asarray(weights, dtype=np.float64)
