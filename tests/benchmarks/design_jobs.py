"""One design by one program, several times: ``python design_jobs.py CASE PROGRAM [once]`` prints seconds and quality.

Every call has a seed of its own, and there are calls until nine designs are there or a minute is over. All programs get
the same levels, tasks and priors, and design_figures.py judges what each has made.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from design_cases import CASES, DRAWS, LEVELS, MEANS, SPREAD, Case
from design_figures import Numbers, contrasts, figures, moments

CALLS = 9  # the first and eight more: a median and a worst case
MINUTE = 60.0
MOST_R_SECONDS = 240.0  # R is stopped from here, lest it go on alone when this process is stopped
CANDIDATES = 500  # of 17,496 scenarios for pyDOE3, which tries each in the place of each: all would take hours
FEW_DRAWS = {"choicedesign": 64, "idefix": 100}  # with which they look at more changes in a minute than with 1024
Maker = Callable[[Case, int], Numbers]


def dce(case: Case, seed: int) -> Numbers:
    from dce.design import make_design

    study = _study(case)
    priors = dict(zip(_terms(case), zip(*moments(case), strict=True), strict=True)) if case.priors else None
    design = make_design(study, case.tasks, case.versions, priors=priors, draws=DRAWS, seed=seed)
    frame = design.frame.sort_values(["version", "task", "alternative"])
    return frame[list(study.criterion_ids)].to_numpy(dtype=np.int64).reshape(case.rows, case.shown, -1)


def _study(case: Case) -> Any:
    from dce.study import Study

    kind = {"kind": "yes-no"} if case.shown == 1 else {"kind": "choice", "alternatives": case.shown}
    named = [(f"c{i}", range(count)) for i, count in enumerate(LEVELS)]
    criteria = [
        {"id": name, "label": {"en": name}, "levels": [{"id": str(n), "label": {"en": str(n)}} for n in levels]}
        for name, levels in named
    ]
    about = {"id": "bench", "languages": ["en"], "title": {"en": "Bench"}}
    return Study.model_validate(about | {"task": kind | {"statement": {"en": "?"}}, "criteria": criteria})


def _terms(case: Case) -> list[str]:
    own = ["constant"] if case.shown == 1 else []
    return own + [f"c{i}[{level}]" for i, count in enumerate(LEVELS) for level in range(1, count)]


def choicedesign(case: Case, seed: int, draws: int = DRAWS) -> Numbers:
    """Random swaps for a minute, its default way: they have no end of their own.

    A single scenario is one that is taken or left. Versions are made afterwards, as its documentation does.
    """
    from choicedesign.design import EffDesign
    from choicedesign.expressions import Attribute, Constant, Parameter

    shown = [[Attribute(f"a{j}_{i}", count) for i, count in enumerate(LEVELS)] for j in range(case.shown)]
    effects = [
        (i, n, Parameter(f"b{i}_{n}", mean * case.priors, SPREAD if case.priors else None))
        for i, count in enumerate(LEVELS)
        for n, mean in enumerate(MEANS[count], 1)
    ]
    utility = {
        j: sum((weight * ((own[i] == n) - (own[i] == 0)) for i, n, weight in effects), Constant(0.0))
        for j, own in enumerate(shown, 1)
    }
    if case.shown == 1:
        constant = Parameter("constant", 0.0, moments(case)[1][0] if case.priors else None)
        utility = {1: utility[1] + constant, 2: Constant(0.0)}
    asked = EffDesign(X=[one for own in shown for one in own], ncs=case.rows)
    first, bayes_draws = asked.gen_initdesign(seed=seed), draws if case.priors else None
    found = asked.optimise(first, V=utility, time_lim=MINUTE / 60, bayes_draws=bayes_draws, seed=seed)[0]
    if case.versions > 1:
        found = asked.gen_blocks(found, case.versions)[0].sort_values("Block", kind="stable")
    return found[asked.names].to_numpy(dtype=np.int64).reshape(case.rows, case.shown, -1)


def choicedesign_few(case: Case, seed: int) -> Numbers:
    return choicedesign(case, seed, FEW_DRAWS["choicedesign"])


def pydoe3(case: Case, seed: int) -> Numbers:
    """DETMAX over some of the scenarios, drawn at random; it knows neither priors nor versions."""
    from pyDOE3.doe_optimal import optimal_design

    rng = np.random.default_rng(seed)
    everything = np.array(list(product(*map(range, LEVELS))))
    some = everything[rng.permutation(len(everything))[:CANDIDATES]]
    coded = contrasts(some)
    found, _ = optimal_design(coded, case.rows, 1, criterion="D", method="detmax")
    which = np.abs(found[:, None] - coded[None]).sum(axis=2).argmin(axis=1)
    return rng.permutation(some[which])[:, None].astype(np.int64)  # dealt into versions at random


PROGRAMS: dict[str, Maker] = {
    "dce": dce,
    "choicedesign": choicedesign,
    "choicedesign_few": choicedesign_few,
    "pydoe3": pydoe3,
}


def measure(case: Case, make: Maker, *, once: bool) -> dict[str, Any]:
    """Call a program until there are enough designs, or a minute is over; our first call, which loads, is extra."""
    seconds: list[float] = []
    designs: list[Numbers] = []
    extra = int(make is dce)
    while len(seconds) <= extra or (len(seconds) < CALLS and sum(seconds[extra:]) < MINUTE):
        began = time.perf_counter()
        designs.append(make(case, len(seconds) + 1))
        seconds.append(time.perf_counter() - began)
        if once:
            break
    return {"seconds": seconds, "quality": [figures(case, design) for design in designs]}


def measure_r(case: Case, package: str) -> dict[str, Any]:
    """The same by R, which keeps the clock itself; where the package is not there, ends with what R says."""
    if shutil.which("Rscript") is None:
        raise SystemExit("R is not installed")
    asked = (case.tasks, case.versions, case.shown, int(case.priors), FEW_DRAWS["idefix"], CALLS, MINUTE, *LEVELS)
    command = ["Rscript", str(Path(__file__).with_name("design_peers.R")), package, *map(str, asked)]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=MOST_R_SECONDS)
    except subprocess.TimeoutExpired:
        raise SystemExit(f"cut after {MOST_R_SECONDS:.0f} s, with no result") from None
    if ended.returncode:
        raise SystemExit(ended.stderr.strip().splitlines()[-1])
    seconds, *designs = ended.stdout.splitlines()
    made = [np.array(design.split(), dtype=np.int64).reshape(case.rows, case.shown, -1) for design in designs]
    return {"seconds": [float(one) for one in seconds.split()], "quality": [figures(case, design) for design in made]}


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # a peer's warnings are its own affair
    name, program, *rest = sys.argv[1:]
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # choicedesign tells how it goes
            if program in PROGRAMS:
                took = measure(CASES[name], PROGRAMS[program], once=rest == ["once"])
            else:
                took = measure_r(CASES[name], program)
    except ModuleNotFoundError as missing:
        raise SystemExit(f"{missing.name} is not installed") from None
    print(json.dumps(took))
