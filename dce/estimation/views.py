"""A fit as text, JSON, LaTeX and HTML: all made from its one table."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import pandas as pd
from markupsafe import escape

NOTHING = "-"


def text(head: str, messages: tuple[str, ...], table: pd.DataFrame) -> str:
    """Head, messages and an aligned table; the same table gives the same text."""
    return "\n".join([head, *messages, _shown(table).to_string(index=False)])


def json_text(summary: Mapping[str, object], messages: tuple[str, ...], table: pd.DataFrame) -> str:
    """One JSON object; numbers are full, and null where there is none."""
    rows = table.to_dict("records")
    return json.dumps(_finite({**summary, "messages": list(messages), "table": rows}), indent=1, ensure_ascii=False)


def latex(head: str, messages: tuple[str, ...], table: pd.DataFrame) -> str:
    """A table environment with booktabs rules; needs no other package than booktabs."""
    lines = [
        r"\begin{table}",
        rf"\caption{{{_latex_text('. '.join([head, *messages]))}}}",
        rf"\begin{{tabular}}{{l{'r' * (len(table.columns) - 1)}}}",
        r"\toprule",
        _latex_row(table.columns),
        r"\midrule",
        *(_latex_row(row) for row in _shown(table).to_numpy()),
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]
    return "\n".join(lines)


def html(head: str, messages: tuple[str, ...], table: pd.DataFrame) -> str:
    """A figure that holds one table, its text escaped."""
    heads = "".join(f'<th scope="col" style="text-align: right">{escape(name)}</th>' for name in table.columns)
    rows = "".join(f"<tr>{_html_cells(*row)}</tr>\n" for row in _shown(table).to_numpy())
    said = "".join(f"<p>{escape(message)}</p>\n" for message in messages)
    return (
        f"<figure>\n<figcaption>{escape(head)}</figcaption>\n{said}"
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</figure>"
    )


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    """The same as texts of four decimals, a dash where there is no number; a chance is never shown as nought."""
    shown = table.map(lambda value: _number(value) if isinstance(value, float) else str(value))
    tiny = table["p"] < 5e-5
    return shown.assign(p=shown["p"].where(~tiny, "<0.0001"))


def _number(value: float) -> str:
    return NOTHING if math.isnan(value) else f"{value:.4f}"


def _html_cells(term: str, *numbers: str) -> str:
    cells = "".join(f'<td style="text-align: right">{escape(number)}</td>' for number in numbers)
    return f'<th scope="row" style="text-align: left">{escape(term)}</th>{cells}'


def _latex_row(row: object) -> str:
    """Cells escaped, with a real minus sign in front of numbers."""
    term, *numbers = [_latex_text(str(cell)) for cell in row]  # type: ignore[attr-defined]  # an Index or an array
    return " & ".join([term, *(f"${cell}$" if cell[0] == "-" != cell else cell for cell in numbers)]) + r" \\"


def _latex_text(words: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "|": r"\textbar{}"}
    special |= {sign: "\\" + sign for sign in "&%$#_{}"} | {"<": r"\textless{}", ">": r"\textgreater{}"}
    return "".join(special.get(sign, sign) for sign in words)


def _finite(value: object) -> object:
    """The same with None in place of numbers that JSON does not know."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
