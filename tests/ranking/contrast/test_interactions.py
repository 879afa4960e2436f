"""Leniency, scale and weights of groups, told apart on answers whose truth is known."""

import numpy as np
import pandas as pd
import pytest
from example_answers import answers
from numpy.testing import assert_allclose
from statsmodels.multivariate.manova import MANOVA

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import fit_ordered_logit
from dce.ranking.contrast.interactions import group_interactions, trace_p


def both(example, one, other, people=80, crowd=1):
    """Two groups of people who see the same scenarios, each with ways of its own."""
    first = answers(example, people, groups=("jurist",), crowd=2 * crowd, **one)
    second = answers(example, people, groups=("beleid",), crowd=2 * crowd + 1, **other)
    second["respondent"] = "b" + second["respondent"]
    return Ratings.from_answers(pd.concat([first, second], ignore_index=True), example)


def verdicts(found):
    return found.tests.set_index("what")["verdict"].to_dict()


def test_groups_that_are_only_milder_differ_in_leniency_alone(example):
    """In 12 crowds: each test but that of leniency may be wrong in 5%, so at most three (chance of more: 0.2%)."""
    found = [
        verdicts(group_interactions(both(example, {}, {"lenient": 1.0}, crowd=k), example, by="rol")) for k in range(12)
    ]
    differs = pd.DataFrame(found).eq("differs").sum()
    assert differs["leniency"] == 12
    assert differs[["scale", "weights"]].max() <= 3


def test_groups_with_twice_the_noise_differ_in_scale_and_not_in_weights(example):
    weights = (0.4, 1.6, 0.8)
    found = group_interactions(
        both(example, {"weights": weights}, {"weights": weights, "noise": 2.0}, 200), example, by="rol"
    )
    told = verdicts(found)
    assert (told["scale"], told["weights"]) == ("differs", "cannot tell")
    assert told["weight of doel"] == "differs", "interactions hold scale and weight in one"


def test_groups_with_other_weights_differ_in_weights(example):
    found = group_interactions(
        both(example, {"weights": (0.2, 1.2, 0.3)}, {"weights": (1.2, 0.2, 0.3)}), example, by="rol"
    )
    told = verdicts(found)
    assert told["weights"] == told["weight of ontvanger"] == told["weight of doel"] == "differs"
    assert told["weight of waarborgen"] == "cannot tell"
    assert 'groups of "rol" differ in' in found.messages[0]


def test_deviations_are_those_of_a_fit_with_columns_made_by_hand(example):
    frame = answers(example, 40, weights=(0.3, 0.9, 0.5))
    ratings = Ratings.from_answers(frame, example)
    side = np.where(frame["rol"] == "jurist", 1.0, -1.0)
    coded = pd.DataFrame(ratings.coding.encode(frame), columns=ratings.columns)
    wide = coded.assign(side=side, **{f"{name} x": coded[name] * side for name in ratings.columns})
    wide = wide.assign(id=frame["respondent"], rating=frame["rating"].astype(int))
    by_hand = fit_ordered_logit(
        Ratings.from_frame(wide, respondent="id", rating="rating", x=[c for c in wide if c not in ("id", "rating")])
    )
    rows = group_interactions(ratings, example, by="rol").table().set_index(["group", "term"])["deviation"]
    for name in ratings.columns:
        assert_allclose(rows["jurist", name], by_hand.coef[f"{name} x"], atol=1e-6)  # Newton stops at 1e-8 of slope
        assert_allclose(rows["beleid", name], -by_hand.coef[f"{name} x"], atol=1e-6)


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_the_trace_test_is_that_of_statsmodels(groups):
    rng = np.random.default_rng(groups)
    y, group = rng.normal(size=(60, 4)), np.arange(60) % groups
    frame = pd.DataFrame(y, columns=list("abcd")).assign(group=group)
    table = MANOVA.from_formula("a + b + c + d ~ C(group)", frame).mv_test().results["C(group)"]["stat"]
    row = table.loc["Hotelling-Lawley trace"].astype(float)
    assert_allclose(trace_p(row["Value"], 4, groups - 1, 60 - groups), row["Pr > F"], rtol=1e-6)


def test_a_single_group_is_refused_and_answers_that_say_nothing_have_reasons(example):
    ratings = Ratings.from_answers(answers(example, 30, groups=("jurist",)), example)
    with pytest.raises(FitError, match="fewer than two groups can be shown"):
        group_interactions(ratings, example, by="rol")
    alike = Ratings.from_answers(answers(example, 40).assign(rating="3"), example)
    found = group_interactions(alike, example, by="rol")
    assert found.tests["p"].isna().all()
    assert found.tests["reason"].str.len().gt(0).all()
    assert found.tests["verdict"].eq("cannot tell").all()
