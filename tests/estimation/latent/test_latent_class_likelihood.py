"""The likelihood of latent classes: exact derivatives, with covariates, restrictions and priors, for all models."""

import numpy as np
import pytest
from latent_cases import answers_of, rating_frame, ratings_of
from numpy.testing import assert_allclose

from dce.estimation.latent.mixture import Mixture
from dce.estimation.latent.search import search
from dce.estimation.latent.starts import starts
from dce.estimation.latent.surface import LatentSurface
from dce.estimation.latent.terms import Terms
from dce.estimation.parameters import Parameters
from dce.estimation.preparation import prepare

KINDS = ["ordered", "binary", "conditional"]
ATOL = 1e-6  # central differences with step 1e-5 of sums of a few hundred logarithms promise no more
RESTRICTIONS = {"free": {}, "tied": {"a": "same"}, "held": {"a": "same", "1.b": 0.5, "2.a": -1.0, "share.3.age": 0.2}}


def surface_of(answers, classes, *, restrict=None, prior=0.0, invented=0.0, covariates=True):
    prepared, _ = prepare(answers)
    g = len(answers.people)
    age = np.linspace(-1.0, 1.0, g)[:, None]
    z = np.hstack([np.ones((g, 1)), age]) if covariates else np.ones((g, 1))
    extra = np.full(prepared.problem.counts[0].size, invented) if invented else None
    mixture = Mixture(prepared.problem, answers.by_person[:, prepared.cells], classes, z, extra)
    one = Parameters.of(answers, prepared, binary=False)
    terms = Terms.of(one, classes, ("constant", "age")[: z.shape[1]], restrict or {})
    return LatentSurface(mixture, terms.a, terms.b, prior * np.eye(terms.a.shape[1]), exchangeable=not terms.held)


def somewhere(surface, answers):
    plain = prepare(answers)[0].plain.point[0]
    mixture = surface.mixture
    moved = [plain + 0.3 * c * np.eye(len(plain))[-1 - c % 2] for c in range(mixture.classes)]
    return surface.phi(np.concatenate([np.linspace(-0.4, 0.5, mixture.odds), *moved]))


@pytest.mark.parametrize("prior", [0.0, 0.16])
@pytest.mark.parametrize("restrict", RESTRICTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_slope_and_information_are_those_of_central_differences(kind, restrict, prior):
    answers = answers_of(kind, people=15)
    surface = surface_of(answers, 3, restrict=RESTRICTIONS[restrict], prior=prior, invented=prior)
    point = somewhere(surface, answers)
    here = surface.evaluate(point)
    step = 1e-5 * np.eye(len(point))
    slope = [(surface.evaluate(point + h).value - surface.evaluate(point - h).value) / 2e-5 for h in step]
    bend = [(surface.evaluate(point + h).gradient - surface.evaluate(point - h).gradient) / 2e-5 for h in step]
    assert_allclose(here.gradient, slope, atol=ATOL)
    assert_allclose(here.information, -np.array(bend), atol=ATOL)
    joint = surface.joint(point[None])
    assert_allclose(surface.complete(point[None], joint).gradient[0], here.gradient, atol=1e-10)
    if not prior:
        assert_allclose(surface.scores(point).sum(axis=0), here.gradient, atol=1e-10)


def test_the_scores_of_people_are_the_slopes_of_their_own_likelihoods():
    answers = answers_of("conditional", people=6)
    surface = surface_of(answers, 2)
    point = somewhere(surface, answers)
    score = surface.scores(point)

    def of_people(at):
        mixture = surface.mixture
        one = [Mixture(mixture.problem, mixture.by_person[[g]], 2, mixture.z[[g]]).loglik(at) for g in range(6)]
        return np.array(one)

    slopes = [(of_people(point + h) - of_people(point - h)) / 2e-5 for h in 1e-5 * np.eye(len(point))]
    assert_allclose(score, np.array(slopes).T, atol=ATOL)


@pytest.mark.parametrize("kind", KINDS)
def test_classes_in_another_order_are_the_same_model(kind):
    answers = answers_of(kind, people=15)
    surface = surface_of(answers, 3)
    point = somewhere(surface, answers)
    turned = surface.in_order(point)
    shares = surface.joint(turned[None]).shares[0].mean(axis=0)
    assert (np.diff(shares) <= 0).all()
    assert not np.allclose(turned, point)
    assert_allclose(surface.evaluate(turned).value, surface.evaluate(point).value, rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_one_class_is_the_plain_logit(kind):
    answers = answers_of(kind)
    plain = prepare(answers)[0].plain
    surface = surface_of(answers, 1, covariates=False)
    found = search(surface, plain, 5, np.random.default_rng(1))
    assert found.sound
    assert_allclose(found.point, plain.point[0], atol=1e-9)
    assert_allclose(found.height, plain.value[0], rtol=1e-12)
    assert_allclose(surface.evaluate(found.point).information, plain.information[0], rtol=1e-8)


def test_every_start_lies_where_the_model_is_defined():
    frame = rating_frame([[1.5, 0.0], [-1.5, 0.5]], [0.6, 0.4], 25, 12, cuts=(-0.3, -0.1, 0.1, 0.3))
    answers = ratings_of(frame)
    surface = surface_of(answers, 3, restrict={"2|3": "same"})
    begin = starts(surface, prepare(answers)[0].plain, 60, np.random.default_rng(1))
    assert begin.shape == (60, surface.a.shape[1])
    assert surface.allowed_at(begin).all()
    assert len(np.unique(begin.round(6), axis=0)) > 50


def test_the_same_seed_gives_the_same_bits():
    answers = answers_of("conditional")
    surface, plain = surface_of(answers, 2), prepare(answers)[0].plain
    first, again = (search(surface, plain, 4, np.random.default_rng(7)) for _ in range(2))
    assert first.point.tobytes() == again.point.tobytes()
