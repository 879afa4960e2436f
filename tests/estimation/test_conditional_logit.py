import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dce import logit
from dce.data import Choices
from dce.errors import AnswerError
from dce.estimation import fit_conditional_logit


def table(people=40, tasks=6, alternatives=3, seed=1):
    rng = np.random.default_rng(seed)
    n = people * tasks
    x = rng.integers(-1, 2, size=(n, alternatives, 2)).astype(float)
    utility = x @ [1.0, -0.5] + rng.gumbel(size=(n, alternatives))
    frame = pd.DataFrame(x.reshape(-1, 2), columns=["a", "b"])
    frame["id"] = np.repeat(np.arange(people), tasks * alternatives)
    frame["task"] = np.repeat(np.tile(np.arange(tasks), people), alternatives)
    frame["pick"] = (np.arange(alternatives) == utility.argmax(axis=1)[:, None]).ravel().astype(int)
    return frame


def fit(frame, **options):
    names = {"respondent": "id", "task": "task", "chosen": "pick", "x": ["a", "b"]} | options
    return fit_conditional_logit(Choices.from_frame(frame, **names))


def test_gradient_and_information_agree_with_finite_differences():
    rng = np.random.default_rng(3)
    x, counts, beta = rng.normal(size=(5, 4, 3)), rng.integers(0, 5, (5, 4)).astype(float), rng.normal(size=3)
    open_ = np.ones((5, 4), dtype=bool)
    open_[0, 3] = open_[2, 0] = False
    x, counts = x * open_[..., None], counts * open_
    here = logit.choice_likelihood(beta, x, open_, counts)
    for k, step in enumerate(np.eye(3) * 1e-5):
        up, down = (logit.choice_likelihood(beta + sign * step, x, open_, counts) for sign in (1, -1))
        assert_allclose(here.gradient[k], (up.value - down.value) / 2e-5, rtol=1e-6)
        assert_allclose(-here.information[k], (up.gradient - down.gradient) / 2e-5, rtol=1e-6, atol=1e-7)
    score = logit.choice_scores(beta, x, open_)
    assert_allclose(np.einsum("nj,njk->k", counts, score), here.gradient, rtol=1e-12)


def test_two_alternatives_are_a_binary_logit_on_the_difference():
    frame = table(alternatives=2)
    first = frame.iloc[::2].reset_index(drop=True)
    second = frame.iloc[1::2].reset_index(drop=True)
    apart = first[["a", "b"]] - second[["a", "b"]]
    theirs = sm.Logit(first["pick"], apart).fit(disp=0, tol=1e-12)
    ours = fit(frame)
    assert_allclose(ours.coef, theirs.params, rtol=1e-7)
    assert_allclose(ours.std_error(), theirs.bse, rtol=1e-7)
    assert_allclose(ours.loglik, theirs.llf, rtol=1e-10)


def test_statsmodels_own_choice_data():
    """Greene's table of 210 travellers ships with statsmodels, so any machine can make this comparison."""
    data = sm.datasets.modechoice.load_pandas().data
    own = pd.get_dummies(data["mode"].astype(int), prefix="m", dtype=float)[["m_1", "m_2", "m_3"]]
    frame = pd.concat([data[["individual", "choice", "ttme", "gc"]], own], axis=1)
    x = ["m_1", "m_2", "m_3", "ttme", "gc"]
    ours = fit_conditional_logit(Choices.from_frame(frame, respondent=None, task="individual", chosen="choice", x=x))
    model = sm.ConditionalLogit(frame["choice"].astype(int), frame[x], groups=frame["individual"])
    theirs = model.fit(disp=False)
    assert_allclose(ours.coef, theirs.params, rtol=1e-5)
    assert_allclose(ours.std_error(), theirs.bse, rtol=1e-4)
    assert_allclose(ours.loglik, model.loglike(theirs.params), rtol=1e-10)


@pytest.mark.attack("G11")
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_rows_names_and_split_weights_change_nothing(seed):
    frame = table(people=12, seed=seed)
    plain = fit(frame)
    moved = frame.sample(frac=1, random_state=seed).assign(id=lambda f: 100 - f["id"], task=lambda f: 9 - f["task"])
    assert_allclose(fit(moved).coef, plain.coef, rtol=1e-8)
    assert_allclose(fit(moved).std_error("cluster"), plain.std_error("cluster"), rtol=1e-7)
    halves = pd.concat([frame.assign(w=0.5), frame.assign(w=0.5, task=frame["task"] + 50)])
    half = fit(halves, weights="w")
    for kind in ("hessian", "robust", "cluster"):
        assert_allclose(half.std_error(kind), plain.std_error(kind), rtol=1e-7)


def test_an_alternative_without_a_row_is_one_that_is_not_available():
    frame = table()
    keep = (frame["pick"] == 1) | (np.arange(len(frame)) % 5 != 0)
    shut = fit(frame.assign(open=keep.astype(int)), available="open")
    assert_allclose(fit(frame[keep]).coef, shut.coef, rtol=1e-9)


def test_a_column_that_is_the_same_for_all_alternatives_has_no_number():
    frame = table()
    frame["income"] = frame["id"] * 10.0
    found = fit(frame, x=["a", "b", "income"])
    assert found.status == "not_estimable"
    assert 'column "income"' in found.messages[0]
    assert_allclose(found.coef[["a", "b"]], fit(frame).coef, rtol=1e-9)


def test_a_pick_that_a_column_always_predicts_is_shrunk():
    frame = table()
    frame["a"] = frame["pick"].astype(float)
    found = fit(frame)
    assert found.status == "shrunk"
    assert 'column "a"' in found.messages[0]
    assert found.table()[["std_error", "p"]].isna().all(axis=None)
    assert found.table()[["low", "high"]].notna().all(axis=None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pick": 1}, "has 3 chosen alternatives; mark just one with 1"),
        ({"pick": 0}, "has 0 chosen alternatives"),
        ({"pick": 2}, "must be 1 (chosen) or 0"),
    ],
)
def test_tasks_without_just_one_pick_are_refused(change, words):
    with pytest.raises(AnswerError) as caught:
        fit(table().assign(**change))
    assert words in str(caught.value)


def test_weights_that_were_put_in_come_out():
    found = fit(table(people=2000, seed=5))
    assert (np.abs(found.coef - [1.0, -0.5]) < 3 * found.std_error("cluster")).all()
