"""Figures: the finding as title, what and who under it, the chart in two widths, its source and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dce.report import charts_answers, charts_importance, tables
from dce.report.charts_answers import BarRow, BarWords
from dce.report.charts_importance import ImportanceRow, ImportanceWords
from dce.report.findings import FEW, class_sentence, class_title, full
from dce.report.material import Material, SplitResult
from dce.report.numbers import percent
from dce.report.opinions import Opinion
from dce.report.palette import answer_colours
from dce.report.places import GroupResult
from dce.report.sample import Split
from dce.report.svg import Size, inline_svg
from dce.report.tables import Table
from dce.report.wording import Wording, capital


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts, under its own heading."""

    heading: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart in two widths, or panels that need only one; ``notes`` stand under it, ``answers`` is the legend."""

    name: str
    title: str
    subtitle: str
    source: str
    table: Table
    wide: Markup | None = None
    narrow: Markup | None = None
    panels: tuple[Panel, ...] = ()
    notes: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


def scenario_figure(material: Material) -> Figure | None:
    """Answers per scenario; nothing where no scenario was judged by enough people."""
    words, opinions = material.words, material.scenarios
    if not opinions:
        return None
    rows = [BarRow(o.name, o.shares, tuple(str(count) for count in o.counts)) for o in opinions]
    alternative = words.say("fig_scenarios_alt", k=len(opinions), first=opinions[0].name, last=opinions[-1].name)
    torn = sum(opinion.torn for opinion in opinions)
    title = words.say("torn", k=torn, of=len(opinions)) if torn else words.say("not_torn")
    of = material.contents.design.frame["task"].nunique()
    hidden = words.say("hidden_scenarios", k=of - len(opinions), of=of, smallest=material.sample.smallest)
    sizes = (charts_answers.WIDE_ROWS, charts_answers.NARROW_ROWS)
    wide, narrow = _answers(material, rows, sizes, f"{title} {alternative}", names=words.say("axis_scenario"))
    people = words.count(material.sample.people)
    return Figure(
        name="scenarios", title=title.removesuffix("."), wide=wide, narrow=narrow, source=material.source(),
        subtitle=words.say("fig_scenarios_sub", statement=_statement(material), n=people),
        table=tables.scenario_table(material, opinions), legend=_legend(material),
        notes=(hidden,) if of > len(opinions) else (),
    )  # fmt: skip


def class_figure(material: Material, split: Split) -> Figure | None:
    """Answers per class of people; nothing where no class may be shown."""
    words, opinions = material.words, material.classes(split)
    if not opinions:
        return None
    rows = [BarRow(_class_name(material, split, o), o.shares, tuple(map(percent, o.shares))) for o in opinions]
    title = class_title(material, split)
    first, last = (words.quote(words.group(split.item, o.name)) for o in (opinions[0], opinions[-1]))
    rejects = [percent(o.disagree / o.answers) for o in (opinions[0], opinions[-1])]
    alternative = words.say("fig_classes_alt", k=len(rows), first=first, last=last, a=rejects[0], b=rejects[1])
    sizes = (charts_answers.WIDE_CLASSES, charts_answers.NARROW_CLASSES)
    wide, narrow = _answers(material, rows, sizes, f"{title}. {alternative}", names="", name=split.item.id)
    gap = class_sentence(material, split, "class_gap")
    people = words.count(sum(o.people for o in opinions))
    return Figure(
        name=f"classes-{split.item.id}", title=title, wide=wide, narrow=narrow, source=material.source(),
        subtitle=words.say("fig_classes_sub", statement=_statement(material), n=people),
        table=tables.class_table(material, split, opinions), legend=_legend(material),
        notes=((gap,) if gap else ()) + hidden_classes(material, split),
    )  # fmt: skip


def importance_figure(material: Material) -> Figure | None:
    """Criteria in order of importance for everybody; nothing where there are no weights."""
    words, result = material.words, material.overall
    if not result.readable:
        return None
    rows = importance_rows(material, result)
    last = result.standings[-1]
    alternative = words.say(
        "fig_importance_alt", k=len(rows), last=words.criterion(last.criterion), last_share=words.share(last),
        name=words.criterion(result.standings[0].criterion), share=words.share(result.standings[0]),
    )  # fmt: skip
    sizes = (charts_importance.WIDE, charts_importance.NARROW)
    wide, narrow = (_importance(material, rows, size, "importance", alternative) for size in sizes)
    return Figure(
        name="importance", title=_importance_title(words, result), wide=wide, narrow=narrow, source=material.source(),
        subtitle=words.say("fig_importance_sub", n=words.count(result.people or 0)),
        table=tables.importance_table(material, result),
        notes=(words.say("fig_importance_bands" if len(result.tiers) > 1 else "fig_importance_noband"),),
    )  # fmt: skip


def split_figure(material: Material, result: SplitResult) -> Figure | None:
    """A small chart per group, criteria in the order of everybody; nothing where no group may be shown."""
    words, item = material.words, result.split.item
    if not result.readable or not material.overall.readable:
        return None
    highest = max(s.high for group in result.readable for s in group.standings)
    panels = tuple(_panel(material, result, group, highest) for group in result.readable)
    return Figure(
        name=f"split-{item.id}", title=_split_title(material, result), subtitle=words.say("fig_split_sub"),
        source=material.source(), table=tables.split_table(material, result), panels=panels,
    )  # fmt: skip


def hidden_classes(material: Material, split: Split) -> tuple[str, ...]:
    """The sentence on every class that may not be shown."""
    words, smallest = material.words, material.sample.smallest
    names = (words.quote(words.group(split.item, option)) for option in split.hidden)
    return tuple(words.say("group_too_few", group=name, smallest=smallest) for name in names)


def importance_rows(
    material: Material, result: GroupResult, *, beside: GroupResult | None = None
) -> list[ImportanceRow]:
    """Rows of the chart; with ``beside`` in its order, with its importance as a reference and without tiers."""
    words = material.words
    tier = {s.criterion: n for n, part in enumerate(result.tiers) for s in part} if len(result.tiers) > 1 else {}
    order = (beside or result).standings
    return [
        ImportanceRow(
            label=words.criterion(s.criterion), importance=s.importance, low=s.low, high=s.high,
            value=percent(s.importance), places=words.place_set(s), tier=1 if beside else tier.get(s.criterion, 1),
            reference=beside.of(s.criterion).importance if beside else None,
        )
        for s in (result.of(other.criterion) for other in order)
    ]  # fmt: skip


def _importance(
    material: Material, rows: Sequence[ImportanceRow], size: Size, name: str, alternative: str, highest: float = 0.0
) -> Markup:
    words = material.words
    labels = ImportanceWords(words.say("axis_importance"), words.say("axis_places"))
    limit = charts_importance.axis_limit(max(highest, *(row.high for row in rows)))
    chart = charts_importance.importance_chart(rows, labels, size, limit=limit)
    return inline_svg(chart, size, name=f"{name}-{size.total}", alternative=alternative, language=words.language)


def _panel(material: Material, result: SplitResult, group: GroupResult, highest: float) -> Panel:
    words, item = material.words, result.split.item
    name = words.group(item, group.group)
    alternative = words.say("fig_panel_alt", group=name, **full(words, group, group.standings[0]))
    rows = importance_rows(material, group, beside=material.overall)
    size, chart = charts_importance.NARROW, f"split-{item.id}-{item.option_ids.index(group.group)}"
    heading = words.say("group_people", group=name, n=words.count(group.people or 0))
    return Panel(heading, _importance(material, rows, size, chart, alternative, highest))


def _answers(
    material: Material,
    rows: Sequence[BarRow],
    sizes: tuple[Size, Size],
    alternative: str,
    *,
    names: str,
    name: str = "tasks",
) -> tuple[Markup, Markup]:
    words, scale = material.words, material.contents.study.scale_ids
    labels = BarWords(words.answer(scale[0]), words.answer(scale[-1]), names, words.say("axis_answers"))
    wide, narrow = (
        inline_svg(
            charts_answers.answers_chart(rows, labels, size), size,
            name=f"answers-{name}-{size.total}", alternative=alternative, language=words.language,
        )
        for size in sizes
    )  # fmt: skip
    return wide, narrow


def _legend(material: Material) -> tuple[tuple[str, str], ...]:
    scale = material.contents.study.scale_ids
    colours = answer_colours(len(scale))
    return tuple((colour, material.words.answer(answer)) for colour, answer in zip(colours, scale, strict=True))


def _statement(material: Material) -> str:
    return material.words.quote(material.contents.study.task.statement[material.words.language])


def _class_name(material: Material, split: Split, opinion: Opinion) -> str:
    people = material.words.say("people", n=material.words.count(opinion.people))
    return f"{material.words.group(split.item, opinion.name)}\n{people}"


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
    if not found:
        return words.say("fig_split_none", item=item)
    return words.say("fig_split_some", item=item, names=words.listing([words.criterion(name) for name in found]))
