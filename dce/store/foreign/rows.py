"""One row of a foreign table against the design: who, which task, what was shown and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dce.design import Design
from dce.errors import AnswerError
from dce.store.foreign.cells import whole_number
from dce.store.foreign.faults import Faults
from dce.store.foreign.words import Words, quoted
from dce.study import Study
from dce.study.answers import ATTENTION

ANSWER = {
    "choice": ("alternative", "chosen"),
    "best-worst": ("alternative", "best", "worst"),
    "ranking": ("alternative", "rank"),
}
ALSO = ("version", "position", "showing", "seconds", "away", "reason", "synthetic")
MADE_BY_US = ("task_role",)  # what an export of dce adds and the design tells
MOST_ID = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read: its number, its numbers by column, and its texts."""

    number: int
    respondent: str
    task: int
    showing: int
    numbers: Mapping[str, int | None]
    rating: str
    background: Mapping[str, str]
    reason: str


def answer_columns(study: Study) -> tuple[str, ...]:
    """The columns that hold an answer to a task of this kind."""
    return ANSWER.get(study.task.kind, ("rating",))


def check_columns(frame: pd.DataFrame, study: Study) -> tuple[str, ...]:
    """Refuse a table without a needed column; gives the columns that nothing is done with."""
    needed = ("respondent", "task", *answer_columns(study))
    for name in needed:
        if name not in frame.columns:
            found = ", ".join(map(str, frame.columns[:30]))
            wanted = f"a {study.task.kind} task needs {', '.join(needed)}"
            raise AnswerError(f'column "{name}" is missing; {wanted}; the table has {found}')
    known = {*needed, *ALSO, *MADE_BY_US, *study.criterion_ids, *(item.id for item in study.background)}
    return tuple(name for name in frame.columns if name not in known)


class RowReader:
    """Reads rows one by one and keeps what is wrong with them."""

    def __init__(self, frame: pd.DataFrame, design: Design, faults: Faults) -> None:
        self.design, self.study, self.faults = design, design.study, faults
        self.tasks = {*design.rows["task"].tolist(), *([ATTENTION] if self.study.survey.attention else [])}
        self.ratings = Words.of_ratings(self.study)
        self.levels = {c.id: Words.of_levels(c.levels) for c in self.study.criteria if c.id in frame.columns}
        self.items = {i.id: Words.of_levels(i.options) for i in self.study.background if i.id in frame.columns}
        own = (*answer_columns(self.study), "version", "position", "seconds", "away")
        self.counted = [name for name in own if name in frame.columns and name != "rating"]

    def read(self, number: int, cells: Mapping[str, str]) -> Row | None:
        """The row, or None where it has a fault that hides which answer it is."""
        before = len(self.faults.found)
        who, task = self._respondent(number, cells["respondent"]), self._task(number, cells["task"])
        showing = whole_number(cells.get("showing") or "1")
        if showing not in (1, 2):
            self.faults.add(number, "showing", f"{quoted(cells['showing'])} must be 1, or 2 where a task came again")
        rating = self._rating(number, cells["rating"]) if "rating" in cells else ""
        numbers = {name: self._number(number, name, cells[name]) for name in self.counted}
        background = {item: self._word(number, item, cells[item], words) for item, words in self.items.items()}
        alternative = numbers.get("alternative", 1)  # a task without any shows one scenario
        if task is not None and alternative is not None:
            self._check_scenario(number, cells, task, self._shown(task, alternative))
        if len(self.faults.found) > before or task is None or showing is None:
            return None
        told = {item: option for item, option in background.items() if option}
        return Row(number, who, task, showing, numbers, rating, told, cells.get("reason", ""))

    def _respondent(self, row: int, text: str) -> str:
        wrong = ""
        if not text.strip():
            wrong = "is empty; every answer needs its respondent"
        elif "@" in text:
            wrong = "holds an address; give people a code that tells nothing of them"
        elif len(text) > MOST_ID or not text.isprintable():
            wrong = f"{quoted(text)} is no code; use at most {MOST_ID} plain signs"
        if wrong:
            self.faults.add(row, "respondent", wrong)
        return text

    def _task(self, row: int, text: str) -> int | None:
        task = whole_number(text)
        if task not in self.tasks:
            right = f"use one of {min(self.tasks)} to {max(self.tasks)}"
            self.faults.add(row, "task", f"{quoted(text)} is no task of the design; {right}")
            return None
        return task

    def _rating(self, row: int, text: str) -> str:
        found = self.ratings.find(text)
        if found is None:
            said = "is empty" if not text.strip() else f"{quoted(text)} is not on the scale"
            self.faults.add(row, "rating", f"{said}; {self.ratings.right}")
        return found or ""

    def _number(self, row: int, column: str, text: str) -> int | None:
        if not text.strip():
            if column in answer_columns(self.study):
                self.faults.add(row, column, "is empty; a whole number is needed")
            return None
        number = {"true": 1, "false": 0}.get(text.lower(), whole_number(text))
        if number is None or (column in ("chosen", "best", "worst") and number > 1):
            right = "1 or 0" if column in ("chosen", "best", "worst") else "a whole number"
            self.faults.add(row, column, f"{quoted(text)} must be {right}")
        return number

    def _word(self, row: int, item: str, text: str, words: Words) -> str:
        found = words.find(text) if text.strip() else ""
        if found is None:
            self.faults.add(row, item, f"there is no option {quoted(text)}; {words.right}, or leave it empty")
        return found or ""

    def _check_scenario(self, row: int, cells: Mapping[str, str], task: int, shown: Mapping[str, str]) -> None:
        for name, words in self.levels.items():
            level, text = words.find(cells[name]), cells[name]
            if not text.strip() and not shown:
                continue  # an opt-out, or a page that checks whether people read
            if level is None and text.strip():
                self.faults.add(row, name, f"level {quoted(text)} is not in the study; {words.right}")
            elif level != shown.get(name):
                right = f'"{shown[name]}"' if shown else "nothing"
                self.faults.add(row, name, f"is {quoted(text)}, but task {task} of the design shows {right}")

    def _shown(self, task: int, alternative: int) -> Mapping[str, str]:
        """The levels that stand there: none in a check whether people read, nor in an opt-out."""
        scenarios: Sequence[Mapping[str, str]] = () if task == ATTENTION else self.design.alternatives(task)
        return scenarios[alternative - 1] if 1 <= alternative <= len(scenarios) else {}
