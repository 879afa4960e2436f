"""Answers for analysis from a database or from a CSV table, ids as the text that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd

from dce.coding import Coding
from dce.data import Ratings
from dce.data.formulas import as_typed
from dce.disclosure import AtLeast
from dce.errors import AnswerError
from dce.store.place import Place, is_table, is_there, place
from dce.store.store import Store
from dce.study import Study


def read_answers(where: str | Place, study: Study) -> pd.DataFrame:
    """The long table of answers to ``study``: from a database, or a CSV table of the same columns.

    Columns: respondent, task, rating, one of level ids per criterion, one of option ids per background item, and
    ``synthetic``. Raises AnswerError or StoreError that names the file and what would be right.
    """
    found = place(where)
    if not is_there(found):
        raise AnswerError(f"{found}: there is no such file; name a database or a CSV table of answers")
    frame = _table(found) if isinstance(found, Path) and is_table(found) else _database(found, study)
    if not len(frame):
        raise AnswerError(f"{found}: holds no answers to study {study.id!r} yet")
    return frame


def read_ratings(where: str | Place, study: Study, *, coding: Coding | None = None) -> Ratings:
    """The answers to ``study``, compressed: the same as ``Ratings.from_answers`` of ``read_answers``.

    A database does the counting itself, in a fraction of the time and memory of the long table.
    """
    if is_table(where):
        return Ratings.from_answers(read_answers(where, study), study, coding=coding)
    with _opened(where, study) as store:
        return store.ratings(study, coding=coding)


def holds_synthetic(where: str | Place, study: Study) -> bool:
    """Whether any of the answers is marked as invented; a database has one mark for all it holds."""
    if is_table(where):
        return bool(read_answers(where, study)["synthetic"].any())
    with _opened(where, study) as store:
        return store.synthetic


def count_disputes(where: str | Place, study: Study) -> AtLeast | None:
    """How many people said that a model does not describe them, and are left out; None for a table, which cannot tell.

    In steps of ``smallest_group``, so that the number tells of no small group.
    """
    if is_table(where):
        return None
    with _opened(where, study) as store:
        return store.departures(study.id).disputed


def _database(where: Place, study: Study) -> pd.DataFrame:
    with _opened(where, study) as store:
        return store.answers(study.id)


@contextmanager
def _opened(where: str | Place, study: Study) -> Iterator[Store]:
    """The store there while the block runs; refuses one without the study."""
    with closing(Store.open(where)) as store:
        if study.id not in store.study_ids():
            known = ", ".join(store.study_ids()) or "none"
            raise AnswerError(f"{place(where)}: holds no study {study.id!r}; it holds {known}")
        yield store


def _table(path: Path) -> pd.DataFrame:
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise AnswerError(f"{path}: is not a CSV table in UTF-8 ({error}); export it again with commas") from error
    for name in frame.columns[frame.columns.map(lambda name: frame[name].str.contains("'", regex=False).any())]:
        frame[name] = frame[name].map(as_typed)  # dce export puts an apostrophe before what looks like a sum
    blank = frame.mask(frame == "")
    return blank.assign(synthetic=blank["synthetic"].eq("True") if "synthetic" in blank else False)
