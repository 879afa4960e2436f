import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from dce.errors import FitError
from dce.estimation.draws import checked_normals, shaped, sobol_normals


def test_draws_are_standard_normal_far_more_evenly_than_chance():
    normals = sobol_normals(20, 500, 3, np.random.default_rng(1))
    flat = normals.reshape(-1, 3)
    assert_allclose(flat.mean(axis=0), 0.0, atol=2e-3)  # chance alone gives 1e-2
    assert_allclose(np.cov(flat.T), np.eye(3), atol=5e-3)
    assert np.abs(normals[:, :, 0].mean(axis=1)).max() < 0.02  # each person on their own, too


def test_the_same_seed_gives_the_same_bits_and_another_seed_others():
    first, again, other = (sobol_normals(3, 100, 2, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert not (first == other).any()


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
