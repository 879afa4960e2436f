"""Importance by range, loss of log-likelihood and change in P(agree): against another program and by hand."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize
from scipy.special import expit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design, make_design
from dce.errors import FitError
from dce.estimation import bootstrap, fit_ordered_logit
from dce.ranking import rank_criteria
from dce.ranking.importance import agreement_changes
from dce.ranking.measures.loss import losses, resampled_counts
from dce.ranking.measures.measures import MEASURES, importance_measures
from dce.simulate import Population, default_population, simulate_answers

LOGLIK = 1e-4  # statsmodels' search stops where a step gains less than about 1e-5


@pytest.fixture(scope="module")
def frame(study, request):
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    population = Population.load(folder / "population.yaml", study)
    return simulate_answers(Design.load(folder), population, 40, 3)


@pytest.fixture(scope="module")
def ratings(study, frame):
    return Ratings.from_answers(frame, study)


@pytest.fixture(scope="module")
def measured(study, frame):
    """By role, of which one has too few people to be shown, and another with it."""
    few = frame.loc[frame["rol"] == "fg", "respondent"].drop_duplicates().iloc[4:]
    moved = frame.assign(rol=frame["rol"].mask(frame["respondent"].isin(few), "privacy_officer"))
    ratings = Ratings.from_answers(moved, study)
    return importance_measures(ratings, study, by="rol", bootstrap=200), rank_criteria(
        ratings, study, by="rol", bootstrap=200
    )


def test_losses_are_those_of_another_program_that_fits_without_each_criterion(study, frame, ratings):
    """OrderedModel of statsmodels on the long table, once with all columns and once without those of each criterion."""
    fit = fit_ordered_logit(ratings)
    found = losses(ratings, fit, bootstrap(ratings, fit, replicates=100, seed=(1, 0)), seed=(1, 0)).estimate
    coding = Coding.of(study)
    x, y = coding.encode(frame), frame["rating"].astype(int).to_numpy()
    full = OrderedModel(y, x, distr="logit").fit(method="bfgs", maxiter=500, disp=False).llf
    for number in (0, 2, 9):
        rest = np.delete(x, np.arange(x.shape[1])[list(coding.blocks.values())[number]], axis=1)
        without = OrderedModel(y, rest, distr="logit").fit(method="bfgs", maxiter=500, disp=False).llf
        assert_allclose(found[number], full - without, atol=LOGLIK)


def test_the_re_weighted_answers_are_those_of_the_bootstrap(ratings):
    """At a replicate of the bootstrap, taken back from its widening, the answers of that replicate have no slope."""
    fit = fit_ordered_logit(ratings)
    people = len(ratings.people)
    estimates = bootstrap(ratings, fit, replicates=130, seed=(4, 2)).estimates.to_numpy()
    point = fit.estimates.to_numpy() + (estimates - fit.estimates.to_numpy()) / np.sqrt((people + 1) / (people - 1))
    parts = dict(resampled_counts(ratings, 130, (4, 2)))
    assert list(parts) == [0, 100]
    counts = np.concatenate(list(parts.values()))
    columns = len(ratings.columns)
    for replicate in (0, 99, 100, 129):
        beta, cuts = point[replicate, :columns], point[replicate, columns:]
        below = np.column_stack([expit(cuts - (ratings.x @ beta)[:, None]), np.ones(len(ratings.x))])
        share = np.diff(below, axis=1, prepend=0.0)
        slopes = np.diff(below * (1 - below), axis=1, prepend=0.0) / share  # of log P to -utility
        gradient = (counts[replicate] * slopes).sum(axis=1) @ ratings.x
        # Newton's method stops where 1e-6 of log-likelihood is left; slopes are then some thousandths.
        assert_allclose(gradient, 0.0, atol=0.05)


def test_replicates_of_the_loss_are_losses_of_fits_to_people_who_count_more_or_less(study, frame, ratings):
    """The answers of one replicate with weights, fitted anew with and without a criterion."""
    fit = fit_ordered_logit(ratings)
    resampled = bootstrap(ratings, fit, replicates=100, seed=(1, 0))
    found = losses(ratings, fit, resampled, seed=(1, 0)).replicates
    counts = dict(resampled_counts(ratings, 100, (1, 0)))[0]
    for replicate, name in ((3, "verband_doel"), (60, "verplicht")):
        rows, category = np.nonzero(counts[replicate])
        long = pd.DataFrame(ratings.x[rows], columns=list(ratings.columns))
        long = long.assign(rating=category, weight=counts[replicate][rows, category])
        columns = list(ratings.columns)
        kept = [column for column in columns if not column.startswith(name)]
        full, without = (
            fit_ordered_logit(Ratings.from_frame(long, respondent=None, rating="rating", x=x, weights="weight")).loglik
            for x in (columns, kept)
        )
        assert_allclose(abs(found[replicate, study.criterion_ids.index(name)]), full - without, atol=1e-4)


def test_change_in_agreement_by_hand(example):
    """Two scenarios, a cut at 0.5: the second criterion moves utility from -1 to 1 beside what the first gives."""
    coding = Coding.of(example)
    x = coding.encode(pd.DataFrame({"ontvanger": ["eigen", "bedrijf"], "doel": ["ja", "nee"], "waarborgen": "enkele"}))
    beta = np.array([0.2, 0.5, 1.0, 0.0])
    first = coding.level_utilities("ontvanger", beta)
    utility = first[[example.criteria[0].level_ids.index(level) for level in ("eigen", "bedrijf")]]
    expected = np.mean([expit(u + 1 - 0.5) - expit(u - 1 - 0.5) for u in utility])
    found = agreement_changes(coding, x, np.array(0.5), beta)
    assert_allclose(found[1], expected)
    assert_allclose(found[2], 0.0, atol=1e-15)
    turned = agreement_changes(coding, x, np.array([0.5]), np.array([[0.2, 0.5, -1.0, 0.0]]), estimate=beta)
    assert_allclose(turned[0, 1], -expected)


def test_shares_of_each_measure_sum_to_one_within_their_intervals(measured):
    table = measured[0].table()
    assert list(table.columns) == [
        *("group", "criterion", "measure", "importance", "low", "high", "rank", "size", "status"),
    ]
    shown = table[table["status"] == "ok"]
    for _, rows in shown.groupby(["group", "measure"]):
        assert_allclose(rows["importance"].sum(), 1.0)
        assert rows["rank"].tolist() == list(range(1, 11))
        assert rows["importance"].is_monotonic_decreasing
    assert (shown["low"].between(0, shown["importance"]) & shown["importance"].le(shown["high"])).all()
    assert tuple(table["measure"].drop_duplicates()) == MEASURES


def test_the_range_is_that_of_the_ranking_to_the_last_digit(measured):
    columns = ["group", "criterion", "importance", "low", "high", "rank"]
    found = measured[0].table().query("measure == 'range'")[columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, measured[1].table()[columns])


def test_groups_that_are_too_small_have_a_reason_in_place_of_numbers(measured):
    table = measured[0].table()
    rows = table[table["group"] == "fg"]
    assert len(rows) == 3 * 10
    assert rows["status"].eq("too_few").all()
    assert rows[["importance", "low", "high", "rank", "size"]].isna().all(axis=None)
    assert "fg: no importances, status too_few" in str(measured[0])
    assert any("fg: fewer than 10 people" in message for message in measured[0].messages)


def test_the_measures_part_where_the_scenarios_hardly_show_a_criterion(example):
    """Equal weights of all three, but one in twelve scenarios differs in ``doel``: its range stays, its loss goes.

    With 24,000 answers a share has an error below 1%.
    """
    rng = np.random.default_rng(2)
    levels = {c.id: c.level_ids for c in example.criteria}
    shown = {name: np.resize(ids, 12) for name, ids in levels.items()}
    shown["waarborgen"] = np.repeat(levels["waarborgen"], 4)
    shown["doel"] = np.array([levels["doel"][0]] * 11 + [levels["doel"][1]])
    utility = sum(np.linspace(-1, 1, len(ids))[pd.Index(ids).get_indexer(shown[n])] for n, ids in levels.items())
    rating = 1 + np.digitize(utility + rng.logistic(size=(2000, 12)), [-1.5, -0.5, 0.5, 1.5])
    frame = pd.DataFrame({name: np.tile(values, 2000) for name, values in shown.items()}).assign(
        respondent=np.repeat(np.arange(2000), 12), task=np.tile(np.arange(12), 2000), rating=rating.ravel().astype(str)
    )
    table = importance_measures(Ratings.from_answers(frame, example), example, bootstrap=100).table()
    share = table.set_index(["measure", "criterion"])["importance"]
    assert_allclose(share["range", "doel"], 1 / 3, atol=0.03)
    assert share["loss", "doel"] < 0.2
    assert share["probability", "doel"] > 0.3


def test_separated_answers_have_losses_beside_a_weak_prior_and_equal_ones_none(example):
    design = make_design(example, tasks=8, seed=1)
    frame = simulate_answers(design, default_population(example), people=30, seed=1)
    split = frame.assign(rating=np.where(frame["doel"] == "ja", "5", "1"))
    found = importance_measures(Ratings.from_answers(split, example), example, bootstrap=100).table()
    assert found["status"].eq("shrunk").all()
    assert found.query("rank == 1")["criterion"].eq("doel").all()
    assert found[["importance", "low", "high"]].notna().all(axis=None)
    equal = importance_measures(Ratings.from_answers(frame.assign(rating="3"), example), example, bootstrap=100)
    assert equal.table()["status"].eq("not_estimable").all()


def test_a_loss_of_separated_answers_is_that_of_the_likelihood_with_its_prior(example):
    """The two penalised maxima by another search, BFGS of scipy; a gain of 1e-4 is beyond its stopping rule."""
    design = make_design(example, tasks=8, seed=1)
    frame = simulate_answers(design, default_population(example), people=30, seed=1)
    ratings = Ratings.from_answers(frame.assign(rating=np.where(frame["doel"] == "ja", "5", "1")), example)
    fit = fit_ordered_logit(ratings)
    assert fit.status == "shrunk"
    counts = ratings.counts()[:, [0, 4]]

    def best(x):
        def minus(point):
            p = expit(point[0] - x @ point[1:])
            return -(counts * np.log(np.column_stack([p, 1 - p]))).sum() + 0.5 * (point[1:] ** 2).sum() / 2.5**2

        return -minimize(minus, np.zeros(1 + x.shape[1]), method="BFGS").fun

    found = losses(ratings, fit, bootstrap(ratings, fit, replicates=100, seed=(1, 0)), seed=(1, 0)).estimate
    for number, block in enumerate(ratings.coding.blocks.values()):
        rest = np.delete(ratings.x, np.arange(ratings.x.shape[1])[block], axis=1)
        assert_allclose(found[number], best(ratings.x) - best(rest), atol=1e-4)


def test_intervals_of_the_loss_are_widened_as_the_bootstrap_widens_its_estimates(study, frame):
    """With ten people by sqrt(11 / 9), which is 11%."""
    ratings = Ratings.from_answers(frame, study).of_people(np.arange(10))
    fit = fit_ordered_logit(ratings)
    lost = losses(ratings, fit, bootstrap(ratings, fit, replicates=200, seed=(1, 0)), seed=(1, 0))
    shares = lost.replicates / np.abs(lost.replicates).sum(axis=1, keepdims=True)
    table = importance_measures(ratings, study, bootstrap=200).table().query("measure == 'loss'")
    table = table.set_index("criterion").loc[list(study.criterion_ids)]
    above = np.quantile(shares, 0.975, axis=0) - table["importance"]
    assert_allclose(table["high"] - table["importance"], np.sqrt(11 / 9) * above)


def test_where_nobody_agrees_the_share_that_agrees_cannot_change(example):
    design = make_design(example, tasks=8, seed=1)
    frame = simulate_answers(design, default_population(example), people=30, seed=1)
    negative = frame.assign(rating=frame["rating"].replace({"4": "2", "5": "3"}))
    found = importance_measures(Ratings.from_answers(negative, example), example, bootstrap=100)
    rows = found.table().query("measure == 'probability'")
    assert rows["status"].eq("no_change").all()
    assert rows["importance"].isna().all()
    assert found.table().query("measure == 'loss'")["importance"].notna().all()
    assert any("nobody agreed" in message for message in found.messages)


@pytest.mark.long
def test_a_criterion_of_several_columns_that_weighs_nothing_has_a_loss_from_zero(example):
    """Pure noise: 95% of 200 studies, less three simulation errors of 1.5%; a sign alone would let 85% begin there."""
    rng = np.random.default_rng(10)
    design = make_design(example, tasks=8, seed=1)
    frame = simulate_answers(design, default_population(example), people=30, seed=1)
    from_zero = 0
    for _ in range(200):
        ratings = Ratings.from_answers(frame.assign(rating=rng.integers(1, 6, len(frame)).astype(str)), example)
        table = importance_measures(ratings, example, bootstrap=100).table().set_index(["measure", "criterion"])
        from_zero += table.loc[("loss", "ontvanger"), "low"] == 0
    assert from_zero / 200 >= 0.95 - 3 * 0.015


def test_what_cannot_be_measured_is_refused(example):
    plain = Ratings.from_frame(
        pd.DataFrame({"id": list("aabb"), "rating": [1, 2, 2, 1], "x": [0, 1, 1, 0]}),
        respondent="id",
        rating="rating",
        x=["x"],
    )
    with pytest.raises(FitError, match="ratings without criteria"):
        importance_measures(plain, example)
