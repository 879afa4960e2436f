"""Work that goes on to the same bits when the processes that do it are killed: real ones, by SIGKILL, at work."""

import os
import signal
import sys
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fatal_shards import fatal, growing

from dce.data import Choices, Ratings
from dce.design import make_design
from dce.errors import DceError
from dce.estimation import fit_mixed_logit, fit_ordered_logit
from dce.estimation.mixed import shards
from dce.estimation.resample import bootstrap
from dce.parallel import map_shards
from dce.power import ranking_power

LONG = pytest.mark.long  # a process that takes the place of a killed one needs seconds to start
VALIDATION = Path(__file__).parent / "validation"


@pytest.fixture(scope="module")
def local():
    """A Dask cluster of two processes of this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, on a machine without its dashboard
        from distributed import LocalCluster

        options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
        with LocalCluster(**options, silence_logs=50) as cluster:
            yield cluster


@pytest.fixture
def client(local):
    with local.get_client() as client:
        client.wait_for_workers(2, timeout=60)
        yield client


class Killing:
    """A client that ends a process of its cluster as soon as this has got work for the second time."""

    def __init__(self, client, local):
        self.client, self.local, self.rounds = client, local, 0

    def scatter(self, data, **options):
        return self.client.scatter(data, **options)

    def map(self, function, *shards, **options):
        futures = self.client.map(function, *shards, **options)
        self.rounds += 1
        if self.rounds == 2:
            os.kill(next(iter(self.local.workers.values())).pid, signal.SIGKILL)
        return futures

    def gather(self, futures):
        return self.client.gather(futures)


@pytest.mark.parametrize("times", [1, pytest.param(2, marks=LONG)])
@pytest.mark.parametrize("kind", ["loky", "dask"])
def test_shards_of_killed_processes_are_done_again_to_the_same_bits(tmp_path, client, kind, times):
    """Two on Dask are all there are, with all that they were sent."""
    found = map_shards(partial(fatal, tmp_path, times), range(12), client if kind == "dask" else "loky:2")
    assert len(list(tmp_path.iterdir())) == times
    serial = map_shards(partial(fatal, tmp_path, 0), range(12))
    assert [one.tobytes() for one in found] == [one.tobytes() for one in serial]


CASES = [("loky", "processes ended 3 times"), pytest.param("dask", "workers of Dask ended", marks=LONG)]


@pytest.mark.parametrize(("kind", "words"), CASES)
def test_processes_that_keep_ending_are_told(tmp_path, client, kind, words):
    with pytest.raises(DceError, match=f"{words}.*out of memory"):
        map_shards(partial(fatal, tmp_path, 100), range(12), client if kind == "dask" else "loky:2")


@LONG
def test_processes_that_grow_are_replaced_without_a_word_that_helps_nobody():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert map_shards(growing, range(8), "loky:2") == list(range(8))
    assert [str(one.message) for one in told] == []


def people(number=90, tasks=6):
    """Invented people with a leniency of their own, and their ratings from 1 to 4."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.integers(-1, 2, size=(number * tasks, 2)), columns=["a", "b"]).astype(float)
    frame["id"] = np.repeat([f"p{i}" for i in range(number)], tasks)
    latent = frame["a"] - 0.5 * frame["b"] + np.repeat(rng.normal(size=number), tasks) + rng.logistic(size=len(frame))
    return frame.assign(rating=1 + np.digitize(latent, [-1, 0, 1]))


def ratings():
    return Ratings.from_frame(people(), respondent="id", rating="rating", x=["a", "b"])


def mixed(executor, answers=None):
    fit = fit_mixed_logit(answers or ratings(), random={"a": "normal"}, draws=64, starts=2, executor=executor)
    assert fit.status == "ok"
    return fit.estimates, fit.std_error("cluster"), fit.individual, [fit.loglik, fit.diagnostics.noise]


def mixed_choices(executor):
    frame = people(60)
    rows = pd.concat([frame.assign(pick=frame["rating"] > 2), frame.assign(pick=frame["rating"] < 3, a=0.0, b=0.0)])
    rows = rows.assign(pick=rows["pick"].astype(int), task=rows.index).sort_index(kind="stable")
    return mixed(executor, Choices.from_frame(rows, respondent="id", task="task", chosen="pick", x=["a", "b"]))


def resampled(executor):
    answers, found = ratings(), []
    for seed in (1, 2):
        again = bootstrap(answers, fit_ordered_logit(answers), replicates=250, seed=seed, executor=executor)
        found.append(again.estimates)
    return found


def powers(executor, study):
    design = make_design(study, tasks=9, seed=1)
    return [ranking_power(design, size, replicates=50, executor=executor).table()["value"] for size in (10, 12)]


def ranked(shard):
    """A study of ``make validate``, whose folder another process does not look into by itself."""
    sys.path.append(str(VALIDATION))
    import studies

    studies.MANY = 2_000  # the truth itself does not matter here
    return list(studies.rank_sets(shard).values())


def validated(executor):
    return [map_shards(ranked, [(10, 1), (10, 2)], executor) for _ in range(2)]


WORKS = [pytest.param(work, marks=LONG) for work in (mixed, mixed_choices, resampled, powers, validated)]


@pytest.mark.parametrize("work", WORKS)
def test_every_long_work_is_the_same_on_each_executor_and_with_a_worker_killed(
    client, local, example, monkeypatch, work
):
    monkeypatch.setattr(shards, "PEOPLE", 9)  # so that a few people are more shards than starts are compared on
    monkeypatch.setattr(sys, "path", list(sys.path))
    run = partial(work, study=example) if work is powers else work
    killing = Killing(client, local)
    serial, *others = (
        b"".join(np.asarray(part, dtype=float).tobytes() for part in run(executor))
        for executor in ("serial", "loky:2", killing)
    )
    assert killing.rounds >= 2
    assert all(other == serial for other in others)
