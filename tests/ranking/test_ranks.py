"""What the bootstrap says about places: marginal sets, chances of places, pairs and tiers."""

from itertools import permutations
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from dce.data import Ratings
from dce.design import Design
from dce.errors import FitError
from dce.ranking import rank_criteria
from dce.ranking.places import _critical
from dce.ranking.ranks import chance_above, chance_in_top, marginal_rank_sets, rank_chances, rank_sets, surely_heavier
from dce.ranking.tiers import find_tiers
from dce.simulate import Population, simulate_answers


@st.composite
def estimates_with_replicates(draw):
    """Some criteria, some of them as heavy as others, with noise of any size and correlation."""
    criteria = draw(st.integers(2, 6))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    estimate = rng.integers(0, 5, criteria) * draw(st.sampled_from([0.1, 0.3, 1.0])) + 0.05 * rng.normal(size=criteria)
    mix = rng.normal(size=(criteria, criteria)) * draw(st.sampled_from([0.02, 0.1, 0.5]))
    return estimate, estimate + rng.normal(size=(200, criteria)) @ mix


@settings(max_examples=40, deadline=None)
@given(estimates_with_replicates())
def test_a_set_of_its_own_is_never_wider_than_one_that_holds_with_all_others(case):
    alone, together = marginal_rank_sets(*case, ties="shared"), rank_sets(*case, ties="shared")
    assert (alone.low >= together.low).all()
    assert (alone.high <= together.high).all()
    assert (alone.low <= alone.rank).all()
    assert (alone.rank <= alone.high).all()


@settings(max_examples=40, deadline=None)
@given(estimates_with_replicates())
def test_equals_in_any_order_ask_less_than_equals_that_share_a_place(case):
    for sets in (rank_sets, marginal_rank_sets):
        some, shared = sets(*case), sets(*case, ties="shared")
        assert (some.low >= shared.low).all()
        assert (some.high <= shared.high).all()
        assert (some.low <= some.rank).all()
        assert (some.rank <= some.high).all()


@pytest.mark.parametrize(("ties", "step"), [("shared", 2.5), ("any", 2.0)])
def test_one_criterion_named_beforehand_has_fewer_places_than_beside_all_others(ties, step):
    """Six criteria in equal steps of so many errors of a difference, which five pairs tell apart more than all do."""
    estimate = 0.1 * step * np.sqrt(2) * np.arange(6)
    replicates = estimate + 0.1 * np.random.default_rng(8).normal(size=(4000, 6))
    alone, together = (sets(estimate, replicates, ties=ties) for sets in (marginal_rank_sets, rank_sets))
    assert (alone.high - alone.low).sum() < (together.high - together.low).sum()


@settings(max_examples=40, deadline=None)
@given(estimates_with_replicates())
def test_no_two_of_one_tier_can_be_told_apart_and_each_tier_begins_for_a_reason(case):
    heavier, tier = surely_heavier(*case), find_tiers(*case)
    alike = tier[:, None] == tier
    assert not (heavier & alike).any()
    order = np.argsort(-case[0], kind="stable")
    assert (np.diff(tier[order]) >= 0).all()
    assert sorted(set(tier)) == list(range(1, tier.max() + 1))
    for number in range(2, tier.max() + 1):
        first = next(int(criterion) for criterion in order if tier[criterion] == number)
        assert heavier[tier == number - 1, first].any()


def test_tiers_by_hand():
    """Spread 0.1 each and independent: a difference has spread 0.14, and three pairs at once need 2.3 times that.

    So 0.4 tells two apart, 0.25 and 0.15 do not: the lightest leaves the tier of the heaviest, the middle one stays.
    """
    estimate = np.array([0.6, 1.0, 0.75])
    replicates = estimate + 0.1 * np.random.default_rng(5).normal(size=(4000, 3))
    heavier = surely_heavier(estimate, replicates)
    assert heavier.tolist() == [[False, False, False], [True, False, False], [False, False, False]]
    assert find_tiers(estimate, replicates).tolist() == [2, 1, 1]


def test_pure_noise_gives_one_tier_as_often_as_promised():
    """95% of 400 studies of six criteria that weigh the same, less three simulation errors of 1.1%."""
    rng = np.random.default_rng(6)
    alike = 0
    for _ in range(400):
        estimate = 0.2 * rng.normal(size=6)
        alike += find_tiers(estimate, estimate + 0.2 * rng.normal(size=(300, 6))).max() == 1
    assert alike / 400 >= 0.95 - 3 * 0.011


STUDIES = 400
SLACK = 3 * np.sqrt(0.05 * 0.95 / STUDIES)  # three simulation errors


def share_that_hold(truth, ties, sets):
    """How often each set (M,), and all of them together, hold every place that ``ties`` gives a criterion."""
    rng, truth = np.random.default_rng(7), np.asarray(truth)
    first, last = 1 + (truth[None] > truth[:, None]).sum(axis=1), (truth[None] >= truth[:, None]).sum(axis=1)
    if ties == "any":
        first = last = 1 + np.argsort(np.argsort(-truth, kind="stable"))  # equals in one of their orders
    held = []
    for _ in range(STUDIES):
        estimate = truth + 0.15 * rng.normal(size=len(truth))
        found = sets(estimate, estimate + 0.15 * rng.normal(size=(300, len(truth))), ties=ties)
        held.append((found.low <= first) & (found.high >= last))
    return np.mean(held, axis=0), np.mean(np.all(held, axis=1))


@pytest.mark.parametrize("ties", ["shared", "any"])
def test_each_marginal_set_holds_its_truth_as_often_as_promised_and_not_nearly_always(ties):
    """Equal weights are the hardest, and of those the first and the last in any order."""
    each, _ = share_that_hold([1.0, 1.0, 1.0, 0.0], ties, marginal_rank_sets)
    assert (each >= 0.95 - SLACK).all()
    assert (each[[0, 2]] <= 0.99).all(), "sets that nearly always hold are wider than 95% asks for"


@pytest.mark.parametrize(
    "truth",
    [
        np.zeros(6),  # a single heap, of which no order can be told
        np.repeat([0.0, 5.0, 10.0], 2),  # sure borders, and nothing to tell between them
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.3],  # one that can now and then be told from the heap
        0.15 * np.arange(6),  # steps of less than one error
    ],
)
def test_places_of_equals_in_any_order_hold_together_as_often_as_promised(truth):
    assert share_that_hold(truth, "any", rank_sets)[1] >= 0.95 - SLACK


@pytest.mark.parametrize("truth", [np.zeros(6), np.repeat([0.0, 5.0, 10.0], 2)])
def test_sets_of_heaps_are_no_wider_than_promised(truth):
    """Where only equals are open, nothing but the promise keeps the sets wide: they fail as often as they may."""
    assert share_that_hold(truth, "any", rank_sets)[1] <= 0.95 + SLACK


def test_the_orders_tried_are_as_bad_as_any_order():
    """Five criteria of unlike spread: the critical value over all 120 orders is hardly above that of the few tried."""
    rng = np.random.default_rng(9)
    noise = rng.normal(size=(4000, 5)) @ (rng.normal(size=(5, 5)) + np.eye(5))
    apart = noise[:, :, None] - noise[:, None, :]
    apart = np.where(np.eye(5, dtype=bool), np.nan, apart / np.maximum(apart.std(axis=0), 1e-12))
    nothing = np.zeros((5, 5), dtype=bool)
    with patch("dce.ranking.places._orders", lambda *_: np.array(list(permutations(range(5))))):
        most = _critical(apart, nothing, np.arange(5.0), 0.95, None)
    tried = _critical(apart, nothing, np.arange(5.0), 0.95, None)
    assert tried <= most < tried * 1.02


def test_places_need_less_than_that_no_pair_is_turned_round():
    """Ten equals: to turn some pair of 45 round takes less noise than to place a criterion wrongly among all others."""
    noise = np.random.default_rng(9).normal(size=(4000, 10))
    apart = (noise[:, :, None] - noise[:, None, :]) / np.sqrt(2)
    pairs = apart[:, *np.tril_indices(10, -1)].max(axis=1)
    places = _critical(
        np.where(np.eye(10, dtype=bool), np.nan, apart), np.eye(10, dtype=bool) & False, np.arange(10.0), 0.95, None
    )
    assert places < np.quantile(pairs, 0.95) - 0.1


def test_chances_of_places_and_pairs_by_hand():
    replicates = np.array([[3.0, 2.0, 1.0], [3.0, 1.0, 2.0], [1.0, 2.0, 3.0], [2.0, 2.0, 1.0]])
    assert_allclose(rank_chances(replicates), [[0.75, 0, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]])
    assert_allclose(chance_above(replicates)[0], [np.nan, 0.625, 0.75])


@settings(max_examples=30, deadline=None)
@given(estimates_with_replicates())
def test_chances_of_places_add_up_to_the_chances_of_the_first_places(case):
    chances = rank_chances(case[1])
    assert_allclose(chances.sum(axis=1), 1.0)
    for top in range(1, len(chances) + 1):
        assert_allclose(chances[:, :top].sum(axis=1), chance_in_top(case[1], top), atol=1e-12)
    above = chance_above(case[1])
    off = ~np.eye(len(above), dtype=bool)
    assert_allclose((above + above.T)[off], 1.0)


@pytest.fixture(scope="module")
def ranked(study, request):
    """A ranking of 50 invented people, 1000 resampled studies, by role; one role is too small to be shown."""
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    population = Population.load(folder / "population.yaml", study)
    frame = simulate_answers(Design.load(folder), population, 50, 3)
    jurists = frame.loc[frame["rol"] == "fg", "respondent"].drop_duplicates().iloc[5:]
    frame.loc[frame["respondent"].isin(jurists), "rol"] = "privacy_officer"
    return rank_criteria(Ratings.from_answers(frame, study), study, by="rol", bootstrap=300)


def test_every_view_of_a_ranking_has_the_criteria_in_the_order_of_its_table(ranked):
    rows = ranked.table().query("group == 'all'")
    order = rows["criterion"].tolist()
    chances = ranked.rank_chances()
    assert chances.index.tolist() == order
    assert chances.columns.tolist() == list(range(1, 11))
    assert ranked.pairwise().index.tolist() == ranked.pairwise().columns.tolist() == order
    assert_array_equal(ranked.chance_in_top(4).to_numpy(), rows["p_top4"].to_numpy())
    assert_allclose(ranked.chance_in_top(3), chances[[1, 2, 3]].sum(axis=1))
    assert_allclose(ranked.ranges["all"].sum(axis=1), 1.0)
    assert (ranked.ranges["all"] >= 0).all(), "a place is that of a range, which has no sign"
    first, last = order[0], order[-1]
    assert ranked.pairwise().loc[first, last] > 0.9


def test_tiers_and_marginal_sets_stand_beside_the_ranks_of_every_group(ranked):
    table, found, alone = ranked.table(), ranked.tiers(), ranked.marginal_sets()
    keys = ["group", "criterion", "rank"]
    for other in (found, alone):
        pd.testing.assert_frame_equal(other[[*keys, "status"]], table[[*keys, "status"]])
    shown = table["rank"].notna()
    assert found["tier"].notna().equals(shown)
    assert (alone.loc[shown, "rank_low"] >= table.loc[shown, "rank_low"]).all()
    assert (alone.loc[shown, "rank_high"] <= table.loc[shown, "rank_high"]).all()
    tier = found.query("group == 'all'")["tier"].tolist()
    assert tier == sorted(tier)
    assert tier[0] == 1 < tier[-1]
    surely_lower = table.query("group == 'all' and rank_low > 1")["criterion"].iloc[-1]
    assert found.query("group == 'all'").set_index("criterion").loc[surely_lower, "tier"] > 1


def test_groups_without_a_ranking_have_no_chances_and_the_reason_is_told(ranked):
    assert ranked.tiers().query("group == 'fg'")["status"].eq("too_few").all()
    with pytest.raises(FitError, match='group "fg" has no ranking; use one of all'):
        ranked.rank_chances("fg")
    with pytest.raises(FitError, match="top is 11; use 1 to 10"):
        ranked.chance_in_top(11)


def test_answers_that_say_nothing_make_one_tier(example):
    rng = np.random.default_rng(4)
    shown = {c.id: rng.choice(c.level_ids, 12) for c in example.criteria}
    frame = pd.DataFrame(
        {
            "respondent": np.repeat([f"r{i}" for i in range(40)], 12),
            "task": np.tile(np.arange(12), 40),
            "rating": rng.integers(1, 6, 480).astype(str),
        }
        | {name: np.tile(levels, 40) for name, levels in shown.items()}
    )
    found = rank_criteria(Ratings.from_answers(frame, example), example, bootstrap=300).tiers()
    assert found["tier"].eq(1).all()
