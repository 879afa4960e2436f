"""A database of invented answers, as the survey would leave it, and the fit from it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from dce.design import Design
from dce.estimation import Fit, fit_ordered_logit
from dce.store import Store, read_ratings
from dce.store.chain import START, Link
from dce.store.database import Database
from dce.store.statements import STATEMENTS
from dce.study import Study

STUDY = Path(__file__).resolve().parents[2] / "designs" / "gegevensdeling"
AT = "2026-11-21T09:05Z"
PEOPLE_AT_ONCE = 50  # who answer in turns, so that the rows of one person lie apart in the file
BATCH = 5000
Row = dict[str, object]


def stored_answers(path: Path, people: int) -> None:
    """Fill a new database: ``people`` who answer all 21 scenarios, chained by hash, and five of the six items."""
    design = Design.load(STUDY)
    store = Store.open(path, synthetic=True)
    store.publish(design)
    store.close()
    database, rng = Database(path), np.random.default_rng(1)
    for begin in range(0, people, BATCH):
        names = [secrets.token_urlsafe(16) for _ in range(min(BATCH, people - begin))]
        order = rng.permuted(np.tile(design.tasks_of(design.versions[0]), (len(names), 1)), axis=1)
        with database.tx():
            for statement, rows in (
                ("add_respondent", _respondents(design, names, order)),
                ("set_background", _background(design.study, names, rng)),
                ("add_answer", _answers(design.study, names, order, rng)),
            ):
                # sqlite3 runs many only without RETURNING, and nothing here can be there already
                database.connection.executemany(STATEMENTS[statement].split("ON CONFLICT")[0], rows)
    database.close()


def _respondents(design: Design, names: list[str], order: np.ndarray) -> Iterator[Row]:
    fixed = {"design_hash": design.hash, "version": 1, "language": "nl", "synthetic": 1, "started": AT}
    criteria = json.dumps(design.study.criterion_ids)
    for name, tasks in zip(names, order.tolist(), strict=True):
        yield fixed | {"id": name, "tasks": json.dumps(tasks), "criteria": criteria}


def _background(study: Study, names: list[str], rng: np.random.Generator) -> Iterator[Row]:
    for item in study.background[:5]:
        chosen = rng.integers(0, len(item.option_ids), len(names))
        for name, place in zip(names, chosen.tolist(), strict=True):
            yield {"respondent": name, "item": item.id, "option": item.option_ids[place]}


def _answers(study: Study, names: list[str], order: np.ndarray, rng: np.random.Generator) -> Iterator[Row]:
    """The rows in the order in which people who are busy at the same time would give them."""
    noise = rng.logistic(size=order.shape) + 0.6 * rng.normal(size=(len(names), 1))
    rating = np.digitize(np.sin(order) + noise, [-1.6, -0.1, 0.6, 2.2]).tolist()
    tasks, last = order.tolist(), [START] * len(names)
    for begin in range(0, len(names), PEOPLE_AT_ONCE):
        for place in range(order.shape[1]):
            for n in range(begin, min(begin + PEOPLE_AT_ONCE, len(names))):
                link = Link(last[n], names[n], place + 1, tasks[n][place], study.scale_ids[rating[n][place]], AT)
                last[n] = link.hash
                yield {**asdict(link), "hash": last[n]}


def fit_from_database(path: Path) -> Fit:
    """What ``dce fit`` does once the study is read: open, check the file, count the answers, fit with all errors."""
    return fit_ordered_logit(read_ratings(path, Study.load(STUDY / "study.yaml")))
