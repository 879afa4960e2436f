"""The weights of each simulated study: those of the population, or drawn anew from what is believed of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dce.coding import Array
from dce.design.beliefs import EXPECTED, draw_weights
from dce.power.asked import CONSTANTS
from dce.power.plan import Plan

LevelWeights = Mapping[str, Array]


def weights_of_studies(plan: Plan, studies: int, rng: np.random.Generator) -> LevelWeights:
    """Utility of each level (R, L) by criterion; R is 1 where every study has the same.

    A criterion of which no column has a prior keeps the weights of the population. Constants of choice tasks stand
    under ``CONSTANTS`` (R, C) where they may differ from zero: where priors say what they are.
    """
    coding, columns = plan.weights.coding, plan.weights.columns
    found = {name: np.array(plan.population.weights[name], dtype=float)[None] for name in coding.blocks}
    if plan.beliefs:
        drawn = draw_weights(plan.design.study, columns, plan.beliefs, studies, rng)
        for name, block in coding.blocks.items():
            if plan.beliefs == EXPECTED or any(column in plan.beliefs for column in coding.columns[block]):
                found[name] = coding.level_utilities(name, drawn)
        if plan.beliefs != EXPECTED and len(columns) > len(coding.columns):
            found[CONSTANTS] = drawn[:, len(coding.columns) :]
    return found
