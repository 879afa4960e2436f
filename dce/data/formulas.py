"""Text that a spreadsheet could take for a formula, made harmless in a CSV table and read back as it was typed."""

from __future__ import annotations

import re

# Spreadsheets of Japanese and Chinese keyboards take the full-width signs for the plain ones.
_SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20"
# A cell begins at the start of its text, and, where a program splits at other signs than we wrote, after those.
_BEGINS = r"(^|[;\t\r\n])"
_FORMULA = rf"(?=['; \u3000]*[{_SIGNS}\t\r])"
_HARMFUL = re.compile(_BEGINS + _FORMULA)
_DEFUSED = re.compile(_BEGINS + "'" + _FORMULA)


def defused(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would calculate.

    >>> defused("=1+2"), defused("'=1"), defused("a;=1"), defused("1-3")
    ("'=1+2", "''=1", "a;'=1", '1-3')
    """
    return _HARMFUL.sub(r"\1'", text)


def as_typed(text: str) -> str:
    """The text that ``defused`` was given.

    >>> as_typed("'=1+2"), as_typed("''=1"), as_typed("'t is zo")
    ('=1+2', "'=1", "'t is zo")
    """
    return _DEFUSED.sub(r"\1", text)
