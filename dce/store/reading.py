"""Answers for analysis from a database or from a CSV table, ids as the text that was typed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dce.errors import AnswerError
from dce.store.store import Store
from dce.study import Study


def read_answers(path: str | Path, study: Study) -> pd.DataFrame:
    """The long table of answers to ``study``: from a database, or a CSV table of the same columns.

    Columns: respondent, task, rating, one of level ids per criterion, one of option ids per background item, and
    ``synthetic``. Raises AnswerError or StoreError that names the file and what would be right.
    """
    path = Path(path)
    if not path.is_file():
        raise AnswerError(f"{path}: there is no such file; name a database or a CSV table of answers")
    frame = _table(path) if path.suffix.lower() == ".csv" else _database(path, study)
    if not len(frame):
        raise AnswerError(f"{path}: holds no answers to study {study.id!r} yet")
    return frame


def _database(path: Path, study: Study) -> pd.DataFrame:
    store = Store.open(path)
    try:
        if study.id not in store.study_ids():
            known = ", ".join(store.study_ids()) or "none"
            raise AnswerError(f"{path}: holds no study {study.id!r}; it holds {known}")
        return store.answers(study.id)
    finally:
        store.close()


def _table(path: Path) -> pd.DataFrame:
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise AnswerError(f"{path}: is not a CSV table in UTF-8 ({error}); export it again with commas") from error
    blank = frame.mask(frame == "")
    return blank.assign(synthetic=blank["synthetic"].eq("True") if "synthetic" in blank else False)
