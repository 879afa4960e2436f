"""What must not matter to a fit: names of people and categories, order of rows and columns, rows cut in halves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.estimation import fit_binary_logit, fit_ordered_logit

X = ["a", "b", "c"]
KINDS = ("hessian", "robust", "cluster")


def answers(seed, cuts):
    rng = np.random.default_rng(seed)
    x = rng.integers(-1, 2, size=(20, 12, 3)).astype(float)
    utility = x @ [0.8, -0.4, 0.1] + rng.normal(size=(20, 1)) + rng.logistic(size=(20, 12))
    who = np.repeat(np.arange(20), 12)
    rating = np.digitize(utility, cuts).ravel()
    return pd.DataFrame(x.reshape(-1, 3), columns=X).assign(id=who, rating=rating, weight=1.0)


def fitted(model, frame, x=X):
    return model(Ratings.from_frame(frame, respondent="id", rating="rating", x=list(x), weights="weight"))


def same(one, other):
    assert_allclose(other.estimates[one.estimates.index], one.estimates, rtol=1e-7, atol=1e-9)
    assert other.loglik == pytest.approx(one.loglik, rel=1e-10)
    for kind in KINDS:
        assert_allclose(other.std_error(kind)[one.estimates.index], one.std_error(kind), rtol=1e-6)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([(fit_ordered_logit, (-1.0, 0.0, 1.0)), (fit_binary_logit, (0.0,))]),
)
def test_names_order_halves_and_the_numbers_of_categories_change_nothing(seed, case):
    model, cuts = case
    frame = answers(seed, cuts)
    plain = fitted(model, frame)
    same(
        plain,
        fitted(model, frame.sample(frac=1, random_state=seed).assign(id=lambda f: "p" + (99 - f["id"]).astype(str))),
    )
    same(plain, fitted(model, frame, x=("c", "a", "b")))
    same(plain, fitted(model, pd.concat([frame.assign(weight=0.5), frame.assign(weight=0.5)])))
    other = fitted(model, frame.assign(rating=10 + 5 * frame["rating"]))
    assert_allclose(other.coef.to_numpy(), plain.coef.to_numpy(), rtol=1e-8, atol=1e-10)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_a_scale_turned_round_turns_weights_and_thresholds(seed):
    frame = answers(seed, (-1.0, 0.0, 1.0))
    plain, turned = fitted(fit_ordered_logit, frame), fitted(fit_ordered_logit, frame.assign(rating=-frame["rating"]))
    assert_allclose(turned.coef, -plain.coef, rtol=1e-7, atol=1e-9)
    assert_allclose(turned.thresholds.to_numpy(), -plain.thresholds.to_numpy()[::-1], rtol=1e-7, atol=1e-9)
    for kind in KINDS:
        assert_allclose(turned.std_error(kind)[X], plain.std_error(kind)[X], rtol=1e-6)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_another_coding_of_a_column_gives_the_same_chances(seed):
    frame = answers(seed, (-1.0, 0.0, 1.0))
    plain = fitted(fit_ordered_logit, frame)
    moved = fitted(fit_ordered_logit, frame.assign(a=3.0 + 2.0 * frame["a"]))
    assert_allclose(moved.coef["a"], plain.coef["a"] / 2.0, rtol=1e-7)
    assert_allclose(moved.thresholds, plain.thresholds + 1.5 * plain.coef["a"], rtol=1e-7)
    assert moved.loglik == pytest.approx(plain.loglik, rel=1e-10)
