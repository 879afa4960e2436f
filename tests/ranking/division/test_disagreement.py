"""Disagreement by scenario: van der Eijk's agreement by hand and as published, and intervals that cover."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from dce.data import Ratings
from dce.errors import FitError
from dce.ranking.division.scenarios import _of_scenario, agreement_index, consensus_index, scenario_agreement, two_camps
from dce.ranking.finding import holm, share_of_people

COUNTS = st.lists(st.integers(0, 30), min_size=3, max_size=7).filter(lambda counts: sum(counts) > 0)


@pytest.mark.parametrize(
    ("counts", "agreement"),
    [
        ([0, 0, 7, 0, 0], 1.0),  # all in one category
        ([3, 3, 3, 3, 3], 0.0),  # uniform
        ([4, 0, 0, 0, 4], -1.0),  # half at each end
        ([1, 1, 0, 0, 0, 0, 0], 5 / 6),  # two neighbours of seven: U = 1, S = 2
        ([1, 0, 1, 0, 0, 0, 0], 7 / 15),  # TU = 4, TDU = 1: U = (5 * 4 - 6) / 25, times 5 / 6
        ([30, 40, 210, 130, 530, 50, 10], 0.6113333),  # the example of the R package agrmt
    ],
)
def test_agreement_is_what_hand_and_publication_say(counts, agreement):
    # agrmt prints 7 digits
    assert agreement_index(np.array(counts, dtype=float)) == pytest.approx(agreement, abs=5e-8)


def by_layers(counts):
    """Van der Eijk's algorithm as he tells it: the triples listed, one layer taken off after the other."""
    left, total, found, k = list(counts), sum(counts), 0.0, len(counts)
    while any(left):
        height = min(c for c in left if c)
        full = [c > 0 for c in left]
        size = sum(full)
        triples = [tuple(full[i] for i in three) for three in combinations(range(k), 3)]
        together = sum(three in ((True, True, False), (False, True, True)) for three in triples)
        apart = sum(three == (True, False, True) for three in triples)
        shape = 1.0
        if together + apart:
            shape = ((k - 2) * together - (k - 1) * apart) / ((k - 2) * (together + apart))
        found += height * size / total * shape * (1 - (size - 1) / (k - 1))
        left = [c - height if c else 0 for c in left]
    return found


@settings(max_examples=200, deadline=None)
@given(COUNTS)
def test_agreement_is_that_of_layers_taken_off_one_by_one(counts):
    assert agreement_index(np.array(counts, dtype=float)) == pytest.approx(by_layers(counts), abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.integers(1, 9))
def test_indices_do_not_change_with_size_or_direction_and_stay_within_their_bounds(counts, times):
    table = np.array([counts, counts[::-1], np.multiply(counts, times)], dtype=float)
    for index, least in ((agreement_index, -1.0), (consensus_index, 0.0)):
        values = index(table)
        assert_allclose(values, values[0], atol=1e-12)
        assert least - 1e-12 <= values[0] <= 1.0 + 1e-12


def test_consensus_is_what_a_hand_finds():
    """Answers 1, 1, 2 of three: mean 4/3, distances 1/6 and 1/3 of the range."""
    by_hand = 1 + 2 / 3 * np.log2(1 - 1 / 6) + 1 / 3 * np.log2(1 - 1 / 3)
    assert consensus_index(np.array([2.0, 1, 0])) == pytest.approx(by_hand, abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "camps"),
    [
        ([9, 2, 1, 2, 8], True),
        ([10, 0, 0, 0, 10], True),
        ([5, 5, 5, 5, 5], False),  # even: no valley
        ([1, 5, 9, 5, 1], False),
        ([40, 3, 2, 1, 0], False),  # one skewed heap, whose coefficient is high
        ([1, 6, 5, 6, 1], False),  # a valley of noise, whose coefficient is low
        ([0, 0, 9, 0, 0], False),
    ],
)
def test_two_camps_need_a_valley_and_a_high_coefficient(counts, camps):
    assert bool(two_camps(np.array(counts, dtype=float))) is camps


@settings(max_examples=200, deadline=None)
@given(COUNTS.filter(lambda counts: sum(c > 0 for c in counts) > 1))
def test_the_bimodality_coefficient_is_that_of_scipy(counts):
    answers = np.repeat(np.arange(len(counts)), counts)
    coefficient = (stats.skew(answers) ** 2 + 1) / stats.kurtosis(answers, fisher=False)
    valley = any(a > b < c for a, b, c in combinations(counts, 3))
    if abs(coefficient - 5 / 9) > 1e-9:
        assert bool(two_camps(np.array(counts, dtype=float))) is bool(coefficient > 5 / 9 and valley)


def test_a_share_of_independent_answers_gets_clopper_and_pearsons_interval():
    """Scipy's exact interval; the sampling variance has the factor n / (n - 1), which one hit of 40 hardly feels."""
    hits = np.r_[np.ones(12), np.zeros(28)]
    exact = stats.binomtest(12, 40).proportion_ci(method="exact")
    assert_allclose(share_of_people(hits, np.ones(40)), (0.3, exact.low, exact.high), atol=0.005)
    nobody = stats.binomtest(0, 40).proportion_ci(method="exact")
    assert_allclose(share_of_people(np.zeros(40), np.ones(40)), (0.0, 0.0, nobody.high), atol=1e-12)


def test_answers_that_hang_together_by_person_widen_the_interval_of_a_share():
    apart, together = np.full(40, 6.0), np.repeat([0.0, 12.0], 20)
    _, low, high = share_of_people(together, np.full(40, 12.0))
    exact = stats.binomtest(20, 40).proportion_ci(method="exact")
    assert_allclose([low, high], [exact.low, exact.high], atol=0.015)  # 12 answers of a person tell what one does
    assert share_of_people(apart, np.full(40, 12.0))[1] > low


def answers(study, table):
    """Ratings of scenarios by people, from a table (people, scenarios) of places on the scale, -1 for none."""
    levels = [(r, d, w) for r in ("bedrijf", "gemeente", "eigen") for d in ("nee", "ja") for w in ("geen", "alle")]
    shown = pd.DataFrame(levels, columns=["ontvanger", "doel", "waarborgen"]).iloc[: table.shape[1]]
    who, row = np.nonzero(table >= 0)
    people = pd.DataFrame(index=[f"r{i}" for i in range(len(table))])
    return Ratings.from_cells(study, shown, (who, 5 * row + table[who, row]), people)


def test_scenarios_stand_from_most_to_least_disputed_with_their_counts(example):
    table = np.column_stack([np.full(12, 4), np.repeat([0, 4], 6), np.tile([2, 3], 6), np.tile([0, 1, 2, 3], 3)])
    rows = scenario_agreement(answers(example, table), example, bootstrap=200).table()
    assert rows["agreement"].iloc[:-1].is_monotonic_increasing
    assert rows["agreement"].iloc[0] == -1.0
    first, last = rows.iloc[0], rows.iloc[-1]
    assert first[["count_1", "count_5", "share_1", "mean", "median", "agrees"]].tolist() == [6, 6, 0.5, 3, 3, 0.5]
    assert first["bimodal"]
    assert last[["n", "count_5", "agreement", "mean", "agrees", "agrees_high"]].isna().all(), "all gave the same answer"
    assert last["reason"] == "nearly all gave the same answer, which would tell that of each"
    assert {"ontvanger", "doel", "waarborgen"} <= set(rows.columns)


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_a_scenario_of_few_people_keeps_no_number(example, people, shown):
    table = np.tile([0, 1, 2, 3, 4, 0], (5, 1)).T.reshape(-1)[:20, None] * np.ones((1, 2), dtype=int)
    table[people:, 1] = -1
    found = scenario_agreement(answers(example, table), example, bootstrap=100)
    assert len(found.rows) == 2
    assert found.rows["n"].notna().sum() == 1 + shown
    if not shown:
        hidden = found.rows[found.rows["n"].isna()].iloc[0]
        told = hidden.drop(["scenario", "reason", "ontvanger", "doel", "waarborgen"])
        assert told.isna().all()
        assert "fewer than 10 people" in hidden["reason"]
        assert found.messages


def test_nothing_is_said_where_all_scenarios_are_of_few_people(example):
    found = scenario_agreement(answers(example, np.zeros((4, 2), dtype=int)), example)
    assert found.rows["agreement"].isna().all()
    with pytest.raises(FitError, match="at least 100"):
        scenario_agreement(answers(example, np.zeros((4, 2), dtype=int)), example, bootstrap=99)


def test_intervals_cover_the_truth_where_answers_have_no_ties():
    """150 samples of 50 people: 95% less 3 binomial errors of 1.8%, and 3% that a bootstrap at 50 falls short."""
    share = np.array([0.25, 0.35, 0.1, 0.2, 0.1])
    truth = {"agreement": agreement_index(share), "consensus": consensus_index(share), "mean": 1 + share @ np.arange(5)}
    truth["agrees"] = 0.3
    rng, held = np.random.default_rng(1), dict.fromkeys(truth, 0)
    for _ in range(150):
        own = np.eye(5)[rng.choice(5, size=50, p=share)]
        found = _of_scenario(own, 300, rng)
        for name, value in truth.items():
            held[name] += found[f"{name}_low"] <= value <= found[f"{name}_high"]
    assert min(held.values()) / 150 > 0.95 - 3 * 0.018 - 0.03, held


def test_holm_is_that_of_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p = np.array([0.01, 0.2, 0.03, 0.03, 0.9])
    assert_allclose(holm(p), multipletests(p, method="holm")[1], rtol=1e-12)


def test_same_seed_same_text(example):
    ratings = answers(example, np.random.default_rng(1).integers(0, 5, size=(20, 6)))
    assert str(scenario_agreement(ratings, example, seed=3)) == str(scenario_agreement(ratings, example, seed=3))
    assert str(scenario_agreement(ratings, example, seed=3)) != str(scenario_agreement(ratings, example, seed=4))
