"""Columns of main effects and interactions: by hand, by name, and orthonormal over a full factorial."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.coding import Coding
from dce.design.effects import Effects
from dce.study import Study

StudyMaker = Callable[..., Study]


def asking(small_study: StudyMaker, counts: tuple[int, ...], *pairs: tuple[str, str]) -> Study:
    return small_study(counts, design={"interactions": [list(pair) for pair in pairs]})


def every_scenario(study: Study) -> pd.DataFrame:
    return pd.DataFrame(list(product(*(c.level_ids for c in study.criteria))), columns=list(study.criterion_ids))


def test_products_are_those_worked_out_by_hand(small_study: StudyMaker) -> None:
    effects = Effects.of(asking(small_study, (3, 2, 2), ("c1", "c0")))
    assert effects.pairs == ((0, 1),)
    assert effects.columns == ("c0[1]", "c0[2]", "c1[1]", "c2[1]", "c0[1]:c1[1]", "c0[2]:c1[1]")
    assert effects.blocks["c0:c1"] == slice(4, 6)
    rows = pd.DataFrame({"c0": ["0", "1", "2"], "c1": ["0", "0", "1"], "c2": ["1", "1", "0"]})
    assert_allclose(
        effects.encode(rows), [[-1, -1, -1, 1, 1, 1], [1, 0, -1, 1, -1, 0], [0, 1, 1, -1, 0, 1]], rtol=0, atol=0
    )


def test_a_product_of_two_criteria_of_three_levels_is_named_by_what_it_is(small_study: StudyMaker) -> None:
    study = asking(small_study, (3, 3), ("c0", "c1"))
    effects, rows = Effects.of(study), every_scenario(study)
    x = pd.DataFrame(effects.encode(rows), columns=list(effects.columns))
    for name in effects.columns[4:]:
        one, other = name.split(":")
        assert_allclose(x[name], x[one] * x[other], rtol=0, atol=0)


def test_without_interactions_the_columns_are_those_of_the_coding(small_study: StudyMaker) -> None:
    study = small_study((3, 2, 4))
    effects, coding, rows = Effects.of(study), Coding.categorical(study), every_scenario(study)
    assert effects.columns == coding.columns
    assert_allclose(effects.encode(rows), coding.encode(rows), rtol=0, atol=0)
    assert effects.left_out() == ((0, 1), (0, 2), (1, 2))


def test_level_numbers_give_the_same_columns_as_level_ids_and_keep_their_axes(small_study: StudyMaker) -> None:
    study = asking(small_study, (3, 2, 4), ("c0", "c2"), ("c1", "c2"))
    effects, rows = Effects.of(study), every_scenario(study)
    numbers = rows.astype(int).to_numpy()
    assert_allclose(effects.encode_levels(numbers), effects.encode(rows), rtol=0, atol=0)
    assert effects.encode_levels(numbers.reshape(12, 2, 3)).shape == (12, 2, len(effects.columns))
    assert effects.left_out() == ((0, 1),)


@pytest.mark.parametrize("counts", [(2, 2, 2), (3, 4, 2), (5, 3, 3)])
def test_over_all_scenarios_orthonormal_contrasts_are_orthogonal_and_of_length_n(
    small_study: StudyMaker, counts: tuple[int, ...]
) -> None:
    study = asking(small_study, counts, ("c0", "c1"), ("c1", "c2"))
    effects, rows = Effects.of(study), every_scenario(study)
    x = effects.orthonormal(effects.encode(rows))
    assert_allclose(x.T @ x, len(rows) * np.eye(x.shape[1]), atol=1e-9)  # rounding of a QR over a few levels
    assert_allclose((x**2).sum(axis=1), (x**2).sum(axis=1)[0])  # every scenario weighs the same


def test_a_linear_coding_can_be_multiplied_too(small_study: StudyMaker) -> None:
    plain = asking(small_study, (3, 3), ("c0", "c1")).model_dump(mode="json", exclude_defaults=True)
    for criterion in plain["criteria"]:
        criterion["coding"] = "ordered"
    study = Study.model_validate(plain)
    effects = Effects.of(study, coding=Coding.of(study))
    assert effects.columns == ("c0", "c1", "c0:c1")
    assert_allclose(effects.encode(every_scenario(study))[:, 2], [1, 0, -1, 0, 0, 0, -1, 0, 1], rtol=0, atol=0)
