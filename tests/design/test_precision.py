"""Predicted errors held against fits of simulated people, and verdicts against designs with one fault each."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design, judge, make_design, predicted_errors
from dce.errors import DesignError
from dce.estimation import fit_ordered_logit
from dce.simulate import default_population, simulate_answers


@pytest.fixture(scope="module")
def design(example):
    return make_design(example, tasks=12, versions=2, seed=1)


def test_predicted_errors_are_those_of_a_fit_to_very_many_people_like_those(design):
    """Hessian errors of 20,000 people without differences of their own; the rest is the draw of their answers."""
    people = replace(default_population(design.study), intercept_sd=0.0)
    coding = Coding.categorical(design.study)
    frame = simulate_answers(design, people, 20_000, 1)
    fit = fit_ordered_logit(Ratings.from_answers(frame, design.study, coding=coding))
    predicted = predicted_errors(design, 20_000, weights=fit.coef.to_dict()).set_index("term")["std_error"]
    assert_allclose(predicted, fit.std_error("hessian")[predicted.index], rtol=0.02)


def test_errors_fall_with_the_root_of_the_people_and_weights_found_are_as_large_as_power_says(design):
    few, many = predicted_errors(design, 25), predicted_errors(design, 100)
    assert_allclose(few["std_error"], 2 * many["std_error"])
    assert_allclose(few["detectable"] / few["std_error"], 1.959964 + 0.841621, rtol=1e-5)


def test_a_weight_that_cannot_be_told_has_no_error(example):
    rows = pd.DataFrame({"ontvanger": ["gemeente", "eigen"] * 3, "doel": ["nee", "ja"] * 3, "waarborgen": "geen"})
    rows["waarborgen"] = ["geen", "geen", "alle", "alle", "enkele", "enkele"]
    table = predicted_errors(Design.from_frame(example, rows), 50).set_index("term")
    assert table.loc[table["criterion"] == "doel", "std_error"].isna().all()
    assert table.loc[table["criterion"] == "waarborgen", "std_error"].notna().all()


def test_a_sound_design_is_good_and_few_people_are_a_limit(design):
    assert judge(design).grade == "good"
    few = judge(design, people=3)
    assert few.grade == "usable with limits"
    assert str(few.reasons[-1]).startswith("3 people are few for waarborgen: its weight must be ")
    assert judge(design, people=1000).grade == "good"


def faulty(example, change):
    rows = make_design(example, tasks=12, seed=1).frame
    return judge(Design.from_frame(example, change(rows)[list(example.criterion_ids)].drop_duplicates()))


@pytest.mark.parametrize(
    ("change", "grade", "said"),
    [
        (
            lambda rows: rows[rows["doel"] == "ja"],
            "not usable",
            'level "nee" of doel is never shown; show it, or drop it',
        ),
        (
            lambda rows: rows[(rows["doel"] == "ja") == (rows["ontvanger"] == "eigen")],
            "not usable",
            "cannot be told apart; add tasks or change levels",
        ),
        (
            lambda rows: pd.concat([rows[rows["waarborgen"] != "alle"], rows[rows["waarborgen"] == "alle"].head(1)]),
            "usable with limits",
            'one scenario alone decides on level "alle" of waarborgen; show it more often',
        ),
    ],
)
def test_each_fault_is_named_with_what_to_do(example, change, grade, said):
    found = faulty(example, change)
    assert found.grade == grade
    assert said in str(found)


def test_the_data_sharing_design_says_what_its_21_tasks_cannot_show(study, request):
    design = Design.load(request.config.rootpath / "designs" / "gegevensdeling")
    found = judge(design, people=50)
    assert (found.grade, found.reasons) == ("good", ())
    said = " ".join(design.quality().limits)
    assert "1 left to test whether the model fits" in said
    assert "whether two criteria reinforce each other (45 pairs) cannot be seen" in said
    assert "weights cannot be told apart from peculiarities of these scenarios" in said


def test_bad_numbers_are_refused(design):
    with pytest.raises(DesignError, match="people: 0 is not within 1 to 10000000; ask for 50"):
        predicted_errors(design, 0)
    with pytest.raises(DesignError, match='weights: no term "prijs"; use '):
        predicted_errors(design, 10, weights={"prijs": 1.0})
    assert np.isfinite(predicted_errors(design, 10)["std_error"]).all()
