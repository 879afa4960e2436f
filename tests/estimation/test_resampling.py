"""Bootstrap and jackknife by respondent: what they promise, wherever they run."""

import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.estimation import fit_binary_logit, fit_conditional_logit, fit_ordered_logit, resample
from dce.estimation.resample import Replicates, bootstrap, jackknife

MODELS = ["ordered", "binary", "conditional"]


def frame(people=60, tasks=8, seed=1):
    """Invented answers of people who differ: a rating of 0 to 3, yes or no, and a pick between two alternatives."""
    rng = np.random.default_rng(seed)
    x = rng.integers(-1, 2, size=(people * tasks, 2)).astype(float)
    utility = x @ [1.0, -0.5] + np.repeat(rng.normal(size=people), tasks) + rng.logistic(size=len(x))
    rating = np.digitize(utility, [-1, 0, 1])
    answers = {"id": np.repeat([f"p{i}" for i in range(people)], tasks), "task": np.tile(np.arange(tasks), people)}
    return pd.DataFrame(x, columns=["a", "b"]).assign(**answers, rating=rating, yes=(rating > 1).astype(int))


def read(data, model):
    if model != "conditional":
        return Ratings.from_frame(data, respondent="id", rating="rating" if model == "ordered" else "yes", x=["a", "b"])
    first = data.assign(pick=data["yes"])
    second = data.assign(pick=1 - data["yes"], a=0.0, b=0.0)
    rows = pd.concat([first, second]).sort_index(kind="stable")
    return Choices.from_frame(rows, respondent="id", task="task", chosen="pick", x=["a", "b"])


def fit(answers, model):
    models = {"ordered": fit_ordered_logit, "binary": fit_binary_logit, "conditional": fit_conditional_logit}
    return models[model](answers)


def case(model, **options):
    answers = read(frame(**options), model)
    return answers, fit(answers, model)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("people", "tasks"), [(60, 8), (10, 150)])
def test_bootstrap_errors_are_those_clustered_by_respondent(model, people, tasks):
    """With ten people too, where a bootstrap that is not widened falls 10% short; 4000 draws tell 1.1%."""
    answers, found = case(model, people=people, tasks=tasks)
    resampled = bootstrap(answers, found, replicates=4000)
    assert_allclose(resampled.std_error(), found.std_error("cluster"), rtol=0.05)
    assert list(resampled.estimates.columns) == list(found.estimates.index)
    middle = (resampled.estimates.mean() - found.estimates) / resampled.std_error()
    assert middle.abs().max() < 0.3, "signs and places are those of the fit"
    assert resampled.shrunk == 0


@pytest.mark.parametrize("model", MODELS)
def test_jackknife_errors_are_those_clustered_by_respondent(model):
    """They differ by terms of the order of 1 / people."""
    answers, found = case(model, people=400)
    assert_allclose(jackknife(answers, found).std_error(), found.std_error("cluster"), rtol=1 / 100)


@pytest.mark.parametrize("model", MODELS)
def test_each_jackknife_replicate_is_the_fit_of_the_others(model):
    data = frame(people=12)
    answers = read(data, model)
    found = jackknife(answers, fit(answers, model))
    assert found.estimates.shape == (12, len(found.estimate))
    for person, estimates in zip(answers.people, found.estimates.to_numpy(), strict=True):
        others = fit(read(data[data["id"] != person], model), model)
        assert_allclose(estimates, others.estimates, rtol=1e-7)  # both stop at a relative slope of about 1e-8


def test_a_person_who_alone_gave_a_category_or_saw_a_level_or_unties_the_answers_leaves_what_the_others_can_tell():
    data = frame(people=12)
    data["rating"] = data["rating"].clip(upper=2)
    one, two, three = data["id"] == "p0", data["id"] == "p1", data["id"] == "p2"
    data.loc[np.flatnonzero(one)[:2], "rating"] = 3  # nobody else chose 3
    data["level"] = 0.0
    data.loc[np.flatnonzero(two)[:4], "level"] = 1.0  # nobody else saw it
    data["split"] = ((data["rating"] > 1) & ~two).astype(float)  # the others' answers follow from it, but one's
    data.loc[np.flatnonzero(three)[:3], "split"] = 1.0
    data.loc[np.flatnonzero(three)[:3], "rating"] = [0, 1, 0]
    columns = ["a", "b", "level", "split"]

    def ratings(rows):
        return Ratings.from_frame(rows, respondent="id", rating="rating", x=columns)

    found = jackknife(ratings(data), fit_ordered_logit(ratings(data)))
    people = list(ratings(data).people)
    statuses = set()
    for person, estimates in zip(people, found.estimates.to_numpy(), strict=True):
        others = fit_ordered_logit(ratings(data[data["id"] != person]))
        statuses.add(others.status)
        assert_allclose(estimates, others.estimates.reindex(found.estimates.columns), rtol=1e-6)
    assert statuses == {"ok", "not_estimable", "shrunk"}
    assert found.shrunk == 1
    assert np.isnan(found.estimates.loc[people.index("p0"), "2|3"])
    assert np.isnan(found.std_error()[["2|3", "level"]]).all()
    assert np.isfinite(found.std_error()[["a", "b"]]).all()


@pytest.fixture(scope="module")
def cluster():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, on a machine without its dashboard
        from distributed import Client

        with Client(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as client:
            yield client


@pytest.mark.parametrize("model", MODELS)
def test_every_executor_gives_the_same_bits(cluster, model):
    answers, found = case(model, people=230)
    for executor in ("loky:1", "loky:2", "loky:3", cluster):
        for method, options in ((bootstrap, {"replicates": 250}), (jackknife, {})):
            here, there = (method(answers, found, executor=e, **options).estimates for e in ("serial", executor))
            assert here.to_numpy().tobytes() == there.to_numpy().tobytes(), (method, executor)


def test_draws_depend_on_the_seed_and_on_nothing_else():
    answers, found = case("ordered")
    first, again, other, pair = (
        bootstrap(answers, found, replicates=120, seed=seed).estimates.to_numpy() for seed in (1, 1, 2, (1, 1))
    )
    assert_array_equal(first, again)
    assert len({first[0, 0], other[0, 0], pair[0, 0]}) == 3
    longer = bootstrap(answers, found, replicates=330).estimates.to_numpy()
    assert_allclose(longer[:120], first, rtol=1e-9)  # a shard of 20 may be summed in another order than one of 100
    assert len(np.unique(longer[:, 0])) == 330, "shards share no draws"


@pytest.mark.parametrize("model", MODELS)
def test_parts_that_fit_in_memory_change_nothing(model, monkeypatch):
    answers, found = case(model)
    whole = [bootstrap(answers, found, replicates=150).estimates, jackknife(answers, found).estimates]
    monkeypatch.setattr(resample, "MOST_CELLS", 420)  # seven replicates of sixty people
    monkeypatch.setattr(resample, "ARRAYS", 1)
    parts = [bootstrap(answers, found, replicates=150).estimates, jackknife(answers, found).estimates]
    for one, other in zip(whole, parts, strict=True):
        assert_allclose(one, other, rtol=1e-9)  # sums of other lengths may round otherwise


@pytest.mark.parametrize("method", [bootstrap, jackknife])
def test_separated_answers_have_shrunk_replicates_only(method):
    data = frame(people=30)
    ratings = read(data.assign(yes=(data["a"] > 0).astype(int)), "binary")
    found = method(ratings, fit_binary_logit(ratings))
    assert found.shrunk == len(found.estimates)
    assert np.isfinite(found.estimates).all(axis=None)


@pytest.mark.parametrize("method", [bootstrap, jackknife])
def test_what_the_fit_cannot_tell_no_replicate_tells(method):
    data = frame(people=30).assign(never=0.0)
    data["turned"] = 1.0 - data["a"]
    columns = ["a", "b", "never", "turned"]
    ratings = Ratings.from_frame(data, respondent="id", rating="yes", x=columns)
    found = method(ratings, fit_binary_logit(ratings))
    known = found.estimates.notna().all()
    assert known[known].index.tolist() == ["b"]
    assert found.intervals().loc["never"].isna().all()
    assert np.isfinite(found.intervals().loc["b"]).all()


def test_errors_and_intervals_by_hand():
    numbers, estimate = pd.DataFrame({"x": [1.0, 2.0, 3.0]}), pd.Series({"x": 2.5})
    jack, boot = (Replicates(method, numbers, estimate, 0) for method in ("jackknife", "bootstrap"))
    assert jack.std_error()["x"] == pytest.approx(np.sqrt(2 / 3 * 2))
    assert boot.std_error()["x"] == pytest.approx(1.0)
    assert boot.intervals().loc["x"].tolist() == pytest.approx([1.05, 2.95])
    reach = 1.959964 * np.sqrt(4 / 3)
    assert jack.intervals().loc["x"].tolist() == pytest.approx([2.5 - reach, 2.5 + reach], rel=1e-6)


def test_nothing_to_resample_is_an_error():
    ratings, found = case("ordered")
    other, _ = case("ordered", people=20)
    same = Ratings.from_frame(frame().assign(rating=3), respondent="id", rating="rating", x=["a", "b"])
    with pytest.raises(FitError, match="all answers"):
        bootstrap(same, fit_ordered_logit(same))
    with pytest.raises(FitError, match="not those of the fit"):
        jackknife(other, found)
    with pytest.raises(FitError, match="cannot be resampled"):
        bootstrap(ratings, fit(read(frame(), "conditional"), "conditional"))
    with pytest.raises(FitError, match="needs at least 2"):
        bootstrap(ratings, found, replicates=1)


def test_electricity_errors_without_each_person_are_the_clustered_ones(shared):
    """361 people: terms of the order of 1 / people are left."""
    names = ["pf", "cl", "loc", "wk", "tod", "seas"]
    table = pd.read_parquet(shared / "data" / "electricity.parquet")
    choices = Choices.from_frame(table, respondent="id", task="chid", chosen="choice", x=names)
    found = fit_conditional_logit(choices)
    assert_allclose(jackknife(choices, found).std_error(), found.std_error("cluster"), rtol=0.005)
