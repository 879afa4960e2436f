"""A figure as a picture for a slide, 16 by 9: the finding as title, what and who under it, charts, notes and source."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dce.report.documents.drawing import NAMESPACE, Drawing
from dce.report.documents.printed import Element
from dce.report.figure import Figure
from dce.report.palette import INK, QUIET
from dce.report.svg import FONT

WIDTH, HEIGHT, EDGE = 1600, 900, 56
SCALE = 1.2  # pixels of a PNG for each of these: 1920 by 1080
GAP = 28  # between charts
LARGEST = 1.7  # times its own size: a chart of three rows need not fill a wall


@dataclass(frozen=True, slots=True)
class Item:
    """A chart with the heading over it, which may be empty."""

    heading: str
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Letters:
    """A size of text: its pixels, the room for a line, how many letters fit on a slide, and how it looks."""

    size: int
    line: int
    fit: int
    colour: str
    weight: str = "normal"


TITLE = Letters(36, 44, 78, INK, "bold")
SUBTITLE = Letters(20, 27, 150, QUIET)
NOTE = Letters(16, 22, 186, INK)
SOURCE = Letters(16, 22, 186, QUIET)
HEADING = Letters(16, 21, 0, INK, "bold")
LETTER = 9.2  # pixels of a letter of a heading


def slides(figure: Figure) -> tuple[str, ...]:
    """One picture of a figure, or two where it holds small charts and another one: each a whole SVG."""
    panels = tuple(Item(panel.heading, Drawing.of(str(panel.svg))) for panel in figure.panels)
    charts = tuple(Item(chart.heading, drawing) for chart in figure.charts for drawing in _drawings(chart.wide))
    return tuple(_slide(figure, items) for items in (panels, charts) if items)


def grid(items: Sequence[Item], width: float, *, columns: int) -> Drawing:
    """Charts beside and under each other in one drawing of that width, for a page that has no room for each."""
    rows = -(-len(items) // columns)
    scale = (width - GAP * (columns - 1)) / (columns * _widest(items))
    height = rows * (scale * _highest(items) + _head(items, scale)) + GAP * (rows - 1)
    root = _canvas(width, height)
    _place(root, items, (0.0, 0.0), scale, columns)
    told = " ".join(f"{item.heading}: {item.drawing.alternative}" for item in items)
    return Drawing(_finished(root, told), told, width, height)


def _drawings(markup: object) -> list[Drawing]:
    """A chart that did not fit in one drawing comes as several."""
    return [Drawing.of(f"{part}</svg>") for part in str(markup).split("</svg>")[:-1]]


def _slide(figure: Figure, items: Sequence[Item]) -> str:
    root = _canvas(WIDTH, HEIGHT)
    top = _text(root, figure.title, TITLE, EDGE + TITLE.size)
    top = _text(root, figure.subtitle, SUBTITLE, top)
    top = _legend(root, figure.legend, top)
    foot = [*_lines(" ".join(figure.notes), NOTE), *_lines(figure.source, SOURCE)]
    bottom = HEIGHT - EDGE + SOURCE.line / 2 - len(foot) * NOTE.line
    under = _text(root, " ".join(figure.notes), NOTE, bottom + NOTE.line)
    _text(root, figure.source, SOURCE, under)
    _fit(root, items, top, bottom)
    told = " ".join(dict.fromkeys(item.drawing.alternative for item in items))
    return _finished(root, told)


def _fit(root: Element, items: Sequence[Item], top: float, bottom: float) -> None:
    """Place the charts as large as they come out, in the number of columns that makes them so."""
    room = WIDTH - 2 * EDGE, bottom - top - GAP / 2
    scales = {columns: _scale(items, room, columns) for columns in range(1, len(items) + 1)}
    columns = max(scales, key=lambda number: scales[number])
    wide = columns * _widest(items) * scales[columns] + GAP * (columns - 1)
    _place(root, items, (EDGE + (room[0] - wide) / 2, top), scales[columns], columns)


def _scale(items: Sequence[Item], room: tuple[float, float], columns: int) -> float:
    rows = -(-len(items) // columns)
    across = (room[0] - GAP * (columns - 1)) / (columns * _widest(items))
    down = (room[1] - (GAP + _head(items, across)) * rows) / (rows * _highest(items))
    return min(across, down, LARGEST)


def _head(items: Sequence[Item], scale: float) -> float:
    """The height of the longest heading over charts of that scale, none where no chart has one."""
    return max(HEADING.line * len(_wrapped(item.heading, scale * item.drawing.width)) for item in items)


def _wrapped(heading: str, width: float) -> list[str]:
    return textwrap.wrap(heading, max(8, int(width / LETTER)))


def _widest(items: Sequence[Item]) -> float:
    return max(item.drawing.width for item in items)


def _highest(items: Sequence[Item]) -> float:
    return max(item.drawing.height for item in items)


def _place(root: Element, items: Sequence[Item], corner: tuple[float, float], scale: float, columns: int) -> None:
    head = _head(items, scale)
    wide, high = scale * _widest(items) + GAP, scale * _highest(items) + head + GAP
    for n, item in enumerate(items):
        x, y = corner[0] + n % columns * wide, corner[1] + n // columns * high
        lines = _wrapped(item.heading, scale * item.drawing.width)
        for row, line in enumerate(reversed(lines)):  # the last stands at the chart
            _line(root, line, HEADING, x, y + head - 5 - row * HEADING.line)
        chart: Element = etree.fromstring(item.drawing.svg.encode())
        chart.remove(chart[0])  # its title: the slide has one of its own
        size = {"width": f"{scale * item.drawing.width:.1f}", "height": f"{scale * item.drawing.height:.1f}"}
        chart.attrib.update({"x": f"{x:.1f}", "y": f"{y + head:.1f}", **size})
        chart.attrib.pop("role", None)
        root.append(chart)


def _legend(root: Element, legend: Sequence[tuple[str, str]], top: float) -> float:
    x = float(EDGE)
    for colour, name in legend:
        box = {"x": f"{x:.1f}", "y": f"{top - 13:.1f}", "width": "16", "height": "16", "fill": colour}
        etree.SubElement(root, f"{{{NAMESPACE}}}rect", box)
        _line(root, name, NOTE, x + 23, top)
        x += 50 + 8.6 * len(name)
    return top + NOTE.line if legend else top


def _text(root: Element, text: str, letters: Letters, top: float) -> float:
    """Lines of text from a first baseline, and the baseline after the last."""
    lines = _lines(text, letters)
    for n, line in enumerate(lines):
        _line(root, line, letters, EDGE, top + n * letters.line)
    return top + len(lines) * letters.line


def _lines(text: str, letters: Letters) -> list[str]:
    return textwrap.wrap(text, letters.fit)


def _line(root: Element, text: str, letters: Letters, x: float, y: float) -> None:
    look = {"font-size": str(letters.size), "font-weight": letters.weight, "fill": letters.colour}
    made = etree.SubElement(
        root, f"{{{NAMESPACE}}}text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-family": FONT, **look}
    )
    made.text = text


def _canvas(width: float, height: float) -> Element:
    size = {"width": f"{width:g}", "height": f"{height:.0f}", "viewBox": f"0 0 {width:g} {height:.0f}", "role": "img"}
    nsmap: Any = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}svg", size, nsmap=nsmap)
    etree.SubElement(root, f"{{{NAMESPACE}}}title")
    etree.SubElement(root, f"{{{NAMESPACE}}}rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    return root


def _finished(root: Element, told: str) -> str:
    root[0].text = told
    return etree.tostring(root, encoding="unicode")
