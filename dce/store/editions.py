"""Editions: the answers of a study as they are at one moment, whose people are counted once and then read page by page.

Whatever changes answers or who gave them is counted by study, in several rows of which one is written, so that people
who answer at once seldom wait for each other. The same count is the same edition.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from zlib import crc32

import pandas as pd

from dce.design import Design
from dce.store.database import Database
from dce.store.orders import places
from dce.store.shown import with_scenarios
from dce.study.answers import beside_scale

SLOTS = 16


def note_change(database: Database, study_id: str, respondent_id: str) -> None:
    """Count a change of what is kept of a person, within the transaction under way."""
    database.run("note_change", study_id=study_id, slot=crc32(respondent_id.encode()) % SLOTS)


def changes(database: Database, study_id: str) -> int:
    """Give how often the answers of a study changed."""
    return int(database.run("changes", study_id=study_id)[0]["changes"])


def people_with_rows(database: Database, designs: Sequence[Design]) -> pd.DataFrame:
    """Give, by respondent id, how many ``rows`` of the long table are of a person, and whether they are ``synthetic``.

    Who has none is not there. This reads every answer, once for an edition; ``given_by`` reads those of some people.
    """
    synthetic: dict[str, bool] = {}
    rows, width, beside = Counter[str](), _rows_of_tasks(designs[-1]), beside_scale(designs[-1].study.task)
    for design in designs:
        people = database.run("respondents_of_design", design_hash=design.hash)
        synthetic |= {row["id"]: bool(row["synthetic"]) for row in people}
        for some in database.stream("answers_of_design", design_hash=design.hash):
            for row in some:
                if row["showing"] == 1 and row["task"] in width and row["answer"] not in beside:
                    rows[row["respondent"]] += width[row["task"]]
    told = {"rows": list(rows.values()), "synthetic": [synthetic[id_] for id_ in rows]}
    return pd.DataFrame(told, index=pd.Index(list(rows), dtype="str")).sort_index()


def given_by(database: Database, people: Iterable[str]) -> pd.DataFrame:
    """Give what each of ``people`` answered to the first showing of each task, with the position where it stood."""
    found: list[tuple[str, int, int, int, str]] = []
    for id_ in people:
        (person,) = database.run("respondent", id=id_)
        position = places(tuple(json.loads(person["tasks"])))
        given = {row["task"]: row["answer"] for row in database.run("answered", respondent=id_, showing=1)}
        found += [(id_, task, 1, position[task, 1], answer) for task, answer in given.items()]
    return pd.DataFrame(found, columns=["respondent", "task", "showing", "position", "answer"])


def _rows_of_tasks(design: Design) -> dict[int, int]:
    """How many rows of the long table an answer to each task has, where a model is fitted to it."""
    tasks = design.estimated["task"].drop_duplicates()
    asked = pd.DataFrame({"respondent": "", "task": tasks, "position": range(len(tasks)), "answer": "1"})
    return Counter(with_scenarios(asked, design)["task"].tolist())
