"""The chart of importance: a dot with its 95% line per criterion, its places at the right, tiers as headed bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from dce.report.palette import ACCENT, BAND, INK, LINE, QUIET
from dce.report.svg import Layer, Size, down, finished, fixed, layered, rows_chart

WIDE = Size(total=720, label=190, right=70, letters=27)
NARROW = Size(total=344, label=122, right=44, letters=16)
ROW, HEAD, LINE_HEIGHT, LETTER = 38, 24, 14, 13
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
    """Titles of the axis and of the column of places, and a heading for each tier, none where tiers are not drawn."""

    axis: str
    places: str
    tiers: tuple[str, ...] = ()


def importance_chart(rows: Sequence[ImportanceRow], words: ImportanceWords, size: Size, *, limit: float) -> Layer:
    """A row a criterion, in the order given; the axis runs from 0 to ``limit``. Tiers are numbered from 1."""
    middles, bands = _placed(rows, words)
    axis, base = _axis(words.axis, limit), alt.Chart()
    layers = [*_lines(base, limit, axis), *_texts(base, size), _head(words, size)]
    if any(row.reference is not None for row in rows):
        layers.insert(0, _references(base, limit, axis))
    if bands:
        layers = [_bands(bands), *layers, _headings(bands)]
    height = ROW * len(rows) + HEAD * len(words.tiers)
    return finished(layered(_values(rows, middles, size, limit), *layers), size, height=height, top=24, bottom=44)


def axis_limit(highest: float) -> float:
    """The end of the axis: the next five percent after the highest interval, at most one.

    >>> axis_limit(0.271), axis_limit(0.99)
    (0.3, 1.0)
    """
    return min(1.0, (int(highest * 20 + 1e-9) + 1) / 20)


def _placed(rows: Sequence[ImportanceRow], words: ImportanceWords) -> tuple[list[float], list[dict[str, object]]]:
    """The middle of each row in pixels from the top, and the band of each tier with its heading."""
    middles, bands, top = list[float](), list[dict[str, object]](), 0.0
    for n, row in enumerate(rows):
        if words.tiers and (n == 0 or row.tier != rows[n - 1].tier):
            colour = BAND if row.tier % 2 else "#ffffff"
            bands.append({"top": top, "head": top + HEAD / 2 + 2, "text": words.tiers[row.tier - 1], "colour": colour})
            top += HEAD
        middles.append(top + ROW / 2)
        top += ROW
        if bands:
            bands[-1]["bottom"] = top
    return middles, bands


def _values(
    rows: Sequence[ImportanceRow], middles: Sequence[float], size: Size, limit: float
) -> list[dict[str, object]]:
    return [
        {
            "y": middle,
            "label_y": middle - (len(size.lines(row.label)) - 1) * LINE_HEIGHT / 2,  # lines grow downwards
            "value_at": max(row.importance, limit * CLEAR / size.plot),
            "label": "\n".join(size.lines(row.label)),
            "importance": row.importance,
            "low": row.low,
            "high": row.high,
            "value": row.value,
            "places": row.places,
            "reference": row.reference,
        }
        for row, middle in zip(rows, middles, strict=True)
    ]


def _share(field: str, limit: float, axis: alt.Axis) -> alt.X:
    """Every layer names the same axis: Vega-Lite joins equal axes into one and stumbles over a missing one."""
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, limit], nice=False))


def _bands(bands: Sequence[dict[str, object]]) -> Layer:
    """A light ground under every other tier, clear enough for the lines of the axis to show through."""
    return rows_chart(bands).mark_rect(opacity=0.55).encode(
        y=down("top"), y2=alt.Y2("bottom:Q"), **fixed(0), x2=alt.value("width"),
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip


def _headings(bands: Sequence[dict[str, object]]) -> Layer:
    return (
        rows_chart(bands)
        .mark_text(align="left", fontSize=11.5, fontStyle="italic", color=INK, baseline="middle")
        .encode(**fixed(6), y=down("head"), text=alt.Text("text:N"))
    )


def _axis(title: str, limit: float) -> alt.Axis:
    return alt.Axis(
        title=title, format=".0%", values=_ticks(limit), grid=True, gridColor=LINE, domain=False, tickSize=0,
        labelPadding=6, labelFontSize=11.5, labelColor=QUIET, titleFontSize=11.5, titleFontWeight="normal",
        titleColor=QUIET, labelOverlap=False,
    )  # fmt: skip


def _lines(base: Layer, limit: float, axis: alt.Axis) -> list[Layer]:
    rule = base.mark_rule(strokeWidth=3, color=ACCENT, opacity=0.55).encode(
        x=_share("low", limit, axis), x2=alt.X2("high:Q"), y=down("y")
    )
    dot = base.mark_point(filled=True, size=75, color=ACCENT, opacity=1).encode(
        x=_share("importance", limit, axis), y=down("y")
    )
    value = base.mark_text(dy=-12, fontSize=LETTER - 0.5, color=INK).encode(
        x=_share("value_at", limit, axis), y=down("y"), text=alt.Text("value:N")
    )
    zero = rows_chart([{"zero": 0}]).mark_rule(color=QUIET).encode(x=_share("zero", limit, axis))
    return [zero, rule, dot, value]


def _ticks(limit: float) -> list[float]:
    step = 0.05 if limit <= 0.15 else 0.1 if limit <= 0.5 else 0.25
    return [round(step * n, 2) for n in range(int(limit / step + 1e-9) + 1)]


def _texts(base: Layer, size: Size) -> list[Layer]:
    label = base.mark_text(
        align="right", dx=-10, lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=LETTER, color=INK, baseline="middle"
    ).encode(**fixed(0), y=down("label_y"), text=alt.Text("label:N"))
    places = base.mark_text(align="right", fontSize=LETTER, fontWeight="bold", color=INK, baseline="middle").encode(
        **fixed(size.plot + size.right - 6), y=down("y"), text=alt.Text("places:N")
    )
    return [label, places]


def _references(base: Layer, limit: float, axis: alt.Axis) -> Layer:
    """A grey tick where everybody together stands."""
    return base.mark_tick(orient="vertical", size=13, thickness=2.5, color="#8a949e").encode(
        x=_share("reference", limit, axis), y=down("y")
    )


def _head(words: ImportanceWords, size: Size) -> Layer:
    return (
        rows_chart([{"text": words.places}])
        .mark_text(align="right", fontSize=11.5, color=QUIET, baseline="bottom")
        .encode(**fixed(size.plot + size.right - 6, -7), text=alt.Text("text:N"))
    )
