import numpy as np
import pandas as pd
import pytest
from example_answers import answers, ranking
from numpy.testing import assert_allclose

from dce.coding import Coding
from dce.errors import FitError
from dce.ranking.importance import range_importance
from dce.ranking.ranks import chance_in_top, rank_sets, surely_heavier


def test_importance_is_the_share_in_the_range_of_utility(example):
    coding = Coding.of(example)
    beta = np.array([0.2, 0.5, -1.0, 0.3])  # ontvanger: -0.7, 0.2, 0.5 -> 1.2; doel: 2.0; waarborgen: 0.6
    assert_allclose(range_importance(coding, beta), [1.2 / 3.8, 2.0 / 3.8, 0.6 / 3.8])


def test_the_table_has_a_row_a_group_and_criterion_with_everybody_first(example):
    table = ranking(example, answers(example, 40)).table()
    assert list(table.columns) == [
        *("group", "n", "criterion", "importance", "low", "high"),
        *("rank", "rank_low", "rank_high", "p_top4", "status"),
    ]
    assert table["group"].drop_duplicates().tolist() == ["all", "jurist", "beleid"]
    assert table.groupby("group")["importance"].sum().round(9).eq(1).all()
    assert table["low"].le(table["importance"]).all()
    assert table["importance"].le(table["high"]).all()
    assert (table["rank_low"].le(table["rank"]) & table["rank"].le(table["rank_high"])).all()
    assert table.query("group == 'jurist'")["n"].eq(20).all()


@pytest.mark.attack("G07")
@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_groups_under_the_threshold_are_refused_by_name_and_leave_no_number(example, people, shown):
    frame = answers(example, 60)
    jurists = frame["respondent"].drop_duplicates().iloc[:people]
    frame["rol"] = np.where(frame["respondent"].isin(jurists), "jurist", "beleid")
    found = ranking(example, frame)
    rows = found.table().query("group == 'jurist'")
    assert rows["status"].ne("too_few").all() == shown
    assert rows["importance"].notna().all() == shown
    assert rows["n"].isna().any() != shown
    assert any("jurist: fewer than 10 people" in message for message in found.messages) != shown
    if not shown:
        other = found.table().query("group == 'beleid'")
        assert other["status"].eq("too_few").all(), "the rest would give the nine away by subtraction"
        assert "9" not in str(found).split("jurist", 1)[1]


@pytest.mark.attack("G07")
def test_fewer_people_than_the_threshold_get_no_ranking_at_all(example):
    table = ranking(example, answers(example, 9), by=None).table()
    assert table["status"].eq("too_few").all()
    assert table["importance"].isna().all()


@pytest.mark.attack("G11")
def test_shuffled_rows_and_new_names_give_the_same_ranking(example):
    frame = answers(example, 40)
    other = frame.sample(frac=1, random_state=3)
    other = other.assign(respondent=other["respondent"].map(lambda name: "x" + name[::-1]))
    first, second = ranking(example, frame).table(), ranking(example, other).table()
    pd.testing.assert_frame_equal(first, second, check_exact=False, rtol=1e-10)


def test_answers_that_say_nothing_name_no_first_place(example):
    rng = np.random.default_rng(4)
    frame = answers(example, 40)
    frame["rating"] = rng.integers(1, 6, len(frame)).astype(str)
    table = ranking(example, frame, by=None).table()
    assert (table["rank_high"] > 1).all()
    assert (table["rank_low"] == 1).all()


def test_separated_answers_are_ranked_as_shrunk_and_equal_answers_not_at_all(example):
    frame = answers(example, 20)
    split = frame.assign(rating=np.where(frame["doel"] == "ja", "5", "1"))
    assert ranking(example, split, by=None).table()["status"].eq("shrunk").all()
    equal = ranking(example, frame.assign(rating="3"), by=None)
    assert equal.table()["status"].eq("not_estimable").all()
    assert 'all answers are "3"' in equal.messages[0]


def test_unknown_items_and_too_few_replicates_are_refused(example):
    with pytest.raises(FitError, match='no background item "leeftijd"; use one of rol'):
        ranking(example, answers(example, 20), by="leeftijd")
    with pytest.raises(FitError, match="at least 100"):
        ranking(example, answers(example, 20), bootstrap=50)


def test_rank_sets_by_hand():
    """Two values far above two that are alike: the upper pair and the lower pair can each be in either order."""
    rng = np.random.default_rng(1)
    estimate = np.array([5.0, 5.1, 1.0, 1.1])
    sets = rank_sets(estimate, estimate + 0.3 * rng.normal(size=(2000, 4)))
    assert sets.rank.tolist() == [2, 1, 4, 3]
    assert sets.low.tolist() == [1, 1, 3, 3]
    assert sets.high.tolist() == [2, 2, 4, 4]


@pytest.mark.attack("G10")
def test_rank_sets_hold_the_truth_together_as_often_as_promised():
    """Normal estimates with a known truth, ties included: 95% of 400 studies within three simulation errors of 1.1%."""
    truth = np.array([1.0, 1.0, 0.8, 0.3, 0.0])
    possible_low = 1 + (truth[None] > truth[:, None]).sum(axis=1)
    possible_high = (truth[None] >= truth[:, None]).sum(axis=1)
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(400):
        estimate = truth + 0.2 * rng.normal(size=5)
        sets = rank_sets(estimate, estimate + 0.2 * rng.normal(size=(300, 5)))
        held += bool((sets.low <= possible_low).all() and (sets.high >= possible_high).all())
    assert held / 400 >= 0.95 - 3 * 0.011


def test_step_down_rejects_at_least_what_one_step_does():
    rng = np.random.default_rng(3)
    estimate = np.array([3.0, 2.0, 1.0, 0.0])
    replicates = estimate + 0.35 * rng.normal(size=(1000, 4))
    difference = estimate[:, None] - estimate
    moved = replicates[:, :, None] - replicates[:, None, :]
    off = ~np.eye(4, dtype=bool)
    spread = moved.std(axis=0, ddof=1)
    noise = ((moved - difference)[:, off] / spread[off]).max(axis=1)
    one_step = np.where(off, difference / np.where(off, spread, 1), -1) > np.quantile(noise, 0.95)
    assert (surely_heavier(estimate, replicates) >= one_step).all()


def test_chance_in_top_counts_replicates():
    assert chance_in_top(np.array([[3.0, 2, 1], [1, 2, 3]]), 1).tolist() == [0.5, 0.0, 0.5]


@pytest.mark.attack("G10")
def test_the_text_never_shows_a_place_without_its_set(example):
    text = str(ranking(example, answers(example, 40)))
    assert "places not ruled out" in text
    assert text.count("places not ruled out") == 3
