import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices, choices_from_best_worst, choices_from_rankings
from dce.errors import AnswerError
from dce.estimation import fit_conditional_logit

BETA = np.array([1.0, -0.5])


@pytest.fixture(scope="module")
def frame():
    """300 people rank four alternatives twice by utility with Gumbel noise, which is what the model says."""
    rng = np.random.default_rng(1)
    x = rng.integers(-1, 2, size=(600, 4, 2)).astype(float)
    order = np.argsort(-(x @ BETA + rng.gumbel(size=(600, 4))), axis=1)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(1, 5)[None, :], axis=1)
    table = pd.DataFrame(x.reshape(-1, 2), columns=["a", "b"])
    return table.assign(id=np.repeat(np.arange(300), 8), task=np.repeat(np.arange(600), 4), rank=rank.ravel())


def test_a_ranking_counts_as_the_choices_it_implies_by_hand():
    table = pd.DataFrame({"id": "a", "task": 1, "rank": [2, 1, 3], "x": [2.0, 1.0, 4.0]})
    choices = choices_from_rankings(table, respondent="id", task="task", rank="rank", x=["x"])
    loglik = fit_loglik(choices, 0.3)
    u = np.exp(0.3 * table["x"].to_numpy())
    assert_allclose(loglik, np.log(u[1] / u.sum()) + np.log(u[0] / (u[0] + u[2])))


def fit_loglik(choices: Choices, beta: float) -> float:
    from dce import logit

    return float(logit.choice_likelihood(np.array([beta]), choices.x, choices.available, choices.counts()).value)


def test_rankings_give_the_weights_back_with_less_error_than_first_choices(frame):
    ranked = fit_conditional_logit(
        choices_from_rankings(frame, respondent="id", task="task", rank="rank", x=["a", "b"])
    )
    first = frame.assign(pick=(frame["rank"] == 1).astype(int))
    single = fit_conditional_logit(Choices.from_frame(first, respondent="id", task="task", chosen="pick", x=["a", "b"]))
    assert (np.abs(ranked.coef - BETA) < 3 * ranked.std_error("cluster")).all()
    assert (ranked.std_error() < single.std_error()).all()
    assert ranked.answers == 3 * single.answers


def test_weights_and_what_is_known_of_people_go_along(frame):
    named = {"respondent": "id", "task": "task", "x": ["a", "b"]}
    half = frame.assign(weight=0.5, town=np.where(frame["id"] % 2, "A", "B"))
    ends = half.assign(best=(half["rank"] == 1) + 0, worst=(half["rank"] == 4) + 0)
    ranked = choices_from_rankings(half, rank="rank", weights="weight", background=["town"], **named)
    extremes = choices_from_best_worst(ends, best="best", worst="worst", weights="weight", background=["town"], **named)
    assert ranked.counts().sum() == 0.5 * 3 * 600
    assert extremes.counts().sum() == 0.5 * 2 * 600
    for choices in (ranked, extremes):
        assert (choices.background["town"] == np.where(choices.background.index.astype(int) % 2, "A", "B")).all()


def test_an_unfinished_ranking_counts_as_far_as_it_goes(frame):
    short = frame.assign(rank=frame["rank"].where(frame["rank"] == 1))
    one = choices_from_rankings(short, respondent="id", task="task", rank="rank", x=["a", "b"])
    assert one.counts().sum() == 600


def test_best_and_worst_by_hand():
    table = pd.DataFrame({"id": "a", "task": 1, "best": [0, 1, 0], "worst": [0, 0, 1], "x": [2.0, 1.0, 4.0]})
    choices = choices_from_best_worst(table, respondent="id", task="task", best="best", worst="worst", x=["x"])
    u, v = np.exp(-0.3 * table["x"].to_numpy()), np.exp(0.3 * table["x"].to_numpy())
    assert_allclose(fit_loglik(choices, -0.3), np.log(u[1] / u.sum()) + np.log(v[2] / (v[0] + v[2])))


@pytest.mark.parametrize("ranks", [[1, 1, 2], [1, 3, 4], [2, 3, 4]])
def test_ranks_with_ties_or_holes_are_refused(ranks):
    table = pd.DataFrame({"id": "a", "task": 1, "rank": ranks, "x": [2.0, 1.0, 4.0]})
    with pytest.raises(AnswerError, match="are not 1, 2, 3"):
        choices_from_rankings(table, respondent="id", task="task", rank="rank", x=["x"])


def test_one_alternative_cannot_be_best_and_worst():
    table = pd.DataFrame({"id": "a", "task": 1, "best": [1, 0], "worst": [1, 0], "x": [2.0, 1.0]})
    with pytest.raises(AnswerError, match="row 1: is both best and worst"):
        choices_from_best_worst(table, respondent="id", task="task", best="best", worst="worst", x=["x"])
