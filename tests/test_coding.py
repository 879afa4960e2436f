import numpy as np
import pandas as pd
import pytest

from dce.coding import Coding
from dce.errors import AnswerError


def test_effects_columns_sum_to_zero_over_levels_and_the_first_level_is_the_reference(study):
    coding = Coding.categorical(study)
    assert len(coding.columns) == 19
    for name, codes in coding.codes.items():
        assert np.allclose(codes.sum(axis=0), 0), name
        assert (codes[0] == -1).all()


def test_the_studys_own_coding_has_one_column_for_ordered_criteria(study):
    coding = Coding.of(study)
    assert len(coding.columns) == 12
    assert coding.codes["verband_doel"].ravel().tolist() == [-1.0, 0.0, 1.0]
    assert coding.columns[:3] == ("met_wie[overheid]", "met_wie[eigen]", "wettelijke_taak")


def test_encoding_by_hand(example):
    frame = pd.DataFrame({"ontvanger": ["bedrijf", "eigen"], "doel": ["nee", "ja"], "waarborgen": ["enkele", "geen"]})
    assert Coding.of(example).encode(frame).tolist() == [[-1, -1, -1, 0], [0, 1, 1, -1]]
    assert Coding.categorical(example).encode(frame).tolist() == [[-1, -1, -1, 1, 0], [0, 1, 1, -1, -1]]


def test_an_unknown_level_is_told_by_row_and_column(example):
    frame = pd.DataFrame({"ontvanger": ["eigen", "buren"], "doel": ["ja", "ja"], "waarborgen": ["alle", "alle"]})
    with pytest.raises(AnswerError, match=r'row 2, column "ontvanger": level "buren".*bedrijf, gemeente, eigen'):
        Coding.of(example).encode(frame)
    with pytest.raises(AnswerError, match=r'column "doel" is missing'):
        Coding.of(example).encode(frame.drop(columns="doel").iloc[:1])


def test_level_utilities_of_effects_weights_have_mean_zero(study):
    coding = Coding.categorical(study)
    beta = np.random.default_rng(1).normal(size=(4, 19))
    assert np.allclose(coding.level_utilities("gevolgen", beta).mean(axis=-1), 0)
