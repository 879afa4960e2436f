"""Rows of the table of very many answers: what counting and fitting them takes as people become more."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from child import run

JOBS = Path(__file__).with_name("scale_jobs.py")
SIZES = (10_000, 50_000, 200_000, 1_000_000)
ON_DASK = (10_000, 1_000_000)
TASKS = 21
MOST_SECONDS = 2 * 3600.0
HEAD = (
    "estimation",
    "people",
    "answers",
    "counted s",
    "core s",
    "fitted s",
    "core s",
    "processes",
    "MB",
    "log-likelihood",
    "noise",
    "worst off",
    "mean off",
)
NOTE = (
    "Counted is from ratings in memory to distinct rows with counts, and who gave them; the fit then has errors "
    "clustered by person. The ordered logit has four thresholds and twelve weights, the mixed one also differs "
    "between people in leniency and in one weight: 500 draws a person, three starts, exact second derivatives. Dask "
    "has as many workers on this machine, of one thread each. Core s are seconds of one core, all processes together, "
    "which other load changes least; MB is the peak of the process, and as much for each of the others as the "
    "largest of them took. Off is how far estimates lie from the truth in standard errors, the worst and the root of "
    "the mean square, which is 1 where all is well; for the ordered logit the truth is its fit to the shares of "
    "infinitely many such people."
)
Row = tuple[str, ...]


def scaled() -> list[Row]:
    """Two rows a number of people, and one on Dask of some."""
    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return [row for people in SIZES for row in _rows(people, max(processes, 2))]


def _rows(people: int, processes: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "ratings.npy")
        made = run([sys.executable, str(JOBS), "make", path, str(people)], {})
        if made.code:
            return [("ordered logit", f"{people:,}", made.complaint)]
        models = [("ordered", "ordered logit", "serial"), ("mixed", "mixed ordered logit", f"loky:{processes}")]
        if people in ON_DASK:
            models.append(("mixed", "the same on Dask", f"dask:{processes}"))
        return [_row(path, people, *model) for model in models]


def _row(path: str, people: int, model: str, title: str, executor: str) -> Row:
    print(f"scale: {title}, {people} people", file=sys.stderr)
    ended = run([sys.executable, str(JOBS), model, path, executor], {}, most=MOST_SECONDS)
    names = title, f"{people:,}"
    if ended.code:
        return (*names, ended.complaint)
    took = json.loads(ended.output.splitlines()[-1])
    if took["status"] != "ok":
        return (*names, took["status"])
    seconds = (f"{took[name]:.1f}" for name in ("counted", "counted_core", "fitted", "fitted_core"))
    noise = "" if model == "ordered" else f"{took['noise']:.1f}"
    told = executor.partition(":")[2] or "1", f"{took['megabytes']:.0f}", f"{took['loglik']:.1f}", noise
    return (*names, f"{people * TASKS:,}", *seconds, *told, f"{took['off']:.1f}", f"{took['rms']:.1f}")
