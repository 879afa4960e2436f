"""Rows of the table of surveys: completed people a minute and times of pages, ours beside oTree, round after round."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import survey_sites as sites
from child import run
from survey_cores import CORES, used_by, used_by_all

PEOPLE_PROGRAM = Path(__file__).with_name("survey_people.py")
AT_ONCE = 50
ALONE = 3  # people who then come one after the other, for the time of a page that does not wait for others
ROUNDS = 3
MOST_SECONDS = 240.0  # for the people of one round
HEAD = (
    "survey",
    "program",
    *("people/min", "rounds", "times oTree", "core s", "", "ms", "p95", "p99", "alone"),
    *("answers", "lost", "errors", "server", "client", "others"),
)
Row = tuple[str, ...]
Took = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Program:
    """A survey to walk: its name in the table, how it is started, by how many after how many who warm it up."""

    label: str
    serve: Callable[[Path, int], AbstractContextManager[sites.Site]]
    people: int
    first: int
    script: bool = True  # whether the browsers of the people have JavaScript on
    at_once: int = AT_ONCE


PROGRAMS = (
    Program("dce, 1 process, 8 threads", partial(sites.ours, workers=1), 200, 20),
    Program("dce, 3 processes, 8 threads each", partial(sites.ours, workers=3), 500, 20),
    Program("dce, 3 processes, JavaScript off", partial(sites.ours, workers=3), 400, 20, script=False),
    Program("oTree prodserver", sites.otree, 60, 5),
)
OTREE = PROGRAMS[-1].label


def surveyed() -> list[Row]:
    """The median round of each program; the rounds of all take turns, so that other load falls on all of them."""
    rounds: dict[str, list[Took | str]] = {program.label: [] for program in PROGRAMS}
    for number in range(1, ROUNDS + 1):
        for program in PROGRAMS:
            print(f"survey, round {number}: {program.label}", file=sys.stderr)
            rounds[program.label].append(walked(program))
    median = {label: _median(took) for label, took in rounds.items()}
    otree = median[OTREE]
    base = None if isinstance(otree, str) else otree["a_minute"]
    title = f"21 scenarios, {AT_ONCE} at once"
    titles = (title, *[""] * (len(PROGRAMS) - 1))
    return [
        row
        for program, first in zip(PROGRAMS, titles, strict=True)
        for row in _rows((first, program.label), median[program.label], base)
    ]


def note() -> str:
    """What must be known to read the table, with what was found out about this machine."""
    with tempfile.TemporaryDirectory() as folder:
        otree = sites.durability(Path(folder)) if sites.OTREE.exists() else "not installed"
        disk = _disk_milliseconds(Path(folder) / "written")
    return (
        f"One program with one thread walks both over HTTP: {AT_ONCE} people at once, who read the form on each page "
        "and post it at once, so that a page waits for 49 others; alone is a page when nobody else is there. An "
        "introduction, three background items, 21 scenarios of ten criteria with five answers, a last page; half of"
        " ours in Dutch. Times are the median, 95th and 99th percentile of the median round. Where JavaScript is "
        "on, our pages ask for the next page in the answer to a POST; where it is off, and with oTree, a POST ends "
        "with its redirect; style sheets and scripts are not asked for. Answers are those that the people gave, and"
        " "
        "lost those that the database does not hold as they were given. Core s are the seconds of one core that the "
        "server spends on a person, which other load changes least. Server, client and others are shares of the "
        f"{CORES} cores while the people walked. Ours: WAL, synchronous=FULL, sessions in the database, a signed token "
        f"in each form, both languages. oTree {sites.otree_version()}: {otree}, its own sessions, no token in the "
        f"forms of participants, English; places for its people are made before the clock starts. A write of 4 kB "
        f"takes {disk:.2f} ms to be on this disk."
    )


def walked(program: Program) -> Took | str:
    """One round on a new database, or what went wrong."""
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            program.serve(Path(folder), program.first + program.people + ALONE) as site,
        ):
            first = walked_by(site, program.first, program.at_once, script=program.script)
            began = used_by(site.pid), used_by_all()
            took = walked_by(site, program.people, program.at_once, script=program.script)
            server, everybody = used_by(site.pid) - began[0], used_by_all() - began[1]
            alone = walked_by(site, ALONE, 1, script=program.script)
            stored = sites.stored(site)
    except sites.SiteError as error:
        return str(error)
    if not took["given"]:
        return f"nobody came to the end: {took['wrong'][0]}"[:60]
    given = first["given"] | took["given"] | alone["given"]
    share = 100 / took["seconds"] / CORES
    return {
        "a_minute": 60 * len(took["given"]) / took["seconds"],
        "core_seconds": server / len(took["given"]),
        "times": [percentiles(took[kind], alone[kind]) for kind in ("gets", "posts")],
        "pages": percentiles(took["gets"] + took["posts"], alone["gets"] + alone["posts"]),
        "busy": first["busy"] + took["busy"],
        "answers": sum(map(len, given.values())),
        "lost": sum(lost(ratings, stored.get(site.stored_under(code), "")) for code, ratings in given.items()),
        "errors": len(first["wrong"] + took["wrong"] + alone["wrong"]),
        "cores": [share * one for one in (server, took["cpu"], everybody - server - took["cpu"])],
    }


def walked_by(site: sites.Site, people: int, at_once: int, **more: bool | float) -> Took:
    """Let so many people walk, apart as on another machine; ``more`` as ``survey_people.py`` takes it."""
    asked = {"start": site.start, "people": people, "at_once": at_once, "languages": site.languages, **more}
    ended = run([sys.executable, str(PEOPLE_PROGRAM), json.dumps(asked)], {}, most=MOST_SECONDS, apart=True)
    if ended.code:
        raise sites.SiteError(ended.complaint)
    took: Took = json.loads(ended.output)
    if len(took["given"]) < people:
        print(f"survey: {people - len(took['given'])} of {people} did not finish: {took['wrong'][:3]}", file=sys.stderr)
    return took


def percentiles(milliseconds: list[float], alone: list[float]) -> tuple[float, float, float, float]:
    """Median, 95th and 99th percentile, and the median of those who were alone."""
    cut = statistics.quantiles(milliseconds, n=100)
    return cut[49], cut[94], cut[98], statistics.median(alone)


def lost(given: str, found: str) -> int:
    """How many of the ratings that a person gave are not there as they were given."""
    return sum(one != other for one, other in zip(given, found.ljust(len(given)), strict=False))


def _median(rounds: list[Took | str]) -> Took | str:
    """The round in the middle, by people a minute, with what went wrong in any of them."""
    done = sorted((one for one in rounds if not isinstance(one, str)), key=lambda one: one["a_minute"])
    if len(done) < len(rounds):
        return next(one for one in rounds if isinstance(one, str))
    whole = {name: sum(one[name] for one in done) for name in ("answers", "lost", "errors")}
    return done[len(done) // 2] | whole | {"span": (done[0]["a_minute"], done[-1]["a_minute"])}


def _rows(names: Row, took: Took | str, base: float | None) -> list[Row]:
    """What a program reached beside the times of its pages; under that the times of what is posted."""
    if isinstance(took, str):
        return [(*names, took)]
    gets, posts = ([f"{one:.1f}" for one in kind] for kind in took["times"])
    slowest, fastest = took["span"]
    times = "" if base is None else f"{took['a_minute'] / base:.1f}"
    counted = [str(took[name]) for name in ("answers", "lost", "errors")]
    cores = [f"{one:.0f}%" for one in took["cores"]]
    reached = (f"{took['a_minute']:.0f}", f"{slowest:.0f}-{fastest:.0f}", times, f"{took['core_seconds']:.2f}")
    return [(*names, *reached, "GET", *gets, *counted, *cores), (*[""] * 6, "POST", *posts, *[""] * 6)]


def _disk_milliseconds(path: Path) -> float:
    """The median time of a write that is on the disk when it returns; near nothing where there is no disk."""
    took = []
    with path.open("wb") as file:
        for _ in range(50):
            began = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())
            took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)
