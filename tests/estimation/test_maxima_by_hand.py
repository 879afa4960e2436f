"""Estimates and errors of the smallest data there are, from formulas that fit on paper; quick, for every sign."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import sparse
from scipy.optimize import brentq

from dce.estimation.covariance import condition_number, covariances, covariances_of_people
from dce.estimation.maximise import maximise
from dce.estimation.problems import ConditionalProblem, OrderedProblem
from dce.estimation.trust_region import Peak, climb, highest, is_peak

CONVERGED = 1e-7  # the last step leaves about the square of what it gained
Array = np.ndarray


def coin(*counts: tuple[float, float]) -> ConditionalProblem:
    """One choice between a thing and nothing, so many times each, in as many replicates."""
    both = np.ones((1, 2), dtype=bool)
    return ConditionalProblem(np.array([[[1.0], [0.0]]]), both, np.array(counts)[:, None, :])


def test_a_choice_of_two_is_worth_the_logarithm_of_its_odds() -> None:
    found = maximise(coin((7, 3), (2, 6), (5, 5)))
    share = np.array([0.7, 0.25, 0.5])
    assert_allclose(found.point[:, 0], np.log(share / (1 - share)), atol=CONVERGED)
    n = np.array([10, 8, 10])
    assert_allclose(found.information[:, 0, 0], n * share * (1 - share), rtol=1e-6)
    assert_allclose(found.value, n * (share * np.log(share) + (1 - share) * np.log(1 - share)), rtol=1e-9)
    assert_allclose(found.before, n * np.log(0.5), rtol=1e-12)
    assert_allclose(found.gradient, 0.0, atol=1e-4)
    assert found.converged.all()
    assert 1 < found.steps < 8


def test_a_prior_draws_the_estimate_to_nothing_and_the_value_is_told_without_it() -> None:
    found = maximise(coin((7, 3)), prior_sd=0.5)
    truth = brentq(lambda b: 7 - 10 / (1 + np.exp(-b)) - b / 0.25, -2, 2, xtol=1e-12)
    assert_allclose(found.point[0, 0], truth, atol=CONVERGED)
    p = 1 / (1 + np.exp(-truth))
    assert_allclose(found.value, 7 * np.log(p) + 3 * np.log(1 - p), rtol=1e-7)
    assert_allclose(found.information[0, 0, 0], 10 * p * (1 - p) + 4, rtol=1e-6)
    assert_allclose(maximise(coin((7, 3)), prior_sd=0.5, start=np.array([2.0])).before, 7 * 2 - 10 * np.log1p(np.e**2))


def test_priors_of_several_studies_and_weights_hold_each_where_it_belongs_from_any_start() -> None:
    x = np.array([[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]])
    counts = np.array([[[7.0, 3.0], [2.0, 6.0]], [[4.0, 6.0], [9.0, 1.0]], [[5.0, 5.0], [8.0, 2.0]]])
    problem = ConditionalProblem(x, np.ones((2, 2), dtype=bool), counts)

    def mode(yes: float, no: float) -> float:
        return float(brentq(lambda b: yes - (yes + no) / (1 + np.exp(-b)) - b / 0.25, -4, 4, xtol=1e-12))

    truth = [[mode(*task) for task in study] for study in counts]
    for start in (None, np.array([2.0, -2.0]), np.full((3, 2), 2.0)):
        found = maximise(problem, prior_sd=0.5, start=start)
        assert found.converged.all()
        assert_allclose(found.point, truth, atol=CONVERGED)
    value = [
        [
            yes * np.log(p) + no * np.log(1 - p)
            for (yes, no), p in zip(study, 1 / (1 + np.exp(-np.array(at))), strict=True)
        ]
        for study, at in zip(counts, truth, strict=True)
    ]
    assert_allclose(found.value, np.sum(value, axis=1), rtol=1e-6)


def test_answers_of_little_weight_give_the_same_estimate() -> None:
    assert_allclose(maximise(coin((7e-5, 3e-5))).point, np.log(7 / 3), atol=CONVERGED)


def test_what_all_chose_has_an_estimate_with_a_prior() -> None:
    found = maximise(coin((10, 0)), prior_sd=1.0)
    assert found.converged.all()
    assert_allclose(found.point[0, 0], brentq(lambda b: 10 - 10 / (1 + np.exp(-b)) - b, 0, 9), atol=CONVERGED)


def test_two_columns_that_are_one_have_no_estimate() -> None:
    x = np.array([[[1.0, 1.0], [0.0, 0.0]]])
    found = maximise(ConditionalProblem(x, np.ones((1, 2), dtype=bool), np.array([[[7.0, 3.0]]])))
    assert not found.converged.any()
    assert_allclose(found.point, 0.0)


def test_what_is_held_stays_and_the_rest_finds_its_place() -> None:
    x = np.array([[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]])
    counts = np.array([[[7.0, 3.0], [2.0, 6.0]]] * 3)
    problem = ConditionalProblem(x, np.ones((2, 2), dtype=bool), counts)
    held = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    found = maximise(problem, start=np.array([0.3, 0.4]), held=held)
    assert_allclose(found.point, [[0.3, np.log(2 / 6)], [np.log(7 / 3), 0.4], [0.3, 0.4]], atol=CONVERGED)
    assert found.converged.all()


def test_ratings_without_criteria_have_thresholds_at_their_shares_from_the_start() -> None:
    problem = OrderedProblem(np.zeros((1, 0)), np.array([[[2.0, 3.0, 5.0]], [[1.0, 1.0, 2.0]]]))
    truth = np.log([[0.2 / 0.8, 0.5 / 0.5], [0.25 / 0.75, 0.5 / 0.5]])
    assert_allclose(problem.start(), truth, atol=1e-12)
    found = maximise(problem)
    assert_allclose(found.point, truth, atol=CONVERGED)
    assert (found.steps, found.converged.all()) == (1, True)


def test_thresholds_stay_in_order_even_from_a_wild_start() -> None:
    problem = OrderedProblem(np.array([[0.0], [1.0]]), np.array([[[6.0, 3.0, 1.0], [1.0, 3.0, 6.0]]]))
    assert problem.allowed(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0]])).tolist() == [
        True,
        False,
        False,
    ]
    plain, wild = maximise(problem), maximise(problem, start=np.array([-4.0, 0.5, -2.0]))
    assert plain.converged.all()
    assert wild.converged.all()
    assert_allclose(wild.point, plain.point, atol=1e-5)
    assert plain.point[0, 0] < plain.point[0, 1]


def test_how_far_a_step_changes_any_cut_or_difference() -> None:
    ratings = OrderedProblem(np.array([[1.0], [-2.0]]), np.ones((1, 2, 3)))
    assert ratings.reach(np.array([1.0, 2.0, 3.0])) == 8.0  # 2 + 2 * 3, at the second row
    x = np.array([[[1.0], [4.0], [100.0]], [[0.0], [-1.0], [1.0]]])
    open_ = np.array([[True, True, False], [True, True, True]])
    assert ConditionalProblem(x, open_, np.ones((1, 2, 3))).reach(np.array([-2.0])) == 6.0


def test_what_gains_along_each_parameter() -> None:
    ratings = OrderedProblem(np.array([[2.0]]), np.array([[[1.0, 1.0, 0.0]]]))  # the lowest was given, and the middle
    assert sorted(ratings.room().tolist()) == [[-1.0, 0.0, 2.0], [0.0, 1.0, -2.0], [1.0, 0.0, -2.0]]
    x, open_ = np.array([[[1.0], [4.0], [9.0]]]), np.array([[True, True, False]])
    choices = ConditionalProblem(x, open_, np.array([[[0.0, 1.0, 0.0]]]))
    assert choices.room().tolist() == [[3.0]], "the pick beside what else could be picked"
    assert open_.tolist() == [[True, True, False]]


def test_errors_of_one_share_plain_robust_and_by_person() -> None:
    """Ten answers of three people: 4 of 4, 3 of 4 and 0 of 2 chose it; the slope of a yes is 0.3 and of a no -0.7."""
    problem = coin((7, 3))
    by_person = sparse.csr_array(np.array([[4.0, 0.0], [3.0, 1.0], [0.0, 2.0]]))
    found = covariances(maximise(problem), problem, by_person)
    bread = 1 / 2.1
    slopes = np.array([4 * 0.3, 3 * 0.3 - 0.7, -2 * 0.7])
    assert_allclose(found["hessian"], bread, rtol=1e-6)
    assert_allclose(found["robust"], bread**2 * (7 * 0.09 + 3 * 0.49), rtol=1e-6)
    assert_allclose(found["cluster"], bread**2 * (slopes**2).sum() * 3 / 2, rtol=1e-6)
    panel = covariances_of_people(np.array([[2.1]]), slopes[:, None])
    assert_allclose(panel["robust"], bread**2 * (slopes**2).sum(), rtol=1e-12)
    assert_allclose(panel["cluster"], found["cluster"], rtol=1e-6)


def test_errors_of_two_shares_that_have_nothing_to_do_with_each_other_are_those_of_each() -> None:
    x = np.array([[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    counts = np.array([[[7.0, 3.0], [2.0, 6.0], [1.0, 1.0]]])
    problem = ConditionalProblem(x, np.ones((3, 2), dtype=bool), counts)
    by_person = sparse.csr_array(np.array([[7.0, 0, 0, 6, 1, 0], [0, 3, 2, 0, 0, 1]]))
    found = covariances(maximise(problem), problem, by_person)
    bread = np.array([1 / 2.1, 1 / 1.5])
    assert_allclose(found["hessian"], np.diag(bread), rtol=1e-6, atol=1e-9)
    assert_allclose(found["robust"], np.diag(bread), rtol=1e-6, atol=1e-9)  # a share has one variance
    slopes = np.array([[7 * 0.3, -6 * 0.25], [-3 * 0.7, 2 * 0.75]])
    assert_allclose(found["cluster"], 2 * np.outer(bread, bread) * (slopes.T @ slopes), rtol=1e-6)


def test_the_condition_number_is_that_of_correlations() -> None:
    assert condition_number(np.array([[9.0, 0.0], [0.0, 1e-4]])) == pytest.approx(1.0)
    assert condition_number(np.array([[4.0, 1.2], [1.2, 1.0]])) == pytest.approx(1.6 / 0.4)
    alike = 0.5 * np.eye(3) + 0.5
    assert condition_number(alike) == pytest.approx(2.0 / 0.5)
    apart = np.array([[1.0, 0.6, 0.0], [0.6, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert condition_number(apart) == pytest.approx(1.6 / 0.4)


@dataclass
class Slopes:
    value: float
    gradient: Array
    information: Array


class TwoTops:
    """-(x^2 - 1)^2 - 50 (y - 2)^2 + x / 10: a high top near x = 1, a low one near -1; not defined from x = 3 on."""

    def evaluate(self, point: Array) -> Slopes:
        x, y = point
        value = -((x * x - 1) ** 2) - 50 * (y - 2) ** 2 + x / 10
        gradient = np.array([-4 * x * (x * x - 1) + 0.1, -100 * (y - 2)])
        return Slopes(float(value), gradient, np.diag([12 * x * x - 4, 100.0]))

    def allowed(self, point: Array) -> bool:
        return bool(point[0] < 3)


TOPS = np.sort(np.roots([-4.0, 0.0, 4.0, 0.1]).real)  # low, saddle, high


@pytest.mark.parametrize(("start", "top"), [(2.5, 2), (1.5, 2), (-2.0, 0), (-1.2, 0)])
@pytest.mark.parametrize("scale", [None, np.array([0.3, 0.1])])
def test_a_search_ends_on_a_top_near_its_start(start: float, top: int, scale: Array | None) -> None:
    peak = climb(TwoTops(), np.array([start, 0.0]), scale=scale)
    assert peak.converged
    assert_allclose(peak.point[1], 2.0, atol=1e-4)
    assert min(abs(peak.point[0] - TOPS[[0, 2]])) < 1e-3
    assert peak.height == pytest.approx(TwoTops().evaluate(peak.point).value)
    assert 0 < peak.steps < 60
    if scale is None:
        assert abs(peak.point[0] - TOPS[top]) < 1e-3


def test_where_the_ground_curves_up_or_is_flat_there_is_no_peak() -> None:
    assert is_peak(np.diag([1.0, 1e-6]))
    assert is_peak(np.array([[4.0, 1.9], [1.9, 1.0]]))
    for up in (np.diag([1.0, -1.0]), np.diag([1.0, 0.0]), np.ones((2, 2)), np.array([[1.0, 2.0], [2.0, 1.0]])):
        assert not is_peak(up)


def test_the_highest_peak_is_a_true_one_where_there_is_any_with_the_share_that_ended_there() -> None:
    def peak(height: float, *, converged: bool = True) -> Peak:
        return Peak(np.zeros(1), height, 3, converged)

    heights = [peak(-10.0), peak(-10.005), peak(-12.0), peak(-9.0, converged=False)]
    best, share = highest(heights)
    assert best is heights[0]
    assert share == 0.5
    lost = [peak(-3.0, converged=False), peak(-2.0, converged=False)]
    assert highest(lost) == (lost[1], 0.5)
    assert highest([peak(np.inf), peak(-1.0)])[0].height == -1.0
