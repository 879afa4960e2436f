"""Tables of answers are compressed without loss, whatever they look like."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from dce.data import Choices, Ratings, compression
from dce.data.compression import distinct_rows, weights_by_person
from dce.errors import AnswerError


def by_pandas(frame):
    """The same by another road: rows without repeats, sorted by value."""
    return frame.drop_duplicates().sort_values(list(frame.columns)).reset_index(drop=True)


@pytest.mark.parametrize("most", [1, 50, 1 << 20])
@pytest.mark.parametrize("kind", ["few", "many", "text", "holes", "wide"])
def test_distinct_rows_are_all_rows_once_and_sorted(monkeypatch, kind, most):
    monkeypatch.setattr(compression, "MOST_KINDS", most)
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.integers(0, 3, size=(400, 5)).astype(float), columns=list("abcde"))
    if kind == "many":
        frame["c"] = rng.normal(size=400)
    if kind == "text":
        frame = frame.astype(str)
    if kind == "holes":
        frame.loc[::7, "b"] = np.nan
    if kind == "wide":  # more combinations than a whole number can count
        frame = pd.DataFrame(rng.normal(size=(400, 12)).round(2), columns=list("abcdefghijkl"))
    index, distinct = distinct_rows(frame, list(frame.columns), lambda column: column)
    pd.testing.assert_frame_equal(distinct, by_pandas(frame))
    pd.testing.assert_frame_equal(distinct.iloc[index].reset_index(drop=True), frame)


def test_counts_of_any_size_are_exact_and_as_small_as_they_can_be():
    person, cell = np.array([0] * 300 + [1, 1, 1]), np.array([2] * 300 + [0, 1, 1])
    many, order = weights_by_person(person, cell, None, (2, 3))
    assert many.toarray()[np.argsort(order)].tolist() == [[0, 0, 300], [1, 2, 0]]
    assert many.dtype == np.uint16
    assert weights_by_person(person[300:] - 1, cell[300:], None, (1, 3))[0].dtype == np.uint8


def test_weights_of_one_are_the_same_as_no_weights_and_rows_in_any_order_give_the_same_table():
    rng = np.random.default_rng(2)
    person, cell = np.repeat(np.arange(500), 6), rng.integers(0, 9, 3000)
    weight = rng.integers(1, 5, 3000) / 4
    mixed = rng.permutation(3000)
    plain, order = weights_by_person(person, cell, None, (500, 9))
    ones, same = weights_by_person(person, cell, np.ones(3000), (500, 9))
    assert_array_equal(plain.toarray(), ones.toarray())
    assert_array_equal(order, same)
    here = weights_by_person(person, cell, weight, (500, 9))[0]
    there = weights_by_person(person[mixed], cell[mixed], weight[mixed], (500, 9))[0]
    assert_array_equal(here.toarray(), there.toarray())
    assert here.sum() == weight.sum()


def test_people_stand_by_what_they_answered_and_how_much_it_weighs(monkeypatch):
    """Also where the fingerprints are made in several parts."""
    person, cell, weight = np.arange(1000) % 50, np.arange(1000) % 37, 1.0 + np.arange(1000) % 3
    whole, order = weights_by_person(person, cell, weight, (50, 37))
    monkeypatch.setattr(compression, "CHUNK", 7)
    parts, again = weights_by_person(person, cell, weight, (50, 37))
    assert_array_equal(order, again)
    other = np.random.default_rng(3).permutation(50)  # new numbers for the same people
    turned, _ = weights_by_person(other[person], cell, weight, (50, 37))
    assert_array_equal(whole.toarray(), turned.toarray())
    assert_array_equal(whole.toarray(), parts.toarray())


def test_ids_that_read_the_same_are_one_person():
    frame = pd.DataFrame(
        {"id": pd.Series([1, "1", 2, "01"], dtype=object), "rating": [1, 2, 1, 2], "x": [0.0, 1, 0, 1]}
    )
    ratings = Ratings.from_frame(frame, respondent="id", rating="rating", x=["x"])
    assert sorted(ratings.people) == ["01", "1", "2"]
    assert ratings.by_person.sum(axis=1).tolist().count(2) == 1


def long_answers(study, people=40):
    rng = np.random.default_rng(5)
    shown = pd.DataFrame({c.id: rng.choice(c.level_ids, 6) for c in study.criteria})
    frame = pd.DataFrame(
        {"respondent": np.repeat([f"r{i}" for i in range(people)], 6), "place": list(range(6)) * people}
    )
    frame["task"], frame["rating"] = frame["place"] + 1, rng.choice(study.scale_ids, len(frame))
    frame["rol"] = np.where(frame["respondent"].str.len() > 2, "jurist", None)
    return frame.join(shown, on="place"), shown


def test_numbered_cells_give_the_same_value_as_the_long_table(example):
    frame, shown = long_answers(example)
    frame = frame.sample(frac=0.7, random_state=1)
    people = pd.Index(frame["respondent"].unique())
    background = frame.drop_duplicates("respondent").set_index("respondent")[["rol"]]
    place = pd.Index(example.scale_ids).get_indexer(pd.Index(frame["rating"]))
    extra = pd.concat(
        [shown, shown.iloc[:1], shown.iloc[:1].assign(doel="nobody saw this")]
    )  # a repeat, and one unseen
    answers = (
        people.get_indexer(pd.Index(frame["respondent"])),
        frame["place"].to_numpy() * len(example.scale_ids) + place,
    )
    found, known = Ratings.from_cells(example, extra, answers, background), Ratings.from_answers(frame, example)
    assert_array_equal(found.x, known.x)
    assert_array_equal(found.by_person.toarray(), known.by_person.toarray())
    assert found.people == known.people
    assert (found.columns, found.categories, found.smallest_group) == (known.columns, known.categories, 10)
    pd.testing.assert_frame_equal(found.background, known.background, check_dtype=False)
    pd.testing.assert_frame_equal(found.scenarios, known.scenarios)


def test_no_cells_at_all_are_refused(example):
    _, shown = long_answers(example)
    none = np.array([], dtype=int)
    with pytest.raises(AnswerError, match="no answers"):
        Ratings.from_cells(example, shown, (none, none), pd.DataFrame(index=[]))


def test_choices_of_ids_that_read_the_same_are_one_person():
    frame = pd.DataFrame({"id": pd.Series([1, 1, "1", "1"], dtype=object), "task": [1, 1, 2, 2], "pick": [1, 0, 1, 0]})
    choices = Choices.from_frame(frame.assign(x=[0.0, 1, 2, 3]), respondent="id", task="task", chosen="pick", x=["x"])
    assert choices.people == ("1",)
