"""Extracts for R: a CSV table and a short script that reads it as factors with their words; no package is needed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from dce.report.exchange.columns import Column
from dce.report.exchange.extract import Extract
from dce.report.exchange.tables import write_csv

TABLE, SCRIPT = "answers.csv", "read_answers.R"
HEAD = """# {title}
# Run this in the folder of the table: source("{script}") makes the data frame `answers`. Options are factors of
# their ids; attr(answers$x, "labels") has the words, attr(answers$x, "label") the meaning of a column.
answers <- read.csv("{table}", colClasses = "character", na.strings = "", check.names = FALSE,
                    encoding = "UTF-8", strip.white = FALSE)
as_typed <- function(x) gsub("(^|[;\\t\\r\\n])'(?=['; ]*[=+\\\\-@\\t\\r])", "\\\\1", x, perl = TRUE)
"""


def write_r(extract: Extract, folder: Path) -> None:
    """Write ``answers.csv`` and ``read_answers.R`` into ``folder``."""
    write_csv(extract, folder / TABLE)
    title = " ".join(extract.design.study.title[extract.language].split())
    lines = [line for column in extract.columns for line in _lines(column)]
    head = HEAD.format(title=title, script=SCRIPT, table=TABLE)
    (folder / SCRIPT).write_text(head + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _lines(column: Column) -> Iterable[str]:
    cells = f"answers[[{r_text(column.name)}]]"
    if column.kind == "whole":
        yield f"{cells} <- as.integer({cells})"
    elif column.kind == "truth":
        yield f'{cells} <- {cells} == "True"'
    else:
        yield f"{cells} <- as_typed({cells})"
    if column.kind == "category":
        ids = ", ".join(r_text(option.id) for option in column.options)
        ordered = "TRUE" if column.ordered else "FALSE"
        words = ", ".join(r_text(option.label) for option in column.options)
        yield f"{cells} <- factor({cells}, levels = c({ids}), ordered = {ordered})"
        yield f'attr({cells}, "labels") <- setNames(c({words}), c({ids}))'
    yield f'attr({cells}, "label") <- {r_text(column.label)}'


def r_text(text: str) -> str:
    r"""A text as R writes it, in plain ASCII.

    >>> print(r_text('een "ü"'))
    "een \"\u00fc\""
    """
    signs = (f"\\U{ord(sign):08x}" if ord(sign) > 0xFFFF else json.dumps(sign)[1:-1] for sign in text)
    return f'"{"".join(signs)}"'
