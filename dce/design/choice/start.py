"""The state in which a search begins, worked out from scratch by the kernel."""

from __future__ import annotations

import numpy as np

from dce.coding import Array
from dce.design.choice.bell import weight_scale
from dce.design.choice.even import count_levels
from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.hand import code_task
from dce.design.choice.limits import count_matches, fingerprints, has_dominance, task_key, times_of
from dce.design.choice.pairs import gap
from dce.design.choice.state import State
from dce.logit import choice_information, choice_likelihood, choice_log_probabilities
from dce.parallel import one_thread

RIDGE = 1e-6  # lets the search begin at a design that cannot be inverted; a task adds about 1/4


def start(rows: Levels, ground: ChoiceGround) -> State:
    """Give the state of ``rows`` (N, J, m), with no task in hand."""
    x = np.zeros((len(rows), *ground.constants.shape))
    for place, task in enumerate(rows):
        code_task(task, x[place], ground)
    times = np.array([times_of(place, ground) for place in range(len(rows))], dtype=np.int64)
    with one_thread():  # chains run side by side, and idle threads of BLAS would take processors from them
        log_p = choice_log_probabilities(np.einsum("ntk,rk->rnt", x, ground.weights, optimize=True), _everywhere(x))
        scaled = times * (_scaled(rows, np.exp(log_p), ground) if ground.lanes else np.ones(len(rows)))
        information = _information(x, log_p, scaled, times, ground) + RIDGE * np.eye(x.shape[2])
        inverse, error = np.linalg.inv(information), np.exp(-np.linalg.slogdet(information)[1] / x.shape[2])
    prints = [fingerprints(task, ground) for task in rows]
    hits = [sum(times[n] * count_matches(task, rule) for n, task in enumerate(rows)) for rule in ground.rare]
    counts = count_levels(rows, ground)
    return State(
        rows=rows.copy(),
        keys=np.array([task_key(own) for own in prints], dtype=np.int64),
        dominated=times * np.array([has_dominance(task, ground.directions) for task in rows], dtype=np.int64),
        hits=np.array(hits, dtype=np.int64),
        balance=times * np.exp(log_p.sum(axis=2) + x.shape[1] * np.log(x.shape[1])).mean(axis=0),
        scaled=scaled,
        counts=counts,
        uneven=np.array([np.sum(counts[:-1] ** 2) - np.sum(counts[-1] ** 2) / max(len(counts) - 1, 1)]),
        inverse=np.ascontiguousarray(np.moveaxis(inverse, 0, -1), np.float32) if ground.lanes else inverse,
        error=error.astype(np.float32) if ground.lanes else error,
    )


def _everywhere(x: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.ones(x.shape[:2], dtype=np.bool_)


def _scaled(rows: Levels, p: Array, ground: ChoiceGround) -> Array:
    """By what the weights (R,) of each pair (N, 2, m) with probabilities (R, N, 2) are multiplied."""
    drawn = p.prod(axis=2).mean(axis=0)
    return np.array([weight_scale(*gap(task, ground), own, ground.bell) for task, own in zip(rows, drawn, strict=True)])


def _information(x: Array, log_p: Array, scaled: Array, times: Levels, ground: ChoiceGround) -> Array:
    """Information (R, K, K) of tasks that count so often; of pairs with their weights scaled."""
    if ground.lanes:  # expected answers, as many as a task counts
        answers = scaled[:, None] * np.exp(log_p)
        return choice_likelihood(ground.weights, x, _everywhere(x), answers).information
    counted = np.repeat(x, times, axis=0)
    return choice_information(ground.weights, counted, _everywhere(counted), best_worst=ground.best_worst)
