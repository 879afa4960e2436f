"""Extracts for SPSS and Stata: options as numbers with their words as value labels, missing cells by their reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from dce.report.exchange.columns import Column
from dce.report.exchange.extract import Extract

MISSING = -999  # a number that no option gets
SPSS_WORDS = ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
STATA_WORDS = ("byte", "double", "float", "if", "in", "int", "long", "strl", "using", "with")
TAKEN = frozenset((*SPSS_WORDS, *STATA_WORDS))  # what either program keeps for itself
MOST_NAME = {"sav": 64, "dta": 32}  # bytes of a name, of a column's label, and of a value's
MOST_LABEL = {"sav": 255, "dta": 80}
MOST_VALUE_LABEL = {"sav": 120, "dta": 2_000}


def write_sav(extract: Extract, path: Path) -> None:
    """Write the extract for SPSS; a cell without an option has the user-missing value -999, which says why."""
    names, labels, values = _names(extract, "sav"), _labels(extract, "sav"), _value_labels(extract, "sav")
    frame = pd.DataFrame({names[c.name]: _numbers(extract.frame[c.name], c, MISSING) for c in extract.columns})
    empty = [c for c in extract.columns if c.kind == "category" and extract.frame[c.name].isna().any()]
    for column in empty:
        values[names[column.name]][MISSING] = _cut(column.missing, MOST_VALUE_LABEL["sav"])
    pyreadstat.write_sav(
        frame,
        path,
        file_label=_cut(extract.design.study.title[extract.language], 64),
        column_labels=labels,
        variable_value_labels=values,
        missing_ranges={names[column.name]: [MISSING] for column in empty},
        variable_measure={names[c.name]: _measure(c) for c in extract.columns},
        variable_format={names[c.name]: "F8.0" for c in extract.columns if c.kind != "text"},
    )


def write_dta(extract: Extract, path: Path) -> None:
    """Write the extract for Stata; a cell without an option is missing."""
    names, labels, values = _names(extract, "dta"), _labels(extract, "dta"), _value_labels(extract, "dta")
    frame = pd.DataFrame({names[c.name]: _numbers(extract.frame[c.name], c, None) for c in extract.columns})
    pyreadstat.write_dta(
        frame,
        path,
        file_label=_cut(extract.design.study.title[extract.language], 80),
        column_labels=labels,
        variable_value_labels=values,
    )


def _numbers(cells: pd.Series, column: Column, missing: int | None) -> pd.Series:
    """Text as it is, empty where missing; all else as numbers."""
    if column.kind == "text":
        return cells.map(lambda cell: "" if cell is None else cell).astype("object")
    if column.kind == "category":
        codes = column.codes
        return pd.Series([missing if cell is None else codes[cell] for cell in cells], dtype="float64")
    return pd.Series([None if cell is pd.NA else float(cell) for cell in cells], dtype="float64")


def _names(extract: Extract, kind: str) -> dict[str, str]:
    """A name for each column that the program can hold; nearly always its own."""
    found: dict[str, str] = {}
    for column in extract.columns:
        name = f"{column.name}_" if column.name in TAKEN else column.name
        number, short = 1, name[: MOST_NAME[kind]]
        while short in found.values():
            number += 1
            short = f"{name[: MOST_NAME[kind] - len(str(number)) - 1]}_{number}"
        found[column.name] = short
    return found


def _labels(extract: Extract, kind: str) -> list[str | None]:
    return [_cut(column.label, MOST_LABEL[kind]) for column in extract.columns]


def _value_labels(extract: Extract, kind: str) -> dict[str, dict[Any, str]]:
    names, found = _names(extract, kind), dict[str, dict[Any, str]]()
    for column in extract.columns:
        if column.kind == "category":
            found[names[column.name]] = _words(column, kind)
        elif column.kind == "truth":
            found[names[column.name]] = {0: "False", 1: "True"}
    return found


def _words(column: Column, kind: str) -> dict[Any, str]:
    codes: Mapping[str, int] = column.codes
    return {codes[option.id]: _cut(option.label, MOST_VALUE_LABEL[kind]) for option in column.options}


def _measure(column: Column) -> str:
    if column.kind == "whole":
        return "scale"
    return "ordinal" if column.ordered else "nominal"


def _cut(text: str, most_bytes: int) -> str:
    """The text, or what of it a program can hold, with an ellipsis that says so."""
    plain = " ".join(text.split())
    if len(plain.encode()) <= most_bytes:
        return plain
    return plain.encode()[: most_bytes - 3].decode(errors="ignore") + "\N{HORIZONTAL ELLIPSIS}"
