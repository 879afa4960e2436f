import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.estimation import fit_conditional_logit, fit_ordered_logit, likelihood_ratio_test, wald_test
from dce.estimation.preparation import prepare
from dce.estimation.scale.model import _split, _starts, _surface, fit_scale_groups

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "ordered.json").read_text())
X = ["x1", "x2", "x3"]


def of_r(**changed):
    frame = pd.DataFrame(REFERENCE["data"]).assign(**changed)
    return Ratings.from_frame(frame, respondent="id", rating="rating", x=X, background=["group"])


def chosen(people=300, tasks=8, scales=(1.0, 0.5, 2.0), seed=2):
    """Choices among three alternatives by three groups of equal weights (1, -1) and unequal noise."""
    rng = np.random.default_rng(seed)
    x = rng.choice([-1.0, 0.0, 1.0], size=(people, tasks, 3, 2))
    scale = np.repeat(scales, people // len(scales))[:, None, None]
    pick = (scale * (x @ [1.0, -1.0]) + rng.gumbel(size=(people, tasks, 3))).argmax(axis=2)
    who, task, alternative = np.indices((people, tasks, 3)).reshape(3, -1)
    frame = pd.DataFrame(x.reshape(-1, 2), columns=["a", "b"])
    group = np.repeat(["one", "three", "two"], people // len(scales))[who]
    return frame.assign(id=who, task=task, chosen=(alternative == pick.reshape(-1, 1).repeat(3)) + 0, group=group)


def choices(frame):
    return Choices.from_frame(frame, respondent="id", task="task", chosen="chosen", x=["a", "b"], background=["group"])


def test_ordered_answers_get_what_clm_finds():
    theirs = REFERENCE["fits"]["scaled"]
    ours = fit_scale_groups(of_r(), by="group")
    assert ours.status == "ok"
    assert ours.loglik == pytest.approx(theirs["loglik"], abs=1e-8)
    mine = pd.Series({**theirs["coef"], **theirs["thresholds"]}).rename(
        {"groupb": "leniency.b", "scale.groupb": "scale.b"}
    )
    mine["scale.b"] *= -1.0  # clm divides by its scale
    assert_allclose(ours.estimates[mine.index], mine, atol=2e-6)  # clm stops at a slope of 1e-6
    names = [{"groupb": "leniency.b", "scale.groupb": "scale.b"}.get(name, name) for name in theirs["vcov"]["names"]]
    turn = np.where(np.array(names) == "scale.b", -1.0, 1.0)
    matrix = turn[:, None] * np.array(theirs["vcov"]["rows"]) * turn
    assert_allclose(ours.covariance("hessian").loc[names, names], matrix, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("kind", ["ordered", "binary", "conditional"])
def test_slope_and_information_agree_with_central_differences(kind):
    if kind == "conditional":
        answers = choices(chosen(people=60))
    else:
        rating = pd.DataFrame(REFERENCE["data"])["rating"]
        answers = of_r(rating=rating if kind == "ordered" else (rating > 3).astype(int))
    split, (prepared, _) = _split(answers, "group"), prepare(answers)
    surface = _surface(split, prepared, kind != "conditional")
    rng = np.random.default_rng(1)
    at = _starts(surface, prepared.plain.point[0])[1] + 0.1 * rng.normal(size=surface.size)
    step = 1e-5 * np.eye(surface.size)
    here = surface.evaluate(at)
    slope = [(surface.evaluate(at + s).value - surface.evaluate(at - s).value) / 2e-5 for s in step]
    bend = [(surface.evaluate(at + s).gradient - surface.evaluate(at - s).gradient) / 2e-5 for s in step]
    assert_allclose(here.gradient, slope, rtol=1e-6, atol=1e-5)  # what differences with this step can promise
    assert_allclose(here.information, -np.array(bend), rtol=1e-6, atol=1e-5)


def test_scales_of_choosers_are_recovered_and_told_apart():
    found = fit_scale_groups(choices(chosen()), by="group")
    table = found.scales().set_index("group")
    assert list(table.index) == ["one", "three", "two"]
    for group, truth in {"three": 0.5, "two": 2.0}.items():
        assert table["low"][group] < truth < table["high"][group]
        assert table["p"][group] < 0.01
    assert wald_test(found, ["scale.three", "scale.two"]).p < 1e-6
    assert found.diagnostics.agreeing == 1.0
    plain = fit_conditional_logit(choices(chosen()))
    assert likelihood_ratio_test(plain, found).freedom == 2
    assert likelihood_ratio_test(plain, found).p < 1e-6


def test_equal_scales_give_the_plain_weights_and_a_log_likelihood_just_above():
    answers = choices(chosen(scales=(1.0, 1.0, 1.0)))
    scaled, plain = fit_scale_groups(answers, by="group"), fit_conditional_logit(answers)
    assert_allclose(scaled.coef[["a", "b"]], plain.coef, atol=0.25)
    assert 0 <= scaled.loglik - plain.loglik < 6  # chi-squared with 2 degrees of freedom, halved


def test_without_leniency_the_first_group_is_the_only_measure():
    found = fit_scale_groups(of_r(), by="group", lenient=False)
    assert not [name for name in found.coef.index if name.startswith("leniency")]
    assert found.loglik < fit_scale_groups(of_r(), by="group").loglik


def test_half_weight_rows_other_names_and_another_order_change_nothing():
    frame = chosen(people=60)
    whole = fit_scale_groups(choices(frame), by="group")
    halves = pd.concat([frame, frame.assign(task=frame["task"] + 100)]).assign(half=0.5)
    split = Choices.from_frame(
        halves, respondent="id", task="task", chosen="chosen", x=["a", "b"], weights="half", background=["group"]
    )
    shuffled = frame.sample(frac=1.0, random_state=1).assign(id=lambda rows: "p" + (99 - rows["id"]).astype(str))
    for other in (split, choices(shuffled)):
        again = fit_scale_groups(other, by="group")
        assert_allclose(again.table().drop(columns="term"), whole.table().drop(columns="term"), rtol=1e-6, atol=1e-9)


def test_small_groups_and_people_who_did_not_say_are_left_out_by_name():
    frame = chosen(people=60)
    frame.loc[frame["id"] == 0, "group"] = "alone"
    frame.loc[frame["id"].between(1, 3), "group"] = None
    found = fit_scale_groups(choices(frame), by="group")
    assert found.groups == ("one", "three", "two")
    assert found.people == 56
    assert found.messages == (
        "people who did not say: left out of the comparison of scales",
        "alone: left out of the comparison of scales",
    )


def test_a_group_that_would_give_away_a_small_one_is_left_out_too():
    frame = chosen(people=60)
    frame.loc[frame["id"] == 0, "group"] = "alone"
    found = fit_scale_groups(choices(frame), by="group")
    assert found.groups == ("three", "two")
    assert [message.partition(":")[0] for message in found.messages] == ["alone", "one"]


def test_what_cannot_be_compared_is_said_and_gets_no_number():
    one = fit_scale_groups(choices(chosen(people=60).assign(group="all")), by="group")
    assert (one.status, one.coef.isna().all()) == ("not_estimable", True)
    assert one.messages[-1] == 'fewer than two groups of "group" have 2 people; scales cannot be compared'
    with pytest.raises(FitError, match='no background column "role"; they hold group'):
        fit_scale_groups(choices(chosen(people=60)), by="role")


def test_noise_cannot_be_told_where_no_criterion_matters():
    frame = chosen(people=60, scales=(0.0, 0.0, 0.0))
    balanced = pd.concat([frame, frame.assign(task=frame["task"] + 100, a=-frame["a"], b=-frame["b"])])
    found = fit_scale_groups(choices(balanced), by="group")
    assert found.status == "not_estimable"
    assert "criteria matter too little" in found.messages[0]
    assert found.coef.isna().all()


def test_a_binary_fit_shows_its_constant_and_a_separated_one_no_error():
    rating = pd.DataFrame(REFERENCE["data"])["rating"]
    found = fit_scale_groups(of_r(rating=(rating > 3).astype(int)), by="group")
    assert found.coef.index[0] == "constant"
    assert found.model == "binary logit with scale groups"
    plain = fit_ordered_logit(of_r(rating=(rating > 3).astype(int)))
    assert np.sign(found.coef["constant"]) == -np.sign(plain.thresholds.iloc[0])
    data = pd.DataFrame(REFERENCE["data"])
    always = fit_scale_groups(of_r(rating=rating.where(data["x1"] < 1, 5), x1=(data["x1"] >= 1) + 0), by="group")
    assert always.status == "shrunk"
    assert always.coef.notna().all()
    assert always.std_error().isna().all()
    no_noise = fit_scale_groups(of_r(rating=(data["x1"] > data["x1"].median()).astype(int)), by="group")
    assert no_noise.status == "not_estimable"
    assert "follow them without noise" in no_noise.messages[-1]
