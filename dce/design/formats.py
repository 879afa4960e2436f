"""Designs of other programs: their tables read into the rows of a design, and the rows written as their tables.

- ngene: tab-separated, a row a task: Design, Choice situation, alt1.price, alt2.price, ..., Block; what follows a line
  of bars is the script that made it.
- choicedesign: a row a task: CS, alt1_price, alt2_price, ..., Block.
- idefix: a row an alternative, named set1.alt1, set1.alt2, ..., as its Decode writes them: a column a criterion.
- cbctools: a row an alternative: profileID, respID, qID, altID, obsID, then a column a criterion.
"""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.errors import DesignError
from dce.study import Criterion, Study

Program = Literal["ngene", "choicedesign", "idefix", "cbctools"]
PROGRAMS: tuple[Program, ...] = get_args(Program)
COUNTERS = ("version", "task", "alternative")
MOST_BYTES = 50_000_000
OF_ALTERNATIVE = re.compile(r"alt([0-9]{1,4})[._](.+)", re.IGNORECASE)
OF_SET = re.compile(r"^set([0-9]{1,9})\.alt([0-9]{1,4})$", re.IGNORECASE)
IDS = ("profileID", "respID", "qID", "altID", "obsID")


def read_foreign(path: str | Path, study: Study, *, program: Program | None = None) -> pd.DataFrame:
    r"""The table of another program as rows for :meth:`Design.from_frame`: version, task, alternative, criteria.

    Without ``program`` the head of the table tells which it is. A column belongs to the criterion of the same name,
    small or capital. A cell holds a level id, its text in any language, or its number from 0 or from 1. Raises
    DesignError by row and column.

    >>> import tempfile
    >>> from dce.study import example_study
    >>> table = "CS,alt1_ontvanger,alt1_doel,alt1_waarborgen\n1,0,1,0\n2,2,0,2\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "made.csv"
    ...     _ = path.write_text(table)
    ...     found = read_foreign(path, example_study())
    >>> found.iloc[1].astype(str).tolist()
    ['1', '2', '1', 'eigen', 'nee', 'alle']
    """
    source = Path(path)
    cells = _cells(source)
    kind = program or _guessed(source, cells)
    if kind not in PROGRAMS:
        raise DesignError(f'{source}: program "{kind}" is not known; use one of {", ".join(PROGRAMS)}')
    rows, columns = READERS[kind](source, cells)
    found = {_criterion(source, study, name): values for name, values in columns.items()}
    missing = [name for name in study.criterion_ids if name not in found]
    if missing:
        raise DesignError(f"{source}: no column for {', '.join(missing)}; each criterion of the study needs one")
    levels = {c.id: _levels(source, c, found[c.id], rows["line"]) for c in study.criteria}
    return rows[list(COUNTERS)].assign(**levels)


def write_foreign(frame: pd.DataFrame, path: str | Path, *, program: Program) -> Path:
    """Write the ``frame`` of a design as the table of another program, level ids as they are."""
    if program not in PROGRAMS:
        raise DesignError(f'program "{program}" is not known; use one of {", ".join(PROGRAMS)}')
    target = Path(path)
    rows = frame.sort_values(list(COUNTERS), kind="stable", ignore_index=True)
    separator = "\t" if program == "ngene" else ","
    target.write_text(
        WRITERS[program](rows).to_csv(index=False, sep=separator, lineterminator="\n"), encoding="utf-8", newline="\n"
    )
    return target


def _cells(source: Path) -> pd.DataFrame:
    """The table as text, whatever separates its cells; the script that Ngene appends is left out."""
    try:
        if source.stat().st_size > MOST_BYTES:
            raise DesignError(f"{source}: larger than {MOST_BYTES // 1_000_000} MB, which no design is")
        text = source.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DesignError(f"{source}: cannot be read ({error.strerror}); name the file with the design") from error
    except UnicodeDecodeError as error:
        raise DesignError(f"{source}: is not UTF-8 text; save it as CSV in UTF-8") from error
    lines = text.split("||||", maxsplit=1)[0].strip("\n")
    head = lines.split("\n", maxsplit=1)[0]
    separator = max("\t;,", key=head.count)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pd.errors.ParserWarning)  # of cells beyond the header: looked at next
            cells = pd.read_csv(StringIO(lines), sep=separator, dtype="str", keep_default_na=False, index_col=False)
        _refuse_longer(source, lines, separator)
    except (csv.Error, pd.errors.EmptyDataError, pd.errors.ParserError) as error:
        raise DesignError(f"{source}: no table ({str(error).strip()}); save the design as CSV") from error
    names = [str(name).strip() for name in cells.columns]
    kept = [k for k, name in enumerate(names) if k == 0 or (name and not name.startswith("Unnamed: "))]
    return pd.DataFrame({names[k]: cells.iloc[:, k].str.strip() for k in kept})


def _refuse_longer(source: Path, lines: str, separator: str) -> None:
    """Cells beyond the header would be lost; empty ones are how some programs end a row."""
    rows = csv.reader(StringIO(lines), delimiter=separator)
    width = len(next(rows, []))
    for row in rows:
        if any(cell.strip() for cell in row[width:]):
            raise DesignError(f"{source}:{rows.line_num}: has more cells than the header; name every column")


def _guessed(source: Path, cells: pd.DataFrame) -> Program:
    names = {name.lower() for name in cells.columns}
    if {"qid", "altid"} <= names:
        return "cbctools"
    if "choice situation" in names:
        return "ngene"
    if any(OF_ALTERNATIVE.fullmatch(name) for name in names):
        return "choicedesign"
    if len(cells) and cells.iloc[:, 0].str.fullmatch(OF_SET).all():
        return "idefix"
    raise DesignError(
        f"{source}: neither {' nor '.join(PROGRAMS)} writes such a table (columns {', '.join(cells.columns)}); "
        f"name the program"
    )


Read = tuple[pd.DataFrame, Mapping[str, pd.Series]]


def _wide(source: Path, cells: pd.DataFrame) -> Read:
    """Tables with a row a task: Ngene's and choicedesign's."""
    alternatives: dict[int, dict[str, str]] = {}
    for name in cells.columns:
        if match := OF_ALTERNATIVE.fullmatch(name):
            alternatives.setdefault(int(match[1]), {})[match[2].lower()] = name
    if not alternatives:
        raise DesignError(f"{source}: no column such as alt1.price; a row a task names its alternatives so")
    criteria = dict.fromkeys(name for own in alternatives.values() for name in own)
    for number, own in alternatives.items():
        lost = [name for name in criteria if name not in own]
        if lost:
            raise DesignError(f"{source}: alternative {number} has no column for {', '.join(lost)}")
    block = next((name for name in cells.columns if name.lower() == "block"), None)
    version = _whole(source, cells[block]) if block else np.ones(len(cells), dtype=np.int64)
    task, order = np.arange(1, len(cells) + 1), sorted(alternatives)
    rows = pd.DataFrame(
        {
            "version": np.repeat(version, len(order)),
            "task": np.repeat(task, len(order)),
            "alternative": np.tile(np.arange(1, len(order) + 1), len(cells)),
            "line": np.repeat(np.arange(2, len(cells) + 2), len(order)),
        }
    )
    columns = {
        name: pd.Series(np.stack([cells[alternatives[k][name]].to_numpy() for k in order], axis=1).ravel())
        for name in criteria
    }
    return rows, columns


def _idefix(source: Path, cells: pd.DataFrame) -> Read:
    named = cells.iloc[:, 0].str.extract(OF_SET)
    if named.isna().any(axis=None):
        row = int(np.flatnonzero(named.isna().any(axis=1))[0]) + 2
        name = str(cells.iloc[:, 0].iloc[row - 2])
        raise DesignError(f'{source}:{row}: "{name}" is no name of a row; write set1.alt1, set1.alt2, ...')
    numbers = named.astype(np.int64)
    rows = pd.DataFrame({"version": 1, "task": numbers[0], "alternative": numbers[1]})
    return rows.assign(line=np.arange(2, len(rows) + 2)), {name: cells[name] for name in cells.columns[1:]}


def _cbctools(source: Path, cells: pd.DataFrame) -> Read:
    """Each respondent has a version of his or her own."""
    by_name = {name.lower(): name for name in cells.columns}
    missing = [name for name in ("qID", "altID") if name.lower() not in by_name]
    if missing:
        raise DesignError(f"{source}: no column {' and no column '.join(missing)}; a design of cbcTools has both")
    respondent = (
        _whole(source, cells[by_name["respid"]]) if "respid" in by_name else np.ones(len(cells), dtype=np.int64)
    )
    task, alternative = (_whole(source, cells[by_name[name]]) for name in ("qid", "altid"))
    number = pd.factorize(pd.Series(list(zip(respondent, task, strict=True))))[0] + 1
    rows = pd.DataFrame({"version": pd.factorize(respondent)[0] + 1, "task": number, "alternative": alternative})
    others = [name for name in cells.columns if name.lower() not in {own.lower() for own in IDS}]
    return rows.assign(line=np.arange(2, len(rows) + 2)), {name: cells[name] for name in others}


READERS: dict[str, Callable[[Path, pd.DataFrame], Read]] = {
    "ngene": _wide,
    "choicedesign": _wide,
    "idefix": _idefix,
    "cbctools": _cbctools,
}


def _whole(source: Path, column: pd.Series) -> NDArray[np.int64]:
    right = column.str.fullmatch(r"[1-9]\d{0,8}")
    if not right.all():
        row = int(np.flatnonzero(~right)[0])
        raise DesignError(
            f'{source}:{row + 2}: column "{column.name}": "{column.iloc[row]}" is no whole number; write 1, 2, 3, ...'
        )
    return np.asarray(column.astype(np.int64))


def _criterion(source: Path, study: Study, name: str) -> str:
    for criterion in study.criteria:
        texts = [criterion.id, *(criterion.label[language] for language in study.languages)]
        if name.lower() in (text.lower() for text in texts):
            return criterion.id
    known = ", ".join(study.criterion_ids)
    raise DesignError(f'{source}: column "{name}" is no criterion of study {study.id}; the criteria are {known}')


def _levels(source: Path, criterion: Criterion, cells: pd.Series, lines: pd.Series) -> list[str]:
    """Level ids of a column of cells."""
    known = {level.id.lower(): level.id for level in criterion.levels}
    for level in criterion.levels:
        known |= {text.lower(): level.id for text in level.label.root.values() if text.lower() not in known}
    text = cells.str.lower().map(lambda cell: _plain(cell) if _plain(cell) in known else cell)
    if not text.isin(known).all() and text.str.fullmatch(r"[0-9]{1,9}").all():
        known = _numbers(source, criterion, cells)
    wrong = np.flatnonzero(~text.isin(known))
    if len(wrong):
        at = f'{source}:{lines.iloc[wrong[0]]}: column "{criterion.id}": no level "{cells.iloc[wrong[0]]}"'
        raise DesignError(f"{at}; use one of {', '.join(criterion.level_ids)}, or their numbers from 0 or from 1")
    return [known[cell] for cell in text]


def _plain(cell: str) -> str:
    """A number as it is written shortest: 15.0 is 15."""
    try:
        return f"{float(cell):g}"
    except ValueError:
        return cell


def _numbers(source: Path, criterion: Criterion, cells: pd.Series) -> dict[str, str]:
    """Level ids by number: from 0 where a 0 stands among them, from 1 where the number of levels does."""
    numbers, count = set(cells.astype(int)), len(criterion.levels)
    if 0 not in numbers and count not in numbers:
        found = ", ".join(map(str, sorted(numbers)))
        raise DesignError(
            f'{source}: column "{criterion.id}": the numbers {found} may count from 0 or from 1; write level ids: '
            f"{', '.join(criterion.level_ids)}"
        )
    first = 0 if 0 in numbers else 1
    return {str(first + place): name for place, name in enumerate(criterion.level_ids)}


def _criteria(rows: pd.DataFrame) -> list[str]:
    return [name for name in rows.columns if name not in COUNTERS]


def _alternatives(rows: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    for number, own in rows.groupby("alternative", sort=True):
        yield int(str(number)), own.reset_index(drop=True)


def _write_wide(rows: pd.DataFrame, between: str, first: str) -> pd.DataFrame:
    tasks = rows.drop_duplicates(["version", "task"]).reset_index(drop=True)
    table: dict[str, object] = {first: np.arange(1, len(tasks) + 1)}
    for number, own in _alternatives(rows):
        table |= {f"alt{number}{between}{name}": own[name] for name in _criteria(rows)}
    return pd.DataFrame(table).assign(Block=tasks["version"])


def _write_ngene(rows: pd.DataFrame) -> pd.DataFrame:
    wide = _write_wide(rows, ".", "Choice situation")
    wide.insert(0, "Design", 1)
    return wide


def _write_idefix(rows: pd.DataFrame) -> pd.DataFrame:
    number = pd.factorize(pd.Series(list(zip(rows["version"], rows["task"], strict=True))))[0] + 1
    names = [f"set{task}.alt{alternative}" for task, alternative in zip(number, rows["alternative"], strict=True)]
    return pd.DataFrame({"": names}).join(rows[_criteria(rows)])


def _write_cbctools(rows: pd.DataFrame) -> pd.DataFrame:
    criteria = _criteria(rows)
    profile = rows.groupby(criteria, sort=True).ngroup() + 1
    task = rows.groupby("version")["task"].transform(lambda own: pd.factorize(own)[0] + 1)
    number = pd.factorize(pd.Series(list(zip(rows["version"], rows["task"], strict=True))))[0] + 1
    ids = (profile, rows["version"], task, rows["alternative"], number)
    return pd.DataFrame(dict(zip(IDS, ids, strict=True))).join(rows[criteria])


WRITERS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "ngene": _write_ngene,
    "choicedesign": lambda rows: _write_wide(rows, "_", "CS"),
    "idefix": _write_idefix,
    "cbctools": _write_cbctools,
}
