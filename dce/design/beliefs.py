"""What is believed of weights before anybody has answered: normal, uniform, or only the direction of the levels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from scipy.stats import norm, qmc

from dce.coding import Array, Coding
from dce.errors import DesignError
from dce.study import Prior, Study

Belief = tuple[float, float] | tuple[str, float, float]
Beliefs = Mapping[str, Belief] | Literal["expected"]
EXPECTED = "expected"
MOST_DRAWS = 100_000
HELD_OUT = 4096
HELD_OUT_SEED = 4_096_001  # no search can have seen these draws: its own are scrambled by the seed of the design
SPAN = 6.0  # largest utility between the worst and the best scenario where only directions are known: 5% to 95% yes
SIGN = {"positive": 1, "negative": -1, "either": 0}


def checked_beliefs(
    priors: Beliefs | Mapping[str, Sequence[Any] | Prior] | None, columns: Sequence[str], draws: int
) -> Beliefs:
    """Give ``priors`` in one shape: {column: (mean, sd)} or {column: ("uniform", low, high)}, or "expected".

    Raises DesignError for an unknown column, for numbers that are none, and for too many draws.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise DesignError(f"draws: {draws} is not within 1 to {MOST_DRAWS}")
    if priors is None:
        return {}
    if isinstance(priors, str):
        if priors != EXPECTED:
            raise DesignError(f'priors: "{priors}" is not known; use "expected" or {{column: (mean, sd)}}')
        return EXPECTED
    return {name: _checked(name, _plain(prior), columns) for name, prior in priors.items()}


def _plain(prior: Sequence[Any] | Prior) -> tuple[Any, ...]:
    if not isinstance(prior, Prior):
        return tuple(prior)
    return (prior.mean, prior.sd) if prior.low is None else ("uniform", prior.low, prior.high)


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


def draw_weights(study: Study, columns: Sequence[str], beliefs: Beliefs, count: int, rng: np.random.Generator) -> Array:
    """Draw weights (count, K) of ``columns`` by a scrambled Sobol sequence, independent of each other.

    Columns without a prior weigh zero in every draw; without any prior there is one draw.
    """
    if not beliefs:
        return np.zeros((1, len(columns)))
    u = qmc.Sobol(len(columns), rng=rng).random_base2(math.ceil(math.log2(count)))[:count]
    u = np.clip(u, 1e-12, 1.0 - 1e-12)  # a draw of exactly 0 would be minus infinity
    if isinstance(beliefs, str):
        return _by_direction(study, columns, u)
    weights = np.zeros(u.shape)
    for k, name in enumerate(columns):
        prior = beliefs.get(name, (0.0, 0.0))
        if len(prior) == 3:
            weights[:, k] = prior[1] + (prior[2] - prior[1]) * u[:, k]
        else:
            weights[:, k] = prior[0] + prior[1] * norm.ppf(u[:, k])
    return weights


def held_out_weights(study: Study, columns: Sequence[str], beliefs: Beliefs) -> Array:
    """Draws (4096, K) to judge a design on that it was not optimised for, always the same ones."""
    return draw_weights(study, columns, beliefs, HELD_OUT, np.random.default_rng(HELD_OUT_SEED))


def stored_beliefs(beliefs: Beliefs, draws: int) -> dict[str, object]:
    """The beliefs as ``design.json`` keeps them, with the ``draws`` that were looked at; nothing without beliefs."""
    if not beliefs:
        return {}
    priors = beliefs if isinstance(beliefs, str) else {name: list(prior) for name, prior in beliefs.items()}
    return {"priors": priors, "draws": draws}


def _by_direction(study: Study, columns: Sequence[str], u: Array) -> Array:
    """Turn uniforms (R, K) into weights: steps between neighbouring levels all of one sign and of any size.

    The more criteria there are, the less each may weigh. Where the direction is not known, each weight is as likely
    positive as negative; so are constants and interactions.
    """
    largest, coding = SPAN / len(study.criteria), Coding.categorical(study)
    weights = largest / 2 * (2.0 * u - 1.0)
    for criterion in study.criteria:
        if sign := SIGN[criterion.expected]:
            own = [columns.index(name) for name in coding.columns[coding.blocks[criterion.id]]]
            steps = largest / (len(criterion.levels) - 1) * u[:, own]
            utilities = np.concatenate([np.zeros((len(u), 1)), np.cumsum(steps, axis=1)], axis=1)
            weights[:, own] = sign * (utilities - utilities.mean(axis=1, keepdims=True))[:, 1:]
    return np.asarray(weights, dtype=np.float64)
