"""Rows of the table of what is done beside a survey: times of pages while the desk makes figures or files of many."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import survey_sites as sites
from dashboard_people import make_database
from survey_works import lost, percentiles, walked_by

from dce.aside import Process, start
from dce.store import Job
from dce.store.jobs import Kind

BEFORE = 50_000  # people whose answers are there already
PEOPLE, AT_ONCE, THINKS = 150, 50, 0.4  # seconds on a page: half of what two cores can serve
WITHIN = 12.0  # seconds in which the first come, as long as each stays: fifty in one moment would be the slowest pages
ROUNDS = 3
HEAD = (
    *("beside the survey", "p50 ms", "p95", "p99", "rounds", "times", "done", "WAL MB"),
    *("answers", "lost", "errors", "busy"),
)
NOTE = (
    f"{AT_ONCE} people at once who stay {THINKS} s on a page on average, in a survey that {BEFORE:,} have answered, "
    "while the process that the desk starts for it does the work again and again. Rounds of all rows take turns; "
    "shown is the round in the middle by the 99th percentile, with the lowest and highest. Times is that percentile "
    "against the one of nobody else; done is how often the work ended in all rounds, WAL the longest that the log of "
    "the database ever was."
)
STUDY_ID = "gegevensdeling"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Times of pages (50th, 95th, 99th percentile in ms) and what was counted meanwhile."""

    times: tuple[float, float, float]
    wal: int
    done: int
    counts: tuple[int, int, int, int]  # answers, lost, errors, busy


Work = tuple[Kind, dict[str, Any]] | None  # a job and what it asks


def beside() -> list[Row]:
    """A row a kind of work."""
    rounds: dict[str, list[Round]] = {title: [] for title in WORKS}
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "before.db"
        make_database(template, BEFORE)
        for number in range(1, ROUNDS + 1):
            for title, work in WORKS.items():
                print(f"beside, round {number}: {title}", file=sys.stderr)
                rounds[title].append(round_of(template, work))
    base = _middle(next(iter(rounds.values()))).times[2]
    return [_row(title, own, base) for title, own in rounds.items()]


def _file(form: str, shape: str) -> Work:
    order = {"study_id": STUDY_ID, "design_hash": None, "form": form, "shape": shape, "language": "nl"}
    more = {"reasons": False, "everything": False, "without": (), "sure": "fewer"}
    return "export", {"order": {**order, **more}, "why": "bench"}


WORKS: dict[str, Work] = {
    "nothing": None,
    "new figures": ("results", {"groups": True}),
    "a file as CSV": _file("csv", "long"),
    "a file as XLSX, wide": _file("xlsx", "wide"),
}


def round_of(template: Path, work: Work) -> Round:
    """Let people walk while the work is done, on a copy of a database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sites.ours(folder, PEOPLE, workers=3, before=template) as site:
            walked_by(site, 20, 20, script=True)
            with _again_and_again(work, folder) as seen:
                took = walked_by(site, PEOPLE, AT_ONCE, script=True, thinks=THINKS, within=WITHIN)
            stored = sites.stored(site)
    p50, p95, p99, _ = percentiles(took["gets"] + took["posts"], [0.0])
    gone = sum(lost(given, stored.get(site.stored_under(code), "")) for code, given in took["given"].items())
    counts = sum(map(len, took["given"].values())), gone, len(took["wrong"]), int(took["busy"])
    return Round((p50, p95, p99), seen["wal"], seen["done"], counts)


@contextmanager
def _again_and_again(work: Work, folder: Path) -> Iterator[dict[str, int]]:
    """Do the work until the block ends, and look how long the log is."""
    seen, over, faults = {"done": 0, "wal": 0}, threading.Event(), list[str]()
    database = folder / "dce.db"
    log = database.with_name("dce.db-wal")

    def do() -> None:
        while work is not None and not over.is_set():
            process, job_id = _started(database, work)
            while process.poll() is None and not over.wait(0.05):
                pass
            process.terminate()
            said, job = process.communicate()[1], _job(database, job_id)
            asked_first = "hiding" in (job.result or {})  # a file was wanted, and none was made
            if process.returncode > 0 or job.state == "failed" or asked_first:
                faults.append(said.decode() or job.error or str(job.result))
                return
            seen["done"] += job.state == "done"

    def look() -> None:
        while not over.wait(0.02):
            seen["wal"] = max(seen["wal"], log.stat().st_size if log.exists() else 0)

    threads = [threading.Thread(target=one) for one in (do, look)]
    for one in threads:
        one.start()
    try:
        yield seen
    finally:
        over.set()
        for one in threads:
            one.join()
    if faults:
        raise SystemExit(faults[0])


def _started(database: Path, work: tuple[Kind, dict[str, Any]]) -> tuple[Process, str]:
    """Ask for the work as the desk does, and start its process."""
    from dce.store import Store

    with closing(Store.open(database, whole=False)) as store:
        for kind in {one[0] for one in WORKS.values() if one}:
            store.jobs.stop(STUDY_ID, kind)  # the one before was cut off at the end of a round
        job = store.jobs.add(STUDY_ID, work[0], work[1], "bench")
    own = os.environ | {"DCE_DATABASE": str(database)}
    return start("dce.web.making", job.id, env=own, stderr=subprocess.PIPE), job.id


def _job(database: Path, job_id: str) -> Job:
    from dce.store import Store

    with closing(Store.open(database, whole=False)) as store:
        return store.jobs.job(job_id)


def _middle(rounds: list[Round]) -> Round:
    return sorted(rounds, key=lambda one: one.times[2])[len(rounds) // 2]


def _row(title: str, rounds: list[Round], base: float) -> Row:
    own, slow = _middle(rounds), [one.times[2] for one in rounds]
    figures = [f"{one:.1f}" for one in own.times] + [f"{min(slow):.1f}-{max(slow):.1f}", f"{own.times[2] / base:.1f}"]
    done = "" if WORKS[title] is None else str(sum(one.done for one in rounds))
    counts = [str(sum(one.counts[place] for one in rounds)) for place in range(4)]
    return (title, *figures, done, f"{max(one.wal for one in rounds) / 1e6:.1f}", *counts)
