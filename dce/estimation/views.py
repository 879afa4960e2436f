"""A fit as text, JSON, LaTeX and HTML: all made from its one table."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import pandas as pd
from markupsafe import escape

HEADS = {"term": "term", "estimate": "estimate", "std_error": "std. error", "low": "low", "high": "high", "p": "p"}


def text(head: str, messages: tuple[str, ...], table: pd.DataFrame) -> str:
    """Head, messages and an aligned table; the same table gives the same text."""
    body = table.to_string(index=False, float_format=_number, na_rep="-")
    return "\n".join([head, *messages, body])


def json_text(summary: Mapping[str, object], messages: tuple[str, ...], table: pd.DataFrame) -> str:
    """One JSON object; numbers are full, and null where there is none."""
    rows = table.to_dict("records")
    return json.dumps(_finite({**summary, "messages": list(messages), "table": rows}), indent=1, ensure_ascii=False)


def latex(head: str, messages: tuple[str, ...], table: pd.DataFrame) -> str:
    """A table environment with booktabs rules; needs no other package than booktabs."""
    columns = "l" + "r" * (len(table.columns) - 1)
    rows = [" & ".join(_latex_cell(value) for value in row) + r" \\" for row in table.itertuples(index=False)]
    lines = [
        r"\begin{table}",
        rf"\caption{{{_latex_text('. '.join([head, *messages]))}}}",
        rf"\begin{{tabular}}{{{columns}}}",
        r"\toprule",
        " & ".join(HEADS.get(str(name), str(name)) for name in table.columns) + r" \\",
        r"\midrule",
        *rows,
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]
    return "\n".join(lines)


def html(head: str, messages: tuple[str, ...], table: pd.DataFrame) -> str:
    """A figure that holds one table; all text is escaped, numbers are aligned by the reader's own style."""
    heads = "".join(f'<th scope="col">{escape(HEADS.get(str(name), str(name)))}</th>' for name in table.columns)
    rows = "".join(f"<tr>{_html_cells(tuple(row))}</tr>\n" for row in table.itertuples(index=False))
    said = "".join(f"<p>{escape(message)}</p>\n" for message in messages)
    return (
        f"<figure>\n<figcaption>{escape(head)}</figcaption>\n{said}"
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</figure>"
    )


def _html_cells(row: tuple[object, ...]) -> str:
    first, *others = row
    return f'<th scope="row">{escape(str(first))}</th>' + "".join(
        f"<td>{escape(_cell(value))}</td>" for value in others
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "-" if math.isnan(value) else _number(value)
    return str(value)


def _latex_cell(value: object) -> str:
    """Numbers with a real minus sign; anything else escaped."""
    if isinstance(value, float):
        return "--" if math.isnan(value) else f"${_number(value)}$"
    return _latex_text(str(value))


def _latex_text(words: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "|": r"\textbar{}"}
    special |= {sign: "\\" + sign for sign in "&%$#_{}"} | {"<": r"\textless{}", ">": r"\textgreater{}"}
    return "".join(special.get(sign, sign) for sign in words)


def _number(value: float) -> str:
    return f"{value:.4f}"


def _finite(value: object) -> object:
    """The same with None in place of numbers that JSON does not know."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
