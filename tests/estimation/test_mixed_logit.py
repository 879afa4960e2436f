import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import special

from dce.data import Choices
from dce.errors import FitError
from dce.estimation.draws import shaped
from dce.estimation.mixed import fit_mixed_logit
from dce.estimation.mixed_panel import Panel
from dce.estimation.preparation import prepare

NAMES = ("normal", "lognormal", "triangular", "uniform")


def table(people=40, tasks=6, spread=0.8, seed=1):
    rng = np.random.default_rng(seed)
    shape = people, tasks, 3
    x = np.round(rng.normal(size=(*shape, 3)), 1)
    beta = np.array([1.0, -0.5, 0.7]) + rng.normal(size=(people, 1, 1, 3)) * [spread, spread, 0.0]
    utility = (x * beta).sum(axis=-1) + rng.gumbel(size=shape)
    frame = pd.DataFrame(x.reshape(-1, 3), columns=["a", "b", "c"])
    frame["id"] = np.repeat(np.arange(people), tasks * 3)
    frame["task"] = np.tile(np.repeat(np.arange(tasks), 3), people)
    frame["pick"] = (utility.argmax(axis=-1)[..., None] == np.arange(3)).ravel().astype(int)
    return frame


def choices(frame, **options):
    return Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["a", "b", "c"], **options)


def panel(answers, normals, columns, names):
    prepared, _ = prepare(answers)
    return Panel.of(prepared.problem, answers.by_person[:, prepared.cells], normals, columns, names)


def by_hand(frame, people, t, names, point):
    """The definition, person by person and draw by draw: log of the mean of products of P(pick)."""
    total = 0.0
    for g, person in enumerate(people):
        beta = np.tile(point[:3], (t.shape[2], 1))
        for q, name in enumerate(names):
            beta[:, q] += point[3 + q] * t[g, q]
            if name == "lognormal":
                beta[:, q] = np.exp(beta[:, q])
        product = np.ones(len(beta))
        for _, rows in frame[frame["id"].astype(str) == person].groupby("task"):
            rows = rows[rows["open"] == 1]
            p = special.softmax(beta @ rows[["a", "b", "c"]].to_numpy().T, axis=1)
            product *= p[:, rows["pick"].to_numpy() == 1][:, 0] ** rows["w"].iloc[0]
        total += np.log(product.mean())
    return total


@pytest.mark.parametrize("name", NAMES)
def test_likelihood_is_its_definition_and_derivatives_are_its_differences(name):
    frame = table(people=12).assign(open=1, w=1.0)
    frame.loc[(frame["pick"] == 0) & (frame.index % 5 == 0), "open"] = 0
    frame["w"] = np.where(frame["task"] == 2, 1.5, 1.0)
    answers = choices(frame, available="open", weights="w")
    normals = np.random.default_rng(2).normal(size=(12, 70, 2))  # one block of 64 and a part
    names = (name, "normal")
    ours = panel(answers, normals, (0, 1), names)
    point = np.array([0.3, -0.5, 0.7, 0.4, -0.6])
    here = ours.evaluate(point)
    assert_allclose(here.value, by_hand(frame, answers.people, shaped(normals, names), names, point), rtol=1e-12)
    for k, step in enumerate(np.eye(5) * 1e-5):
        up, down = ours.evaluate(point + step), ours.evaluate(point - step)
        assert_allclose(here.scores[:, k].sum(), (up.value - down.value) / 2e-5, rtol=1e-6, atol=1e-7)
        slope = (up.scores - down.scores).sum(axis=0) / 2e-5
        assert_allclose(-here.information[k], slope, rtol=1e-6, atol=1e-7)


def test_without_spread_it_is_the_conditional_logit():
    answers = choices(table())
    prepared, _ = prepare(answers)
    ours = panel(answers, np.zeros((40, 8, 1)), (0,), ("normal",))
    beta = np.array([0.4, -0.3, 0.2])
    plain = prepared.problem.evaluate(beta[None], np.array([0]))
    here = ours.evaluate(np.r_[beta, 0.9])
    assert_allclose(here.value, plain.value[0], rtol=1e-12)
    assert_allclose(here.information[:3, :3], plain.information[0], rtol=1e-9)


def test_the_same_seed_and_any_number_of_threads_give_the_same_bits(monkeypatch):
    answers = choices(table())
    random = {"a": "normal", "b": "triangular"}
    first = fit_mixed_logit(answers, random=random, draws=100, seed=3)
    monkeypatch.setenv("NUMBA_NUM_THREADS", "1")
    again = fit_mixed_logit(answers, random=random, draws=100, seed=3)
    assert (first.coef == again.coef).all()
    assert first.loglik == again.loglik
    assert first.diagnostics == again.diagnostics
    assert fit_mixed_logit(answers, random=random, draws=100, seed=4).loglik != first.loglik


def test_order_of_tasks_people_names_and_columns_changes_nothing():
    frame, draws = table(), np.random.default_rng(1).normal(size=(40, 64, 2))
    plain = fit_mixed_logit(choices(frame), random={"a": "normal", "b": "uniform"}, draws=draws)
    shuffled = np.random.default_rng(2).permutation(240)[:, None] * 3 + np.arange(3)
    moved = frame.iloc[shuffled.ravel()].assign(id=lambda f: 100 - f["id"], task=lambda f: 9 - f["task"])
    swapped = fit_mixed_logit(choices(moved), random={"b": "uniform", "a": "normal"}, draws=draws[..., ::-1])
    assert_allclose(swapped.coef, plain.coef, rtol=1e-6)
    assert_allclose(swapped.std_error("cluster"), plain.std_error("cluster"), rtol=1e-5)
    assert np.isnan(plain.diagnostics.noise)


def test_means_and_spreads_come_back():
    answers = choices(table(people=500, tasks=12))
    fit = fit_mixed_logit(answers, random={"a": "normal", "b": "normal"}, draws=200)
    truth = pd.Series({"a": 1.0, "b": -0.5, "c": 0.7, "sd.a": 0.8, "sd.b": 0.8})
    assert fit.status == "ok"
    assert (np.abs(fit.coef - truth) < 3.0 * fit.std_error("cluster")).all()
    assert fit.std_error("cluster").max() < 0.06
    assert_allclose(fit.std_error("cluster"), fit.std_error("robust") * np.sqrt(500 / 499), rtol=1e-12)
    assert fit.diagnostics.agreeing > 0
    assert fit.diagnostics.gradient_norm < 1e-6
    assert 0 < fit.diagnostics.noise < 3


def test_faults_are_named():
    answers = choices(table())
    with pytest.raises(FitError, match='no column "d"; use one of a, b, c'):
        fit_mixed_logit(answers, random={"d": "normal"})
    with pytest.raises(FitError, match='no distribution is called "gamma"'):
        fit_mixed_logit(answers, random={"a": "gamma"})
    with pytest.raises(FitError, match="names no column"):
        fit_mixed_logit(answers, random={})
    with pytest.raises(FitError, match="at least one draw"):
        fit_mixed_logit(answers, random={"a": "normal"}, draws=0)


def test_one_respondent_and_a_column_without_meaning_get_no_number():
    alone = fit_mixed_logit(choices(table(people=1)), random={"a": "normal"})
    assert alone.status == "not_estimable"
    assert alone.coef.isna().all()
    assert "too few people" in alone.messages[0]
    twin = fit_mixed_logit(choices(table().assign(b=lambda f: f["a"])), random={"b": "normal"}, draws=32)
    assert twin.status == "not_estimable"
    assert np.isnan(twin.coef["sd.b"])


def halton(number, base):
    """The points of Halton (1960) from the 101st on, counting zero: what xlogit draws by default."""
    out, index, part = np.zeros(number), np.arange(100, number + 100), 1.0 / base
    while index.any():
        out, index, part = out + part * (index % base), index // base, part / base
    return out


@pytest.fixture
def electricity(shared):
    frame = pd.read_parquet(shared / "data" / "electricity.parquet")
    known = json.loads((shared / "references" / "estimation" / "electricity_mxl_xlogit500.json").read_text())
    theirs = pd.Series(known["reestimated"]["coef"])
    names = {"respondent": "id", "task": "chid", "chosen": "choice"}
    return Choices.from_frame(frame, x=list(theirs.index[:6]), **names), theirs, known["published"]["loglik"]


def test_electricity_is_at_least_as_likely_as_the_published_fit(electricity):
    answers, theirs, loglik = electricity
    fit = fit_mixed_logit(answers, random=dict.fromkeys(answers.columns, "normal"))
    assert fit.status == "ok"
    assert fit.loglik > loglik - 5.0
    assert (np.abs(fit.coef - theirs) < 3.0 * fit.std_error()).all()


def test_the_published_point_has_the_published_likelihood_and_ours_is_above_it_on_the_same_draws(electricity):
    answers, theirs, loglik = electricity
    drawn = [special.ndtri(halton(361 * 500, base)).reshape(361, 500) for base in (2, 3, 5, 7, 11, 13)]
    draws = np.stack(drawn, axis=2)[[int(person) - 1 for person in answers.people]]
    here = panel(answers, draws, range(6), ["normal"] * 6).evaluate(theirs.to_numpy())
    assert_allclose(here.value, loglik, rtol=1e-12)
    assert np.abs(here.scores.sum(axis=0)).max() < 0.01  # theirs is a maximum too, though not the highest
    assert fit_mixed_logit(answers, random=dict.fromkeys(answers.columns, "normal"), draws=draws).loglik > loglik + 5
