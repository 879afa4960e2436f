"""The chart of answers: a bar a row, cut into the answers from left to right, counts printed where they fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from dce.report.palette import INK, QUIET, answer_colours, ink_on
from dce.report.svg import Layer, Size, down, finished, fixed, layered, rows_chart

WIDE_ROWS = Size(total=720, label=56, right=8, letters=6)
WIDE_INDEX = Size(total=720, label=56, right=136, letters=6)
NARROW_ROWS = Size(total=344, label=54, right=6, letters=4)
WIDE_CLASSES = Size(total=720, label=190, right=8, letters=27)
NARROW_CLASSES = Size(total=344, label=110, right=6, letters=15)
LETTER, LINE_HEIGHT, GAP = 13, 14, 6
BESIDE = 100  # pixels at the right that a number with its interval needs
DIGIT = 7.5  # pixels a digit of 13 px takes, a little generously


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its name, the share of each answer (adding up to one) and what is printed on each part.

    ``beside`` stands at the right of the bar, where the chart has room for it.
    """

    label: str
    shares: tuple[float, ...]
    marks: tuple[str, ...]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class BarWords:
    """What stands at the left and right end above the bars, above the names, under the axis, and beside the bars."""

    left: str
    right: str
    names: str
    axis: str
    beside: str = ""


def answers_chart(rows: Sequence[BarRow], words: BarWords, size: Size) -> Layer:
    """A bar a row in the order given, each from 0 to 100%."""
    lines = max(len(size.lines(row.label)) for row in rows)
    step = max(26, lines * LINE_HEIGHT + 12)
    base, parts = alt.Chart(), list(_parts(rows, size, step))
    names = rows_chart([_name(row, size, (n + 0.5) * step) for n, row in enumerate(rows)])
    axis = _axis(words.axis)
    layers = [_bars(base, axis), _marks(base, axis), _names(names), _ends(words, size)]
    if size.right > BESIDE:
        besides = [{"text": row.beside, "y": (n + 0.5) * step} for n, row in enumerate(rows)]
        layers.append(_besides(rows_chart(besides), size))
    chart = layered(parts, *layers)
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
        y=down("top"),
        y2=alt.Y2("bottom:Q"),
        color=alt.Color("colour:N", scale=None),
    )


def _marks(base: Layer, axis: alt.Axis) -> Layer:
    return (
        base.transform_filter("datum.mark != ''")
        .mark_text(fontSize=LETTER, baseline="middle")
        .encode(x=_x("middle", axis), y=down("y"), text=alt.Text("mark:N"), color=alt.Color("ink:N", scale=None))
    )


def _names(base: Layer) -> Layer:
    return base.mark_text(
        align="right", dx=-8, baseline="middle", lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=LETTER, color=INK
    ).encode(**fixed(0), y=down("y"), text=alt.Text("label:N"))


def _besides(base: Layer, size: Size) -> Layer:
    return base.mark_text(align="right", fontSize=12, color=INK, baseline="middle").encode(
        **fixed(size.plot + size.right - 2), y=down("y"), text=alt.Text("text:N")
    )


def _ends(words: BarWords, size: Size) -> Layer:
    """Words above the two ends: in grey print the two dark ends could not be told apart by colour."""
    spots = [(words.names, -8, "right"), (words.left, 0, "left"), (words.right, size.plot, "right")]
    if size.right > BESIDE:
        spots.append((words.beside, size.plot + size.right - 2, "right"))
    return alt.layer(
        *(
            rows_chart([{"text": text}])
            .mark_text(align=align, fontSize=11.5, color=QUIET, baseline="bottom")
            .encode(**fixed(x, -5), text=alt.Text("text:N"))
            for text, x, align in spots
        )
    )
