"""Cases to advise on: a level for each criterion, checked against the study."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from dce.errors import AnswerError
from dce.study import Study

NAME = "case"  # the column, not needed, with a name of each case
MOST_CASES = 1000
MOST_SHOWN = 20  # faults; a table for another study has one in every cell


@dataclass(frozen=True, slots=True)
class Case:
    """A level id for each criterion of a study, and how the case is called."""

    levels: Mapping[str, str]
    name: str = ""


def checked_case(levels: Mapping[str, str], study: Study, name: str = "") -> Case:
    """The case, its criteria in the order of the study; raises AnswerError with every fault.

    >>> from dce.study import example_study
    >>> checked_case({"doel": "ja", "ontvanger": "eigen", "waarborgen": "alle"}, example_study()).levels
    {'ontvanger': 'eigen', 'doel': 'ja', 'waarborgen': 'alle'}
    """
    faults = [f'criterion "{text}' for text in _faults(levels, study)]
    if faults:
        raise AnswerError("\n".join(faults))
    return Case({name: levels[name] for name in study.criterion_ids}, name)


def cases_from_csv(text: str, study: Study) -> tuple[Case, ...]:
    r"""The cases of a CSV table: a column a criterion with level ids, and one called ``case`` with names if wished.

    All cases or none: raises AnswerError with every fault by row (the first case is row 2) and column.

    >>> from dce.study import example_study
    >>> cases_from_csv("case,ontvanger,doel,waarborgen\nA,eigen,ja,alle\n", example_study())[0].name
    'A'
    """
    rows, columns = _rows(text)
    known = {NAME, *study.criterion_ids}
    faults = [f'column "{name}" is not known; use {", ".join(study.criterion_ids)}' for name in columns - known]
    faults += [f'column "{name}" is missing; add it with a level id in each row' for name in known - columns - {NAME}]
    if not faults:
        faults = [f'row {n}, column "{text}' for n, row in rows for text in _faults(row, study, beside=(NAME,))]
    if faults:
        more = [f"and {len(faults) - MOST_SHOWN} more"] if len(faults) > MOST_SHOWN else []
        raise AnswerError("\n".join([*sorted(faults[:MOST_SHOWN], key=_place), *more]))
    return tuple(
        Case({name: row[name] for name in study.criterion_ids}, row.get(NAME) or f"row {n}") for n, row in rows
    )


def _place(fault: str) -> int:
    """The row a fault is in; of the whole table comes first."""
    return int(fault.split()[1].rstrip(",")) if fault.startswith("row ") else 0


def _faults(levels: Mapping[str, str], study: Study, beside: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with a case, each beginning with the name of the criterion and a closing mark."""
    found = [f'{name}" is not in the study; use {", ".join(study.criterion_ids)}' for name in levels if
             name not in study.criterion_ids and name not in beside]  # fmt: skip
    for criterion in study.criteria:
        given, known = levels.get(criterion.id), ", ".join(criterion.level_ids)
        if not given:
            found.append(f'{criterion.id}" has no level; use one of {known}')
        elif given not in criterion.level_ids:
            found.append(f'{criterion.id}": level "{given}" is not in the study; use one of {known}')
    return found


def _rows(text: str) -> tuple[list[tuple[int, dict[str, str]]], set[str]]:
    """Rows with their number, blank ones left out, and the names of the columns; each cell without outer spaces."""
    lines = text.removeprefix("\ufeff")
    between = ";" if lines.partition("\n")[0].count(";") > lines.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(lines), delimiter=between, strict=True)
    try:
        table = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise AnswerError(f"row {reader.line_num}: is no row of a CSV table ({error})") from error
    table = [(n, row) for n, row in table if any(row)]
    if len(table) < 2:
        raise AnswerError("the table holds no cases; give a row with the names of criteria and a row for each case")
    if len(table) > MOST_CASES + 1:
        raise AnswerError(f"the table holds {len(table) - 1} cases; give at most {MOST_CASES} at once")
    head = table[0][1]
    if len(set(head)) < len(head):
        raise AnswerError("row 1: a column stands twice; keep one of each")
    wrong = [n for n, row in table[1:] if len(row) != len(head)]
    if wrong:
        raise AnswerError("\n".join(f"row {n}: has not the {len(head)} cells of the first row" for n in wrong[:20]))
    return [(n, dict(zip(head, row, strict=True))) for n, row in table[1:]], set(head)
