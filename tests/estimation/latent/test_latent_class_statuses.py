"""What stands in the way of latent classes is said in a sentence, and no number is shown that is not one."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from latent_cases import answers_of, choice_frame, choices_of, rating_frame, ratings_of

from dce.errors import FitError
from dce.estimation import trust_region
from dce.estimation.latent import search as latent_search
from dce.estimation.latent.choice import choose_classes
from dce.estimation.latent.model import fit_latent_class


def test_a_class_that_answers_without_exception_is_shrunk_and_named():
    frame = choice_frame([[0.8, -0.5], [0.0, 0.0]], [0.7, 0.3], 60, 10, seed=2)
    top = frame.groupby(["id", "task"])["b"].transform("max")
    frame["pick"] = frame["pick"].where(frame["truth"] == 0, (frame["b"] == top).astype(int))
    fit = fit_latent_class(choices_of(frame))
    assert fit.status == "shrunk"
    assert fit.messages[0].startswith('class 2 is separated along column "b": its people answer without any exception;')
    assert "standard deviation 2.5" in fit.messages[0]
    assert np.isfinite(fit.coef).all()
    assert fit.coef["2.b"] > 3
    assert fit.std_error().isna().all()
    assert fit.table()[["low", "high", "p"]].isna().all(axis=None)
    assert fit.class_table()[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(("left_out", "instead"), [(2, 1), (3, 4), (1, 2), (4, 3)])
def test_a_class_that_leaves_a_category_out_is_shrunk_and_named(left_out, instead):
    frame = rating_frame([[1.5, 0.0], [-1.5, 0.0]], [0.6, 0.4], 40, 15, cuts=(-1.0, 0.0, 1.0), seed=3)
    frame.loc[(frame["truth"] == 1) & (frame["rating"] == left_out), "rating"] = instead
    fit = fit_latent_class(ratings_of(frame))
    assert fit.status == "shrunk"
    assert fit.messages[0].startswith(f'class 2 never answers "{left_out}"; a weak prior')
    cuts = fit.thresholds[["2.1|2", "2.2|3", "2.3|4"]]
    assert (np.diff(cuts) > 1e-3).all()
    assert (cuts.abs() < 10).all()
    assert fit.std_error().isna().all()


def test_a_plain_separated_fit_stays_shrunk():
    frame = rating_frame([[0.5, 0.0]], [1.0], 30, 6, cuts=(0.0,))
    frame["b"] = (frame["rating"] == 2) * (1.0 + frame["a"] ** 2)
    fit = fit_latent_class(ratings_of(frame), starts=3)
    assert fit.status == "shrunk"
    assert fit.messages[0].startswith('separated along column "b"')
    assert fit.std_error().isna().all()


def test_a_class_of_too_few_people_gets_no_weights():
    frame = choice_frame([[1.5, -0.5], [-1.5, 1.0]], [0.85, 0.15], 60, 8, seed=5)
    few = int(frame.groupby("id")["truth"].first().sum())
    answers = replace(choices_of(frame), smallest_group=few + 3)
    fit = fit_latent_class(answers)
    assert fit.status == "not_estimable"
    assert f"class 2 has about {fit.membership[2].sum():.1f} people" in fit.messages[-1]
    assert fit.coef[["2.a", "2.b"]].isna().all()
    assert fit.std_error()[["2.a", "2.b"]].isna().all()
    assert fit.coef[["1.a", "1.b", "share.2"]].notna().all()
    assert fit.parameters == 5
    inside = fit.membership[2] > 0.5
    assert fit.individual[inside].isna().all(axis=None)
    assert (fit.individual.loc[~inside, "a"] == fit.coef["1.a"]).all()


def test_a_column_that_cannot_be_told_apart_has_no_number_in_any_class():
    frame = choice_frame([[1.5, -0.5], [-1.5, 1.0]], [0.6, 0.4], 40, 8).assign(c=lambda f: 2.0 * f["b"])
    fit = fit_latent_class(choices_of(frame))
    assert fit.status == "not_estimable"
    assert fit.coef[["1.b", "2.b", "1.c", "2.c"]].isna().all()
    assert fit.coef[["1.a", "2.a"]].notna().all()
    assert fit.individual["a"].notna().all()
    assert fit.individual["c"].isna().all()
    with pytest.raises(FitError, match='"c" cannot be told apart'):
        fit_latent_class(choices_of(frame), restrict={"c": "same"})


def test_too_few_people_give_no_number_at_all():
    fit = fit_latent_class(replace(answers_of("ordered"), smallest_group=100))
    assert fit.status == "not_estimable"
    assert fit.estimates.isna().all()
    assert fit.membership.isna().all(axis=None)
    assert fit.class_table()["share"].isna().all()
    assert "too few people" in str(fit)


def test_classes_that_restrictions_make_alike_are_told_to_be_so():
    fit = fit_latent_class(answers_of("conditional"), restrict={"a": "same", "b": "same"}, starts=3)
    assert fit.status == "shrunk"
    assert "the answers do not tell the classes apart" in fit.messages[0]


@pytest.mark.attack("G17")
def test_a_search_that_ends_too_early_shows_no_estimate(monkeypatch):
    monkeypatch.setattr(latent_search, "MOST_ROUNDS", 1)
    monkeypatch.setattr(trust_region, "MOST_STEPS", 1)
    fit = fit_latent_class(answers_of("ordered"), starts=3)
    assert fit.status == "not_converged"
    assert "no maximum was found from 3 starts" in fit.messages[-1]
    assert fit.estimates.isna().all()
    assert np.isnan(fit.loglik)


def test_few_agreeing_starts_are_told():
    frame = choice_frame([[0.3, 0.2, -0.2]], [1.0], 60, 6, seed=5)
    fit = fit_latent_class(choices_of(frame), classes=4)
    assert fit.diagnostics.starts == 20
    assert fit.diagnostics.agreeing == 0.05
    assert any(said.startswith("only 1 of 20 starts led to this maximum") for said in fit.messages)


def test_classes_that_come_out_alike_are_told():
    frame = choice_frame([[0.3, 0.2, -0.2]], [1.0], 60, 6, seed=1)
    fit = fit_latent_class(choices_of(frame), classes=4)
    assert fit.status == "shrunk"
    assert "classes 1 and 2 have the same weights: fewer classes say as much" in fit.messages
    assert fit.diagnostics.gradient_norm < 1e-6  # also where the prior on shares met classes in another order


COVARIATES = pd.DataFrame({"age": np.arange(40.0)}, index=range(40))
WRONG = {
    "classes is 0": {"classes": 0},
    "there are 40 people": {"classes": 41},
    "starts is 0": {"starts": 0},
    'there is no "price"': {"restrict": {"price": "same"}},
    'there is no "3.a"': {"restrict": {"3.a": 1.0}},
    '"1.a" is nan': {"restrict": {"1.a": float("nan")}},
    "\"1.a\" is 'equal'": {"restrict": {"1.a": "equal"}},
    '"1.1|2" is a threshold': {"restrict": {"1.1|2": 0.0}},
    "held values lead beyond": {"restrict": {"1.a": -10000.0}},
    "nothing is left": {"classes": 1, "restrict": {"1.a": 0.0, "1.b": 0.0}},
    "respondent 39 is missing": {"covariates": COVARIATES.iloc[:-1]},
    "respondent 3 stands there more than once": {"covariates": COVARIATES.rename(index={4: 3})},
    'respondent 7 has no value in column "age"': {"covariates": COVARIATES.replace(7.0, np.nan)},
    'respondent 7, column "age": inf': {"covariates": COVARIATES.replace(7.0, np.inf)},
    'column "b" never changes or goes wholly with others': {"covariates": COVARIATES.assign(b=3.0)},
    'column "b" is "x" for everybody': {"covariates": COVARIATES.assign(b="x")},
    "there is no column": {"covariates": COVARIATES[[]]},
    'no background item "role"; the answers have none': {"covariates": ["role"]},
}


@pytest.mark.parametrize("said", WRONG)
def test_bad_input_is_told_in_one_sentence(said):
    kind = "conditional" if "nothing" in said else "ordered"
    with pytest.raises(FitError) as told:
        fit_latent_class(answers_of(kind), **WRONG[said])
    assert said in str(told.value)


def test_a_choice_of_no_class_is_refused():
    with pytest.raises(FitError, match="most is 0"):
        choose_classes(answers_of("ordered"), most=0)
