"""Write down a database as the program of today keeps it, once there is a step that no release had.

    PYTHONPATH=tests python tests/store/write_released.py

It goes to tests/store/released under the name of the last step, with a row in every table; later programs must open it.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
from store_full import fill
from store_released import FOLDER, rows_of_file

from dce.design import Design
from dce.disclosure import Crowd
from dce.store import COMMAND_LINE, Job, ResultPart, Store, editions
from dce.store.migrations import STEPS
from dce.store.releases import look
from dce.store.results import EVERYBODY
from dce.study import example_study, example_text, parse_study

STUDY = "voorbeeld"
FEW = 2  # people that figures are shown of here: all are invented
ROWS = [
    *((1, 1, "gemeente", "nee", "geen"), (1, 2, "eigen", "ja", "alle"), (1, 3, "bedrijf", "ja", "enkele")),
    *((2, 3, "bedrijf", "ja", "enkele"), (2, 4, "eigen", "nee", "enkele"), (2, 5, "bedrijf", "nee", "alle")),
]
BY_HAND = """
INSERT INTO recovery_codes SELECT id, 'cccc' FROM accounts;
INSERT INTO identities SELECT 'https://idp.example', 'anna', id FROM accounts;
INSERT INTO links SELECT 'dddd', 'reset', id, '2099-01-01T00:00Z' FROM accounts;
INSERT INTO tries VALUES ('one', 'aaaa', 'bbbb', 1700000000, 1);
UPDATE sessions SET expires = '2099-01-01T00:00Z';
"""


def designed(text: str) -> Design:
    """A small design of two versions that share one task."""
    frame = pd.DataFrame(ROWS, columns=["version", "task", *example_study().criterion_ids])
    return Design.from_frame(parse_study(text), frame, seed=7)


def keep_all(store: Store) -> None:
    """Let there be a row in every table, and one person who is half-way."""
    gone = designed(example_text().replace(f"id: {STUDY}", "id: weg"))
    store.publish(gone)
    store.life.change("weg", "closed", COMMAND_LINE)
    store.life.delete_study("weg", typed="weg", actor=COMMAND_LINE, key=b"k" * 32)
    store.life.sweep()
    design = designed(example_text())
    fill(store, design, 3)
    half = store.add_respondent(design, language="nl", rng=np.random.default_rng(5))
    store.record_background(half.id, {"rol": "jurist"})
    store.record_answer(half.id, half.tasks[0], "1")
    store.record_answer(half.id, half.tasks[0], "5", instead_of=1)
    people = sorted(set(store.answers(STUDY)["respondent"]))
    look(store._database, (STUDY, "mean"), dict.fromkeys(people, "jurist"), lambda: {"mean": 0.1 + 0.2}, FEW)
    editions.newest(store._database, STUDY, FEW, store.design, lambda until: store.gathered(STUDY, until=until))
    crowds = {EVERYBODY: Crowd.of(people)}
    store.results.show(STUDY, {EVERYBODY: crowds}, {EVERYBODY: [ResultPart("one", "nl", {"said": "é"})]}, FEW)
    job = store.jobs.add(STUDY, "power", {"people": 50}, COMMAND_LINE)
    store.jobs.begin(job.id)
    store.jobs.finish(job.id, {"found": 0.1 + 0.2})
    keep_file(store)
    store.life.change(STUDY, "closed", COMMAND_LINE)
    store.public_models.publish(STUDY, {"version": "a"}, COMMAND_LINE)


def keep_file(store: Store) -> Job:
    """A file that was made beside the site and waits until it is taken along; gives its job."""
    job = store.jobs.add(STUDY, "export", {}, COMMAND_LINE)
    store.jobs.begin(job.id)
    store.files.begin(STUDY, job.id)
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"respondent,rating\n1,4\n")
        file.flush()
        store.jobs.finish(job.id, {"k": 3, "without": [], "bytes": store.files.keep(STUDY, job.id, Path(file.name))})
    return job


def main() -> None:
    """Write it, unless a table is empty: then the step that made it needs a line in ``keep_all``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dce.db"
        with closing(Store.open(path)) as store:
            keep_all(store)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(BY_HAND)
            connection.execute("PRAGMA journal_mode=DELETE")
            lines = list(connection.iterdump())
        empty = [name for name, rows in rows_of_file(path).items() if not rows]
    if empty:
        sys.exit(f"no row in {', '.join(empty)}: let keep_all make one")
    (FOLDER / f"{max(STEPS)}.sql").write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
