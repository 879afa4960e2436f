"""The engine under the power: answers, fits and sets of places of many studies, against the ones made singly."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design, make_design
from dce.estimation import fit_ordered_logit
from dce.power.believed import weights_of_studies
from dce.power.fits import fit_studies
from dce.power.measures import differing
from dce.power.outcomes import Outcome, exact_normals, moved_importance, one_person
from dce.power.plan import Plan
from dce.power.studies import NOT_SHOWN, Asked
from dce.power.truth import VeryMany
from dce.ranking import rank_criteria
from dce.ranking.importance import range_importance
from dce.ranking.pooling import separate_weights
from dce.ranking.ranks import rank_sets
from dce.simulate import default_population, simulate_answers

ROLES = {"fg": 18, "privacy_officer": 18, "juridisch_adviseur": 14}
FIT_RTOL = 1e-4  # both searches stop where the log-likelihood can gain a millionth; a weight then moves by about 1e-5


@pytest.fixture(scope="module")
def case(design, population, true_of, simulated):
    plan, asked = Plan.of(design, ROLES, population), Asked.of(design)
    return plan, asked, true_of(plan, asked, 5), simulated(plan, asked, 30, 5)


def test_each_fit_of_a_batch_is_the_fit_of_its_answers_alone(case, design, frame_of):
    _, asked, truth, answered = case
    fits = fit_studies(asked, answered, truth["all"].point)
    assert not fits.lost.any()
    for number in (0, 7, 29):
        fit = fit_ordered_logit(Ratings.from_answers(frame_of(asked, answered, design, number), design.study))
        names = list(asked.coding.columns)
        assert_allclose(fits.weights[number], fit.coef[names], rtol=FIT_RTOL, atol=1e-5)
        assert_allclose(fits.covariance[number], fit.covariance("cluster").loc[names, names], rtol=1e-3, atol=1e-7)


def test_a_fit_leaves_out_an_answer_that_nobody_gave(case, design, population, frame_of, simulated):
    _, asked, truth, _ = case
    rare = replace(population, thresholds=(-1.6, -0.1, 0.6, 0.603))
    plan = Plan.of(design, 20, rare)
    answered = simulated(plan, asked, 10, 2)
    without = np.flatnonzero((answered.counts(asked).sum(axis=1) == 0).any(axis=1))
    assert len(without) > 1
    fits = fit_studies(asked, answered, truth["all"].point)
    fit = fit_ordered_logit(Ratings.from_answers(frame_of(asked, answered, design, without[0]), design.study))
    assert len(fit.categories) == 4
    assert_allclose(fits.weights[without[0]], fit.coef[list(asked.coding.columns)], rtol=FIT_RTOL, atol=1e-5)


def test_where_all_answer_alike_the_study_is_lost(case, design, population, simulated):
    _, asked, truth, _ = case
    plan = Plan.of(design, 20, replace(population, thresholds=(40.0, 41.0, 42.0, 43.0)))
    fits = fit_studies(asked, simulated(plan, asked, 3, 2), truth["all"].point)
    assert fits.lost.all()
    assert np.isnan(fits.weights).all()


def test_separated_answers_are_shrunk_and_not_lost(case, design, population, simulated):
    _, asked, truth, _ = case
    sure = replace(population, weights={n: tuple(20 * np.array(w)) for n, w in population.weights.items()})
    fits = fit_studies(asked, simulated(Plan.of(design, 10, sure), asked, 4, 2), truth["all"].point)
    assert fits.shrunk.all()
    assert not fits.lost.any()
    assert np.abs(fits.weights).max() < 8


def test_answers_are_those_that_people_made_singly_give(case, design, population, simulated):
    """Shares of each answer to each scenario, of 4,000 people of simulate_answers, of many studies, and expected."""
    plan, asked, _, _ = case
    singly = Ratings.from_answers(simulate_answers(design, population, 4000, 1), design.study)
    order = [singly.scenarios.reset_index(drop=True).apply(tuple, axis=1).tolist().index(s) for s in shown(design)]
    batch = simulated(Plan.of(design, ROLES, population), asked, 80, 1).counts(asked)
    many = VeryMany.of(plan, asked, np.random.default_rng(1))
    expected = many.counts(asked.utility(weights_of_studies(plan, 1, np.random.default_rng(1))))
    total = sum(expected[group][0] * size / 50 for group, size in ROLES.items())
    # Five standard errors of a share of a half among 4,000; one among the 105 shares may come to four.
    assert_allclose(singly.counts()[order] / 4000, total, atol=5 * 0.5 / np.sqrt(4000))
    assert_allclose(batch.sum(axis=0) / 4000, total, atol=5 * 0.5 / np.sqrt(4000))


def shown(design):
    return [tuple(design.scenario(task).values()) for task in design.tasks_of(1)]


def test_groups_have_exactly_the_people_that_were_asked_for(design, population, simulated):
    plan, asked = Plan.of(design, {"ja": 11, "fg": 30}, population), Asked.of(design)
    answered = simulated(plan, asked, 2, 1)
    assert np.bincount(answered.group).tolist() == [30, 0, 11]
    assert answered.of_group(2).counts(asked).sum() == 2 * 11 * 21


@pytest.mark.long
def test_the_truth_is_what_very_many_people_show(case, design, population):
    _, asked, truth, _ = case
    quotas = {**population.quotas, "rol": dict(ROLES)}
    answers = Ratings.from_answers(
        simulate_answers(design, replace(population, quotas=quotas), 60_000, 4), design.study
    )
    for group, own in {"all": answers, **{g: answers.of_group("rol", g) for g in ROLES}}.items():
        found = range_importance(asked.coding, fit_ordered_logit(own).coef.to_numpy())
        # A share of importance among 20,000 people has an error of 0.0015 (0.03 among 50).
        assert_allclose(found, truth[group].importance[0], atol=0.006)


def test_everybody_is_much_like_a_group_of_nearly_all(design, population, true_of):
    truth = true_of(Plan.of(design, {"fg": 2000, "ja": 10}, population), Asked.of(design))
    assert_allclose(truth["all"].importance, truth["fg"].importance, atol=0.002)
    assert np.abs(truth["juridisch_adviseur"].importance - truth["fg"].importance).max() > 0.05


def test_the_truth_hardly_depends_on_the_draws(case, true_of):
    plan, asked, truth, _ = case
    other = true_of(plan, asked, 6)
    for group, own in truth.items():
        assert_allclose(own.importance, other[group].importance, atol=0.001)


def test_what_one_person_moves_is_what_the_pooling_of_real_answers_takes_it_to_be(case, design, frame_of):
    _, asked, truth, answered = case
    fits = [fit_studies(asked, answered.of_group(number), truth[group].point) for number, group in enumerate(ROLES)]
    found = one_person(np.stack([own.covariance for own in fits], axis=1), np.array([18.0, 18.0, 14.0]))
    for number in (0, 3):
        ratings = Ratings.from_answers(frame_of(asked, answered, design, number), design.study)
        apart = separate_weights({group: ratings.of_group("rol", group) for group in ROLES})
        assert_allclose(fits[2].weights[number], apart.apart[2], rtol=FIT_RTOL, atol=1e-5)
        assert_allclose(found[number], apart.one, rtol=1e-3, atol=1e-5)


def test_places_and_widths_are_those_of_rank_criteria(case, design, frame_of):
    """Normal draws in place of the bootstrap: the same spread, and on average the same sets of places."""
    _, asked, truth, answered = case
    fits = fit_studies(asked, answered, truth["all"].point)
    normals = exact_normals(30, asked.x.shape[1], np.random.default_rng(1))
    widths, spreads = [], []
    for number in range(12):
        ratings = Ratings.from_answers(frame_of(asked, answered, design, number), design.study)
        ranking = rank_criteria(ratings, design.study, bootstrap=400, seed=number)
        rows = ranking.table()
        moved = moved_importance(asked.coding, fits.weights[[number]], fits.covariance[[number]], normals[[number]])[0]
        sets = rank_sets(range_importance(asked.coding, fits.weights[number]), moved)
        widths.append([(rows["rank_high"] - rows["rank_low"]).astype(float).mean(), (sets.high - sets.low).mean()])
        spreads.append(moved.std(axis=0, ddof=1).mean() / ranking.replicates["all"].std(axis=0, ddof=1).mean())
    # One study differs by 0.2 of a place between two bootstraps: 12 by 0.06, of which this is three times.
    assert abs(np.diff(np.mean(widths, axis=0))[0]) < 0.18
    assert np.mean(spreads) == pytest.approx(1.0, abs=0.03)


def test_verdicts_on_differences_are_those_of_compare(case, design, frame_of):
    _, asked, truth, answered = case
    normals = exact_normals(30, asked.x.shape[1], np.random.default_rng(1))
    outcomes = {}
    for number, group in enumerate(ROLES):
        fits = fit_studies(asked, answered.of_group(number), truth[group].point)
        importance = range_importance(asked.coding, fits.weights)
        moved = moved_importance(asked.coding, fits.weights, fits.covariance, normals)
        places = np.ones(importance.shape, dtype=int)
        outcomes[group] = Outcome(importance, moved.var(axis=1, ddof=1), places, places, fits.lost, fits.shrunk)
    p = differing(outcomes, ROLES)
    for number in (0, 1, 2):
        ratings = Ratings.from_answers(frame_of(asked, answered, design, number), design.study)
        told = rank_criteria(ratings, design.study, by="rol", bootstrap=2000, seed=number).compare()
        # A bootstrap of 2000 knows a standard error within 2%, which moves a small p by about a tenth.
        assert_allclose(p[number], told["p_holm"], rtol=0.5, atol=0.02)


def test_normals_have_the_covariance_they_stand_for():
    normals = exact_normals(2, 200, np.random.default_rng(1))
    assert normals.shape == (2, 400, 200)
    assert_allclose(normals.mean(axis=1), 0, atol=1e-12)
    assert_allclose(np.cov(normals[1], rowvar=False), np.eye(200), atol=1e-12)


def test_people_see_their_own_version_only(example, simulated):
    rows = make_design(example, tasks=9, versions=1, seed=1).frame
    uneven = pd.concat([rows.assign(version=1), rows.iloc[:6].assign(version=2)], ignore_index=True)
    design = Design.from_frame(example, uneven)
    asked = Asked.of(design)
    assert [len(shown) for shown in asked.rows] == [9, 6]
    answered = simulated(Plan.of(design, 11, default_population(example)), asked, 3, 1)
    assert (answered.cells != NOT_SHOWN).sum(axis=2).tolist() == [[9, 6] * 5 + [9]] * 3
    by_row = answered.counts(asked).sum(axis=2)
    assert (by_row[:, :6] == 11).all()
    assert (by_row[:, 6:] == 6).all()
    assert_allclose(asked.x, Coding.of(example).encode(rows))


def test_one_person_more_does_not_change_who_is_asked_but_for_him(design, population, simulated, true_of):
    """Backgrounds dealt once a number of people gave 76% at 25 a group and 83% at 26: the odd person's sector."""
    asked, rights = Asked.of(design), []
    for people in (25, 26):
        plan = Plan.of(design, dict.fromkeys(ROLES, people), population)
        first = true_of(plan, asked)["privacy_officer"].order[0, 0]
        point = true_of(plan, asked)["privacy_officer"].point
        fits = [fit_studies(asked, simulated(plan, asked, 25, seed).of_group(1), point) for seed in range(60)]
        share = range_importance(asked.coding, np.concatenate([own.weights for own in fits]))
        rights.append((share.argmax(axis=1) == first).mean())
    # A person more brings 1%; the difference of two times 1500 studies errs by 1.5%.
    assert rights[1] - rights[0] == pytest.approx(0.01, abs=0.045)
