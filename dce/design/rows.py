"""The rows of a design: read from any frame as text and whole numbers, and checked against the study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dce.errors import DesignError
from dce.study import Study

COUNTERS = ("version", "task", "alternative")
MOST_SHOWN = 20  # a file of another study has a fault in every row; the first twenty tell enough


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the row from 0 (None: the whole table), and a sentence that says what is wrong; what is right."""

    row: int | None
    text: str


def checked_rows(study: Study, frame: pd.DataFrame, *, where: Callable[[int | None], str]) -> pd.DataFrame:
    """Give the rows of a design in their one shape: whole numbers and level ids as text, sorted, a row a scenario.

    ``where`` turns a row from 0, or None for the table as a whole, into the words that start a message. Raises
    DesignError with every fault, one a line.
    """
    _refuse(list(_column_faults(study, frame)), where)
    rows = frame.loc[:, [*COUNTERS, *study.criterion_ids]].reset_index(drop=True)
    _refuse(list(_value_faults(study, rows)), where)
    rows = pd.DataFrame(
        {name: rows[name].map(_whole).astype(np.int64) for name in COUNTERS}
        | {name: rows[name].astype("str") for name in study.criterion_ids}
    )
    own = _row_faults(study, rows) if study.task.alternatives is None else task_faults(study, rows)
    _refuse([*own, *_rare_faults(study, rows, where)], where)
    return rows.sort_values(list(COUNTERS), kind="stable", ignore_index=True)


def broken_rules(study: Study, scenario: dict[str, str]) -> list[int]:
    """Give the numbers, from 0, of the rules that ``scenario`` (criterion to level id) breaks by itself."""
    return [number for number, rule in enumerate(study.rules) if rule.refuses(scenario)]


def rule_words(study: Study, number: int) -> str:
    """Say rule ``number`` (from 0) in words, such as ``rule 1 (verplicht=ja with verhouding=gelijkwaardig)``.

    The other two forms are ``rule 2 (when doel=ja only with ontvanger=gemeente or eigen)`` and
    ``rule 3 (doel=nee with waarborgen=geen at most 2 times in a version)``.
    """
    rule = study.rules[number]
    if rule.when and rule.only:
        words = f"when {_levels(rule.when, ' and ')} only with {_levels(rule.only, ' and ')}"
    elif rule.seldom:
        words = f"{_levels(rule.seldom)} at most {_times(rule.at_most or 0)} in a version"
    else:
        words = _levels(rule.never or {})
    return f"rule {number + 1} ({words})"


def _levels(named: Mapping[str, tuple[str, ...]], between: str = " with ") -> str:
    return between.join(f"{name}={' or '.join(levels)}" for name, levels in named.items())


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _refuse(faults: list[Fault], where: Callable[[int | None], str]) -> None:
    if not faults:
        return
    lines = [f"{where(fault.row)}: {fault.text}" for fault in faults[:MOST_SHOWN]]
    if len(faults) > MOST_SHOWN:
        lines.append(f"{where(None)}: and {len(faults) - MOST_SHOWN} more faults of this sort")
    raise DesignError("\n".join(lines))


def _column_faults(study: Study, frame: pd.DataFrame) -> Iterator[Fault]:
    wanted = [*COUNTERS, *study.criterion_ids]
    found = [str(name) for name in frame.columns]
    for name in wanted:
        if name not in found:
            yield Fault(None, f'no column "{name}"; the columns are {", ".join(wanted)}')
        elif found.count(name) > 1:
            yield Fault(None, f'column "{name}" stands twice; keep one of them')
    for name in found:
        if name not in wanted:
            yield Fault(
                None, f'column "{name}" is no criterion of study {study.id}; the columns are {", ".join(wanted)}'
            )
    if len(frame) == 0:
        yield Fault(None, "no rows; a design has one row a scenario")


def task_faults(study: Study, rows: pd.DataFrame) -> Iterator[Fault]:
    """Faults of choice tasks: each alternative once, no scenario twice in a task, no task twice in a version."""
    shown = study.task.alternatives or 1
    scenarios = [dict(zip(study.criterion_ids, row, strict=True)) for row in rows[list(study.criterion_ids)].to_numpy()]
    placed: dict[tuple[int, int], dict[int, tuple[str, ...]]] = {}
    first: dict[tuple[int, int], int] = {}
    counters = rows[list(COUNTERS)].to_numpy().tolist()
    for row, (scenario, (version, task, alternative)) in enumerate(zip(scenarios, counters, strict=True)):
        own = placed.setdefault((version, task), {})
        first.setdefault((version, task), row)
        if alternative > shown:
            yield Fault(row, f'column "alternative": a task shows {shown} scenarios; write 1 to {shown}')
        elif alternative in own:
            yield Fault(row, f'column "alternative": {alternative} stands twice in task {task}; number each once')
        elif tuple(scenario.values()) in own.values():
            yield Fault(row, f"task {task} shows this scenario already; change one of the two")
        own[alternative] = tuple(scenario.values())
        for number in broken_rules(study, scenario):
            yield Fault(row, f"breaks {rule_words(study, number)}; change one of these levels")
    yield from _repeated_tasks(shown, placed, first)


def _repeated_tasks(
    shown: int, placed: dict[tuple[int, int], dict[int, tuple[str, ...]]], first: dict[tuple[int, int], int]
) -> Iterator[Fault]:
    by_task: dict[int, dict[int, tuple[str, ...]]] = {}
    seen: dict[tuple[int, tuple[tuple[str, ...], ...]], int] = {}
    for (version, task), own in placed.items():
        row = first[version, task]
        if len(own) < shown:
            yield Fault(row, f"task {task} shows {len(own)} scenarios and not {shown}; add the others")
        if by_task.setdefault(task, own) != own:
            yield Fault(
                row, f'column "task": task {task} shows other scenarios elsewhere; give this one its own number'
            )
        key = (version, tuple(sorted(own.values())))
        if seen.setdefault(key, task) != task:
            yield Fault(row, f"shows the scenarios of task {seen[key]} again in version {version}; change one")


def _value_faults(study: Study, rows: pd.DataFrame) -> Iterator[Fault]:
    for name in COUNTERS:
        for row, value in enumerate(rows[name]):
            if _whole(value) is None:
                yield Fault(row, f'column "{name}": {_shown(value)} is no whole number; write 1, 2, 3, ...')
    for criterion in study.criteria:
        known = set(criterion.level_ids)
        for row, value in enumerate(rows[criterion.id]):
            if not isinstance(value, str) or value not in known:
                right = ", ".join(criterion.level_ids)
                yield Fault(row, f'column "{criterion.id}": no level {_shown(value)}; use one of {right}')


def _row_faults(study: Study, rows: pd.DataFrame) -> Iterator[Fault]:
    scenarios = [dict(zip(study.criterion_ids, row, strict=True)) for row in rows[list(study.criterion_ids)].to_numpy()]
    by_task: dict[int, dict[str, str]] = {}
    seen: dict[tuple[int, tuple[str, ...]], int] = {}
    placed: set[tuple[int, int]] = set()
    counters = rows[list(COUNTERS)].to_numpy()
    for row, (scenario, (version, task, alternative)) in enumerate(zip(scenarios, counters, strict=True)):
        if alternative != 1:
            yield Fault(
                row, f'column "alternative": a {study.task.kind} task shows one scenario; write 1, not {alternative}'
            )
        if (version, task) in placed:
            yield Fault(row, f'column "task": task {task} stands twice in version {version}; number each task once')
        placed.add((version, task))
        if by_task.setdefault(task, scenario) != scenario:
            yield Fault(
                row, f'column "task": task {task} shows another scenario elsewhere; give this one its own number'
            )
        key = (version, tuple(scenario.values()))
        if seen.setdefault(key, task) != task:
            yield Fault(
                row, f"shows the scenario of task {seen[key]} again in version {version}; change one of the two"
            )
        for number in broken_rules(study, scenario):
            yield Fault(row, f"breaks {rule_words(study, number)}; change one of these levels")


def _rare_faults(study: Study, rows: pd.DataFrame, where: Callable[[int | None], str]) -> Iterator[Fault]:
    """Versions that show more scenarios of a rare combination than its rule allows."""
    versions = rows["version"].to_numpy()
    for number, rule in enumerate(study.rules):
        if not rule.seldom:
            continue
        hit = np.logical_and.reduce([rows[name].isin(levels) for name, levels in rule.seldom.items()])
        for version in np.unique(versions[hit]):
            found = np.flatnonzero(hit & (versions == version)).tolist()
            if len(found) > (rule.at_most or 0):
                *others, last = found
                at = ", ".join(where(row) for row in others[:MOST_SHOWN])
                words = f"version {version} shows {len(found)} scenarios of {rule_words(study, number)}"
                yield Fault(last, f"{words}, the others at {at}; change one of them")


def _whole(value: object) -> int | None:
    """Give the whole number from 1 that ``value`` is, or None; text counts when it is digits and nothing else."""
    if isinstance(value, bool | np.bool_):
        return None
    if isinstance(value, int | np.integer):
        return int(value) if value >= 1 else None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 6 and value[0] != "0":
        return int(value)
    return None


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
