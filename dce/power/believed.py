"""The weights of each simulated study: those of the population, or drawn anew from what is believed of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dce.coding import Array, Coding
from dce.design.beliefs import EXPECTED, draw_weights
from dce.power.plan import Plan

LevelWeights = Mapping[str, Array]


def weights_of_studies(plan: Plan, studies: int, rng: np.random.Generator) -> LevelWeights:
    """Utility of each level (R, L) by criterion; R is 1 where every study has the same.

    A criterion of which no column has a prior keeps the weights of the population.
    """
    coding = Coding.categorical(plan.design.study)
    found = {name: np.array(plan.population.weights[name], dtype=float)[None] for name in coding.blocks}
    if plan.beliefs:
        drawn = draw_weights(plan.design.study, coding.columns, plan.beliefs, studies, rng)
        for name, block in coding.blocks.items():
            if plan.beliefs == EXPECTED or any(column in plan.beliefs for column in coding.columns[block]):
                found[name] = coding.level_utilities(name, drawn)
    return found
