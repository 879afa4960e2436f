import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from dce.data import Ratings
from dce.errors import AnswerError

FRAME = pd.DataFrame({"id": ["001", "001", "1", "b"], "rating": [1, 3, 2, 3], "x": [0.5, 1.0, 0.5, 1.0]})


def from_frame(frame=FRAME, **changes):
    return Ratings.from_frame(frame, **({"respondent": "id", "rating": "rating", "x": ["x"]} | changes))


def test_rows_are_compressed_to_distinct_rows_with_counts():
    ratings = from_frame()
    assert ratings.x.tolist() == [[0.5], [1.0]]
    assert ratings.counts().tolist() == [[1, 1, 0], [0, 0, 2]]
    assert set(ratings.people) == {"001", "1", "b"}


def test_weights_of_people_are_carried_to_the_counts():
    ratings = from_frame()
    weights = np.array([[2.0 if name == "b" else 1.0 for name in ratings.people]])
    assert ratings.counts(weights)[0].tolist() == [[1, 1, 0], [0, 0, 3]]


def test_neither_shuffling_rows_nor_renaming_people_changes_the_tables():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "id": np.repeat(np.arange(40), 5),
            "rating": rng.integers(1, 6, 200),
            "x": rng.integers(0, 3, 200).astype(float),
        }
    )
    renamed = frame.sample(frac=1, random_state=2)
    renamed = renamed.assign(id=renamed["id"].map(lambda name: f"p{(name * 17) % 40}"))
    first, second = from_frame(frame), from_frame(renamed)
    assert_array_equal(first.by_person.toarray(), second.by_person.toarray())
    assert first.people != second.people


@pytest.mark.attack("G16")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"x": ["x", "y"]}, 'column "y" is missing'),
        ({"weights": "w"}, 'row 2, column "w": weight 0 must be above zero'),
        ({"weights": "less"}, 'row 1, column "less": weight -1 must be above zero'),
        ({"weights": "nan"}, 'row 3, column "nan"'),
        ({"x": ["nan"]}, 'row 3, column "nan": is empty, a number is needed'),
        ({"x": ["inf"]}, 'row 1, column "inf": "inf" is not a finite number'),
        ({"rating": "text"}, 'column "text" holds text; give numbers or an ordered Categorical'),
        ({"respondent": "hole"}, 'row 4, column "hole": is empty'),
    ],
)
def test_bad_cells_are_told_by_row_and_column(change, words):
    frame = FRAME.assign(
        w=[1, 0, 1, 1],
        less=[-1, 1, 1, 1],
        nan=[1, 2, np.nan, 3],
        inf=[np.inf, 1, 1, 1],
        text=list("abcd"),
        hole=["a", "b", "c", None],
    )
    with pytest.raises(AnswerError) as caught:
        from_frame(frame, **change)
    assert words in str(caught.value)


def answers(example, **columns):
    frame = pd.DataFrame(
        {"respondent": ["001", "001", "1"], "task": [1, 2, 1], "rating": ["1", "5", "3"], "ontvanger": ["eigen"] * 3}
    )
    return frame.assign(doel="ja", waarborgen="alle", rol=["jurist", "jurist", None], **columns)


def test_answers_keep_ids_as_text_and_skip_nobody(example):
    ratings = Ratings.from_answers(answers(example), example)
    assert set(ratings.people) == {"001", "1"}
    assert ratings.group_sizes("rol") == {"jurist": 1, "": 1}
    assert ratings.of_group("rol", "jurist").people == ("001",)
    assert ratings.categories == ("1", "2", "3", "4", "5")
    assert ratings.smallest_group == 10


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"rating": ["1", "6", "3"]}, 'row 2, column "rating": "6" is not on the scale; use one of 1, 2, 3, 4, 5'),
        ({"task": [1, 1, 1]}, "rows 1, 2: the same respondent and task stand more than once"),
        ({"waarborgen": ["alle", "alle", "veel"]}, 'column "waarborgen": level "veel" is not in the study'),
        ({"rol": ["jurist", "beleid", None]}, "respondent 001 has different background answers"),
    ],
)
def test_answers_that_do_not_fit_the_study_are_refused(example, columns, words):
    with pytest.raises(AnswerError) as caught:
        Ratings.from_answers(answers(example).assign(**columns), example)
    assert words in str(caught.value)
