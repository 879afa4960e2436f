"""A database of invented answers, as the survey would leave it, and the fit from it.

``python stored.py fill FILE PEOPLE`` makes it, ``python stored.py fit FILE`` prints how long reading and fitting took.
Rows are added by the store's own code, so that a change of its tables is a change here too.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from dce.design import Design
from dce.estimation import Fit, fit_ordered_logit
from dce.store import Respondent, Store, assignment, read_ratings
from dce.store.chain import START, Link
from dce.store.clock import utc_minute
from dce.store.orders import draw_orders
from dce.study import Study

STUDY = Path(__file__).resolve().parents[2] / "designs" / "gegevensdeling"
PEOPLE_AT_ONCE = 50  # who answer in turns, so that the rows of one person lie apart in the file
TOLD = 5  # of the background items


def fill(path: Path, people: int) -> None:
    """Fill a new database: ``people`` who answer all scenarios, chained by hash, and five of the background items."""
    design, rng = Design.load(STUDY), np.random.default_rng(1)
    with closing(Store.open(path, synthetic=True)) as store:
        store.publish(design)
        for begin in range(0, people, PEOPLE_AT_ONCE):
            with store.tx():
                some = [_add_person(store, design, rng) for _ in range(min(PEOPLE_AT_ONCE, people - begin))]
                _answer(store, design, some, rng)


def _add_person(store: Store, design: Design, rng: np.random.Generator) -> Respondent:
    version = design.versions[0]
    orders = draw_orders(design, version, rng)
    person = Respondent(
        id=secrets.token_urlsafe(16),
        design_hash=design.hash,
        version=version,
        language=design.study.language,
        tasks=orders.tasks,
        criteria=orders.criteria,
        alternatives=orders.alternatives,
        completed=False,
    )
    assignment.insert(store._database, person, "")
    for item in design.study.background[:TOLD]:
        store._database.run("set_background", respondent=person.id, item=item.id, option=rng.choice(item.option_ids))
    return person


def _answer(store: Store, design: Design, people: list[Respondent], rng: np.random.Generator) -> None:
    """The rows in the order in which people who are busy at the same time would give them."""
    order = np.array([person.tasks for person in people])
    noise = rng.logistic(size=order.shape) + 0.6 * rng.normal(size=(len(people), 1))
    rating = np.digitize(np.sin(order) + noise, [-1.6, -0.1, 0.6, 2.2])
    last, at = dict.fromkeys(people, START), utc_minute()
    for n in range(order.shape[1]):
        for person, given in zip(people, rating[:, n], strict=True):
            answer, showing = design.study.scale_ids[given], person.showing(n + 1)
            link = Link(last[person], person.id, n + 1, person.tasks[n], answer, at, showing)
            store._database.run("add_answer", **link.fields, hash=link.hash)
            last[person] = link.hash
    for person in people:
        store._database.run("complete", id=person.id, completed=at)


def fit_from_database(path: Path) -> Fit:
    """What ``dce fit`` does once the study is read: open, check the file, count the answers, fit with all errors."""
    return fit_ordered_logit(read_ratings(path, Study.load(STUDY / "study.yaml")))


def main(doing: str, path: str, people: str = "0") -> None:
    """Fill a database, or print what the fit from one took, the first that compiles apart."""
    if doing == "fill":
        fill(Path(path), int(people))
        return
    took = list[float]()
    for _ in range(2):
        began = time.perf_counter()
        fit = fit_from_database(Path(path))
        took.append(time.perf_counter() - began)
    print(json.dumps({"first": took[0], "seconds": took[1], "loglik": fit.loglik}))


if __name__ == "__main__":
    main(*sys.argv[1:])
