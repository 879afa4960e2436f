"""What is believed of the weights before anybody has answered, as draws that a design is judged on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import norm, qmc

from dce.coding import Array
from dce.errors import DesignError

Priors = Mapping[str, tuple[float, float]]
MOST_DRAWS = 65_536
HELD_OUT = 4096
HELD_OUT_SEED = 4_096_001  # no search can have seen these draws: its own are scrambled by the seed of the design


def check_priors(priors: Priors, columns: Sequence[str]) -> None:
    """Refuse priors for columns that the design does not have, and means or deviations that are none."""
    for name, prior in priors.items():
        if name not in columns:
            raise DesignError(f'priors: no column "{name}"; use {", ".join(columns)}')
        if len(prior) != 2 or not all(math.isfinite(part) for part in prior) or prior[1] < 0:
            raise DesignError(f'priors: "{name}" needs (mean, standard deviation of 0 or more), has {tuple(prior)}')


def draw_weights(priors: Priors, columns: Sequence[str], count: int, rng: np.random.Generator) -> Array:
    """Draw ``count`` weights of each of ``columns`` (count, K): independent, normal, by a scrambled Sobol sequence.

    A column without a prior has weight zero in every draw.
    """
    if not 1 <= count <= MOST_DRAWS:
        raise DesignError(f"draws: {count} is not within 1 to {MOST_DRAWS}")
    mean, sd = (np.array([float(priors.get(name, (0.0, 0.0))[part]) for name in columns]) for part in (0, 1))
    sobol = qmc.Sobol(len(columns), rng=rng).random_base2(math.ceil(math.log2(count)))[:count]
    normal = norm.ppf(np.clip(sobol, 1e-12, 1.0 - 1e-12))  # a draw of exactly 0 would be minus infinity
    return np.asarray(mean + sd * normal, dtype=np.float64)


def held_out_weights(priors: Priors, columns: Sequence[str]) -> Array:
    """Draws to judge a design on that it was not optimised for, always the same ones."""
    return draw_weights(priors, columns, HELD_OUT, np.random.default_rng(HELD_OUT_SEED))
