"""Grounds of every kind of choice task, for each aim, and of pairs for the quick steps."""

from __future__ import annotations

import numpy as np
import pytest
from choice_by_hand import (
    AIMS,
    COUNTS,
    KINDS,
    Field,
    StudyMaker,
    believed,
    ground_of,
)

from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.ground import (
    Aim,
    ChoiceGround,
    Spread,
)
from dce.study import Study


@pytest.fixture(params=KINDS)
def study(request: pytest.FixtureRequest, small_study: StudyMaker) -> Study:
    return small_study(COUNTS, task={"statement": {"en": "Which?"}} | KINDS[request.param])


@pytest.fixture(params=range(len(AIMS)))
def field(request: pytest.FixtureRequest, study: Study) -> Field:
    aim, best_worst = AIMS[request.param], study.task.kind == "best-worst"
    aim = Aim(aim.criterion, aim.balance_weight, best_worst)
    coding = ChoiceCoding.of(study, alternative_constants=True)
    weights = np.random.default_rng(5).normal(0.4, 0.6, size=(5, len(coding.columns)))
    return coding, ground_of(study, aim, weights)._replace(lanes=False), best_worst


@pytest.fixture(params=[False, True])
def pair(request: pytest.FixtureRequest, small_study: StudyMaker) -> tuple[ChoiceCoding, ChoiceGround]:
    """Pairs with a constant and nine draws, and without or with known mean weights."""
    study = small_study(COUNTS, task={"statement": {"en": "Which?"}} | KINDS["pairs"])
    coding = ChoiceCoding.of(study, alternative_constants=True)
    mean, sd = believed()
    weights = mean + sd * np.random.default_rng(6).normal(size=(9, len(coding.columns)))
    return coding, ground_of(study, Aim(), weights, spread=Spread(mean, sd) if request.param else None)
