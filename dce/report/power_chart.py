"""The chart of power over the number of people: a line a group, its simulation error as a band, and the aim."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from dce.report.numbers import chance
from dce.report.palette import ACCENT, INK, LINE, QUIET
from dce.report.svg import Layer, Size, finished, fixed, inline_svg, layered, rows_chart

WIDE_POWER = Size(total=720, label=64, right=190, letters=26)
NARROW_POWER = Size(total=344, label=52, right=112, letters=15)
HEIGHT, SMALL, LETTER, LINE_HEIGHT = 300, 11.5, 13, 15
COLOURS = (INK, ACCENT, "#8c510a", "#5b3a8c", "#1f5fa8", "#a3195b")
DASHES: tuple[list[int], ...] = (
    [],
    [7, 3],
    [2, 3],
    [9, 3, 2, 3],
    [4, 2],
    [12, 4],
)  # a line is told by more than its colour


@dataclass(frozen=True, slots=True)
class PowerWords:
    """Titles of both axes, the words on the line of the aim, and the group names that are shown, by id."""

    people: str = "people in the group"
    chance: str = "share of studies"
    aim: str = "aim"
    groups: tuple[tuple[str, str], ...] = (("all", "everybody"),)

    def group(self, name: str) -> str:
        """The name that is shown of a group."""
        return dict(self.groups).get(name, name)


def power_chart(rows: pd.DataFrame, words: PowerWords, size: Size, *, measure: str, aim: float = 0.8) -> Layer:
    """A line a group over n on a logarithmic axis; ``rows`` is the table of ``PowerCurve``, of one ``measure`` of it.

    The band is two standard errors of the simulation to either side. ``measure`` is a share of studies.
    """
    known = rows[(rows["measure"] == measure) & rows["value"].notna()]
    groups = list(dict.fromkeys(known["group"]))
    x, y = _x(known, words), _y(words)
    layers = [_aim(known, f"{words.aim} {aim:.0%}", aim, (x, y), size)]
    for number, group in enumerate(groups):
        layers += _line(known[known["group"] == group], number, x, y)
    labels = _labels(known, groups, words, size)
    return finished(layered([], *layers, labels), size, height=HEIGHT, top=16, bottom=48)


def power_alternative(rows: pd.DataFrame, words: PowerWords, *, measure: str) -> str:
    """The chart in one sentence: of each group the chance at its fewest and at its most people."""
    known = rows[(rows["measure"] == measure) & rows["value"].notna()]
    parts = []
    for group, own in known.groupby("group", sort=False):
        n, value = own.sort_values("n")["n"].tolist(), own.sort_values("n")["value"].tolist()
        parts.append(f"{words.group(str(group))} {chance(value[0])} ({n[0]}), {chance(value[-1])} ({n[-1]})")
    return f"{measure}, {words.chance} ({words.people}): {'; '.join(parts)}."


def power_picture(rows: pd.DataFrame, words: PowerWords, *, measure: str, aim: float = 0.8) -> str:
    """The wide chart as an SVG file of its own, numbers in English."""
    drawn = inline_svg(
        power_chart(rows, words, WIDE_POWER, measure=measure, aim=aim), WIDE_POWER,
        name="power", alternative=power_alternative(rows, words, measure=measure), language="en",
    )  # fmt: skip
    return str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _x(known: pd.DataFrame, words: PowerWords) -> alt.X:
    """One axis for all layers: Vega-Lite joins equal axes into one and stumbles over a missing one."""
    sizes = sorted({int(n) for n in known["n"]})
    ticks = _round_numbers(sizes[0], sizes[-1])
    axis = alt.Axis(
        title=words.people, values=ticks, grid=False, domainColor=LINE, tickColor=LINE, format="d",
        labelFontSize=SMALL, labelColor=QUIET, titleFontSize=SMALL, titleFontWeight="normal", titleColor=QUIET,
        labelOverlap="greedy",
    )  # fmt: skip
    return alt.X("n:Q", axis=axis, scale=alt.Scale(type="log", domain=[sizes[0], sizes[-1]], nice=False))


def _round_numbers(low: int, high: int) -> list[int]:
    """Numbers worth a label: 10, 20, 50, 100 and so on, or both ends where fewer than two of these lie between.

    >>> _round_numbers(10, 400), _round_numbers(21, 49)
    ([10, 20, 50, 100, 200], [21, 49])
    """
    usual = [digit * 10**power for power in range(7) for digit in (1, 2, 5)]
    between = [n for n in usual if low <= n <= high]
    return between if len(between) > 1 else [low, high]


def _y(words: PowerWords) -> alt.Y:
    axis = alt.Axis(
        title=words.chance, format=".0%", values=[0, 0.2, 0.4, 0.6, 0.8, 1], gridColor=LINE, domain=False, tickSize=0,
        labelPadding=6, labelFontSize=SMALL, labelColor=QUIET, titleFontSize=SMALL, titleFontWeight="normal",
        titleColor=QUIET,
    )  # fmt: skip
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))


def _line(own: pd.DataFrame, number: int, x: alt.X, y: alt.Y) -> list[Layer]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    points = [
        {"n": int(n), "value": value, "low": max(0.0, value - 2 * error), "high": min(1.0, value + 2 * error)}
        for n, value, error in zip(own["n"], own["value"], own["error"], strict=True)
    ]
    base = rows_chart(points)
    scale = alt.Scale(domain=[0, 1], nice=False)
    band = base.mark_area(color=colour, opacity=0.13).encode(
        x=x, y=alt.Y("low:Q", axis=y["axis"], scale=scale), y2=alt.Y2("high:Q")
    )
    return [
        band,
        base.mark_line(color=colour, strokeWidth=2, strokeDash=dash).encode(x=x, y=y),
        base.mark_point(color=colour, filled=True, size=34, opacity=1).encode(x=x, y=y),
    ]


def _aim(known: pd.DataFrame, text: str, aim: float, place: tuple[alt.X, alt.Y], size: Size) -> Layer:
    ends = [{"n": int(n), "value": aim} for n in (known["n"].min(), known["n"].max())]
    base = rows_chart(ends)
    rule = base.mark_line(color=QUIET, strokeWidth=1, strokeDash=[3, 3]).encode(x=place[0], y=place[1])
    said = rows_chart([{"text": text}]).mark_text(align="right", fontSize=SMALL, color=QUIET, baseline="top")
    return alt.layer(rule, said.encode(**fixed(size.plot - 4, (1 - aim) * HEIGHT + 4), text=alt.Text("text:N")))


def _labels(known: pd.DataFrame, groups: Sequence[str], words: PowerWords, size: Size) -> Layer:
    """Names at the ends of the lines, moved apart where they would lie over each other."""
    ends = [float(known[known["group"] == group].sort_values("n")["value"].iloc[-1]) for group in groups]
    texts = [size.lines(words.group(group)) for group in groups]
    order = sorted(range(len(groups)), key=lambda number: (-ends[number], number))
    rows, free = [], -math.inf
    for number in order:
        top = max((1 - ends[number]) * HEIGHT, free)
        free = top + LINE_HEIGHT * len(texts[number])
        colour = COLOURS[number % len(COLOURS)]
        rows.append({"y": top, "text": "\n".join(texts[number]), "colour": colour})
    text = rows_chart(rows).mark_text(
        align="left", fontSize=LETTER, baseline="middle", lineBreak="\n", lineHeight=LINE_HEIGHT
    )
    return text.encode(
        **fixed(size.plot + 10), y=alt.Y("y:Q", axis=None, scale=None), text=alt.Text("text:N"),
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip
