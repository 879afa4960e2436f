"""How good a design is: plain numpy, and nothing of the code that searches.

Effects coding whose first level holds -1, a constant for single scenarios, and D-error det(I)^(-1/K) over all tasks.
"""

from __future__ import annotations

import numpy as np
from design_cases import CONSTANT_SPREAD, EFFICIENCY, HELD_OUT, LEVELS, MEANS, SPREAD, Case
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Real = NDArray[np.float64]


def figures(case: Case, numbers: Numbers) -> dict[str, float]:
    """Judge level numbers (N, J, m), a version after the other: figures by name, the one that matters first."""
    if numbers.shape != (case.rows, case.shown, len(LEVELS)) or (numbers < 0).any() or (numbers >= LEVELS).any():
        raise SystemExit(f"the design has the wrong tasks or levels: {numbers.shape}")
    if case.quality == EFFICIENCY:
        found = {EFFICIENCY: d_efficiency(numbers[:, 0])}
        if case.versions > 1:
            found["its worst version"] = min(d_efficiency(own) for own in np.split(numbers[:, 0], case.versions))
        return found
    x = columns(numbers)
    weights = held_out_weights(case) if case.priors else np.zeros((1, x.shape[1]))
    return {case.quality: float(d_errors(x, weights).mean())}


def columns(numbers: Numbers) -> Real:
    """What answers depend on (N, K): a constant and effects for single scenarios, the difference of those of a pair."""
    parts = [np.vstack([-np.ones(count - 1), np.eye(count - 1)])[numbers[..., i]] for i, count in enumerate(LEVELS)]
    effects = np.concatenate(parts, axis=-1)
    if numbers.shape[1] == 1:
        return np.concatenate([np.ones((len(numbers), 1)), effects[:, 0]], axis=1)
    return np.asarray(effects[:, 0] - effects[:, 1])


def d_errors(x: Real, weights: Real) -> Real:
    """The D-error (R,) of binary logits with columns x (N, K) at ``weights`` (R, K); infinite where I is singular."""
    p = 1.0 / (1.0 + np.exp(-weights @ x.T))
    information = np.einsum("rn,nk,nl->rkl", p * (1.0 - p), x, x, optimize=True)
    sign, logs = np.linalg.slogdet(information)
    return np.where(sign > 0, np.exp(-logs / x.shape[1]), np.inf)


def held_out_weights(case: Case) -> Real:
    """Draws (4096, K) that no program has seen; normal, each with its mirror image, which steadies their mean."""
    means, spreads = moments(case)
    half = np.random.default_rng(20_261_121).normal(size=(HELD_OUT // 2, len(means)))
    return means + spreads * np.concatenate([half, -half])


def moments(case: Case) -> tuple[Real, Real]:
    """Mean and spread (K,) of the weights, a constant first where the case has one."""
    means = np.concatenate([np.array(MEANS[count]) for count in LEVELS])
    spreads = np.full(len(means), SPREAD)
    if case.shown == 1:
        means, spreads = np.append(0.0, means), np.append(CONSTANT_SPREAD, spreads)
    return means, spreads


def d_efficiency(scenarios: Numbers) -> float:
    """100 |X'X|^(1/K) / N of scenarios (N, m) with orthonormal contrasts, as SAS has it."""
    x = np.concatenate([np.ones((len(scenarios), 1)), contrasts(scenarios)], axis=1)
    sign, logs = np.linalg.slogdet(x.T @ x)
    return float(100.0 * np.exp(logs / x.shape[1]) / len(x)) if sign > 0 else 0.0


def contrasts(scenarios: Numbers) -> Real:
    """Scenarios (N, m) by Helmert's contrasts, each of which has mean square 1 over its levels."""
    parts = []
    for i, count in enumerate(LEVELS):
        level, contrast = np.indices((count, count - 1))
        table = np.where(level <= contrast, -1.0, np.where(level == contrast + 1, level, 0.0))
        parts.append((table / np.sqrt((table**2).mean(axis=0)))[scenarios[:, i]])
    return np.concatenate(parts, axis=1)
