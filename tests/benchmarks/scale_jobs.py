"""Answers of very many invented people, and the fits of them: each in a process of its own, with its cores and memory.

``python scale_jobs.py make PATH PEOPLE`` writes ratings (people, 21) of the scenarios of designs/gegevensdeling by
people who differ in leniency and in one weight; ``ordered PATH EXECUTOR`` and ``mixed PATH EXECUTOR`` fit them and
print what it took; ``dask:2`` is a cluster of two workers of one thread each on this machine.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design
from dce.estimation import Fit, fit_mixed_logit, fit_ordered_logit

STUDY = Path(__file__).resolve().parents[2] / "designs" / "gegevensdeling"
CUTS = (-1.6, -0.1, 0.6, 2.2)
LENIENCY, COLUMN, SPREAD = 0.8, "waarborgen", 0.4  # spreads over people: of leniency, and of the weight of one column
BATCH = 50_000
NODES = 32  # of Gauss and Hermite in each of the two spreads


class Truth:
    """The 21 scenarios, how they are coded, and what people weigh."""

    def __init__(self) -> None:
        design = Design.load(STUDY)
        tasks = design.tasks_of(design.versions[0])
        self.study, self.coding = design.study, Coding.of(design.study)
        self.shown = pd.DataFrame([design.scenario(task) for task in tasks])
        self.x = self.coding.encode(self.shown)
        self.beta = pd.Series(np.linspace(0.9, -0.3, self.x.shape[1]), index=list(self.coding.columns))

    def utility(self, normals: np.ndarray) -> np.ndarray:
        """Of each scenario (people, 21) for people with two standard normals (people, 2)."""
        one = self.x[:, self.coding.columns.index(COLUMN)]
        return self.x @ self.beta.to_numpy() + LENIENCY * normals[:, :1] + SPREAD * normals[:, 1:] * one

    def ratings(self, rating: np.ndarray) -> Ratings:
        """Places on the scale (people, 21), compressed to distinct rows with counts."""
        people, tasks = rating.shape
        who = np.repeat(np.arange(people, dtype=np.int32), tasks)
        cell = (rating + np.arange(tasks, dtype=np.int32) * np.int32(len(CUTS) + 1)).ravel()
        names = pd.Index(np.char.mod("p%d", np.arange(people)), dtype="str", name="respondent")
        return Ratings.from_cells(self.study, self.shown, (who, cell), pd.DataFrame(index=names))

    def of_mixed(self) -> pd.Series:
        """What a mixed logit should find."""
        cuts = pd.Series(CUTS, index=[f"{j}|{j + 1}" for j in range(1, len(CUTS) + 1)])
        return pd.concat([cuts, self.beta, pd.Series({"sd.constant": LENIENCY, f"sd.{COLUMN}": SPREAD})])

    def of_everybody(self) -> pd.Series:
        """What one ordered logit of everybody should find: its fit to the shares that infinitely many would give."""
        node, weight = np.polynomial.hermite_e.hermegauss(NODES)
        pairs = np.stack(np.meshgrid(node, node), axis=-1).reshape(-1, 2)
        below = 1.0 / (1.0 + np.exp(self.utility(pairs)[..., None] - CUTS))
        share = np.diff(below, axis=-1, prepend=0.0, append=1.0)
        mean = np.tensordot(np.outer(weight, weight).ravel() / weight.sum() ** 2, share, axes=1)
        frame = pd.DataFrame(np.repeat(self.x, mean.shape[1], axis=0), columns=list(self.coding.columns))
        frame = frame.assign(rating=np.tile(np.arange(1, mean.shape[1] + 1), len(self.x)), weight=mean.ravel())
        answers = Ratings.from_frame(frame, respondent=None, rating="rating", x=self.coding.columns, weights="weight")
        return fit_ordered_logit(answers).estimates


def make(path: Path, people: int) -> None:
    """Write places on the scale (people, 21), some people at a time."""
    truth, rng = Truth(), np.random.default_rng(1)
    rating = np.lib.format.open_memmap(path, "w+", np.uint8, (people, len(truth.x)))
    for begin in range(0, people, BATCH):
        utility = truth.utility(rng.normal(size=(min(BATCH, people - begin), 2)))
        rating[begin : begin + BATCH] = np.digitize(utility + rng.logistic(size=utility.shape), CUTS)


def fit(model: str, path: Path, executor: str) -> dict[str, float | str]:
    """Count the answers, fit them, and tell how long each took and how far from the truth the estimates are."""
    truth, told = Truth(), dict[str, float | str]()
    known = truth.of_mixed() if model == "mixed" else truth.of_everybody()
    began, core = time.perf_counter(), cores()
    answers = truth.ratings(np.load(path, mmap_mode="r"))
    told["counted"], told["counted_core"] = time.perf_counter() - began, cores() - core
    began, core = time.perf_counter(), cores()
    found = _fitted(model, answers, executor)
    told["fitted"], told["fitted_core"] = time.perf_counter() - began, cores() - core
    off = ((found.estimates - known) / found.std_error("cluster")).to_numpy()
    noise = getattr(found.diagnostics, "noise", float("nan"))
    told |= {"status": found.status, "loglik": found.loglik, "noise": noise, "megabytes": megabytes(executor)}
    return told | {"off": float(np.abs(off).max()), "rms": float(np.sqrt(np.mean(off**2)))}


def _fitted(model: str, answers: Ratings, executor: str) -> Fit:
    if model == "ordered":
        return fit_ordered_logit(answers)
    with _running(executor) as there:
        return fit_mixed_logit(answers, random={"constant": "normal", COLUMN: "normal"}, executor=there)


@contextmanager
def _running(executor: str) -> Iterator[str]:
    """The executor while it runs; its processes end after that, as only one that has ended tells what it took."""
    if executor.startswith("dask:"):
        from distributed import Client, LocalCluster

        workers = {"n_workers": int(executor.partition(":")[2]), "threads_per_worker": 1}
        with LocalCluster(**workers, host="127.0.0.1", dashboard_address=None) as cluster, Client(cluster):
            yield "dask"
        return
    yield executor
    if executor.startswith("loky"):
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor().shutdown(wait=True)


def cores() -> float:
    """Seconds of one core that this process and those it has ended took."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def megabytes(executor: str) -> float:
    """Peak memory of this process, and for each process of the executor the peak of the largest."""
    others = int(executor.partition(":")[2] or 0)
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return float(own + others * child) / 1024


if __name__ == "__main__":
    work, target, detail = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    if work == "make":
        make(target, int(detail))
    else:
        print(json.dumps(fit(work, target, detail)))
