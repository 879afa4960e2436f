import numpy as np
import pandas as pd
import pytest

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import fit_binary_logit, fit_ordered_logit
from dce.estimation.checks import column_rank, separated_columns
from dce.estimation.maximise import maximise
from dce.estimation.preparation import _at_rest
from dce.estimation.problems import ConditionalProblem, OrderedProblem


def frame(people=30, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 2, size=(people * 8, 2)).astype(float)
    utility = x @ [1.0, -0.5] + rng.logistic(size=len(x))
    return pd.DataFrame(x, columns=["a", "b"]).assign(
        id=np.repeat(np.arange(people), 8), rating=np.digitize(utility, [0, 1])
    )


def fit(data, x=("a", "b"), model=fit_ordered_logit):
    return model(Ratings.from_frame(data, respondent="id", rating="rating", x=list(x)))


def test_a_sound_fit_is_ok_and_says_nothing():
    found = fit(frame())
    assert (found.status, found.messages) == ("ok", ())
    assert found.table()["std_error"].gt(0).all()


@pytest.mark.attack("G01")
@pytest.mark.parametrize("model", [fit_ordered_logit, fit_binary_logit])
def test_complete_separation_is_shrunk_named_and_gets_profile_intervals_in_place_of_wald(model):
    data = frame()
    data["rating"] = data["a"].astype(int)
    found = fit(data, model=model)
    assert found.status == "shrunk"
    assert 'column "a"' in found.messages[0]
    assert 'column "b"' not in found.messages[0]
    assert np.isfinite(found.coef).all()
    table = found.table().set_index("term")
    assert table[["std_error", "p"]].isna().all(axis=None)
    assert (table["low"] < table["estimate"]).all()
    assert (table["high"] > table["estimate"]).all()
    assert table["low"]["b"] < 0.0 < table["low"]["a"]


@pytest.mark.attack("G02")
def test_quasi_separation_is_found_where_other_programs_report_convergence():
    data = frame()
    data.loc[data["a"] == 1, "rating"] = 2
    found = fit(data)
    assert found.status == "shrunk"
    assert 'column "a"' in found.messages[0]


@pytest.mark.attack("G04")
def test_columns_that_cannot_be_told_apart_get_no_number_and_the_others_keep_theirs():
    data = frame()
    data["c"] = 1.0 - data["a"]
    found, alone = fit(data, ("a", "b", "c")), fit(data)
    assert found.status == "not_estimable"
    assert "rank 3 of 4" in found.messages[0]
    assert 'column "a"; column "c"' in found.messages[0]
    assert found.coef[["a", "c"]].isna().all()
    assert found.coef["b"] == pytest.approx(alone.coef["b"], rel=1e-8)
    assert found.std_error("cluster")["b"] == pytest.approx(alone.std_error("cluster")["b"], rel=1e-6)


@pytest.mark.attack("G05")
def test_a_level_that_was_never_shown_is_not_estimable():
    data = frame().assign(never=0.0)
    found = fit(data, ("a", "b", "never"))
    assert found.status == "not_estimable"
    assert np.isnan(found.coef["never"])
    assert np.isfinite(found.coef[["a", "b"]]).all()


@pytest.mark.attack("G07")
def test_equal_answers_and_too_few_people_give_a_sentence_and_no_number():
    same = fit(frame().assign(rating=3))
    assert same.status == "not_estimable"
    assert 'all answers are "3"' in same.messages[0]
    alone = fit(frame().assign(id=0))
    assert alone.status == "not_estimable"
    assert "too few people" in alone.messages[0]
    assert alone.coef.isna().all()


def test_a_binary_logit_refuses_three_categories():
    with pytest.raises(FitError, match="needs two categories, the answers have 3"):
        fit(frame(), model=fit_binary_logit)


def test_a_category_that_nobody_chose_has_no_threshold(example):
    data = frame()
    data["rating"] = pd.Categorical(
        data["rating"].map({0: "low", 1: "mid", 2: "top"}), ["low", "x", "mid", "top"], ordered=True
    )
    assert list(fit(data).thresholds.index) == ["low|mid", "mid|top"]


def test_a_fit_prints_a_compact_stable_table():
    text = str(fit(frame()))
    assert text == str(fit(frame()))
    assert text.splitlines()[0].startswith("ordered logit: 30 people, 240 answers, log-likelihood -")
    assert "0x" not in text


def small_problem(rng):
    """Few answers on few columns: about half of these are separated; None where columns depend on each other."""
    n, k, j = rng.integers(4, 30), rng.integers(1, 5), rng.integers(2, 5)
    strength, weight = rng.choice([0.5, 3.0, 20.0]), rng.choice([1.0, 1000.0], size=(n, 1))
    if rng.random() < 0.5:
        x = rng.choice([-1.0, 0.0, 1.0], size=(n, k))
        utility = strength * x @ rng.normal(size=k) + rng.logistic(size=n)
        counts = np.eye(j)[np.digitize(utility, np.quantile(utility, np.arange(1, j) / j))] * weight
        whole = column_rank(x, constant=True).rank == k + 1 and (counts.sum(axis=0) > 0).all()
        return OrderedProblem(x, counts[None]) if whole else None
    x = rng.choice([-1.0, 0.0, 1.0], size=(n, j, k))
    utility = strength * x @ rng.normal(size=k) + rng.gumbel(size=(n, j))
    within = (x - x.mean(axis=1, keepdims=True)).reshape(-1, k)
    counts = np.eye(j)[utility.argmax(axis=1)] * weight
    whole = column_rank(within, constant=False).rank == k
    return ConditionalProblem(x, np.ones((n, j), dtype=bool), counts[None]) if whole else None


def test_a_search_that_came_to_rest_never_hides_separation():
    rng = np.random.default_rng(0)
    problems = filter(None, (small_problem(rng) for _ in range(400)))
    outcomes = [(_at_rest(each, maximise(each)), len(separated_columns(each.room())) > 0) for each in problems]
    assert (True, True) not in outcomes
    assert outcomes.count((True, False)) > 100
    assert outcomes.count((False, True)) > 100
