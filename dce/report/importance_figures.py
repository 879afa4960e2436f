"""Figures of importance: the criteria in order for everybody, and the same order for each group."""

from __future__ import annotations

from dce.report import charts_importance, tables
from dce.report.charts_importance import ImportanceRow, ImportanceWords, axis_limit, importance_chart
from dce.report.figure import Caption, Figure, Panel, Picture
from dce.report.group_figures import heat_map, heat_note
from dce.report.material import Material
from dce.report.numbers import percent
from dce.report.passages import FEW, full
from dce.report.places import GroupResult
from dce.report.readings import SplitResult
from dce.report.wording import Wording, capital


def importance_figure(material: Material) -> Figure | None:
    """Criteria in order of importance for everybody; nothing where there are no weights."""
    words, result = material.words, material.overall
    if not result.readable:
        return None
    picture = importance_picture(words, result)
    return Figure(
        name="importance", title=picture.title, subtitle=picture.subtitle, source=material.source(),
        charts=(picture.chart("importance", words.language),), table=tables.importance_table(material, result),
        notes=(words.say("fig_importance_tiers" if len(result.tiers) > 1 else "fig_importance_one_tier"),),
    )  # fmt: skip


def importance_picture(words: Wording, result: GroupResult) -> Picture:
    """The criteria of one group in its own order, with their tiers; the group must have numbers."""
    rows, last = importance_rows(words, result), result.standings[-1]
    alternative = words.say(
        "fig_importance_alt", k=len(rows), last=words.criterion(last.criterion), last_share=words.share(last),
        name=words.criterion(result.standings[0].criterion), share=words.share(result.standings[0]),
    )  # fmt: skip
    tiers = tuple(
        words.say("tier_open" if len(tier) > 1 else "tier_alone", n=n) for n, tier in enumerate(result.tiers, start=1)
    )
    limit = axis_limit(max(row.high for row in rows))
    labels = ImportanceWords(words.say("axis_importance"), words.say("axis_places"), tiers)
    return Picture(
        _importance_title(words, result), words.say("fig_importance_sub", n=words.count(result.people or 0)),
        alternative, lambda size: importance_chart(rows, labels, size, limit=limit),
        (charts_importance.WIDE, charts_importance.NARROW),
    )  # fmt: skip


def split_figure(material: Material, result: SplitResult) -> Figure | None:
    """A small chart per group, criteria in the order of everybody; nothing where no group may be shown."""
    words, item = material.words, result.split.item
    if not result.readable or not material.overall.readable:
        return None
    limit = axis_limit(max(s.high for group in result.readable for s in group.standings))
    panels = tuple(_panel(material, result, group, limit) for group in result.readable)
    return Figure(
        name=f"split-{item.id}", title=_split_title(material, result), source=material.source(), panels=panels,
        subtitle=words.say("fig_split_sub"), table=tables.split_table(material, result),
        charts=(heat_map(material, result),), notes=(heat_note(words, result.groups),),
    )  # fmt: skip


def importance_rows(words: Wording, result: GroupResult, *, beside: GroupResult | None = None) -> list[ImportanceRow]:
    """Rows of the chart; with ``beside`` in its order and with its importance as a reference."""
    order = (beside or result).standings
    return [
        ImportanceRow(
            label=words.criterion(s.criterion), importance=s.importance, low=s.low, high=s.high,
            value=percent(s.importance), places=words.place_set(s), tier=s.tier,
            reference=beside.of(s.criterion).importance if beside else None,
        )
        for s in (result.of(other.criterion) for other in order)
    ]  # fmt: skip


def _panel(material: Material, result: SplitResult, group: GroupResult, limit: float) -> Panel:
    """A small chart without tiers, because its rows do not stand in its own order."""
    words, item = material.words, result.split.item
    name = words.group(item, group.group)
    alternative = words.say("fig_panel_alt", group=name, **full(words, group, group.standings[0]))
    rows = importance_rows(words, group, beside=material.overall)
    labels = ImportanceWords(words.say("axis_importance"), words.say("axis_places"))
    caption = Caption(f"split-{item.id}-{item.option_ids.index(group.group)}", alternative, words.language)
    chart = caption.drawn(lambda size: importance_chart(rows, labels, size, limit=limit), charts_importance.NARROW)
    return Panel(words.say("group_people", group=name, n=words.count(group.people or 0)), chart)


def _importance_title(words: Wording, result: GroupResult) -> str:
    leaders, trailers = result.leaders, result.trailers
    names = words.listing([words.criterion(s.criterion) for s in leaders])
    if len(leaders) > FEW:
        return words.say("fig_importance_many", n=words.count(result.people or 0))
    top = words.say("fig_importance_one" if len(leaders) == 1 else "fig_importance_few", name=names, names=names)
    if len(trailers) == 1 and len(leaders) == 1:
        top = words.say("fig_importance_and_last", top=top, last=words.criterion(trailers[0].criterion))
    return capital(top)


def _split_title(material: Material, result: SplitResult) -> str:
    words, item = material.words, capital(material.words.item(result.split.item))
    if len(result.readable) < 2:
        name = words.quote(words.group(result.split.item, result.readable[0].group))
        return words.say("fig_split_one", item=item, group=name)
    found = list(dict.fromkeys(difference.criterion for difference in result.differences))
    names = words.listing([words.criterion(name) for name in found])
    told = {"item": item, "names": names, "k": len(result.alike), "of": len(material.contents.study.criteria)}
    key = "fig_split_some" if found else "fig_split_none"
    return words.say(f"{key}_alike" if result.alike else key, **told)
