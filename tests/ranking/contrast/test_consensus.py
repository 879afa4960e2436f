"""One order out of several groups' orders: by hand, by brute force, and W read against what noise alone would show."""

from dataclasses import dataclass
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from dce.data import Ratings
from dce.design import Design
from dce.errors import FitError
from dce.ranking import rank_criteria
from dce.ranking.contrast.concordance import concordance, kendalls_w, mean_places
from dce.ranking.contrast.consensus import _borda_sets, _copeland_sets, _heavier, consensus
from dce.simulate import Population, simulate_answers

SHARES = np.array([0.14, 0.18, 0.19, 0.04, 0.08, 0.13, 0.07, 0.07, 0.005, 0.095])  # weights as in the shipped study


@dataclass
class Made:
    """What a consensus reads of a ranking, given importances (S, M) and how much noise is around them."""

    study: object
    importance: dict[str, list[float]]
    people: dict[str, int]
    noise: float = 1e-3
    seed: int = 1
    apart: object = None

    @property
    def replicates(self):
        rng = np.random.default_rng(3)
        return {
            name: np.array(values) + self.noise * rng.normal(size=(300, len(values)))
            for name, values in self.importance.items()
        }

    def table(self):
        rows = [
            {"group": name, "n": self.people[name], "criterion": criterion, "importance": value, "status": "ok"}
            for name, values in self.importance.items()
            for criterion, value in zip(self.study.criterion_ids, values, strict=True)
        ]
        return pd.DataFrame(rows)


def made(study, orders, people=None, **options):
    """A ranking whose groups put the three criteria of the example in these orders (numbers of criteria)."""
    importance = {"all": [0.5, 0.3, 0.2]}
    for number, order in enumerate(orders):
        values = np.zeros(3)
        values[list(order)] = [0.5, 0.3, 0.2]
        importance[f"g{number}"] = values.tolist()
    sizes = {"all": 100} | {f"g{i}": n for i, n in enumerate(people or [20] * len(orders))}
    return Made(study, importance, sizes, **options)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 6), st.integers(3, 8), st.integers(0, 9999), st.integers(2, 9))
def test_w_is_friedmans_statistic_by_its_largest_value_and_places_are_those_of_scipy(groups, criteria, seed, values):
    """Kendall and Babington Smith (1939): chi-squared = S (M - 1) W, ties included; scipy has Friedman's statistic."""
    importance = np.random.default_rng(seed).integers(0, values, (groups, criteria)).astype(float)
    assert_array_equal(mean_places(importance)[0], stats.rankdata(-importance, axis=1))
    w = float(kendalls_w(importance))
    if np.ptp(importance, axis=1).any():
        statistic = stats.friedmanchisquare(*importance.T).statistic
        assert w == pytest.approx(statistic / (groups * (criteria - 1)), abs=1e-12)
    else:
        assert np.isnan(w)


def test_w_by_hand():
    """Orders 123, 123 and 321: sums of places 5, 6, 7, so 12 * 2 / (9 * 24); the same order thrice gives 1."""
    one, other = [3.0, 2.0, 1.0], [1.0, 2.0, 3.0]
    assert_allclose(kendalls_w(np.array([[one, one, other], [one, one, one]])), [1 / 9, 1.0])


def test_borda_and_the_majority_can_name_different_criteria(example):
    """Three groups say ABC and two BCA: A beats each by 3 to 2, but its mean place is 1.8, and that of B 1.6."""
    found = consensus(made(example, [(0, 1, 2)] * 3 + [(1, 2, 0)] * 2))
    first, second, third = example.criterion_ids
    rows = found.table().set_index("criterion").loc[[first, second, third]]
    assert_allclose(rows["borda"], [1.8, 1.6, 2.6])
    assert rows["borda_place"].tolist() == rows["borda_low"].tolist() == rows["borda_high"].tolist() == [2, 1, 3]
    assert rows["copeland"].tolist() == [2, 1, 0]
    assert (
        rows["copeland_place"].tolist() == rows["copeland_low"].tolist() == rows["copeland_high"].tolist() == [1, 2, 3]
    )
    assert_allclose(rows["mean"], [0.38, 0.38, 0.24])
    assert found.winner == first
    assert rows["p_winner"].tolist() == rows["copeland_first"].tolist() == [1, 0, 0]
    assert rows["borda_first"].tolist() == [0, 1, 0]
    assert_allclose(found.pairwise().loc[[first, second], [second, third]], [[0.6, 0.6], [np.nan, 1.0]])
    assert found.messages[0].startswith(f"by mean place {second} comes first, as in >99%")
    assert found.messages[1].startswith(f"a majority of the groups puts {first} above")


def test_a_circle_has_no_winner_and_all_are_tied(example):
    """Condorcet's paradox: ABC, BCA, CAB."""
    found = consensus(made(example, [(0, 1, 2), (1, 2, 0), (2, 0, 1)]))
    rows = found.table()
    assert_allclose(rows["borda"], 2.0)
    assert rows["borda_place"].tolist() == rows["copeland_place"].tolist() == [1, 1, 1]
    assert rows["copeland"].tolist() == [1, 1, 1]
    assert found.winner is None
    assert rows["p_winner"].tolist() == [0, 0, 0]
    assert found.agreement()["w"].tolist() == [0.0]
    assert "no criterion is put above each other one by a majority" in found.messages[1]


def test_groups_count_once_or_by_their_people(example):
    """ABC of 30 people against CBA of 10 and 10: the one group outvotes the two when people count."""
    ranking = made(example, [(0, 1, 2), (2, 1, 0), (2, 1, 0)], people=[30, 10, 10])
    once, by_people = consensus(ranking), consensus(ranking, weigh="people")
    first, _, last = example.criterion_ids
    assert (once.winner, by_people.winner) == (last, first)
    rows = by_people.table().set_index("criterion")
    assert_allclose(rows.loc[[first, last], "borda"], [0.6 * 1 + 0.4 * 3, 0.6 * 3 + 0.4 * 1])
    assert once.agreement()["w"].tolist() == by_people.agreement()["w"].tolist()
    with pytest.raises(FitError, match='weigh is "answers"; use groups or people'):
        consensus(ranking, weigh="answers")


def by_places(score):
    """Lowest and highest place of each when the ties of a score are broken either way."""
    return 1 + (score[None] > score[:, None] + 1e-9).sum(1), len(score) - (score[None] < score[:, None] - 1e-9).sum(1)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 9999), st.sampled_from([(2, 4), (3, 3)]), st.booleans())
def test_open_places_hold_every_consensus_of_orders_that_are_not_ruled_out(seed, size, alike):
    """All orders of all groups that agree with what is surely heavier, one by one."""
    groups, criteria = size
    rng = np.random.default_rng(seed)
    importance = rng.dirichlet(np.full(criteria, 2.0), size=groups)
    heavier = _heavier(importance, importance + 0.08 * rng.normal(size=(300, groups, criteria)))
    weight = np.full(groups, 1 / groups) if alike else rng.dirichlet(np.full(groups, 3.0))
    left = [
        [np.array(p) for p in permutations(range(1, criteria + 1)) if not ((np.subtract.outer(p, p) > 0) & own).any()]
        for own in heavier
    ]
    borda, copeland = _borda_sets(heavier, weight), _copeland_sets(heavier, weight)
    for places in product(*left):
        together = np.array(places)
        share = np.einsum("s,sij->ij", weight, together[:, :, None] < together[:, None, :])
        wins = (share > 0.5 + 1e-9).sum(1) + 0.5 * (np.abs(share - 0.5) < 1e-9).sum(1)
        for score, (low, high) in ((-weight @ together, borda), (wins, copeland)):
            least, most = by_places(score)
            assert (low <= least).all()
            assert (high >= most).all()


def study_of_groups(kind, groups, sd, rng):
    """True importances (S, M), estimates with noise of this size, and what resampling makes of them (R, S, M)."""
    apart = SHARES - SHARES.mean()
    own = np.stack([rng.permutation(apart) for _ in range(groups)])
    truth = np.tile(SHARES, (groups, 1)) if kind == "identical" else SHARES.mean() + (apart + own) / np.sqrt(2)
    estimate = np.abs(truth) + sd * rng.normal(size=truth.shape)
    return np.abs(truth), np.abs(estimate), estimate + sd * rng.normal(size=(200, *truth.shape))


@pytest.mark.parametrize(("groups", "sd"), [(3, 0.038), (2, 0.022), (6, 0.038)])
@pytest.mark.parametrize(("kind", "wrong"), [("identical", "less"), ("half", "as much as identical groups")])
def test_groups_are_wrongly_told_apart_or_together_in_few_studies(kind, wrong, groups, sd):
    """Noise of 17 or 50 people a group: 5% of 200 studies, and three simulation errors of 1.5%."""
    rng = np.random.default_rng(4)
    told, held, w = 0, 0, []
    for _ in range(200):
        truth, estimate, moved = study_of_groups(kind, groups, sd, rng)
        row = concordance(estimate, moved, rng).iloc[0]
        told += row["verdict"] == wrong
        held += row["low"] - 1e-9 <= kendalls_w(truth) <= row["high"] + 1e-9
        w.append((row["w"], row[kind]))
    assert told / 200 <= 0.05 + 3 * 0.0154
    assert held / 200 >= 0.95 - 3 * 0.0154
    seen, read_against = np.mean(w, axis=0)
    assert seen < 0.95, "noise alone keeps W of identical groups below 1"
    assert kind == "half" or seen == pytest.approx(read_against, abs=0.05)  # the common order is an estimate too


def test_groups_that_share_half_are_as_spread_as_those_that_weigh_the_same():
    """W among importances that correlate at one half, with noise as large as they are spread: half of that is left.

    So the mean correlation between three groups is a quarter in importances, which ranks keep within 0.06.
    """
    rng = np.random.default_rng(7)
    common = np.sort(0.1 + 0.03 * rng.normal(size=40))
    moved = common + common.std() * rng.normal(size=(2000, 3, 40))
    row = concordance(np.tile(common, (3, 1)), moved, rng).iloc[0]
    excess = 1 / 3  # the spread of the mean of three is taken for noise by that part
    left = (1 - excess) / (2 - excess)
    assert (3 * row["identical"] - 1) / 2 == pytest.approx(left, abs=0.06)
    assert (3 * row["half"] - 1) / 2 == pytest.approx(left / 2, abs=0.06)


def test_the_interval_of_w_holds_opposite_orders():
    """Noise makes opposite orders less opposite: W is 0, and 95% of 200 studies less three errors of 1.5% hold it."""
    rng = np.random.default_rng(8)
    truth = np.stack([np.linspace(0.02, 0.18, 10), np.linspace(0.18, 0.02, 10)])
    held = 0
    for _ in range(200):
        estimate = np.abs(truth + 0.03 * rng.normal(size=truth.shape))
        row = concordance(estimate, estimate + 0.03 * rng.normal(size=(200, *truth.shape)), rng).iloc[0]
        held += row["low"] <= 1e-9
    assert held / 200 >= 0.95 - 3 * 0.0154


def test_many_people_tell_groups_apart_and_together():
    rng = np.random.default_rng(5)
    for kind, told in (("identical", "as much as identical groups"), ("half", "less")):
        _, estimate, moved = study_of_groups(kind, 3, 0.005, rng)
        assert concordance(estimate, moved, rng)["verdict"].tolist() == [told]


def test_pure_noise_cannot_tell_in_most_studies_and_names_no_sure_first_place(example):
    rng = np.random.default_rng(6)
    verdicts = []
    for _ in range(100):
        estimate = 0.1 + 0.03 * rng.normal(size=(3, 10))
        row = concordance(estimate, estimate + 0.03 * rng.normal(size=(200, 3, 10)), rng).iloc[0]
        verdicts.append(row["verdict"])
    assert verdicts.count("cannot tell") >= 90 - 3 * 3  # 5% either way, and three simulation errors
    found = consensus(made(example, [(0, 1, 2), (1, 2, 0), (0, 2, 1)], noise=0.5)).table()
    assert found["borda_low"].eq(1).all()
    assert found["mean_low"].eq(1).all()


def test_all_tied_within_every_group_leaves_w_unknown():
    row = concordance(np.full((2, 3), 1 / 3), np.full((100, 2, 3), 1 / 3), np.random.default_rng(1)).iloc[0]
    assert np.isnan(row["w"])
    assert row["verdict"] == "cannot tell"


@pytest.fixture(scope="module")
def ranked(study, request):
    """50 invented people by role; one role has too few people to be shown."""
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    frame = simulate_answers(Design.load(folder), Population.load(folder / "population.yaml", study), 50, 3)
    moved = frame.loc[frame["rol"] == "fg", "respondent"].drop_duplicates().iloc[5:]
    frame.loc[frame["respondent"].isin(moved), "rol"] = "privacy_officer"
    return Ratings.from_answers(frame, study)


def test_fewer_than_two_groups_have_no_consensus_and_the_reason_is_told(ranked, study):
    for by in (None, "rol"):
        found = consensus(rank_criteria(ranked, study, by=by, bootstrap=100))
        assert len(found.groups) < 2
        assert found.messages[0] == "fewer than two groups have a ranking, so there is nothing to agree on"
        assert found.table()["criterion"].tolist() == list(study.criterion_ids)
        assert found.table().drop(columns=["criterion", "reason"]).isna().all().all()
        assert found.agreement()["w"].isna().all()
        assert found.pairwise().empty
        assert found.winner is None
        assert "nothing to agree on" in str(found)
    assert any(said.startswith("fg: not counted, too few people") for said in found.messages)


def test_a_real_ranking_has_a_consensus_of_the_groups_that_are_shown(ranked, study):
    ranking = rank_criteria(ranked, study, by="sector", bootstrap=200)
    found = consensus(ranking)
    table = ranking.table()
    assert set(found.groups) == set(table.loc[table["rank"].notna() & (table["group"] != "all"), "group"])
    own = table[table["group"].isin(found.groups)].pivot_table(index="criterion", columns="group", values="rank")
    rows = found.table().set_index("criterion")
    assert_allclose(rows["borda"], own.mean(axis=1).loc[rows.index])  # no ties among estimates
    assert rows["borda"].is_monotonic_increasing
    for method in ("borda", "copeland", "mean"):
        assert (rows[f"{method}_low"] <= rows[f"{method}_place"]).all()
        assert (rows[f"{method}_place"] <= rows[f"{method}_high"]).all()
    assert ranking.apart is not None
    alone = consensus(ranking.apart)
    pd.testing.assert_frame_equal(found.agreement(), alone.agreement())  # pooled groups agree more than their answers
    assert not found.table()["mean"].equals(alone.table()["mean"])
    again = consensus(rank_criteria(ranked, study, by="sector", bootstrap=200))
    assert str(found) == str(again)
    assert "Kendall's W between the" in str(found)
