"""A design on disk: ``design.csv`` with the rows and ``design.json`` with what is known of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.errors import EmptyDataError, ParserError

from dce.design.rows import checked_rows
from dce.errors import DesignError
from dce.study import Study

AGAIN = "run dce design again, or restore the file"
MOST_BYTES = 50_000_000
MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class StoredDesign:
    """What a folder says: the study, the checked rows, and the seed, settings and hash that were written with them."""

    folder: Path
    study: Study
    rows: pd.DataFrame
    seed: int | None
    settings: dict[str, Any]
    design_hash: str

    def check_hash(self, found: str) -> None:
        """Refuse rows that are not those ``design.json`` was written for."""
        if found != self.design_hash:
            raise DesignError(
                f"{self.folder / 'design.csv'}: the rows are not those that design.json was written for; {AGAIN}"
            )


def read_design(folder: Path) -> StoredDesign:
    """Read and check the three files in ``folder``; raises StudyError or DesignError that names the file."""
    study = Study.load(folder / "study.yaml")
    about = _about(folder / "design.json")
    if about["study_hash"] != study.hash:
        raise DesignError(f"{folder / 'design.json'}: made for another text of {folder / 'study.yaml'}; {AGAIN}")
    path = folder / "design.csv"
    rows = checked_rows(study, _table(path), where=lambda row: str(path) if row is None else f"{path}:{row + 2}")
    return StoredDesign(folder, study, rows, about["seed"], about["settings"], about["design_hash"])


def write_design(folder: Path, rows: pd.DataFrame, about: Mapping[str, Any]) -> None:
    """Write both files whole: a reader sees the old pair or a pair whose hashes tell that one is new."""
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / "design.csv", rows.to_csv(index=False, lineterminator="\n"))
    _replace(folder / "design.json", json.dumps(about, ensure_ascii=False, indent=2) + "\n")


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise DesignError(
            f"{path}: cannot be written ({error.strerror}); choose a folder that you may write in"
        ) from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DesignError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB, which no design is; {AGAIN}")
        return path.read_text(encoding="utf-8-sig")  # spreadsheets put a byte order mark in front
    except FileNotFoundError as error:
        raise DesignError(f"{path}: does not exist; {AGAIN}") from error
    except OSError as error:
        raise DesignError(f"{path}: cannot be read ({error.strerror}); {AGAIN}") from error
    except UnicodeDecodeError as error:
        raise DesignError(f"{path}: is not UTF-8 text; {AGAIN}") from error


def _table(path: Path) -> pd.DataFrame:
    """Read every cell as text: ``001`` is not 1, and ``NA`` is not missing."""
    text = _text(path)
    try:
        if len(next(csv.reader(StringIO(text)), ())) > MOST_COLUMNS:
            raise DesignError(f"{path}: over {MOST_COLUMNS} columns, which no design has; {AGAIN}")
        cells = pd.read_csv(StringIO(text), header=None, dtype="str", keep_default_na=False, na_filter=False)
    except (EmptyDataError, ParserError, csv.Error) as error:
        raise DesignError(f"{path}: no table of comma-separated values ({str(error).strip()}); {AGAIN}") from error
    return cells.iloc[1:].set_axis(cells.iloc[0].to_list(), axis="columns").reset_index(drop=True)


def _about(path: Path) -> dict[str, Any]:
    """Read ``design.json``; its keys are checked, what the settings say is free."""
    try:
        about = json.loads(_text(path))
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise DesignError(f"{path}: no JSON ({error}); {AGAIN}") from error
    kinds: dict[str, type | tuple[type, ...]] = {
        "study_hash": str,
        "design_hash": str,
        "seed": (int, type(None)),
        "settings": dict,
    }
    for key, kind in kinds.items():
        if not isinstance(about, dict) or not isinstance(about.get(key), kind) or (key not in about):
            raise DesignError(f"{path}: no usable {key!r}; {AGAIN}")
    return dict(about)
