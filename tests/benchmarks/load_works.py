"""Rows of the table of load: so many people at once, by server and store, oTree beside them in the same run."""

from __future__ import annotations

import sys
from functools import partial

import survey_sites as sites
from survey_works import OTREE, Program, Row, Took, walked

LOADS = (50, 200, 500)
WORKERS = 3
PAIRS = tuple((server, store) for store in (sites.SQLITE, sites.POSTGRES) for server in (sites.GRANIAN, sites.GUNICORN))
HEAD = (
    "at once",
    "program",
    *("people/min", "times oTree", "core s", "p50 ms", "p95", "p99", "alone"),
    *("answers", "lost", "errors", "busy", "server", "client", "others"),
)
NOTE = (
    "Everybody answers the survey of the other table, reads nothing and thinks about nothing: more at once than as "
    "many people who read. One round. Times are of all requests together, alone that of a page when nobody else is "
    f"there; a POST of ours holds the next page. Ours has {WORKERS} processes, with 8 threads each under gunicorn's "
    "gthread; PostgreSQL runs on the same cores, and is among others. Busy counts how often somebody was told to come "
    "back later, and did."
)


def loaded() -> list[Row]:
    """A row a program and a number of people at once."""
    return [row for at_once in LOADS for row in _rows(at_once)]


def _rows(at_once: int) -> list[Row]:
    took = {}
    for program in _programs(at_once):
        print(f"load, {at_once} at once: {program.label}", file=sys.stderr)
        took[program.label] = walked(program)
    otree = took[OTREE]
    base = None if isinstance(otree, str) else otree["a_minute"]
    return [
        _row((str(at_once) if number == 0 else "", label), one, base)
        for number, (label, one) in enumerate(took.items())
    ]


def _programs(at_once: int) -> list[Program]:
    people = max(200, at_once)
    ours = [
        Program(
            f"dce, {server}, {store}",
            partial(sites.ours, workers=WORKERS, server=server, store=store),
            people,
            20,
            at_once=at_once,
        )
        for server, store in PAIRS
    ]
    return [*ours, Program(OTREE, sites.otree, max(60, at_once), 5, at_once=at_once)]


def _row(names: Row, took: Took | str, base: float | None) -> Row:
    if isinstance(took, str):
        return (*names, took)
    times = "" if base is None else f"{took['a_minute'] / base:.1f}"
    counted = [str(took[name]) for name in ("answers", "lost", "errors", "busy")]
    cores = [f"{one:.0f}%" for one in took["cores"]]
    pages = [f"{one:.0f}" for one in took["pages"]]
    return (*names, f"{took['a_minute']:.0f}", times, f"{took['core_seconds']:.3f}", *pages, *counted, *cores)
