"""What is wrong with the text of a study, and what is odd about it, by line and column beside the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dce.design.candidates import candidates
from dce.design.notes import study_notes
from dce.errors import DesignError, StudyError
from dce.study import Study, parse_study
from dce.study.document import parse_document

MOST_CHARACTERS = 300_000  # half a second's reading for every 100,000
AROUND = 2  # lines shown before and after one with a problem
MOST_TOLD = 200  # problems on a page
_WHERE = re.compile(r"study\.yaml:(\d+):(\d+): (.*)", re.DOTALL)
_RULE = re.compile(r"\brule (\d+)\b")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: what is wrong, and what would be right, at a line and a column from 1."""

    line: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text is: a ``study`` where it is one, the ``problems`` that are left, and ``notes`` on what is odd."""

    text: str
    study: Study | None
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether a design can be made of it."""
        return self.study is not None and not self.problems

    @property
    def first(self) -> tuple[Problem, ...]:
        """The problems that a page tells: of thousands the first ones, as one mistake can be the cause of many."""
        return self.problems[:MOST_TOLD]

    @property
    def shown_lines(self) -> tuple[tuple[int, str, bool] | None, ...]:
        """The lines around the problems, each with its number and whether a problem is on it; None where some miss."""
        lines, wrong = self.text.split("\n"), {problem.line for problem in self.first}
        near = sorted({n for line in wrong for n in range(line - AROUND, line + AROUND + 1) if 1 <= n <= len(lines)})
        return tuple(_with_gaps((n, lines[n - 1], n in wrong) for n in near))


def check_text(text: str, study_id: str) -> Checked:
    """Check the text of the study ``study_id``, its rules too.

    >>> from dce.study import example_text
    >>> check_text(example_text(), "voorbeeld").problems
    ()
    >>> check_text("id: park", "voorbeeld").problems[-1].words
    '"title" is missing; add title: here'
    """
    return _checked(text, study_id)


@lru_cache(maxsize=64)
def _checked(text: str, study_id: str) -> Checked:
    if len(text) > MOST_CHARACTERS:
        words = f"the text is over {MOST_CHARACTERS:,} characters; a study file is far smaller"
        return Checked(text, None, (Problem(1, 1, words),), ())
    try:
        study = parse_study(text)
    except StudyError as error:
        return Checked(text, None, problems_of(error), ())
    found = tuple(_beyond(study, study_id, text))
    return Checked(text, study, found, study_notes(study))


def problems_of(error: StudyError) -> tuple[Problem, ...]:
    """What a refusal says, taken apart by line and column."""
    found: list[Problem] = []
    for line in str(error).split("\n"):
        match = _WHERE.fullmatch(line)
        if match:
            found.append(Problem(int(match[1]), int(match[2]), match[3]))
        elif found:  # a value of several lines
            last = found.pop()
            found.append(Problem(last.line, last.column, f"{last.words}\n{line}"))
        else:
            found.append(Problem(1, 1, line))
    return tuple(found)


def _beyond(study: Study, study_id: str, text: str) -> Iterator[Problem]:
    """What a study may be as a file, and not here: of another id, or with rules that leave nothing."""
    if study.id != study_id:
        yield _at(text, ("id",), f'id is "{study.id}", and this study is "{study_id}"; write id: {study_id}')
    try:
        candidates(study, np.random.default_rng(1))
    except DesignError as error:
        rule = _RULE.search(str(error))
        path: tuple[str | int, ...] = ("rules", int(rule[1]) - 1) if rule else ("rules",)
        yield _at(text, path, str(error).removeprefix(f"study {study.id}: "))


def _at(text: str, path: tuple[str | int, ...], words: str) -> Problem:
    line, column = parse_document(text, "study.yaml").place(path)
    return Problem(line, column, words)


def _with_gaps(lines: Iterator[tuple[int, str, bool]]) -> Iterator[tuple[int, str, bool] | None]:
    before = None
    for line in lines:
        if before is not None and line[0] > before + 1:
            yield None
        before = line[0]
        yield line
