"""Ratings straight from the database: answers leave it as numbers, and no table with a row an answer is ever made.

The database gives each pair of task and rating a code of fixed width, such as 017, and sends the answers of a person as
one text, 017004042. That is a hundredth of the Python objects of a row an answer, and numpy reads it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.coding import Coding
from dce.data import Ratings
from dce.data.gathered import MOST_APART, Batch, Gathered, gather
from dce.data.ratings import need_scale
from dce.design import Design
from dce.errors import AnswerError
from dce.store.database import Database
from dce.store.importing import IMPORTED
from dce.store.moments import EVERY_ID, Ids, of_moments
from dce.store.people_now import LAST
from dce.store.table import same_question
from dce.study import Study
from dce.study.answers import ATTENTION, beside_scale

Index = NDArray[np.integer[Any]]
READERS = 2  # threads: SQLite works while numpy does
UNKNOWN = "#"  # stands before the digits in ASCII, so it shows as a number below zero


def compressed(database: Database, designs: Sequence[Design], study: Study, *, coding: Coding | None = None) -> Ratings:
    """Compress the answers to ``designs`` (the newest last), which must ask the same; each person's of one moment."""
    parts = list(of_moments(database, designs, partial(_batches, database, designs, study)))
    if not sum(len(part.cells) for part in parts):
        raise AnswerError(f"{database.name}: holds no answers to study {study.id!r} yet")
    cell = np.concatenate([part.cells for part in parts])
    answered = np.concatenate([part.answered for part in parts])
    person = np.repeat(np.arange(len(answered), dtype=np.int32), answered)
    background = _background(parts, {item.id: item.option_ids for item in designs[-1].study.background})
    return Ratings.from_cells(study, _shown(designs[-1]), (person, cell), background, coding=coding)


def gathered(database: Database, designs: Sequence[Design], until: str = LAST) -> Gathered | None:
    """Gather the answers of people who completed one of ``designs`` (the newest last), or None where nobody did.

    Of those who did so ``until`` a minute. Each person's answers are of one moment. Of many people, who are counted in
    any order, some are read side by side.
    """
    study = designs[-1].study
    people = sum(int(database.run("count_completed", design_hash=design.hash)[0]["people"]) for design in designs)
    read = partial(_batches, database, designs, study, until=until)
    batches = of_moments(database, designs, read, readers=READERS if people > MOST_APART else 1)
    return gather(batches, study, _shown(designs[-1]), people=people)


def _shown(design: Design) -> pd.DataFrame:
    """A row a task that a model is fitted to."""
    return design.estimated.drop_duplicates("task")


def _batches(
    database: Database,
    designs: Sequence[Design],
    study: Study,
    ids: Ids = EVERY_ID,
    *,
    until: str | None = None,
) -> Iterator[Batch]:
    """The answers of all whose id lies in a range, or of those who completed ``until`` a minute.

    Some thousand people at a time, all of one moment.
    """
    need_scale(study)
    same_question(designs)
    newest, shown = designs[-1], _shown(designs[-1])
    cells = [(int(task), rating) for task in shown["task"] for rating in study.scale_ids]
    beside = [ATTENTION, *newest.practice, *newest.holdouts]
    left_out = [(task, answer) for task in beside for answer in (*study.scale_ids, *beside_scale(study.task))]
    left_out += [(int(task), answer) for task in shown["task"] for answer in beside_scale(study.task)]
    items = {item.id: item.option_ids for item in designs[-1].study.background}
    with database.snapshot():
        width = _give_codes(database, cells, left_out, items)
        asked = {"revised": len(database.run("any_revised")), "everyone": int(until is None), "until": until or LAST}
        asked |= {"low": ids[0], "high": ids[1]}
        for design in designs:
            for part in _parts(database, asked | {"design_hash": design.hash}, width, items):
                if (part.cells < 0).any():
                    known = ", ".join(study.scale_ids)
                    wrong = f"holds ratings that are not on the scale of this study file: {known}"
                    raise AnswerError(f"{database.name}: {wrong}")
                yield part
        database.run("drop_answer_codes")
        database.run("drop_option_codes")


def _give_codes(
    database: Database,
    cells: Sequence[tuple[int, str]],
    left_out: Sequence[tuple[int, str]],
    items: dict[str, tuple[str, ...]],
) -> int:
    """Let the database know the number of each cell and option as text, of what is left out none; give its width."""
    options = [(item, option) for item, ids in items.items() for option in ids]
    width = len(str(max(len(cells), len(options))))
    database.run("make_answer_codes")
    database.run("make_option_codes")
    for number, (task, answer) in enumerate(cells):
        database.run("add_answer_code", task=task, answer=answer, code=f"{number:0{width}}")
    for task, answer in left_out:
        database.run("add_answer_code", task=task, answer=answer, code="")
    for number, (item, option) in enumerate(options):
        database.run("add_option_code", item=item, option=option, code=f"{number:0{width}}")
    return width


def _parts(database: Database, asked: dict[str, Any], width: int, items: dict[str, tuple[str, ...]]) -> Iterator[Batch]:
    """Those who answered, some thousand at a time, so that their texts never stand in memory together."""
    item = np.repeat(np.arange(len(items)), [len(ids) for ids in items.values()])
    place = np.concatenate([np.arange(len(ids)) for ids in items.values()]) if items else item
    for rows in database.stream("codes_of_design", **asked, unknown=UNKNOWN * width):
        found = [row for row in rows if row["answers"]]
        answered, cells = _numbers([row["answers"] for row in found], width)
        told, chosen = _numbers([row["options"] or "" for row in found], width)
        options = np.full((len(found), len(items)), -1, dtype=np.int16)
        options[np.repeat(np.arange(len(found)), told), item[chosen]] = place[chosen]
        versions = np.array([row["version"] for row in found], dtype=np.int32)
        imported = np.array([row["notice"] == IMPORTED for row in found], dtype=np.bool_)
        yield Batch([row["id"] for row in found], versions, answered, cells, options, imported)


def _numbers(texts: Sequence[str], width: int) -> tuple[Index, Index]:
    """How many codes each text holds, and the numbers of all, one after the other; below zero where it is unknown."""
    counts = np.array([len(text) for text in texts], dtype=np.intp) // width
    digits = np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8).reshape(-1, width).astype(np.int32) - ord(
        "0"
    )
    return counts, digits @ 10 ** np.arange(width, dtype=np.int32)[::-1]


def _background(parts: Sequence[Batch], items: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """A row a person and a column an item of option ids, missing where it was skipped."""
    options = np.concatenate([part.options for part in parts])
    people = pd.Index([name for part in parts for name in part.people], dtype="str", name="respondent")
    columns = {
        item: pd.array(list(ids), dtype="str").take(options[:, number], allow_fill=True)
        for number, (item, ids) in enumerate(items.items())
    }
    return pd.DataFrame(columns, index=people)
