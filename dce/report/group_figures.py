"""Heat maps of importance by group: one split on its own, and all groups of the study side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from markupsafe import Markup

from dce.report import charts_grid, grid_tables
from dce.report.charts_grid import Cell, Column, Grid, grid_chart
from dce.report.figure import Caption, Chart, Figure
from dce.report.material import Material
from dce.report.numbers import percent
from dce.report.places import GroupResult, Standing
from dce.report.readings import SplitResult
from dce.report.svg import Size
from dce.report.wording import Wording, capital

ROW, ROOM = 36, 42  # pixels: height of a row, and what a cell needs for an interval


def heat_map(material: Material, result: SplitResult) -> Chart:
    """The groups of one split beside everybody."""
    caption = _caption(material, [result], f"heat-{result.split.item.id}")
    columns = [_column(material, None, material.overall), *_block(material, result)]
    sizes = (charts_grid.WIDE_HEAT, charts_grid.NARROW_HEAT)
    wide, narrow = (_drawn(material, columns, caption, size) for size in sizes)
    return Chart(wide, narrow, material.words.say("fig_heat_head"))


def heat_note(words: Wording, groups: Iterable[GroupResult]) -> str:
    """How a map of these groups is read; of hatching only where a group is hidden."""
    hidden = any(group.people is None for group in groups)
    return " ".join([words.say("fig_heat_note"), *([words.say("fig_heat_hidden")] if hidden else [])])


def groups_figure(material: Material) -> Figure | None:
    """All groups together; nothing where there are no two splits to put side by side."""
    words, results = material.words, [result for result in material.splits if result.readable]
    if len(results) < 2 or not material.overall.readable:
        return None
    chart = Chart(_side_by_side(material, results), _stacked(material, results))
    found = list(dict.fromkeys(d.criterion for result in results for d in result.differences))
    names = words.listing([words.criterion(name) for name in found])
    return Figure(
        name="groups", source=material.source(), charts=(chart,),
        notes=(heat_note(words, (group for result in results for group in result.groups)),),
        title=words.say("fig_groups_some", names=names) if found else words.say("fig_groups_none"),
        subtitle=words.say("fig_groups_sub"), table=grid_tables.groups_table(material, results),
    )  # fmt: skip


def _side_by_side(material: Material, results: Sequence[SplitResult]) -> Markup:
    """Everybody and then a block a split, cut into several charts where they do not fit."""
    columns = [column for result in results for column in _block(material, result)]
    columns.insert(0, _column(material, None, material.overall))
    return _drawn(material, columns, _caption(material, results, "groups"), charts_grid.WIDE_HEAT)


def _stacked(material: Material, results: Sequence[SplitResult]) -> Markup:
    """A chart a split, under each other."""
    found = Markup()
    for result in results:
        columns = [_column(material, None, material.overall), *_block(material, result)]
        caption = _caption(material, [result], f"groups-{result.split.item.id}")
        found += _drawn(material, columns, caption, charts_grid.NARROW_HEAT)
    return found


def _block(material: Material, result: SplitResult) -> list[Column]:
    """The columns of one split, under its name."""
    first, *rest = (_column(material, result, group) for group in result.groups)
    return [replace(first, above=capital(material.words.item(result.split.item))), *rest]


def _caption(material: Material, results: Sequence[SplitResult], name: str) -> Caption:
    alternative = material.words.say("fig_heat_alt", **_heaviest_cell(material, results))
    return Caption(name, alternative, material.words.language)


def _drawn(material: Material, columns: Sequence[Column], caption: Caption, size: Size) -> Markup:
    """One chart, or several where the columns do not fit; the first column comes back in each."""
    first, rest, fit = columns[0], columns[1:], size.plot // ROOM - 1
    parts = [rest[n : n + fit] for n in range(0, len(rest), fit)]
    rows = tuple(material.words.criterion(s.criterion) for s in material.overall.standings)
    found = Markup()
    for n, part in enumerate(parts):
        grid = Grid(rows, (first, *part), ROW, _most(material), upright=True)
        named = caption if len(parts) == 1 else Caption(f"{caption.name}-{n}", caption.alternative, caption.language)
        found += named.drawn(lambda size, grid=grid: grid_chart(grid, size), size)  # type: ignore[misc]
    return found


def _column(material: Material, result: SplitResult | None, group: GroupResult) -> Column:
    name = material.words.group(result.split.item if result else None, group.group)
    return group_column(material.words, name, group, material.overall)


def group_column(words: Wording, name: str, group: GroupResult, overall: GroupResult) -> Column:
    """The cells of one group in the order of everybody, or why there are none."""
    if group.people is None:
        return Column(name, (), words.say("cell_hidden"))
    named = words.say("group_n", group=name, n=words.count(group.people))
    if not group.readable:
        return Column(named, (), words.say("not_estimable"))
    return Column(named, tuple(_cell(words, group.of(s.criterion)) for s in overall.standings))


def _cell(words: Wording, standing: Standing) -> Cell:
    return Cell(standing.importance, percent(standing.importance), words.bounds(standing))


def _most(material: Material) -> float:
    """The highest share in the report, so that a colour means the same in every map."""
    groups = [material.overall, *(group for result in material.splits for group in result.readable)]
    return max(s.importance for group in groups for s in group.standings)


def _heaviest_cell(material: Material, results: Sequence[SplitResult]) -> dict[str, object]:
    """What the alternative text names: how many rows and columns, and the darkest cell."""
    words = material.words
    shown = [(result, group) for result in results for group in result.readable]
    result, group, standing = max(
        ((result, group, s) for result, group in shown for s in group.standings), key=lambda found: found[2].importance
    )
    return {
        "k": len(group.standings), "groups": len(shown), "name": words.criterion(standing.criterion),
        "share": words.share(standing), "group": words.quote(words.group(result.split.item, group.group)),
    }  # fmt: skip
