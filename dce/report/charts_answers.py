"""The chart of answers: a bar a row, cut into the answers from left to right, counts printed where they fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from dce.report.palette import INK, QUIET, answer_colours, ink_on
from dce.report.svg import Layer, Size, finished, layered, rows_chart

WIDE_ROWS = Size(total=720, label=56, right=8, letters=6)
NARROW_ROWS = Size(total=344, label=54, right=6, letters=4)
WIDE_CLASSES = Size(total=720, label=190, right=8, letters=27)
NARROW_CLASSES = Size(total=344, label=104, right=6, letters=15)
LETTER, LINE_HEIGHT, GAP = 13, 14, 6
DIGIT = 7.5  # pixels a digit of 13 px takes, a little generously


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its name, the share of each answer (adding up to one) and what is printed on each part."""

    label: str
    shares: tuple[float, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarWords:
    """What stands at the left and right end above the bars, above the names, and under the axis."""

    left: str
    right: str
    names: str
    axis: str


def answers_chart(rows: Sequence[BarRow], words: BarWords, size: Size) -> Layer:
    """A bar a row in the order given, each from 0 to 100%."""
    lines = max(len(size.lines(row.label)) for row in rows)
    step = max(26, lines * LINE_HEIGHT + 12)
    base, parts = alt.Chart(), list(_parts(rows, size, step))
    names = rows_chart([_name(row, size, (n + 0.5) * step) for n, row in enumerate(rows)])
    axis = _axis(words.axis)
    chart = layered(parts, _bars(base, axis), _marks(base, axis), _names(names), _ends(words, size))
    return finished(chart, size, height=step * len(rows), top=24, bottom=44)


def _parts(rows: Sequence[BarRow], size: Size, step: int) -> Iterator[dict[str, object]]:
    """A rectangle for each answer that was given at least once."""
    for n, row in enumerate(rows):
        colours, start = answer_colours(len(row.shares)), 0.0
        for share, mark, colour in zip(row.shares, row.marks, colours, strict=True):
            fits = share * size.plot >= len(mark) * DIGIT + 5
            if share > 0:
                yield {
                    "start": start,
                    "end": start + share,
                    "middle": start + share / 2,
                    "top": n * step + GAP / 2,
                    "bottom": (n + 1) * step - GAP / 2,
                    "y": (n + 0.5) * step,
                    "colour": colour,
                    "ink": ink_on(colour),
                    "mark": mark if fits else "",
                }
            start += share


def _name(row: BarRow, size: Size, middle: float) -> dict[str, object]:
    """A name of more lines starts higher, because lines grow downwards."""
    lines = size.lines(row.label)
    return {"label": "\n".join(lines), "y": middle - (len(lines) - 1) * LINE_HEIGHT / 2}


def _y(field: str) -> alt.Y:
    """Rows are placed in pixels, so that the scale only passes them on."""
    return alt.Y(f"{field}:Q", axis=None, scale=None)


def _x(field: str, axis: alt.Axis) -> alt.X:
    """Every layer names the same axis: Vega-Lite joins equal axes into one and stumbles over a missing one."""
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _axis(title: str) -> alt.Axis:
    return alt.Axis(
        title=title, format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=False, domain=False, tickSize=4,
        tickColor=QUIET, labelFontSize=11.5, labelColor=QUIET, titleFontSize=11.5, titleFontWeight="normal",
        titleColor=QUIET, labelOverlap=False,
    )  # fmt: skip


def _bars(base: Layer, axis: alt.Axis) -> Layer:
    return base.mark_rect(stroke="#ffffff", strokeWidth=1).encode(
        x=_x("start", axis),
        x2=alt.X2("end:Q"),
        y=_y("top"),
        y2=alt.Y2("bottom:Q"),
        color=alt.Color("colour:N", scale=None),
    )


def _marks(base: Layer, axis: alt.Axis) -> Layer:
    return (
        base.transform_filter("datum.mark != ''")
        .mark_text(fontSize=LETTER, baseline="middle")
        .encode(x=_x("middle", axis), y=_y("y"), text="mark:N", color=alt.Color("ink:N", scale=None))
    )


def _names(base: Layer) -> Layer:
    return base.mark_text(
        align="right", dx=-8, baseline="middle", lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=LETTER, color=INK
    ).encode(x=alt.value(0), y=_y("y"), text="label:N")


def _ends(words: BarWords, size: Size) -> Layer:
    """Words above the two ends: in grey print the two dark ends could not be told apart by colour."""
    spots = ((words.names, -8, "right"), (words.left, 0, "left"), (words.right, size.plot, "right"))
    return alt.layer(
        *(
            rows_chart([{"text": text}])
            .mark_text(align=align, fontSize=11.5, color=QUIET, baseline="bottom")
            .encode(x=alt.value(x), y=alt.value(-5), text="text:N")
            for text, x, align in spots
        )
    )
