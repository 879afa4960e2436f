"""Runs of equal answers and differences between two showings, against what chance alone would give."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]


def longest_runs(answers: Index) -> Index:
    """Longest run (G,) of equal answers (G, T) in the order given; -1 after somebody's last answer.

    >>> longest_runs(np.array([[2, 2, 0, 0, 0], [1, 2, 1, -1, -1]])).tolist()
    [3, 1]
    """
    run = np.ones(len(answers), dtype=np.intp)
    longest = np.minimum(run, (answers >= 0).sum(axis=1))
    for t in range(1, answers.shape[1]):
        run = np.where(answers[:, t] == answers[:, t - 1], run + 1, 1)
        longest = np.where(answers[:, t] >= 0, np.maximum(longest, run), longest)
    return np.asarray(longest, dtype=np.intp)


def chance_of_run(p: Array, count: Index, length: int) -> Array:
    """Chance (G,) of some run of at least ``length`` equal answers, given independent chances p (G, T, J).

    ``count`` (G,) is how many of the T answers somebody gave. Exact, answer by answer: the chance of each last answer
    and each length of the run that it ends, as long as none was ``length`` (an embedded Markov chain: Fu and Koutras
    1994, Journal of the American Statistical Association 89, 1050-1058).

    >>> coin = np.full((1, 3, 2), 0.5)
    >>> [float(chance_of_run(coin, np.array([3]), length)[0]) for length in (1, 2, 3)]
    [1.0, 0.75, 0.25]
    """
    people, tasks, categories = p.shape
    if length < 2:
        return np.asarray(count >= length, dtype=float)
    state = np.zeros((people, categories, length - 1))
    state[:, :, 0] = p[:, 0]
    for t in range(1, tasks):
        ends = state.sum(axis=2)
        moved = np.empty_like(state)
        moved[:, :, 0] = p[:, t] * (ends.sum(axis=1, keepdims=True) - ends)
        moved[:, :, 1:] = p[:, t, :, None] * state[:, :, :-1]
        state = np.where((t < count)[:, None, None], moved, state)
    return np.asarray(np.clip(1.0 - state.sum(axis=(1, 2)), 0.0, 1.0))


def chance_of_distance(p: list[Array]) -> Array:
    """Chance of a total distance of at least 0, 1, 2 ... between two answers to the same scenarios.

    ``p`` holds the chances (J,) of each scenario that somebody saw twice; both answers are drawn from them apart.

    >>> chance_of_distance([np.array([0.5, 0.5])]).tolist()
    [1.0, 0.5]
    """
    total = np.ones(1)
    for own in p:
        both = np.outer(own, own)
        apart = [np.trace(both, k) * (2.0 if k else 1.0) for k in range(len(own))]
        total = np.convolve(total, apart)
    return np.asarray(np.flip(np.cumsum(np.flip(total))) / total.sum())
