"""A chart of counts that move in steps: a bar a row, its number at its end, drawn in the colours of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, LABEL, NUMBER, ROW, BAR = 460, 145, 100, 24, 15  # pixels; the number stands behind its bar


@dataclass(frozen=True, slots=True)
class CountBar:
    """One bar: what it is of, how long, and the words at its end."""

    label: str
    value: int
    words: str


def counts_chart(bars: Sequence[CountBar], alternative: str) -> Markup:
    """An ``svg`` element with a bar a row from zero; ``alternative`` tells in a sentence what is seen.

    It has no colours of its own: what it fills is of class ``count-bar`` and letters are the text's.

    >>> "20 or more" in counts_chart([CountBar("task 1", 20, "20 or more")], "All saw task 1.")
    True
    """
    most = max((bar.value for bar in bars), default=0) or 1
    across = WIDTH - LABEL - NUMBER
    rows = Markup("").join(_row(bar, number, round(across * bar.value / most, 1)) for number, bar in enumerate(bars))
    return Markup('<svg class="count-chart" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        alternative, WIDTH, ROW * len(bars) + 4, rows
    )


def _row(bar: CountBar, number: int, wide: float) -> Markup:
    top = number * ROW + 4
    middle = top + BAR - 3
    return Markup(
        '<text x="{}" y="{}" text-anchor="end">{}</text>'
        '<rect class="count-bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text x="{}" y="{}">{}</text>'
    ).format(LABEL - 8, middle, escape(bar.label), LABEL, top, wide, BAR, LABEL + wide + 6, middle, escape(bar.words))
