import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats
from scipy.stats import qmc

from dce.errors import FitError
from dce.estimation.mixed.draws import (
    INSIDE,
    _permuted_digits,
    _quantiles,
    checked_normals,
    halton_normals,
    shaped,
    sobol_normals,
)

SEQUENCES = [sobol_normals, halton_normals]


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_draws_are_standard_normal_far_more_evenly_than_chance(sequence):
    normals = sequence(20, 500, 3, np.random.default_rng(1))
    flat = normals.reshape(-1, 3)
    assert_allclose(flat.mean(axis=0), 0.0, atol=2e-3)  # chance alone gives 1e-2
    assert_allclose(np.cov(flat.T), np.eye(3), atol=5e-3)
    assert np.abs(normals[:, :, 0].mean(axis=1)).max() < 0.02  # each person on their own, too
    assert qmc.discrepancy(stats.norm.cdf(flat[:1000])) < 2e-5  # chance alone gives about 3e-4


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_the_same_seed_gives_the_same_bits_and_another_seed_others(sequence):
    first, again, other = (sequence(3, 100, 2, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert not (first == other).any()


def test_sobol_normals_are_the_quantiles_of_the_library_sequence():
    ours = sobol_normals(5, 100, 4, np.random.default_rng(3))
    points = qmc.Sobol(4, rng=np.random.default_rng(3)).random_base2(10)[: 5 * 128].reshape(5, 128, 4)[:, :100]
    assert_allclose(ours, stats.norm.ppf(0.5 + INSIDE * (points - 0.5)), rtol=1e-10, atol=1e-14)


def test_halton_points_without_permutation_are_those_of_the_definition():
    class Unchanged:
        def permutation(self, number):
            return np.arange(number)

    theirs = qmc.Halton(6, scramble=False).random(1000)
    for column, base in enumerate((2, 3, 5, 7, 11, 13)):
        assert_allclose(_permuted_digits(1000, base, Unchanged()), theirs[:, column], rtol=0, atol=1e-15)


def test_quantiles_are_exact_to_the_far_ends():
    p = np.r_[0.0, np.logspace(-9, -1, 50), np.linspace(0.0, 1.0, 999), 1.0]
    drawn_in = 0.5 + INSIDE * (p - 0.5)
    assert_allclose(_quantiles(p), stats.norm.ppf(drawn_in), rtol=1e-12, atol=1e-15)  # 1e-16 beside 1e-10 is 1e-6 of p


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("normal", stats.norm()),
        ("lognormal", stats.norm()),
        ("uniform", stats.uniform(-1, 2)),
        ("triangular", stats.triang(0.5, -1, 2)),
    ],
)
def test_each_distribution_has_its_own_shape(name, target):
    normals = np.linspace(-3, 3, 61).reshape(1, 61, 1)
    assert_allclose(target.cdf(shaped(normals, [name])[0, 0]), stats.norm.cdf(normals[0, :, 0]), atol=1e-12)


def test_own_draws_of_a_wrong_shape_are_refused_with_the_right_one():
    with pytest.raises(FitError, match=r"\(4, 10, 2\); standard normals of shape \(5, draws, 2\)"):
        checked_normals(np.zeros((4, 10, 2)), 5, 2)
    with pytest.raises(FitError, match="not finite"):
        checked_normals(np.full((5, 10, 2), np.nan), 5, 2)
