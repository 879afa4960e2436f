"""A Frictionless Data Package (version 1): the table with its schema, the design, and the codebook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dce.report.exchange.codebook import codebook_markdown, codebook_rows
from dce.report.exchange.columns import Column, describe_columns
from dce.report.exchange.extract import Extract
from dce.report.exchange.tables import PLAIN_NUMBER, csv_cell, csv_text, extract_csv

TYPES = {"text": "string", "category": "string", "whole": "integer", "truth": "boolean"}
DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def write_package(extract: Extract, folder: Path, *, licence: str | None = None) -> None:
    """Write ``datapackage.json`` with answers, design and codebooks in every language into ``folder``.

    ``licence`` is a name from https://opendefinition.org/licenses/api, such as CC-BY-4.0.
    """
    design, study = extract.design, extract.design.study
    rows = design.frame
    design_columns = _design_columns(extract)
    tables = {
        "answers.csv": (extract_csv(extract), extract.columns),
        "design.csv": (csv_text(list(rows.columns), rows.to_numpy().tolist()), design_columns),
    }
    for name, (text, _) in tables.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    for language in study.languages:
        columns = describe_columns([column.name for column in extract.columns], design, language)
        book = codebook_markdown(design, columns, language, of=extract)
        (folder / f"codebook_{language}.md").write_text(book, encoding="utf-8", newline="\n")
        header, *options = codebook_rows(columns, language)
        text = csv_text(list(map(str, header)), options)
        (folder / f"codebook_{language}.csv").write_text(text, encoding="utf-8", newline="")
    about = _descriptor(extract, tables, licence)
    (folder / "datapackage.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _design_columns(extract: Extract) -> tuple[Column, ...]:
    counters = tuple(Column(name, "whole", name) for name in ("version", "task", "alternative"))
    levels = describe_columns(extract.design.study.criterion_ids, extract.design, extract.language)
    return (*counters, *levels)


def _descriptor(
    extract: Extract, tables: Mapping[str, tuple[str, Sequence[Column]]], licence: str | None
) -> dict[str, Any]:
    study = extract.design.study
    about: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": study.id,
        "title": study.title[extract.language],
        "description": _description(extract),
        "study_hash": study.hash,
        "design_hash": extract.design.hash,
        "resources": [_resource(name, text, columns) for name, (text, columns) in tables.items()],
    }
    return {**about, "licenses": [{"name": licence}]} if licence else about


def _description(extract: Extract) -> str:
    return (
        codebook_markdown(extract.design, (), extract.language, of=extract).split("\n## ")[1].partition("\n")[2].strip()
    )


def _resource(name: str, text: str, columns: Sequence[Column]) -> dict[str, Any]:
    raw = text.encode()
    return {
        "profile": "tabular-data-resource",
        "name": name.removesuffix(".csv"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "dialect": DIALECT,
        "schema": {"fields": [_field(column) for column in columns], "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, Any]:
    """The schema of a column; ``required`` where no cell may be empty by what the column means."""
    field: dict[str, Any] = {"name": column.name, "type": TYPES[column.kind], "title": column.label}
    constraints: dict[str, Any] = {}
    if column.options:
        numbers = all(PLAIN_NUMBER.fullmatch(option.id) for option in column.options)
        constraints["enum"] = [option.id if numbers else csv_cell(option.id) for option in column.options]
        words = "; ".join(f"{option.id}: {option.label}" for option in column.options)
        field["description"] = words
    if column.name in ("respondent", "task", "rating", "alternative", "synthetic"):
        constraints["required"] = True
    return {**field, "constraints": constraints} if constraints else field
