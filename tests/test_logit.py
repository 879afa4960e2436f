import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import expit

from dce import logit

RTOL = 1e-6  # central differences with step 1e-5 cannot promise more
STEP = 1e-5


@pytest.fixture
def case():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(7, 3))
    counts = rng.integers(0, 6, size=(2, 7, 5)).astype(float)
    thresholds = np.array([[-1.0, 0.2, 0.5, 2.0], [-2.0, -1.9, 0.0, 30.0]])
    return thresholds, rng.normal(size=(2, 3)), x, counts


def shifted(case, parameter, by):
    thresholds, beta, x, counts = case
    point = np.concatenate([thresholds, beta], axis=1)
    point[:, parameter] += by
    return logit.likelihood(point[:, :4], point[:, 4:], x, counts)


@pytest.mark.parametrize("parameter", range(7))
def test_gradient_and_information_agree_with_finite_differences(case, parameter):
    here = logit.likelihood(*case)
    up, down = shifted(case, parameter, STEP), shifted(case, parameter, -STEP)
    assert_allclose(here.gradient[:, parameter], (up.value - down.value) / (2 * STEP), rtol=RTOL, atol=1e-6)
    slope = (up.gradient - down.gradient) / (2 * STEP)
    assert_allclose(-here.information[:, parameter], slope, rtol=1e-5, atol=1e-6)


def test_probabilities_are_those_of_the_formula(case):
    thresholds, beta, x, _ = case
    cumulative = expit(thresholds[0][None, :] - (x @ beta[0])[:, None])
    by_hand = np.diff(np.column_stack([np.zeros(7), cumulative, np.ones(7)]), axis=1)
    assert_allclose(np.exp(logit.log_probabilities(x @ beta[0], thresholds[0])), by_hand, rtol=1e-12)


def test_scores_weighted_by_counts_sum_to_the_gradient(case):
    thresholds, beta, x, counts = case
    score = logit.scores(thresholds[0], beta[0], x)
    assert_allclose(np.einsum("nj,njp->p", counts[0], score), logit.likelihood(*case).gradient[0], rtol=1e-12)


def test_with_two_categories_it_is_the_binary_logit_and_shares_its_information():
    rng = np.random.default_rng(2)
    x, beta = np.column_stack([np.ones(9), rng.normal(size=(9, 2))]), np.array([0.4, 1.0, -2.0])
    counts = rng.integers(1, 9, size=(9, 2)).astype(float)
    ordered = logit.likelihood(np.array([-beta[0]]), beta[1:], x[:, 1:], counts)
    p = expit(x @ beta)
    assert_allclose(ordered.value, counts[:, 1] @ np.log(p) + counts[:, 0] @ np.log1p(-p), rtol=1e-12)
    turn = np.array([-1.0, 1.0, 1.0])
    rows = np.repeat(x, counts.sum(axis=1).astype(int), axis=0)
    assert_allclose(ordered.information * np.outer(turn, turn), logit.binary_information(rows, beta), rtol=1e-9)


def test_the_scalar_weight_of_designs_is_the_weight_of_the_matrix():
    for utility in (-800.0, -3.0, 0.0, 0.5, 800.0):
        matrix = logit.binary_information(np.ones((1, 1)), np.array([utility]))
        assert_allclose(logit.binary_weight(utility), matrix[0, 0], rtol=1e-12, atol=0)


@settings(max_examples=60)
@given(
    st.lists(st.floats(-40, 40), min_size=1, max_size=4, unique=True).map(sorted),
    st.floats(-500, 500),
)
def test_probabilities_sum_to_one_and_logarithms_stay_finite_in_the_tails(thresholds, utility):
    if np.diff(thresholds).size and np.diff(thresholds).min() < 1e-6:
        return
    log_p = logit.log_probabilities(np.array([utility]), np.array(thresholds))
    assert np.isfinite(log_p).all()
    assert_allclose(np.exp(log_p).sum(), 1.0, rtol=1e-9)


def test_replicates_are_the_same_as_one_by_one(case):
    thresholds, beta, x, counts = case
    both = logit.likelihood(*case)
    for r in range(2):
        one = logit.likelihood(thresholds[r], beta[r], x, counts[r])
        assert_allclose(both.value[r], one.value, rtol=1e-13)
        assert_allclose(both.information[r], one.information, rtol=1e-12)
