"""The chart of calibration: how often people agreed against what was said, and the line where both are the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from dce.report.palette import INK, LINE, QUIET
from dce.report.svg import Layer, Size, finished, layered, rows_chart

WIDE = Size(total=460, label=60, right=16, letters=8)
NARROW = Size(total=344, label=54, right=12, letters=8)
MARKS = ("#01665e", "#8c510a")
SHAPES = ("circle", "triangle-up")  # grey print tells the two by their shape


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (said, agreed, and the 95% interval of agreed) of one kind of unseen answers."""

    name: str
    points: tuple[tuple[float, float, float, float], ...]


def calibration_chart(curves: Sequence[Curve], titles: tuple[str, str], size: Size) -> Layer:
    """Up to two curves in a square from 0 to 100%; ``titles`` are of the axis across and of that upwards."""
    across, up = (_axis(title) for title in titles)
    right = rows_chart([{"said": 0.0, "agreed": 0.0}, {"said": 1.0, "agreed": 1.0}])
    rows = [
        {"said": said, "agreed": agreed, "curve": n}
        | ({"low": low, "high": high} if math.isfinite(low) else {"low": agreed, "high": agreed})
        for n, curve in enumerate(curves)
        for said, agreed, low, high in sorted(curve.points)
    ]
    diagonal = right.mark_line(color=QUIET, strokeDash=[5, 4]).encode(x=_x(across), y=_y(up))
    layers = [diagonal]
    for n in range(len(curves)):
        own = alt.Chart().transform_filter(f"datum.curve == {n}")
        layers.append(own.mark_line(color=MARKS[n], strokeWidth=1.5).encode(x=_x(across), y=_y(up)))
        reach = own.mark_rule(color=MARKS[n], strokeWidth=2, opacity=0.6)
        layers.append(reach.encode(x=_x(across), y=_y(up, "low"), y2=alt.Y2("high:Q")))
        dots = own.mark_point(filled=True, size=80, color=MARKS[n], shape=SHAPES[n], stroke=INK, strokeWidth=0.5)
        layers.append(dots.encode(x=_x(across), y=_y(up)))
    return finished(layered(rows, *layers), size, height=size.plot, top=10, bottom=48)


def _x(axis: alt.Axis) -> alt.X:
    return alt.X("said:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _y(axis: alt.Axis, field: str = "agreed") -> alt.Y:
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _axis(title: str) -> alt.Axis:
    return alt.Axis(
        title=title, format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=True, gridColor=LINE, domain=False, tickSize=0,
        labelPadding=6, labelFontSize=11.5, labelColor=QUIET, titleFontSize=11.5, titleFontWeight="normal",
        titleColor=QUIET, labelOverlap=False,
    )  # fmt: skip
