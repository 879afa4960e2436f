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
    names = study.criterion_ids
    faults = [f'criterion "{name}" is not in the study; use {", ".join(names)}' for name in levels if name not in names]
    faults += [f'criterion "{name}": {text}' for name, text in _faults(levels, study)]
    if faults:
        raise AnswerError("\n".join(faults))
    return Case({criterion: levels[criterion] for criterion in names}, name)


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
        faults = [f'row {n}, column "{name}": {text}' for n, row in rows for name, text in _faults(row, study)]
    if faults:
        more = [f"and {len(faults) - MOST_SHOWN} more"] if len(faults) > MOST_SHOWN else []
        raise AnswerError("\n".join([*sorted(faults[:MOST_SHOWN], key=_place), *more]))
    return tuple(
        Case({name: row[name] for name in study.criterion_ids}, row.get(NAME) or f"row {n}") for n, row in rows
    )


def _place(fault: str) -> int:
    """The row a fault is in; of the whole table comes first."""
    return int(fault.split()[1].rstrip(",")) if fault.startswith("row ") else 0


def _faults(levels: Mapping[str, str], study: Study) -> list[tuple[str, str]]:
    """What is wrong with the levels of a case: the name of a criterion, and what it has."""
    found: list[tuple[str, str]] = []
    for criterion in study.criteria:
        given, known = levels.get(criterion.id), ", ".join(criterion.level_ids)
        if not given:
            found.append((criterion.id, f"has no level; use one of {known}"))
        elif given not in criterion.level_ids:
            found.append((criterion.id, f'level "{given}" is not in the study; use one of {known}'))
    return found


def _rows(text: str) -> tuple[list[tuple[int, dict[str, str]]], set[str]]:
    """Rows with their number, blank ones left out, and the names of the columns; each cell without outer spaces."""
    lines = text.removeprefix("\ufeff")
    between = ";" if lines.partition("\n")[0].count(";") > lines.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(lines), delimiter=between, strict=True)
    try:
        table = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise AnswerError(f"row {reader.line_num}: is no row of a CSV table ({error}); mend that row") from error
    table = [(n, row) for n, row in table if any(row)]
    if len(table) < 2:
        raise AnswerError("the table holds no cases; give a row with the names of criteria and a row for each case")
    if len(table) > MOST_CASES + 1:
        raise AnswerError(f"the table holds {len(table) - 1} cases; give at most {MOST_CASES} at once")
    head = table[0][1]
    twice = [name for n, name in enumerate(head) if name in head[:n]]
    if twice:
        raise AnswerError(f'row 1: column "{twice[0]}" stands twice; keep one of them')
    wrong = [(n, len(row)) for n, row in table[1:] if len(row) != len(head)][:MOST_SHOWN]
    if wrong:
        said = (f"row {n}: has {cells} cells and the header {len(head)}; mend that row" for n, cells in wrong)
        raise AnswerError("\n".join(said))
    return [(n, dict(zip(head, row, strict=True))) for n, row in table[1:]], set(head)
