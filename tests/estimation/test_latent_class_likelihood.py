"""The likelihood of latent classes: exact derivatives, and the maximum of a case that others published."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices, Ratings
from dce.estimation.latent_mixture import Mixture
from dce.estimation.latent_search import search
from dce.estimation.maximise import maximise
from dce.estimation.preparation import prepare


def mixture_of(answers, classes, prior_sd=None):
    prepared, _ = prepare(answers)
    return Mixture(prepared.problem, answers.by_person[:, prepared.cells], classes, prior_sd)


def people(kind):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(240, 2)), columns=["a", "b"])
    frame["id"] = np.repeat(np.arange(20), 12)
    if kind == "ratings":
        frame["rating"] = rng.integers(1, 5, 240)
        return Ratings.from_frame(frame, respondent="id", rating="rating", x=["a", "b"])
    frame["task"] = np.repeat(np.arange(80), 3)
    frame["pick"] = (np.arange(240) % 3 == np.repeat(rng.integers(0, 3, 80), 3)).astype(int)
    return Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["a", "b"])


@pytest.mark.parametrize("prior_sd", [None, 2.5])
@pytest.mark.parametrize("kind", ["ratings", "choices"])
def test_slope_and_information_are_those_of_central_differences(kind, prior_sd):
    mixture = mixture_of(people(kind), 3, prior_sd)
    plain = maximise(mixture.problem).point[0]
    moved = np.concatenate([plain + 0.3 * c * np.eye(len(plain))[-1 - c % 2] for c in range(3)])
    point = np.r_[0.4, -0.3, moved]
    here = mixture.evaluate(point)
    step = 1e-5 * np.eye(len(point))
    slope = [(mixture.value(point + h) - mixture.value(point - h)) / 2e-5 for h in step]
    bend = [(mixture.evaluate(point + h).gradient - mixture.evaluate(point - h).gradient) / 2e-5 for h in step]
    assert_allclose(here.gradient, slope, atol=1e-6)
    assert_allclose(here.information, -np.array(bend), atol=1e-6)
    if prior_sd is None:
        assert_allclose(mixture.scores(point).sum(axis=0), here.gradient, atol=1e-10)


@pytest.mark.parametrize("kind", ["ratings", "choices"])
def test_one_class_is_the_plain_logit(kind):
    mixture = mixture_of(people(kind), 1)
    plain = maximise(mixture.problem)
    found = search(mixture, plain.point[0], 5, np.random.default_rng(1))
    assert found.converged
    assert_allclose(found.point, plain.point[0], atol=1e-9)
    assert_allclose(mixture.value(found.point), plain.value[0], rtol=1e-12)
    assert_allclose(mixture.evaluate(found.point).information, plain.information[0], rtol=1e-8)


def test_two_classes_of_route_choices_have_the_published_maximum_and_errors(shared):
    frame = pd.read_parquet(shared / "data" / "swissroute.parquet")
    known = json.loads((shared / "references" / "estimation" / "swissroute_lc2.json").read_text())["reestimated"]
    x = ["tt", "tc", "hw", "ch"]
    mixture = mixture_of(Choices.from_frame(frame, respondent="ID", task="chid", chosen="choice", x=x), 2)
    plain = maximise(mixture.problem).point[0]
    found = search(mixture, plain, 20, np.random.default_rng(1))
    assert found.converged
    assert_allclose(mixture.value(found.point), known["loglik"], rtol=1e-10)
    bread = np.linalg.inv(mixture.evaluate(found.point).information)
    score = mixture.scores(found.point)
    errors = np.sqrt(np.diag(bread)), np.sqrt(np.diag(bread @ score.T @ score @ bread))
    log_shares, points = mixture.split(found.point)
    ours = [each[1:].reshape(2, 4) for each in errors]
    for theirs, c in zip(known["classes"], np.argsort(points[:, 0]), strict=True):
        assert_allclose(np.exp(log_shares[c]), theirs["share"], rtol=1e-5)
        assert_allclose(points[c], [theirs["coef"][f"b_{name}"] for name in x], rtol=1e-5)
        assert_allclose(ours[0][c], [theirs["se"][f"b_{name}"] for name in x], rtol=1e-4)
        assert_allclose(ours[1][c], [theirs["robust_se_by_person"][f"b_{name}"] for name in x], rtol=1e-4)


def test_the_same_seed_gives_the_same_bits():
    mixture = mixture_of(people("choices"), 2)
    plain = maximise(mixture.problem).point[0]
    first, again = (search(mixture, plain, 4, np.random.default_rng(7)) for _ in range(2))
    assert first.point.tobytes() == again.point.tobytes()
