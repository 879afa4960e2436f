"""The parts of the pages of results, each with its sentences, figures and tables, finished in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from dce.report import tables
from dce.report.answer_figures import class_figure, hidden_classes, hidden_scenarios, scenario_figure
from dce.report.assemble import Making, assemble_group
from dce.report.checking import check_sentence
from dce.report.contents import ReportContents
from dce.report.figure import Figure
from dce.report.group_figures import groups_figure
from dce.report.group_findings import split_passage
from dce.report.importance_figures import importance_figure, split_figure
from dce.report.kept import kept_figure
from dce.report.material import Material, SplitResult
from dce.report.order_figures import pairwise_figure, places_figure
from dce.report.page import model_notes
from dce.report.spread_figures import spread_figure
from dce.report.tables import Table
from dce.report.tally import Tally
from dce.report.wording import Wording
from dce.store import ResultPart
from dce.store.results import EVERYBODY
from dce.study import Background
from dce.web.results.splits import SCENARIOS, TOGETHER

Content = dict[str, Any]


def content(
    sentences: Iterable[str] = (),
    points: Iterable[str] = (),
    figures: Iterable[Figure | None] = (),
    told: Iterable[Table | None] = (),
) -> Content:
    """A part as it is kept: what there is none of is left out."""
    return {
        "sentences": [text for text in sentences if text],
        "points": list(points),
        "figures": [kept_figure(figure) for figure in figures if figure],
        "tables": [asdict(table) for table in told if table],
    }


def parts_of(split: str, contents: ReportContents, making: Making) -> list[ResultPart]:
    """The parts of one split, in every language of the study."""
    made = _MAKERS.get(split)
    found = []
    for language in contents.study.languages:
        material = Material(contents, Wording(contents.study, language))
        own = made(material) if made else _of_item(material, split, making)
        found += [ResultPart(name, language, kept) for name, kept in own]
    return found


def _everybody(material: Material) -> Iterator[tuple[str, Content]]:
    words, sample = material.words, material.sample
    heaviest = importance_figure(material)
    intro = words.say(
        "intro", people=words.count(sample.people), answers=words.count(sample.answers),
        statement=words.quote(material.contents.study.task.statement[words.language]),
        tasks=words.count(material.contents.design.frame["task"].nunique()),
        criteria=len(material.contents.study.criteria),
    )  # fmt: skip
    yield "overview", content([intro, heaviest.title + "." if heaviest else words.say("no_ranking")])
    order = [pairwise_figure(material), places_figure(material)] if heaviest else []
    yield "ranking", content([] if heaviest else [words.say("no_ranking")], figures=[heaviest, *order])
    yield "spread", content(figures=[spread_figure(material)])
    check = material.check
    readable = check is not None and check.readable and material.overall.readable
    beside = tables.check_table(material, check) if check is not None and readable else None
    yield (
        "checks",
        content([check_sentence(material), *model_notes(material)], told=[beside, tables.model_table(material)]),
    )


def _scenarios(material: Material) -> Iterator[tuple[str, Content]]:
    figure = scenario_figure(material)
    yield "answers", content([] if figure else [hidden_scenarios(material)], figures=[figure])


def _together(material: Material) -> Iterator[tuple[str, Content]]:
    yield "groups", content(figures=[groups_figure(material)])


def _of_item(material: Material, name: str, making: Making) -> Iterator[tuple[str, Content]]:
    item = next(item for item in material.contents.study.background if item.id == name)
    split = material.sample.split(name)
    yield "sample", content(told=[tables.split_sample_table(material, split)])
    classes = class_figure(material, split) if item.ordered and (item.group or material.trend(split)) else None
    result = next((own for own in material.splits if own.split.item.id == name), None)
    passage = split_passage(material, result) if result else None
    hidden = [] if classes or not item.ordered else hidden_classes(material, split)
    yield (
        "groups",
        content(
            [*(passage.paragraphs if passage else ()), *hidden],
            passage.points if passage else (),
            [split_figure(material, result) if result else None, classes],
        ),
    )
    if result:
        yield from _filters(material, item, result, making)


def _filters(
    material: Material, item: Background, result: SplitResult, making: Making
) -> Iterator[tuple[str, Content]]:
    """Each group that may be shown alone: its answers by scenario, and its ranking as fitted by itself."""
    answers = material.contents.answers
    if not isinstance(answers, Tally):
        return
    one_version = len(material.contents.design.versions) == 1
    for group in result.readable:
        tally = Tally(answers.gathered, (item.id, group.group))
        ratings = answers.gathered.by_item[item.id].of_group(item.id, group.group)
        own = Material(assemble_group(tally, material.contents.design, ratings, making), material.words)
        bars = scenario_figure(own) if one_version else None
        yield f"answers-{group.group}", content([] if bars else [hidden_scenarios(own)], figures=[bars])
        yield f"ranking-{group.group}", content(figures=[importance_figure(own)])


_MAKERS = {EVERYBODY: _everybody, SCENARIOS: _scenarios, TOGETHER: _together}
