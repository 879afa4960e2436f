"""A foreign table of answers against a design: every row right, or an error that tells what is wrong with which."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dce.design import Design
from dce.errors import AnswerError
from dce.store.foreign.faults import Faults
from dce.store.foreign.order import order_tasks, versions_with
from dce.store.foreign.rows import Row, RowReader, check_columns
from dce.store.foreign.words import quoted
from dce.study import Study
from dce.study.answers import ATTENTION, BETTER, OPT_OUT, fits, said_right

SAID = {"true": True, "1": True, "false": False, "0": False, "": False}


@dataclass(frozen=True, slots=True)
class ForeignAnswer:
    """An answer as :mod:`dce.study.answers` writes it, with what is known of how it came about."""

    task: int
    showing: int
    answer: str
    seconds: int | None
    away: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ForeignPerson:
    """A respondent of the table: the version, its tasks in the order shown, answers and background."""

    id: str
    row: int
    version: int
    tasks: tuple[int, ...]
    answers: tuple[ForeignAnswer, ...]
    background: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """People with their answers, columns that nothing is done with, and what should be known of it all."""

    people: tuple[ForeignPerson, ...]
    unused: tuple[str, ...]
    warnings: tuple[str, ...]


def check_answers(frame: pd.DataFrame, design: Design, *, synthetic: bool) -> CheckedAnswers:
    """Check a long table, as ``read_foreign_table`` gives it, against ``design``.

    A row an answer (respondent, task, rating), or a row an alternative (alternative, with chosen, best and worst, or
    rank). Columns of criteria must show what the design shows, those of background items hold options; levels and
    options may be their ids or their words. ``synthetic`` tells whether the answers are to be invented ones. Raises
    AnswerError with the first twenty faults, by row and column.
    """
    unused = check_columns(frame, design.study)
    _check_mark(frame, synthetic)
    faults = Faults()
    reader = RowReader(frame, design, faults)
    names = [str(name) for name in frame.columns]
    by_person: dict[str, list[Row]] = defaultdict(list)
    for number, values in zip(frame.index.tolist(), frame.to_numpy().tolist(), strict=True):
        row = reader.read(number, dict(zip(names, values, strict=True)))
        if row is not None:
            by_person[row.respondent].append(row)
    _check_alike(by_person, faults)
    people = [_person(who, rows, design, faults) for who, rows in by_person.items()]
    faults.tell()
    whole = tuple(person for person in people if person is not None)
    return CheckedAnswers(whole, unused, tuple(_never_shown(design, whole)))


def _check_mark(frame: pd.DataFrame, synthetic: bool) -> None:
    """Invented answers and real ones never come together."""
    marks = frame["synthetic"].str.strip().str.lower() if "synthetic" in frame else pd.Series("", index=frame.index)
    for row, mark in marks.items():
        if SAID.get(mark) is not synthetic:
            kind = "invented" if synthetic else "real"
            said = f'row {row}, column "synthetic": is {quoted(mark)}, but this database holds {kind} answers only'
            raise AnswerError(f"{said}; import into a database of the other mark, or mend the column where it is wrong")


def _check_alike(by_person: Mapping[str, Sequence[Row]], faults: Faults) -> None:
    """One person is not taken for two because a program wrote é as one sign and another as e with an accent."""
    first: dict[str, str] = {}
    for who, rows in by_person.items():
        same = first.setdefault(unicodedata.normalize("NFC", who), who)
        if same != who:
            row = by_person[same][0].number
            text = f"{quoted(who)} looks the same as in row {row}, in other signs; write one person in one way"
            faults.add(rows[0].number, "respondent", text)


def _person(who: str, rows: Sequence[Row], design: Design, faults: Faults) -> ForeignPerson | None:
    before = len(faults.found)
    rows = sorted(rows, key=lambda row: row.numbers.get("position") or 0)
    answers = list(_answers(who, rows, design.study, faults))
    background = _same_background(who, rows, faults)
    shown = [(answer.task, answer.showing) for answer in answers]
    told = {row.numbers["version"] for row in rows if row.numbers.get("version") is not None}
    versions = versions_with(design, shown, told)
    if not versions and len(faults.found) == before:
        text = f"row {rows[0].number}: no version of the design has all tasks of respondent {quoted(who)}"
        faults.add(rows[0].number, "", f"{text}; mend its tasks, showings or version")
    if len(faults.found) > before:
        return None
    positions = {(row.task, row.showing): row.numbers.get("position") for row in rows}
    tasks = order_tasks(design, versions[0], shown, positions)
    return ForeignPerson(who, rows[0].number, versions[0], tasks, tuple(answers), background)


def _same_background(who: str, rows: Sequence[Row], faults: Faults) -> Mapping[str, str]:
    for row in rows:
        if row.background != rows[0].background:
            item = next(
                i
                for i in {**row.background, **rows[0].background}
                if row.background.get(i) != rows[0].background.get(i)
            )
            faults.add(
                row.number,
                item,
                f"is another one than in row {rows[0].number}, of the same respondent {quoted(who)}; give one",
            )
            break
    return rows[0].background


def _answers(who: str, rows: Sequence[Row], study: Study, faults: Faults) -> Iterator[ForeignAnswer]:
    """The answers of a person, in the order of the rows."""
    by_task: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        by_task[row.task, row.showing].append(row)
    for (task, showing), own in by_task.items():
        answer = _rated(who, own, faults) if study.task.alternatives is None else _picked(who, own, study, faults)
        if answer is None:
            continue
        if not fits(study.task, answer):
            faults.add(
                own[0].number, "", f"{_rows(own)}: is no answer to a {study.task.kind} task; {said_right(study.task)}"
            )
        if own[0].reason and not study.survey.reasons:
            faults.add(own[0].number, "reason", "is free text, and the study asks for no reasons; leave the column out")
        seconds, away = (own[0].numbers.get(name) for name in ("seconds", "away"))
        yield ForeignAnswer(task, showing, answer, seconds, away, own[0].reason or None)


def _rated(who: str, rows: Sequence[Row], faults: Faults) -> str | None:
    if len(rows) > 1:
        differ = " with different answers" if len({row.rating for row in rows}) > 1 else ""
        text = f"{_rows(rows)}: respondent {quoted(who)} and task {rows[0].task} stand more than once{differ}; keep one"
        faults.add(rows[0].number, "", text)
        return None
    return rows[0].rating


def _picked(who: str, rows: Sequence[Row], study: Study, faults: Faults) -> str | None:
    """The answer that the rows of the alternatives of a task tell together."""
    task, shown = study.task, [row.numbers["alternative"] for row in rows]
    wanted = set(range(1, (task.alternatives or 0) + 1)) | (
        {int(OPT_OUT)} if task.opt_out and rows[0].task != ATTENTION else set()
    )
    where = f"{_rows(rows)}: respondent {quoted(who)}, task {rows[0].task}"
    if len(shown) != len(set(shown)):
        faults.add(rows[0].number, "", f"{where}: an alternative stands more than once; keep one row of each")
        return None
    if set(shown) != wanted:
        known = ", ".join(map(str, sorted(wanted)))
        faults.add(rows[0].number, "", f"{where}: a task has a row for each of the alternatives {known}")
        return None
    if task.kind == "ranking":
        return _ranked(where, rows, faults)
    ends = ("chosen",) if task.kind == "choice" else ("best", "worst")
    picks = [[str(row.numbers["alternative"]) for row in rows if row.numbers[end] == 1] for end in ends]
    if any(len(pick) != 1 for pick in picks):
        faults.add(rows[0].number, "", f"{where}: mark one alternative with 1 as {' and one as '.join(ends)}")
        return None
    return BETTER.join(pick[0] for pick in picks)


def _ranked(where: str, rows: Sequence[Row], faults: Faults) -> str | None:
    """The alternatives, the best first; alternatives that share a rank are in no order."""
    by_rank = {row.numbers["rank"]: str(row.numbers["alternative"]) for row in rows}
    ranks = range(1, len(rows) + 1)
    if by_rank.keys() != set(ranks):
        faults.add(rows[0].number, "", f"{where}: give the alternatives the ranks 1 to {len(rows)}, each to one")
        return None
    return BETTER.join(by_rank[rank] for rank in ranks)


def _rows(rows: Sequence[Row]) -> str:
    numbers = [str(row.number) for row in rows]
    return f"row {numbers[0]}" if len(numbers) == 1 else f"rows {', '.join(numbers[:-1])} and {numbers[-1]}"


def _never_shown(design: Design, people: Iterable[ForeignPerson]) -> Iterator[str]:
    """Levels that no answered task shows, so that no model can tell what they do."""
    tasks = {answer.task for person in people for answer in person.answers}
    rows = design.rows[design.rows["task"].isin(tasks)]
    for criterion in design.study.criteria:
        for level in criterion.level_ids:
            if level not in set(rows[criterion.id]):
                where = f'level "{level}" of criterion "{criterion.id}"'
                yield f"no answered task shows {where}: its effect cannot be estimated"
