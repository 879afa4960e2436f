"""A database of many invented people who all completed, made in bulk: what the dashboard is timed on.

Rows stand person by person and hashes are placeholders of the right length: nobody verifies this file, and the
dashboard reads no hash. A real file holds the answers of people in turns, which makes reading it slower on a cold disk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from dce.design import Design
from dce.store import Store

STUDY = Path(__file__).resolve().parents[2] / "designs" / "gegevensdeling"
AT = "2026-11-21T09:05Z"
HASH = "0" * 64
BATCH = 5000
RESPONDENT = (
    "INSERT INTO respondents (id, design_hash, version, language, tasks, criteria, alternatives, synthetic, started, "
    "completed) VALUES (?, ?, 1, 'nl', ?, ?, '[]', 1, ?, ?)"
)
ANSWER = (
    "INSERT INTO answers (respondent, task, showing, revision, place, answer, at, previous, hash) "
    "VALUES (?, ?, 1, 1, ?, ?, ?, ?, ?)"
)
BACKGROUND = "INSERT INTO background (respondent, item, option) VALUES (?, ?, ?)"


def make_database(path: Path, people: int) -> None:
    """Fill a new database: ``people`` who answer all 21 scenarios and all background items, marked synthetic."""
    design = Design.load(STUDY)
    store = Store.open(path, synthetic=True)
    store.publish(design)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            connection.execute(f"PRAGMA {pragma}")
        rng = np.random.default_rng(1)
        for begin in range(0, people, BATCH):
            connection.execute("BEGIN")
            _add(connection, design, np.arange(begin, min(begin + BATCH, people)), rng)
            connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _add(connection: sqlite3.Connection, design: Design, numbers: np.ndarray, rng: np.random.Generator) -> None:
    names = [f"invented-{number:013d}" for number in numbers.tolist()]  # 22 letters, as real ones have
    tasks = list(design.tasks_of(design.versions[0]))
    order, criteria = json.dumps(tasks), json.dumps(design.study.criterion_ids)
    connection.executemany(RESPONDENT, ((name, design.hash, order, criteria, AT, AT) for name in names))
    chosen = {item.id: rng.integers(0, len(item.option_ids), len(names)) for item in design.study.background}
    for item in design.study.background:
        options = np.array(item.option_ids)[chosen[item.id]].tolist()
        connection.executemany(BACKGROUND, ((name, item.id, one) for name, one in zip(names, options, strict=True)))
    connection.executemany(ANSWER, _answers(design, names, rng))


def _answers(design: Design, names: list[str], rng: np.random.Generator) -> Iterator[tuple[object, ...]]:
    """Answers that follow the levels of the scenarios, with noise and a leniency of each person's own."""
    tasks, scale = list(design.tasks_of(design.versions[0])), design.study.scale_ids
    drawn = rng.logistic(size=(len(names), len(tasks))) + 0.6 * rng.normal(size=(len(names), 1))
    places = np.digitize(_likes(design, tasks) + drawn, np.linspace(-1.8, 1.8, len(scale) - 1)).tolist()
    for name, own in zip(names, places, strict=True):
        for place, (task, answer) in enumerate(zip(tasks, own, strict=True), 1):
            yield name, task, place, scale[answer], AT, HASH, HASH


def _likes(design: Design, tasks: list[int]) -> np.ndarray:
    """How much everybody likes each scenario: first levels are best, and earlier criteria weigh more."""
    criteria = design.study.criteria
    weight = np.linspace(1.0, 0.1, len(criteria))
    shown = [design.scenario(task) for task in tasks]
    off = [[c.level_ids.index(one[c.id]) / (len(c.levels) - 1) - 0.5 for c in criteria] for one in shown]
    return -np.array(off) @ weight
