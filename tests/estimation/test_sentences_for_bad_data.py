"""Bad data of six kinds: what a fit says of each must be readable without knowing statistics, and exact."""

import numpy as np
import pandas as pd
import pytest

from dce.data import Choices, Ratings
from dce.errors import AnswerError
from dce.estimation import fit_binary_logit, fit_conditional_logit, fit_ordered_logit

WHY_SEPARATED = (
    'separated along column "goal": answers follow it without any exception, so they set no upper limit to its weight; '
    "a weak prior does (normal, standard deviation 2.5), and decides the far end of the interval"
)
WHY_LOST = "each goes wholly with others or never changes, so that the answers cannot tell whether it matters"
TOO_FEW = "too few people: nothing is shown about fewer than 2, so nothing was estimated"


def ratings(categories):
    rng = np.random.default_rng(1)
    x = rng.integers(0, 2, size=(240, 2)).astype(float)
    rating = np.digitize(x @ [1.0, -0.5] + rng.logistic(size=240), np.arange(categories - 1.0))
    return pd.DataFrame(x, columns=["goal", "task"]).assign(id=np.repeat(np.arange(30), 8), answer=rating)


def choices():
    rng = np.random.default_rng(2)
    x = rng.integers(0, 2, size=(240, 2, 2)).astype(float)
    pick = (x @ [1.0, -0.5] + rng.gumbel(size=(240, 2))).argmax(axis=1)
    frame = pd.DataFrame(x.reshape(-1, 2), columns=["goal", "task"])
    answer = (np.arange(2) == pick[:, None]).ravel() + 0
    return frame.assign(id=np.repeat(np.arange(30), 16), number=np.repeat(np.arange(240), 2), answer=answer)


def fit(model, frame, x=("goal", "task")):
    if model == "conditional":
        table = Choices.from_frame(frame, respondent="id", task="number", chosen="answer", x=list(x))
        return fit_conditional_logit(table)
    table = Ratings.from_frame(frame, respondent="id", rating="answer", x=list(x))
    return fit_binary_logit(table) if model == "binary" else fit_ordered_logit(table)


@pytest.fixture(params=["ordered", "binary", "conditional"])
def model(request):
    return request.param


@pytest.fixture
def frame(model):
    return choices() if model == "conditional" else ratings(2 if model == "binary" else 3)


def test_separated(model, frame):
    if model == "conditional":
        pairs = frame["goal"].to_numpy().reshape(-1, 2)
        follows = (pairs == pairs.max(axis=1, keepdims=True)).ravel() & (np.ptp(pairs, axis=1) > 0).repeat(2)
        answer = np.where((np.ptp(pairs, axis=1) > 0).repeat(2), follows, frame["answer"])
    else:
        answer = np.where(frame["goal"] == 1, frame["answer"].max(), frame["answer"])
    found = fit(model, frame.assign(answer=answer + 0))
    assert (found.status, found.messages) == ("shrunk", (WHY_SEPARATED,))


def test_collinear(model, frame):
    found = fit(model, frame.assign(other=1 - frame["goal"]), ("goal", "task", "other"))
    rank = "rank 2 of 3" if model == "conditional" else "rank 3 of 4"
    said = f'no number for column "goal"; column "other": {WHY_LOST} ({rank})'
    assert (found.status, found.messages) == ("not_estimable", (said,))
    assert found.coef[["goal", "other"]].isna().all()


def test_constant_column(model, frame):
    found = fit(model, frame.assign(other=1.0), ("goal", "task", "other"))
    rank = "rank 2 of 3" if model == "conditional" else "rank 3 of 4"
    assert (found.status, found.messages) == ("not_estimable", (f'no number for column "other": {WHY_LOST} ({rank})',))


def test_constant_answers():
    found = fit("ordered", ratings(3).assign(answer=3))
    said = 'all answers are "3"; without variation no criterion can be weighed'
    assert (found.status, found.messages) == ("not_estimable", (said,))
    found = fit("conditional", choices().assign(goal=1.0, task=0.0))
    assert (found.status, found.messages) == (
        "not_estimable",
        ("no column varies within a task; a choice tells nothing then",),
    )


def test_single_respondent(model, frame):
    found = fit(model, frame[frame["id"] == 0])
    assert (found.status, found.messages) == ("not_estimable", (TOO_FEW,))
    assert found.estimates.isna().all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.iloc[:0], "the table holds no answers; give at least one row"),
        (
            lambda frame: frame.assign(task=frame["task"].where(frame.index != 5)),
            'row 6, column "task": is empty, a number is needed; fill it in or drop the row',
        ),
        (
            lambda frame: frame.assign(task=frame["task"].where(frame.index != 5, np.inf)),
            'row 6, column "task": "inf" is not a finite number; mend or drop the row',
        ),
        (
            lambda frame: frame.assign(answer=frame["answer"].where(frame.index != 5)),
            'row 6, column "answer": is empty, a number is needed; fill it in or drop the row',
        ),
    ],
)
def test_empty_tables_and_cells(model, frame, change, said):
    with pytest.raises(AnswerError) as caught:
        fit(model, change(frame))
    assert str(caught.value) == said
