"""The chart of a grid: a row a criterion, darker where the share is larger, the number in every cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from dce.report.palette import INK, QUIET, ink_on, one_hue
from dce.report.svg import Layer, Size, across, down, finished, fixed, layered, rows_chart

WIDE_HEAT = Size(total=720, label=150, right=4, letters=22)
NARROW_HEAT = Size(total=344, label=106, right=4, letters=14)
WIDE_MATRIX = Size(total=720, label=190, right=30, letters=27)
NARROW_MATRIX = Size(total=344, label=112, right=4, letters=15)
LETTER, SMALL, LINE_HEIGHT = 13, 11.5, 13
BLOCK_GAP, WIDEST, TALLEST_NAME = 10, 66, 22  # pixels, pixels, letters of a name that stands upright
DIGIT = 7  # pixels a digit of 13 px takes
HATCH = 12  # pixels between two strokes


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as it is printed, its interval under it, and the share of one that its colour shows."""

    share: float
    mark: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column from top to bottom, or the reason why it may not be shown; ``above`` names the block it begins.

    ``underlined`` holds the rows whose cell has a bar at its foot.
    """

    name: str
    cells: tuple[Cell | None, ...]
    hidden: str = ""
    above: str | None = None
    underlined: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """Names of rows, the columns, and the height of a row in pixels; the darkest cell has the share ``most``."""

    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    height: int
    most: float
    upright: bool = False


def grid_chart(grid: Grid, size: Size) -> Layer:
    """Cells in the order given; names of columns stand upright where the grid says so."""
    places = _places(grid, size)
    top = _top(grid)
    base = alt.Chart()
    cells = [cell for column, x in zip(grid.columns, places, strict=True) for cell in _cells(grid, column, x)]
    layers = [_grounds(base), _marks(base), _smalls(base), _labels(grid, size), _heads(grid, places)]
    frames = [frame for column, x in zip(grid.columns, places, strict=True) for frame in _frames(grid, column, x)]
    if frames:
        layers.insert(1, _underlined(frames))
    hidden = [(column, x) for column, x in zip(grid.columns, places, strict=True) if column.hidden]
    if hidden:
        layers += _hatched(grid, hidden)
    return finished(layered(cells, *layers), size, height=grid.height * len(grid.rows), top=top, bottom=6)


def _places(grid: Grid, size: Size) -> list[tuple[float, float]]:
    """Left and right of every column in pixels; a gap before each block but the first."""
    gaps = sum(column.above is not None for column in grid.columns[1:])
    width = min(WIDEST, (size.plot - gaps * BLOCK_GAP) / len(grid.columns))
    found, left = [], 0.0
    for n, column in enumerate(grid.columns):
        left += BLOCK_GAP if n and column.above is not None else 0.0
        found.append((left, left + width))
        left += width
    return found


def _lines(name: str) -> list[str]:
    return Size(total=0, label=0, right=0, letters=TALLEST_NAME).lines(name)


def _top(grid: Grid) -> int:
    """Room for the names of columns and blocks."""
    longest = max(len(line) for column in grid.columns for line in _lines(column.name))
    names = round(longest * 6.4) + 12 if grid.upright else 22
    return names + (20 if any(column.above for column in grid.columns) else 0)


def _cells(grid: Grid, column: Column, x: tuple[float, float]) -> Iterator[dict[str, object]]:
    for n, cell in enumerate(column.cells):
        if cell is not None:
            colour = one_hue(cell.share / grid.most if grid.most > 0 else 0.0)
            middle, fits = (n + 0.5) * grid.height, len(cell.mark) * DIGIT <= x[1] - x[0]
            yield {
                "left": x[0], "right": x[1] - 1.5, "top": n * grid.height, "bottom": (n + 1) * grid.height - 1.5,
                "middle": (x[0] + x[1] - 1.5) / 2, "mark_y": middle - (7.5 if cell.small else 0.5),
                "small_y": middle + 7.5, "mark": cell.mark if fits else "", "small": cell.small if fits else "",
                "colour": colour, "ink": ink_on(colour),
            }  # fmt: skip


def _frames(grid: Grid, column: Column, x: tuple[float, float]) -> Iterator[dict[str, object]]:
    """The ends of the bar at the foot of each marked cell; those of neighbours run into one."""
    for n in column.underlined:
        yield {"left": x[0], "right": x[1], "top": n * grid.height + 1, "bottom": (n + 1) * grid.height - 2.5}


def _grounds(base: Layer) -> Layer:
    return base.mark_rect(opacity=1).encode(
        x=across("left"), x2=alt.X2("right:Q"), y=down("top"), y2=alt.Y2("bottom:Q"),
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip


def _underlined(frames: Sequence[dict[str, object]]) -> Layer:
    """Bars that are seen in grey print too and stand clear of the numbers."""
    return (
        rows_chart(frames)
        .mark_rule(strokeWidth=2.5, color=INK, strokeCap="butt")
        .encode(x=across("left"), x2=alt.X2("right:Q"), y=down("bottom"))
    )


def _marks(base: Layer) -> Layer:
    return base.mark_text(fontSize=LETTER, baseline="middle").encode(
        x=across("middle"), y=down("mark_y"), text=alt.Text("mark:N"), color=alt.Color("ink:N", scale=None)
    )


def _smalls(base: Layer) -> Layer:
    return base.mark_text(fontSize=11, baseline="middle").encode(
        x=across("middle"), y=down("small_y"), text=alt.Text("small:N"), color=alt.Color("ink:N", scale=None)
    )


def _labels(grid: Grid, size: Size) -> Layer:
    """Names of rows; one of more lines starts higher, because lines grow downwards."""
    rows = []
    for n, name in enumerate(grid.rows):
        lines = size.lines(name)
        rows.append({"label": "\n".join(lines), "y": (n + 0.5) * grid.height - (len(lines) - 1) * LINE_HEIGHT / 2})
    return (
        rows_chart(rows)
        .mark_text(
            align="right", dx=-8, baseline="middle", lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=LETTER, color=INK
        )
        .encode(**fixed(0), y=down("y"), text=alt.Text("label:N"))
    )


def _heads(grid: Grid, places: Sequence[tuple[float, float]]) -> Layer:
    """Names of columns, upright or flat, and above them those of blocks."""
    names = []
    for column, (left, right) in zip(grid.columns, places, strict=True):
        lines = _lines(column.name)
        back = (len(lines) - 1) * LINE_HEIGHT / 2 if grid.upright else 0
        names.append({"text": "\n".join(lines), "x": (left + right) / 2 - back, "y": -7})
    shape = {"angle": 270, "align": "left", "baseline": "middle"} if grid.upright else {"baseline": "bottom"}
    flat = rows_chart(names).mark_text(
        **shape, lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=SMALL + 0.5, color=INK
    ).encode(x=across("x"), y=down("y"), text=alt.Text("text:N"))  # fmt: skip
    blocks = [
        {"text": column.above, "x": left, "y": 16 - _top(grid)}
        for column, (left, _) in zip(grid.columns, places, strict=True)
        if column.above
    ]
    if not blocks:
        return flat
    above = rows_chart(blocks).mark_text(align="left", fontSize=SMALL + 0.5, fontWeight="bold", color=INK)
    return alt.layer(flat, above.encode(x=across("x"), y=down("y"), text=alt.Text("text:N")))


def _hatched(grid: Grid, hidden: Sequence[tuple[Column, tuple[float, float]]]) -> list[Layer]:
    """Slanting strokes over each hidden column, and the reason upright in a white gap."""
    height = grid.height * len(grid.rows)
    strokes = [stroke for _, (left, right) in hidden for stroke in _strokes(left, right - 1.5, height)]
    words = [{"text": column.hidden, "x": (x[0] + x[1] - 1.5) / 2, "y": height / 2} for column, x in hidden]
    room = [
        {"left": (x[0] + x[1] - 1.5) / 2 - 9, "right": (x[0] + x[1] - 1.5) / 2 + 9, **_around(column.hidden, height)}
        for column, x in hidden
    ]
    return [
        rows_chart(strokes).mark_rule(strokeWidth=1, color=QUIET).encode(
            x=across("x"), x2=alt.X2("x2:Q"), y=down("y"), y2=alt.Y2("y2:Q")
        ),
        rows_chart(room).mark_rect(color="#ffffff", opacity=1).encode(
            x=across("left"), x2=alt.X2("right:Q"), y=down("top"), y2=alt.Y2("bottom:Q")
        ),
        rows_chart(words).mark_text(angle=270, baseline="middle", fontSize=SMALL, color=INK).encode(
            x=across("x"), y=down("y"), text=alt.Text("text:N")
        ),
    ]  # fmt: skip


def _around(text: str, height: float) -> dict[str, float]:
    """Top and bottom of a gap in the middle that holds an upright text."""
    reach = min(height / 2, len(text) * 3.3 + 6)
    return {"top": height / 2 - reach, "bottom": height / 2 + reach}


def _strokes(left: float, right: float, height: float) -> Iterator[dict[str, float]]:
    """Strokes at 45 degrees, cut off at the edges of the column."""
    width = right - left
    start = HATCH
    while start < height + width:
        over, under = max(0.0, start - height), min(width, start)
        yield {"x": left + over, "y": start - over, "x2": left + under, "y2": start - under}
        start += HATCH
