"""Charts of dots with 95% lines and a zero line: the spread between people, and the trend over classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from dce.report.palette import ACCENT, INK, LINE, QUIET
from dce.report.svg import Layer, Size, down, finished, fixed, layered, rows_chart

WIDE_SPREAD = Size(total=720, label=190, right=130, letters=27)
NARROW_SPREAD = Size(total=344, label=140, right=14, letters=19)
WIDE_TREND = Size(total=720, label=190, right=52, letters=27)
NARROW_TREND = Size(total=344, label=104, right=42, letters=15)
LETTER, SMALL, LINE_HEIGHT = 13, 11.5, 14
MIDDLE = 0.62  # of a row: a little low, because the number stands above the dot


@dataclass(frozen=True, slots=True)
class Dot:
    """One row: an estimate with its interval, how it is printed, and words at the right; no numbers where none hold.

    ``mark`` stands above the dot, ``after`` behind the end of the interval, where a fitted line would cross the other.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    mark: str = ""
    beside: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted line through the rows: at each row, counted from 0, its value and the ends of its band."""

    at: tuple[float, ...]
    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis: its ends, its ticks, the expression that writes a tick, its title, and words above its two ends."""

    low: float
    high: float
    ticks: tuple[float, ...]
    written: str
    title: str
    left: str = ""
    right: str = ""


def spread_chart(rows: Sequence[Dot], scale: Scale, size: Size) -> Layer:
    """A row a criterion, in the order given; the zero line is where everybody weighs it alike."""
    return _dots(rows, scale, size, [])


def trend_chart(rows: Sequence[Dot], line: Line, scale: Scale, size: Size) -> Layer:
    """A row a class, and behind the dots the fitted line in its band; the zero line is the average of all classes."""
    step = _step(rows, size)
    points = [
        {"y": (at + MIDDLE) * step, "value": value, "low": low, "high": high, "order": n}
        for n, (at, value, low, high) in enumerate(zip(line.at, line.value, line.low, line.high, strict=True))
    ]
    axis, base = _axis(scale), rows_chart(points)
    band = base.mark_area(orient="horizontal", color="#c9d8d6", opacity=0.75).encode(
        x=_x("low", scale, axis), x2=alt.X2("high:Q"), y=down("y")
    )
    fitted = base.mark_line(color=INK, strokeWidth=2, strokeDash=[6, 3]).encode(
        x=_x("value", scale, axis), y=down("y"), order=alt.Order("order:Q")
    )
    return _dots(rows, scale, size, [band, fitted])


def _dots(rows: Sequence[Dot], scale: Scale, size: Size, behind: list[Layer]) -> Layer:
    axis, base = _axis(scale), alt.Chart()
    known = base.transform_filter("isValid(datum.value)")
    zero = rows_chart([{"zero": 0.0}]).mark_rule(color=QUIET).encode(x=_x("zero", scale, axis))
    interval = known.mark_rule(strokeWidth=3, color=ACCENT, opacity=0.55).encode(
        x=_x("low", scale, axis), x2=alt.X2("high:Q"), y=down("y")
    )
    dot = known.mark_point(filled=True, size=75, color=ACCENT, opacity=1).encode(
        x=_x("value", scale, axis), y=down("y")
    )
    mark = known.mark_text(dy=-12, fontSize=LETTER - 0.5, color=INK).encode(
        x=_x("mark_at", scale, axis), y=down("y"), text=alt.Text("mark:N")
    )
    after = known.mark_text(align="left", dx=7, baseline="middle", fontSize=LETTER - 0.5, color=INK).encode(
        x=_x("high", scale, axis), y=down("y"), text=alt.Text("after:N")
    )
    layers = [*behind, zero, interval, dot, mark, after, *_words(base, size), *_ends(scale, size)]
    top = 24 if scale.left else 10
    return finished(
        layered(_values(rows, scale, size), *layers), size, height=_step(rows, size) * len(rows), top=top, bottom=44
    )


def _step(rows: Sequence[Dot], size: Size) -> int:
    """The height of a row: that of the longest label with a gap."""
    return max(42, max(len(size.lines(row.label)) for row in rows) * LINE_HEIGHT + 12)


def _values(rows: Sequence[Dot], scale: Scale, size: Size) -> list[dict[str, object]]:
    """A number at the edge of the plot is printed a little inward."""
    step, clear = _step(rows, size), 20 * (scale.high - scale.low) / size.plot
    found = []
    for n, row in enumerate(rows):
        lines, middle = size.lines(row.label), (n + MIDDLE) * step
        mark_at = None if row.value is None else min(max(row.value, scale.low + clear), scale.high - clear)
        found.append(
            {
                "y": middle, "label_y": middle - (len(lines) - 1) * LINE_HEIGHT / 2, "label": "\n".join(lines),
                "value": row.value, "low": row.low, "high": row.high, "mark": row.mark, "mark_at": mark_at,
                "beside": row.beside, "after": row.after,
            }
        )  # fmt: skip
    return found


def _x(field: str, scale: Scale, axis: alt.Axis) -> alt.X:
    """Every layer names the same axis: Vega-Lite joins equal axes into one and stumbles over a missing one."""
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[scale.low, scale.high], nice=False, zero=False))


def _axis(scale: Scale) -> alt.Axis:
    return alt.Axis(
        title=scale.title, labelExpr=scale.written, values=list(scale.ticks), grid=True, gridColor=LINE, domain=False,
        tickSize=0, labelPadding=6, labelFontSize=SMALL, labelColor=QUIET, titleFontSize=SMALL,
        titleFontWeight="normal", titleColor=QUIET, labelOverlap=False,
    )  # fmt: skip


def _words(base: Layer, size: Size) -> list[Layer]:
    label = base.mark_text(
        align="right", dx=-10, lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=LETTER, color=INK, baseline="middle"
    ).encode(**fixed(0), y=down("label_y"), text=alt.Text("label:N"))
    beside = base.mark_text(align="left", fontSize=LETTER, color=INK, baseline="middle").encode(
        **fixed(size.plot + 12), y=down("y"), text=alt.Text("beside:N")
    )
    return [label, beside]


def _ends(scale: Scale, size: Size) -> list[Layer]:
    return [
        rows_chart([{"text": text}])
        .mark_text(align=align, fontSize=SMALL, color=QUIET, baseline="bottom")
        .encode(**fixed(x, -6), text=alt.Text("text:N"))
        for text, align, x in ((scale.left, "left", 0), (scale.right, "right", size.plot))
        if text
    ]
