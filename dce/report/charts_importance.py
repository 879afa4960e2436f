"""The chart of importance: a dot with its 95% line per criterion, its places at the right, certain tiers as bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from dce.report.palette import ACCENT, BAND, INK, LINE, QUIET
from dce.report.svg import Layer, Size, finished, layered, rows_chart

WIDE = Size(total=720, label=190, right=70, letters=27)
NARROW = Size(total=344, label=122, right=44, letters=16)
ROW, LINE_HEIGHT, LETTER = 38, 14, 13
CLEAR = 14  # the value of a dot within so many pixels of the zero line is printed beside that line, not on it


@dataclass(frozen=True, slots=True)
class ImportanceRow:
    """One criterion: shares of one, the value and the places as they are printed, and which tier it stands in.

    ``reference`` is the importance for everybody together, where the row is about one group.
    """

    label: str
    importance: float
    low: float
    high: float
    value: str
    places: str
    tier: int
    reference: float | None = None


@dataclass(frozen=True, slots=True)
class ImportanceWords:
    """Titles of the axis and of the column of places."""

    axis: str
    places: str


def importance_chart(rows: Sequence[ImportanceRow], words: ImportanceWords, size: Size, *, limit: float) -> Layer:
    """A row a criterion, in the order given; the axis runs from 0 to ``limit``."""
    height = ROW * len(rows)
    base = alt.Chart().encode(y=_row("row", len(rows)))
    axis = _axis(words.axis, limit)
    layers = [_bands(base, len(rows)), *_lines(base, limit, axis), *_texts(base, size, len(rows)), _head(words, size)]
    if any(row.reference is not None for row in rows):
        layers.insert(1, _references(base, limit, axis))
    return finished(layered(_values(rows, size, limit), *layers), size, height=height, top=24, bottom=44)


def axis_limit(highest: float) -> float:
    """The end of the axis: the next five percent after the highest interval, at most one.

    >>> axis_limit(0.271), axis_limit(0.99)
    (0.3, 1.0)
    """
    return min(1.0, (int(highest * 20 + 1e-9) + 1) / 20)


def _values(rows: Sequence[ImportanceRow], size: Size, limit: float) -> list[dict[str, object]]:
    return [
        {
            "row": n + 0.5,
            "label_row": n + 0.5 - (len(size.lines(row.label)) - 1) * LINE_HEIGHT / 2 / ROW,  # lines grow downwards
            "value_at": max(row.importance, limit * CLEAR / size.plot),
            "top": n,
            "bottom": n + 1,
            "label": "\n".join(size.lines(row.label)),
            "importance": row.importance,
            "low": row.low,
            "high": row.high,
            "value": row.value,
            "places": row.places,
            "band": BAND if row.tier % 2 == 0 else "#ffffff",
            "reference": row.reference,
        }
        for n, row in enumerate(rows)
    ]


def _row(field: str, rows: int) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=[rows, 0], nice=False, zero=False))


def _share(field: str, limit: float, axis: alt.Axis) -> alt.X:
    """Every layer names the same axis: Vega-Lite joins equal axes into one and stumbles over a missing one."""
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, limit], nice=False))


def _bands(base: Layer, rows: int) -> Layer:
    """One light ground under every other tier: between two grounds runs a border that no rank set crosses."""
    colour = alt.Color("band:N", scale=None)
    return base.mark_rect(opacity=1).encode(
        y=_row("top", rows), y2=alt.Y2("bottom:Q"), x=alt.value(0), x2=alt.value("width"), color=colour
    )


def _axis(title: str, limit: float) -> alt.Axis:
    return alt.Axis(
        title=title, format=".0%", values=_ticks(limit), grid=True, gridColor=LINE, domain=False, tickSize=0,
        labelPadding=6, labelFontSize=11.5, labelColor=QUIET, titleFontSize=11.5, titleFontWeight="normal",
        titleColor=QUIET, labelOverlap=False,
    )  # fmt: skip


def _lines(base: Layer, limit: float, axis: alt.Axis) -> list[Layer]:
    rule = base.mark_rule(strokeWidth=3, color=ACCENT, opacity=0.55).encode(
        x=_share("low", limit, axis), x2=alt.X2("high:Q")
    )
    dot = base.mark_point(filled=True, size=75, color=ACCENT, opacity=1).encode(x=_share("importance", limit, axis))
    value = base.mark_text(dy=-12, fontSize=LETTER - 0.5, color=INK).encode(
        x=_share("value_at", limit, axis), text="value:N"
    )
    zero = rows_chart([{"zero": 0}]).mark_rule(color=QUIET).encode(x=_share("zero", limit, axis))
    return [zero, rule, dot, value]


def _ticks(limit: float) -> list[float]:
    step = 0.05 if limit <= 0.15 else 0.1 if limit <= 0.5 else 0.25
    return [round(step * n, 2) for n in range(int(limit / step + 1e-9) + 1)]


def _texts(base: Layer, size: Size, rows: int) -> list[Layer]:
    label = base.mark_text(
        align="right", dx=-10, lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=LETTER, color=INK, baseline="middle"
    ).encode(x=alt.value(0), y=_row("label_row", rows), text="label:N")
    places = base.mark_text(align="right", fontSize=LETTER, fontWeight="bold", color=INK, baseline="middle").encode(
        x=alt.value(size.plot + size.right - 6), text="places:N"
    )
    return [label, places]


def _references(base: Layer, limit: float, axis: alt.Axis) -> Layer:
    """A grey tick where everybody together stands."""
    return base.mark_tick(orient="vertical", size=13, thickness=2.5, color="#8a949e").encode(
        x=_share("reference", limit, axis)
    )


def _head(words: ImportanceWords, size: Size) -> Layer:
    return (
        rows_chart([{"text": words.places}])
        .mark_text(align="right", fontSize=11.5, color=QUIET, baseline="bottom")
        .encode(x=alt.value(size.plot + size.right - 6), y=alt.value(-7), text="text:N")
    )
