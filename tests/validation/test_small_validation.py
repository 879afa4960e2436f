"""A few seeds of what ``make validate`` runs by the hundred: it works, and nothing is far off."""

import numpy as np
import pytest
from studies import alike_groups, places, pooled_groups, rank_sets, sets_of_groups, true_weights, unlike_groups

pytestmark = pytest.mark.long


SEEDS = range(8)


def means(study, people):
    found = [study((people, seed)) for seed in SEEDS]
    return {name: np.mean([one[name] for one in found]) for name in found[0]}


def test_the_truth_has_the_published_first_and_last():
    order = np.argsort(places(true_weights(groups=False)["all"]))
    assert (order[0], order[-1]) == (2, 8)


@pytest.mark.attack("G10")
@pytest.mark.parametrize("people", [10, 50])
def test_rank_sets_cover_where_a_bare_list_is_seldom_right(people):
    found = means(rank_sets, people)
    assert found["covered"] >= 7 / 8
    assert found["top_4_right"] < 0.9
    assert found["naive_width"] < found["width"] < 10
    assert found["width"] < 6.5 or people < 50


def test_groups_that_differ_in_leniency_and_noise_only_are_seldom_told_apart():
    assert means(alike_groups, 25)["false_differs"] <= 2 / 8


def test_differences_are_found_with_many_people_and_hardly_with_few():
    few, many = means(unlike_groups, 17), means(unlike_groups, 200)
    assert few["found"] < 0.3 < 0.7 < many["found"]
    assert many["wrong_way"] == many["false_same"] == 0
    assert few["same"] < many["same"]


def test_pooling_beats_separate_fits():
    found = means(pooled_groups, 17)
    assert found["mse_pooled"] < found["mse_apart"]
    assert 0.88 < found["covered"] < 0.99


def test_sets_of_pooled_groups_hold_and_are_narrower():
    found = means(sets_of_groups, 17)
    assert found["covered_pooled"] >= 7 / 8
    assert found["width_pooled"] < 7.5
    assert found["width_pooled"] < found["width_apart"]
