"""A cell of any table as the text that a person would type."""

from __future__ import annotations

import math
import re
from typing import Any

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)


def as_text(cell: Any) -> str:
    """The cell as text, empty where it is missing: 3.0 is 3, for tables keep whole numbers so.

    >>> as_text(3.0), as_text("001"), as_text(True), as_text(float("nan")), as_text("NA")
    ('3', '001', 'true', '', 'NA')
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def as_number(text: str) -> float | None:
    """The number that a text is, with a decimal point or a decimal comma, or None.

    >>> as_number("3,0"), as_number("-0.5"), as_number("1e3"), as_number("x")
    (3.0, -0.5, None, None)
    """
    plain = text.strip().replace(",", ".", 1)
    return float(plain) if _NUMBER.fullmatch(plain) else None


def whole_number(text: str) -> int | None:
    """The whole number from 0 that a text is, also as 3.0 or 3,0, or None."""
    number = as_number(text)
    return int(number) if number is not None and number.is_integer() and 0 <= number < 1e9 else None
