"""The kernel of choices beside sums over every answer that can be given, written out; quick, and nothing is fitted."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from dce import logit

EXACT = 1e-12  # the same sums in another order
RTOL = 1e-6  # central differences with step 1e-5 cannot promise more
STEP = 1e-5
Array = np.ndarray
Case = tuple[Array, Array, Array, Array]


def made(alternatives: int, seed: int = 1) -> Case:
    """Weights (R, K), tasks (N, J, K), which alternatives are there (N, J), and answers (R, N, J)."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(4, alternatives, 2))
    available = np.ones((4, alternatives), dtype=bool)
    available[1, 0] = available[2, -1] = False
    return rng.normal(size=(2, 2)), x, available, rng.integers(0, 5, (2, 4, alternatives)) * available.astype(float)


def by_hand(beta: Array, x: Array, available: Array) -> Array:
    """The probabilities (N, J) of one set of weights (K,)."""
    odds = np.exp(x @ beta) * available
    return odds / odds.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("alternatives", [2, 3, 7, 8, 9])
def test_choice_probabilities_are_those_of_the_formula_for_few_alternatives_and_for_many(alternatives: int) -> None:
    beta, x, available, _ = made(alternatives)
    found = logit.choice_log_probabilities(np.moveaxis(x @ beta.T, -1, 0), available)
    for one, weights in zip(found, beta, strict=True):
        assert_allclose(np.exp(one), by_hand(weights, x, available), rtol=EXACT)
        assert (one[~available] == -np.inf).all()


def test_choices_among_what_is_much_better_or_worse_stay_numbers() -> None:
    log_p = logit.choice_log_probabilities(np.array([[900.0, -900.0, 0.0]]), np.ones((1, 3), dtype=bool))
    assert_allclose(log_p, [[0.0, -1800.0, -900.0]], rtol=EXACT)
    p, weights = np.empty(3), np.empty((3, 3))
    logit.choice_weights(np.array([900.0, -900.0, 900.0]), True, p, weights)
    assert_allclose(p, [0.5, 0.0, 0.5], atol=1e-300)
    assert np.isfinite(weights).all()


@pytest.mark.parametrize("alternatives", [2, 3, 8])
def test_slope_and_information_of_choices_agree_with_finite_differences(alternatives: int) -> None:
    beta, x, available, counts = made(alternatives)
    here = logit.choice_likelihood(beta, x, available, counts)
    assert_allclose(
        here.value,
        [sum(counts[r][available] * np.log(by_hand(beta[r], x, available)[available])) for r in range(2)],
        rtol=EXACT,
    )
    for k in range(2):
        step = STEP * np.eye(2)[k]
        up, down = (logit.choice_likelihood(beta + by, x, available, counts) for by in (step, -step))
        assert_allclose(here.gradient[:, k], (up.value - down.value) / (2 * STEP), rtol=RTOL, atol=1e-6)
        assert_allclose(-here.information[:, k], (up.gradient - down.gradient) / (2 * STEP), rtol=RTOL, atol=1e-6)


def test_slopes_of_each_choice_are_those_of_its_logarithm() -> None:
    beta, x, available, _ = made(3)
    found = logit.choice_scores(beta, x, available)
    for k in range(2):
        step = STEP * np.eye(2)[k]
        up, down = (
            np.stack([np.log(np.where(available, by_hand(one, x, available), 1.0)) for one in beta + by])
            for by in (step, -step)
        )
        assert_allclose(found[:, available, k], ((up - down) / (2 * STEP))[:, available], rtol=RTOL, atol=1e-6)


def pairs(beta: Array, x: Array, *, worst: bool) -> Array:
    """The information (K, K) of one task (J, K): over every best, and every worst after it, what each answer tells."""
    p = np.exp(x @ beta) / np.exp(x @ beta).sum()
    if not worst:
        own = x - p @ x
        return np.asarray((own * p[:, None]).T @ own)
    found = np.zeros((x.shape[1], x.shape[1]))
    for best, last in permutations(range(len(x)), 2):
        others = [j for j in range(len(x)) if j != best]
        q = np.exp(-x[others] @ beta) / np.exp(-x[others] @ beta).sum()
        score = x[best] - p @ x - (x[last] - q @ x[others])
        found += p[best] * q[others.index(last)] * np.outer(score, score)
    return found


@pytest.mark.parametrize("worst", [False, True])
@pytest.mark.parametrize("alternatives", [2, 3, 4, 8])
def test_information_of_best_and_worst_is_that_of_every_pair_of_answers(alternatives: int, worst: bool) -> None:
    beta, x, available, _ = made(alternatives, seed=3)
    found = logit.choice_information(beta, x, available, best_worst=worst)
    for one, weights in zip(found, beta, strict=True):
        each = [pairs(weights, task[own], worst=worst) for task, own in zip(x, available, strict=True) if own.sum() > 1]
        assert_allclose(one, sum(each), rtol=1e-9, atol=EXACT)


def test_a_task_of_one_alternative_tells_nothing_with_or_without_a_worst() -> None:
    beta, x, available, _ = made(3)
    available[:] = [True, False, False]
    for worst in (False, True):
        assert_allclose(logit.choice_information(beta, x, available, best_worst=worst), 0.0, atol=EXACT)


@pytest.mark.parametrize("worst", [False, True])
@pytest.mark.parametrize("alternatives", [2, 3, 5])
def test_the_compiled_weights_of_searches_give_the_same_information(alternatives: int, worst: bool) -> None:
    beta, x, _, _ = made(alternatives, seed=5)
    p, weights = np.full(alternatives, np.nan), np.full((alternatives, alternatives), np.nan)
    for task in x:
        logit.choice_weights(task @ beta[0], worst, p, weights)
        assert_allclose(p, by_hand(beta[0], task[None], np.ones((1, alternatives)))[0], rtol=EXACT)
        assert_allclose(task.T @ weights @ task, pairs(beta[0], task, worst=worst), rtol=1e-9, atol=EXACT)


def test_the_weight_of_a_yes_or_no_is_the_same_from_utility_and_from_odds() -> None:
    for utility in (-3.0, -0.2, 0.0, 1.0, 4.0):
        p = 1 / (1 + np.exp(-utility))
        assert_allclose(logit.binary_weight(utility), p * (1 - p), rtol=EXACT)
        assert_allclose(logit.binary_weight_at_odds(np.exp(utility)), p * (1 - p), rtol=EXACT)


@pytest.mark.parametrize("replicates", [(), (2,)])
def test_slopes_of_ratings_have_the_shape_of_their_replicates(replicates: tuple[int, ...]) -> None:
    rng = np.random.default_rng(4)
    thresholds = np.broadcast_to([-1.0, 0.5, 2.0], (*replicates, 3))
    beta, x = rng.normal(size=(*replicates, 2)), rng.normal(size=(5, 2))
    found = logit.scores(thresholds, beta, x)
    assert found.shape == (*replicates, 5, 4, 5)
    for row in range(5):
        for answer in range(4):
            counts = np.zeros((5, 4))
            counts[row, answer] = 1.0
            slope = logit.likelihood(thresholds, beta, x, np.broadcast_to(counts, (*replicates, 5, 4))).gradient
            assert_allclose(found[..., row, answer, :], slope, rtol=1e-9, atol=EXACT)


def test_one_set_of_weights_is_as_one_of_several_and_the_worst_counts_where_it_is_asked_for() -> None:
    beta, x, available, counts = made(4)
    best, both = (logit.choice_information(beta, x, available, best_worst=worst) for worst in (False, True))
    assert_allclose(logit.choice_information(beta[0], x, available), best[0], rtol=EXACT)
    assert_allclose(logit.choice_information(beta[0], x, available, best_worst=True), both[0], rtol=EXACT)
    one, several = (logit.choice_likelihood(b, x, available, c) for b, c in ((beta[1], counts[1]), (beta, counts)))
    assert_allclose(one.information, several.information[1], rtol=EXACT)
    scores = (logit.choice_scores(b, x, available) for b in (beta[1], beta))
    assert_allclose(next(scores), next(scores)[1], rtol=EXACT)
