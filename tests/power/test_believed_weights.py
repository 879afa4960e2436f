"""Weights that are believed and not assumed: other ones in each study, each held against its own truth."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce import logit
from dce.coding import Coding
from dce.errors import DesignError
from dce.power import ranking_power
from dce.power.believed import weights_of_studies
from dce.power.plan import Plan
from dce.power.studies import Asked, added_utility, crowd_of
from dce.power.truth import VeryMany
from dce.study import Prior


@pytest.fixture(scope="module")
def known(study, one_kind):
    """The assumed weights as priors without any doubt."""
    coding = Coding.categorical(study)
    return {
        coding.columns[coding.blocks[c.id]][level - 1]: (one_kind.weights[c.id][level], 0.0)
        for c in study.criteria
        for level in range(1, len(c.levels))
    }


def test_priors_without_doubt_are_the_assumed_weights(design, one_kind, known):
    people = {"fg": 20, "ja": 20}
    without, given = (
        ranking_power(design, people, population=one_kind, priors=priors, replicates=40) for priors in (None, known)
    )
    pd.testing.assert_frame_equal(given.table(), without.table(), check_exact=True)
    pd.testing.assert_frame_equal(given.differences(), without.differences(), rtol=1e-6)
    assert given.false_differences == without.false_differences


def test_each_study_has_weights_of_its_own_in_the_expected_directions(design, study, population):
    found = weights_of_studies(Plan.of(design, 50, population, "expected"), 64, np.random.default_rng(1))
    for criterion in study.criteria:
        weights, steps = found[criterion.id], np.diff(found[criterion.id], axis=1)
        assert weights.shape == (64, len(criterion.levels))
        assert len(np.unique(weights[:, 0])) == 64
        if criterion.expected != "either":
            assert (steps > 0).all() == (criterion.expected == "positive")


def test_a_criterion_without_a_prior_keeps_the_weights_of_the_population(design, study, population):
    column = next(name for name in Coding.categorical(study).columns if name.startswith("met_wie["))
    priors = {column: Prior(low=0.2, high=0.4), "constant": (0.0, 0.5)}  # thresholds stand for a constant
    found = weights_of_studies(Plan.of(design, 50, population, priors), 64, np.random.default_rng(1))
    assert found["gevolgen"].tolist() == [list(population.weights["gevolgen"])]
    level = [*study.criteria[0].level_ids].index(column.partition("[")[2].removesuffix("]"))
    assert found["met_wie"][:, level].min() > 0.2
    assert found["met_wie"][:, level].max() < 0.4
    assert_allclose(found["met_wie"].sum(axis=1), 0, atol=1e-12)


def test_the_truth_of_each_study_is_that_of_a_population_with_its_weights(design, population, true_of):
    people = {"fg": 18, "ja": 14}
    plan, asked = Plan.of(design, people, population, "expected"), Asked.of(design)
    weights = weights_of_studies(plan, 3, np.random.default_rng(1))
    truth = VeryMany.of(plan, asked, np.random.default_rng(2)).truth(asked.utility(weights))
    for number in range(3):
        one = replace(population, weights={name: tuple(own[number]) for name, own in weights.items()})
        alone = true_of(Plan.of(design, people, one), asked, 2)
        for group in ("all", *plan.sizes):
            assert_allclose(truth[group].importance[number], alone[group].importance[0], atol=1e-6)
    assert truth["fg"].order.shape == (3, 10)


def test_few_points_give_the_shares_of_answers_of_all_the_people(design, population):
    """Against the mean over 8192 people, each alone; logistic curves are smooth, and 16 points are many for them."""
    plan, asked = Plan.of(design, 50, replace(population, intercept_sd=1.5)), Asked.of(design)
    shared = asked.utility(weights_of_studies(plan, 1, np.random.default_rng(1)))
    found = VeryMany.of(plan, asked, np.random.default_rng(3)).counts(shared)["all"][0]
    crowd = crowd_of(plan, 8192, np.random.default_rng(3), spread=True)
    utility = added_utility(crowd, asked, np.arange(21), np.arange(8192)) + shared
    each = np.exp(logit.log_probabilities(utility, np.array(population.thresholds)))
    assert_allclose(found, each.mean(axis=0), atol=1e-4)


def test_sentences_say_that_chances_are_averages(design, population, one_kind):
    power = ranking_power(design, {"fg": 20, "ja": 20}, population=one_kind, priors="expected", replicates=40)
    said = " ".join(power.sentences())
    assert "of all studies with weights of their own, the right first place in" in said
    assert "other ones in each study: every chance is an average over them" in said
    assert "All else is assumed, not measured: Invented weights" in said
    assert "no difference between them was assumed" in said
    assert power.table()["value"].notna().all()
    named = ranking_power(design, 20, population=population, priors={"met_wie[eigen]": (1, 0.2)}, replicates=20)
    assert "The weights of met_wie[eigen] are drawn from the priors" in " ".join(named.sentences())


@pytest.mark.parametrize(
    ("priors", "said"),
    [
        ("likely", 'priors: "likely" is not known'),
        ({"met_wie[maan]": (0, 1)}, r'priors: no column "met_wie\[maan\]"'),
        ({"verplicht[nee]": (0, -1)}, "needs a standard deviation of 0 or more"),
    ],
)
def test_priors_that_are_none_are_refused(design, priors, said):
    with pytest.raises(DesignError, match=said):
        ranking_power(design, 50, priors=priors)


def test_larger_studies_have_the_same_people_and_others(design, one_kind, simulated):
    """The same seed, so that what more people add is not hidden by other answers of the first."""
    asked = Asked.of(design)
    few, many = (simulated(Plan.of(design, {"fg": n, "ja": 3 * n}, one_kind), asked, 4, 7) for n in (12, 30))
    for number, size in ((0, 12), (2, 36)):
        assert (few.of_group(number).cells == many.of_group(number).cells[:, :size]).all()
    other = simulated(Plan.of(design, {"fg": 12, "ja": 36}, one_kind), asked, 4, 8)
    assert (few.cells != other.cells).any()
