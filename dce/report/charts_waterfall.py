"""The chart of reasons: a bar a criterion from the share before it to the share after it, and a line at one half."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import altair as alt

from dce.report.palette import INK, LINE, QUIET, ink_on
from dce.report.svg import Layer, Size, down, finished, fixed, layered, rows_chart

WIDE = Size(total=720, label=300, right=20, letters=42)
NARROW = Size(total=344, label=148, right=16, letters=20)
UP, DOWN, WHOLE = "#01665e", "#d8b365", "#59636e"  # dark, light and between: grey print tells them apart
LETTER, LINE_HEIGHT, GAP = 13, 14, 8
HALO: dict[str, Any] = {"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}  # marks stay clear of the line
Side: TypeAlias = Literal["after", "before", "within"]
ROOM = 40  # pixels of a mark: one that would leave the plot stands before its bar


@dataclass(frozen=True, slots=True)
class Rung:
    """One row: from one share to another, and how the difference is printed; ``whole`` where it is a share itself."""

    label: str
    start: float
    end: float
    mark: str
    whole: bool = False


def waterfall_chart(rungs: Sequence[Rung], axis_title: str, size: Size) -> Layer:
    """A bar a rung, from top to bottom in the order given; the axis runs from 0 to 100%."""
    step = max(32, max(len(size.lines(rung.label)) for rung in rungs) * LINE_HEIGHT + 12)
    axis, base = _axis(axis_title), alt.Chart()
    half = rows_chart([{"half": 0.5}]).mark_rule(color=INK, strokeDash=[5, 4]).encode(x=_x("half", axis))
    bars = base.mark_rect(stroke=INK, strokeWidth=0.75).encode(
        x=_x("low", axis), x2=alt.X2("high:Q"), y=down("top"), y2=alt.Y2("bottom:Q"),
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip
    marks = [_marks(base, axis, side, edge) for edge in (HALO, {}) for side in ("after", "before")]
    marks.append(_marks(base, axis, "within", {}))
    names = base.mark_text(
        align="right", dx=-8, baseline="middle", lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=LETTER, color=INK
    ).encode(**fixed(0), y=down("label_y"), text=alt.Text("label:N"))
    chart = layered([_row(rung, n, step, size) for n, rung in enumerate(rungs)], bars, half, *marks, names)
    return finished(chart, size, height=step * len(rungs), top=10, bottom=44)


def _marks(base: Layer, axis: alt.Axis, side: Side, edge: Mapping[str, Any]) -> Layer:
    """The numbers that stand on one side of where they belong."""
    align: Literal["left", "right"] = "left" if side == "after" else "right"
    return (
        base.transform_filter(f"datum.side == '{side}'")
        .mark_text(align=align, dx=5 if side == "after" else -5, fontSize=LETTER - 0.5, baseline="middle", **edge)
        .encode(x=_x("mark_at", axis), y=down("y"), text=alt.Text("mark:N"), color=alt.Color("ink:N", scale=None))
    )


def _side(low: float, high: float, size: Size) -> Side:
    """After its bar; where that leaves the plot before it, and within it where neither has room."""
    if high * size.plot < size.plot - ROOM + size.right:
        return "after"
    return "before" if low * size.plot > ROOM else "within"


def _row(rung: Rung, number: int, step: int, size: Size) -> dict[str, object]:
    low, high = sorted((rung.start, rung.end))
    lines, middle = size.lines(rung.label), (number + 0.5) * step
    side = _side(low, high, size)
    colour = WHOLE if rung.whole else UP if rung.end >= rung.start else DOWN
    return {
        "low": low, "high": high, "top": number * step + GAP / 2, "bottom": (number + 1) * step - GAP / 2, "y": middle,
        "label": "\n".join(lines), "label_y": middle - (len(lines) - 1) * LINE_HEIGHT / 2, "mark": rung.mark,
        "mark_at": low if side == "before" else high, "side": side,
        "ink": ink_on(colour) if side == "within" else INK, "colour": colour,
    }  # fmt: skip


def _x(field: str, axis: alt.Axis) -> alt.X:
    """Every layer names the same axis: Vega-Lite joins equal axes into one and stumbles over a missing one."""
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _axis(title: str) -> alt.Axis:
    return alt.Axis(
        title=title, format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=True, gridColor=LINE, domain=False, tickSize=0,
        labelPadding=6, labelFontSize=11.5, labelColor=QUIET, titleFontSize=11.5, titleFontWeight="normal",
        titleColor=QUIET, labelOverlap=False,
    )  # fmt: skip
