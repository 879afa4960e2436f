"""Figures of answers: per scenario, and per class of people with the trend over the classes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dce.report import charts_answers, charts_dots, tables
from dce.report.charts_answers import BarRow, BarWords, answers_chart
from dce.report.charts_dots import Dot, Line, Scale, trend_chart
from dce.report.figure import Caption, Chart, Figure, Picture
from dce.report.findings import class_sentence, class_title
from dce.report.material import Material
from dce.report.numbers import percent
from dce.report.opinions import TOGETHER, Opinion
from dce.report.palette import answer_colours
from dce.report.sample import Split
from dce.report.svg import Size
from dce.report.trend_findings import trend_sentences, trend_title
from dce.report.trends import ClassTrend
from dce.report.wording import Wording
from dce.study import Background

ODDS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16)


def scenario_figure(material: Material) -> Figure | None:
    """Answers per scenario; nothing where none may be shown."""
    words, opinions = material.words, material.scenarios
    if not opinions:
        return None
    torn = sum(opinion.torn for opinion in opinions)
    title = words.say("torn", k=torn, of=len(opinions)) if torn else words.say("not_torn")
    hidden = hidden_scenarios(material)
    known = any(o.index for o in opinions)
    notes = ([words.say("index_note")] if known else []) + ([hidden] if hidden else [])
    people, sub = words.count(material.sample.people), "fig_scenarios_sub" if known else "fig_scenarios_mean_sub"
    return Figure(
        name="scenarios", title=title.removesuffix("."), source=material.source(), notes=tuple(notes),
        charts=(_scenario_bars(material, title, known=known),), legend=_legend(material),
        subtitle=words.say(sub, statement=_statement(material), n=people),
        table=tables.scenario_table(material, opinions),
    )  # fmt: skip


def hidden_scenarios(material: Material) -> str:
    """How many scenarios are not shown, and why; nothing where all are."""
    of = material.contents.design.frame["task"].nunique()
    hidden = of - len(material.scenarios)
    return material.words.say("hidden_scenarios", k=hidden, of=of, smallest=material.sample.smallest) if hidden else ""


def _scenario_bars(material: Material, title: str, *, known: bool) -> Chart:
    """A bar a scenario, with the agreement at the right where it is ``known`` and the page has room."""
    words, opinions = material.words, material.scenarios
    ends = {"k": len(opinions), "first": opinions[0].name, "last": opinions[-1].name}
    alternative = words.say("fig_scenarios_alt" if known else "fig_scenarios_mean_alt", **ends)
    rows = [BarRow(o.name, o.shares, tuple(map(str, o.counts)), _index(words, o)) for o in opinions]
    labels = _labels(material, names=words.say("axis_scenario"), beside=words.say("axis_index") if known else "")
    wide = charts_answers.WIDE_INDEX if known else charts_answers.WIDE_ROWS
    return _bars(material, rows, labels, (wide, charts_answers.NARROW_ROWS), ("tasks", f"{title} {alternative}"))


def _index(words: Wording, opinion: Opinion) -> str:
    """Agreement as it fits beside a bar; where all answered alike resampling shows no range, and words say so."""
    if opinion.index is None:
        return ""
    return words.number(opinion.index) if math.isfinite(opinion.index.low) else words.say("all_alike")


def class_figure(material: Material, split: Split) -> Figure | None:
    """Answers per class of people, and the trend over them; nothing where no class may be shown."""
    words, opinions, trend = material.words, material.classes(split), material.trend(split)
    if not opinions:
        return None
    rows = [BarRow(_class_name(material, split, o), o.shares, tuple(map(percent, o.shares))) for o in opinions]
    title = trend_title(words, split.item, trend) if trend else class_title(material, split)
    first, last = (words.quote(words.group(split.item, o.name)) for o in (opinions[0], opinions[-1]))
    rejects = [percent(o.disagree / o.answers) for o in (opinions[0], opinions[-1])]
    alternative = words.say("fig_classes_alt", k=len(rows), first=first, last=last, a=rejects[0], b=rejects[1])
    sizes = (charts_answers.WIDE_CLASSES, charts_answers.NARROW_CLASSES)
    chart = _bars(material, rows, _labels(material), sizes, (split.item.id, f"{title}. {alternative}"))
    gap = None if trend else class_sentence(material, split, "class_gap")
    said = trend_sentences(words, trend) if trend else (gap,) if gap else ()
    people = words.count(sum(o.people for o in opinions))
    sub = words.say("fig_classes_sub", statement=_statement(material), n=people)
    return Figure(
        name=f"classes-{split.item.id}", title=title, source=_class_source(material, trend),
        charts=(chart, _trend(words, split, trend)) if trend and trend.slope.known else (chart,),
        subtitle=f"{sub} {words.say('fig_trend_sub')}" if trend else sub,
        table=tables.class_table(material, split, opinions), legend=_legend(material),
        notes=(*said, *hidden_classes(material, split)),
    )  # fmt: skip


def hidden_classes(material: Material, split: Split) -> tuple[str, ...]:
    """The sentence on every class that may not be shown."""
    words, smallest = material.words, material.sample.smallest
    names = (words.quote(words.group(split.item, option)) for option in material.hidden(split))
    return tuple(words.say("group_too_few", group=name, smallest=smallest) for name in names)


def _trend(words: Wording, split: Split, trend: ClassTrend) -> Chart:
    picture = trend_picture(words, split.item, trend)
    return picture.chart(f"trend-{split.item.id}", words.language, words.say("fig_trend_head"))


def trend_picture(words: Wording, item: Background, trend: ClassTrend) -> Picture:
    """Each class against the average, with the fitted line in its band; the trend must have a slope."""
    classes = trend.classes
    rows_at, band = zip(*trend.line(), strict=True)
    line = Line(rows_at, *(tuple(getattr(point, end) for point in band) for end in ("value", "low", "high")))
    names = [words.group(item, TOGETHER.join(c.options)) for c in classes]
    rows = [
        Dot(name, shift.value, shift.low, shift.high, after=words.decimal(math.exp(shift.value)))
        for name, shift in zip(names, (c.leniency for c in classes), strict=True)
    ]
    ends = (*(c.leniency.low for c in classes), *(c.leniency.high for c in classes), *line.low, *line.high)
    reach = max(math.log(2), *map(abs, ends)) * 1.05
    ticks = tuple(math.log(odds) for odds in ODDS if abs(math.log(odds)) <= reach)
    scale = Scale(
        -reach, reach, ticks, "format(exp(datum.value), '.3~f')", words.say("axis_odds"),
        words.say("axis_stricter"), words.say("axis_milder"),
    )  # fmt: skip
    order = sorted(zip((c.leniency.value for c in classes), map(words.quote, names), strict=True))
    title, people = trend_title(words, item, trend), words.count(sum(c.people for c in classes))
    alternative = words.say("fig_trend_alt", title=title, most=order[-1][1], least=order[0][1])
    subtitle = words.say("picture_trend_sub", n=people)
    sizes = (charts_dots.WIDE_TREND, charts_dots.NARROW_TREND)
    return Picture(title, subtitle, alternative, lambda size: trend_chart(rows, line, scale, size), sizes)


def _class_source(material: Material, trend: ClassTrend | None) -> str:
    """The line of a trend has errors by respondent, so that no draws were needed."""
    model = material.words.say(f"model_{material.contents.study.task.kind}")
    return material.source(model if trend else None)


def _bars(
    material: Material, rows: Sequence[BarRow], labels: BarWords, sizes: tuple[Size, Size], named: tuple[str, str]
) -> Chart:
    name, alternative = named
    caption = Caption(f"answers-{name}", alternative, material.words.language)
    return caption.both(lambda size: answers_chart(rows, labels, size), sizes)


def _labels(material: Material, *, names: str = "", beside: str = "") -> BarWords:
    words, scale = material.words, material.contents.study.scale_ids
    return BarWords(words.answer(scale[0]), words.answer(scale[-1]), names, words.say("axis_answers"), beside)


def _legend(material: Material) -> tuple[tuple[str, str], ...]:
    scale = material.contents.study.scale_ids
    colours = answer_colours(len(scale))
    return tuple((colour, material.words.answer(answer)) for colour, answer in zip(colours, scale, strict=True))


def _statement(material: Material) -> str:
    return material.words.quote(material.contents.study.task.statement[material.words.language])


def _class_name(material: Material, split: Split, opinion: Opinion) -> str:
    people = material.words.say("people", n=material.words.count(opinion.people))
    return f"{material.words.group(split.item, opinion.name)}\n{people}"
