"""Groups of 17 people who rate 21 scenarios on ten criteria; true deviations between groups are known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from dce.data import Ratings
from dce.errors import FitError
from dce.ranking.pooling import pool_groups, pooled_draws

RNG = np.random.default_rng(9)
SCENARIOS = RNG.choice([-1.0, 0.0, 1.0], size=(21, 10))
WEIGHTS = np.array([0.62, 0.78, 0.86, 0.18, 0.34, 0.56, 0.30, 0.32, 0.02, 0.44])
X = [f"c{k}" for k in range(10)]
CUTS = [-1.6, -0.1, 0.6, 2.2]


def ratings(deviations, people=17, seed=1, **changed):
    """Each group has WEIGHTS plus its own deviations (10,); people of a group differ in leniency a little."""
    rng = np.random.default_rng(seed)
    parts = []
    for group, own in zip("abc", deviations, strict=True):
        utility = SCENARIOS @ (WEIGHTS + own) + 0.3 * rng.normal(size=(people, 1)) + rng.logistic(size=(people, 21))
        who = np.repeat([f"{group}{i}" for i in range(people)], 21)
        frame = pd.DataFrame(np.tile(SCENARIOS, (people, 1)), columns=X)
        parts.append(frame.assign(id=who, group=group, rating=np.digitize(utility, CUTS).ravel()))
    frame = pd.concat(parts, ignore_index=True).assign(**changed)
    return Ratings.from_frame(frame, respondent="id", rating="rating", x=X, background=["group"])


def deviations(spread, seed=3):
    return spread * np.random.default_rng(seed).normal(size=(3, 10))


@pytest.mark.parametrize("spread", [0.0, 0.25])
def test_pooled_weights_lie_nearer_to_the_truth_than_separate_ones_and_their_intervals_cover(spread):
    own = deviations(spread)
    truth = WEIGHTS + own
    apart, pooled, covered, order, alone = [], [], [], [], []
    for seed in range(40):
        found = pool_groups(ratings(own, seed=seed), by="group", draws=400)
        table = found.table()
        middle = table["pooled"].to_numpy().reshape(3, 10)
        apart.append(((found.apart - truth) ** 2).mean())
        pooled.append(((middle - truth) ** 2).mean())
        covered.append(table["low"].lt(truth.ravel()).mul(table["high"].gt(truth.ravel())).mean())
        alone.append(table["separate_low"].lt(truth.ravel()).mul(table["separate_high"].gt(truth.ravel())).mean())
        order.append(
            np.mean(
                [
                    stats.kendalltau(middle[s], truth[s])[0] - stats.kendalltau(found.apart[s], truth[s])[0]
                    for s in range(3)
                ]
            )
        )
    assert np.mean(pooled) < (0.6 if spread == 0 else 0.9) * np.mean(apart)
    assert 0.92 < np.mean(covered) < 0.985  # person effects pull marginal weights down by some hundredths
    assert 0.90 < np.mean(alone) < 0.985
    assert np.mean(order) > 0.0


def test_many_people_leave_groups_as_they_were_fitted_and_alike_groups_become_one():
    far = pool_groups(ratings(deviations(0.4), people=600), by="group")
    assert_allclose(far.table()["pooled"], far.table()["separate"], atol=0.05)
    middle, low, high = far.spread()
    assert low < 0.4 < high
    assert middle == pytest.approx(0.4, abs=0.12)  # of thirty deviations
    alike = pool_groups(ratings(np.zeros((3, 10)), people=600), by="group")
    assert alike.spread()[0] < 0.08


def test_draws_have_the_mean_and_the_spread_of_the_normal_model_by_quadrature():
    apart, variance = np.array([0.2, 0.9, 0.4]), np.array([0.04, 0.09, 0.02])
    rng = np.random.default_rng(2)
    drawn, tau = (
        found[0] for found in pooled_draws(apart[None, :, None], np.ones((1, 1, 1)), 1 / variance, 200_000, rng)
    )
    grid, size = np.linspace(0.0, 1.0, 51), np.linspace(-2.0, 3.0, 4001)
    joint = np.exp(
        stats.norm.logpdf(apart[:, None, None], size, np.sqrt(variance[:, None, None] + grid[:, None] ** 2)).sum(axis=0)
    )
    chance = joint.sum(axis=1) * np.exp(-0.5 * (grid / 0.3) ** 2)
    assert tau.mean() == pytest.approx((grid * chance).sum() / chance.sum(), abs=0.003)
    weight = joint * np.exp(-0.5 * (grid / 0.3) ** 2)[:, None]
    for s in range(3):
        pull = grid**2 / (grid**2 + variance[s])
        mean = (weight * (size + pull[:, None] * (apart[s] - size))).sum() / weight.sum()
        assert drawn[:, s, 0].mean() == pytest.approx(mean, abs=0.003)  # of 200,000 draws


def test_weights_that_err_together_are_pooled_as_one_large_normal_distribution_says():
    """Two studies at once, against the posterior by matrices: mu flat (variance 1e4), spread averaged on the grid."""
    rng, people = np.random.default_rng(4), np.array([30.0, 18.0, 14.0])
    root = rng.normal(size=(2, 4, 4))
    one, apart = root @ np.swapaxes(root, 1, 2), 0.4 * rng.normal(size=(2, 3, 4))
    drawn, tau = pooled_draws(apart, one, people, 40_000, rng)
    for study in (0, 1):
        error, y = np.kron(np.diag(1 / people), one[study]), apart[study].ravel()
        alike = np.kron(np.ones((3, 3)), 1e4 * np.eye(4))
        chance, mean, square = np.zeros(51), np.zeros((51, 12)), np.zeros((51, 12, 12))
        for number, spread in enumerate(np.linspace(0.0, 1.0, 51)):
            prior = alike + spread**2 * np.eye(12)
            pull = prior @ np.linalg.inv(prior + error)
            chance[number] = stats.multivariate_normal.logpdf(y, cov=prior + error) - 0.5 * (spread / 0.3) ** 2
            mean[number] = pull @ y
            square[number] = prior - pull @ prior + np.outer(mean[number], mean[number])
        share = np.exp(chance - chance.max()) / np.exp(chance - chance.max()).sum()
        middle = share @ mean
        flat = drawn[study].reshape(40_000, 12)
        # Errors of 40,000 draws: 0.002 of a mean of spread 0.4, 0.5% of a spread.
        assert_allclose(flat.mean(axis=0), middle, atol=0.01)
        assert_allclose(
            np.cov(flat, rowvar=False), np.einsum("t,tkl->kl", share, square) - np.outer(middle, middle), atol=0.01
        )
        assert tau[study].mean() == pytest.approx(share @ np.linspace(0.0, 1.0, 51), abs=0.005)


def test_small_groups_are_left_out_by_name_and_too_few_groups_refused():
    group = np.repeat(["a", "b", "c", "few", None], np.array([14, 16, 18, 2, 1]) * 21)  # one did not say
    answers = replace(ratings(np.zeros((3, 10)), group=group), smallest_group=10)
    found = pool_groups(answers, by="group")
    assert found.groups == ("b", "c")  # a is hidden as well, or the two could be found by subtraction
    assert found.messages == (
        "a: fewer than 10 people, or so few could be found by subtraction, so no ranking is made",
        "few: fewer than 10 people, or so few could be found by subtraction, so no ranking is made",
    )
    with pytest.raises(FitError, match="fewer than two groups can be shown"):
        pool_groups(replace(answers, smallest_group=17), by="group")
    with pytest.raises(FitError, match='no background item "role"; use one of group'):
        pool_groups(answers, by="role")


def test_the_same_seed_gives_the_same_draws():
    answers = ratings(deviations(0.2))
    one, two = (pool_groups(answers, by="group", seed=4, draws=50) for _ in range(2))
    assert np.array_equal(one.draws, two.draws)
    assert not np.array_equal(one.draws, pool_groups(answers, by="group", seed=5, draws=50).draws)
