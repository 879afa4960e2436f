"""Rows of the table of designs: seconds and quality of each program, median and worst over seeds."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from child import run
from design_cases import CASES, EFFICIENCY

JOBS = Path(__file__).with_name("design_jobs.py")
HEAD = ("design", "program", "calls", "seconds", "slowest", "first call", "times ours", "quality", "worst", "MB")
MOST_SECONDS = 300.0  # a peer that does not look at the clock is stopped after so long
SCENARIOS = {"choicedesign": "choicedesign, 60 s", "pydoe3": "pyDOE3, 500 candidates", "AlgDesign": "R AlgDesign"}
PRIORS = {
    "choicedesign": "choicedesign, 60 s, 1024 draws",
    "choicedesign_few": "choicedesign, 60 s, 64 draws",
    "idefix": "R idefix, 100 draws",
}
PEERS = {
    "design21": SCENARIOS | {"idefix": "R idefix"},
    "design21_priors": PRIORS,
    "design84": SCENARIOS,
    "pairs48": {"choicedesign": "choicedesign, 60 s", "idefix": "R idefix"},
    "pairs48_priors": PRIORS,
}
NOTE = (
    "Every call has a seed of its own, and there are calls until nine designs are there or a minute is over. "
    "Seconds and quality are the median of all calls beside the slowest and the worst; of ours the first call, "
    "which loads compiled code, is apart. All programs get the same levels, tasks and priors (1024 draws where the "
    "table gives no other number), and design_figures.py judges what each has made, by plain numpy and on draws "
    "that none has seen: D-efficiency on orthonormal contrasts (100 is an orthogonal array), or D-error "
    "det(I)^(-1/K) on effects coding, constant included. choicedesign swaps until it is told to stop, here after "
    "the first swap that ends past a minute, and has no single scenarios: each is one that is taken or left. pyDOE3"
    " knows no priors and gets 500 of the 17,496 scenarios to choose from, as all would take it hours; it has no "
    "versions, so scenarios are dealt at random. choicedesign and AlgDesign make versions afterwards. idefix "
    "searches from one start a call (its default is 12), with 100 draws."
)
Row = tuple[str, ...]
Took = dict[str, Any]


def designed(name: str) -> list[Row]:
    """The rows of one design: ours with nothing compiled, ours, then the peers."""
    case = CASES[name]
    with tempfile.TemporaryDirectory() as cache:
        own = {"NUMBA_CACHE_DIR": cache}
        cold, ours = _job(name, "dce", own, once=True), _job(name, "dce", own)
    rows = [_row((case.title, "dce, nothing compiled"), cold)]
    rows += _rows(name, "dce", ours, ours)
    for program, label in PEERS[name].items():
        rows += _rows(name, label, _job(name, program, {}), ours)
    return [*rows, ("", f"asked of dce: {case.quality}", *[""] * 5, _figure(case.wanted), "", "")]


def _job(name: str, program: str, environment: dict[str, str], *, once: bool = False) -> Took | str:
    """What a program took and made, or the last line of what went wrong."""
    print(f"{name}: {program}", file=sys.stderr)
    command = [sys.executable, str(JOBS), name, program, *(["once"] if once else [])]
    ended = run(command, environment) if program == "dce" else run(command, environment, most=MOST_SECONDS)
    if ended.code:
        return ended.complaint
    took: Took = json.loads(ended.output.splitlines()[-1])
    return took | {"megabytes": ended.megabytes}


def _rows(name: str, label: str, took: Took | str, ours: Took | str) -> list[Row]:
    """A row with seconds and the figure that matters, then one for each further figure; or what went wrong."""
    if isinstance(took, str):
        return [("", label, took)]
    worst_of = min if CASES[name].quality == EFFICIENCY else max
    rows: list[Row] = []
    for figure in took["quality"][0]:
        values = [one[figure] for one in took["quality"]]
        quality = (_figure(statistics.median(values)), _figure(worst_of(values)))
        rows.append(("", f"  {figure}", *[""] * 5, *quality, "") if rows else _row(("", label), took, ours, quality))
    return rows


def _row(names: Row, took: Took | str, ours: Took | str | None = None, quality: Row = ("", "")) -> Row:
    """One row; figures that are not taken stay empty, as all but the first call of a process with nothing compiled."""
    if isinstance(took, str):
        return (*names, took)
    seconds, worst, times = "", "", ""
    if isinstance(ours, dict):
        counted = took["seconds"][1:] if took is ours else took["seconds"]
        middle = statistics.median(counted)
        seconds, worst = f"{middle:.2f}", f"{max(counted):.2f}"
        times = f"{middle / statistics.median(ours['seconds'][1:]):.1f}"
    calls, first = str(len(took["seconds"])), f"{took['seconds'][0]:.2f}"
    return (*names, calls, seconds, worst, first, times, *quality, f"{took['megabytes']:.0f}")


def _figure(value: float) -> str:
    return f"{value:.2f}" if value > 2 else f"{value:.5g}"
