"""The parts of the pages of results, each with its sentences, figures and tables, finished in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from dce.design import Design
from dce.ranking.quality import AnswerQuality
from dce.report import tables
from dce.report.answer_figures import class_figure, hidden_classes, hidden_scenarios, scenario_figure
from dce.report.checking import check_sentence
from dce.report.contents import ReportContents
from dce.report.design_page import design_values
from dce.report.figure import Figure
from dce.report.group_figures import groups_figure
from dce.report.group_findings import split_passage
from dce.report.importance_figures import importance_figure, split_figure
from dce.report.kept import kept_figure
from dce.report.material import Material
from dce.report.order_figures import pairwise_figure, places_figure
from dce.report.page import model_notes
from dce.report.quality_table import quality_table
from dce.report.spread_figures import spread_figure
from dce.report.tables import Table
from dce.report.wording import Wording
from dce.store import ResultPart
from dce.store.results import EVERYBODY, SCENARIOS, TOGETHER
from dce.study import Study

Content = dict[str, Any]
MOST_CHECKED = 2000  # people; each is compared with the fit of all others


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


def parts_of(split: str, contents: ReportContents, language: str) -> list[ResultPart]:
    """The parts of one split in one language."""
    material = Material(contents, Wording(contents.study, language))
    made = _MAKERS.get(split)
    return _named(made(material) if made else _of_item(material, split), language)


def spread_part(contents: ReportContents, language: str) -> list[ResultPart]:
    """How differently people weigh each criterion, which takes longest."""
    figure = spread_figure(Material(contents, Wording(contents.study, language)))
    return _named([("spread", content(figures=[figure]))], language)


def group_parts(option: str, contents: ReportContents, language: str) -> list[ResultPart]:
    """A group alone: its answers by scenario, and its ranking as fitted by itself."""
    own = Material(contents, Wording(contents.study, language))
    one_version = len(contents.design.versions) == 1  # else each scenario has the answers of a part of the group
    bars = scenario_figure(own) if one_version else None
    answers = content([] if bars else [hidden_scenarios(own)], figures=[bars])
    ranking = content(figures=[importance_figure(own)])
    return _named([(f"answers-{option}", answers), (f"ranking-{option}", ranking)], language)


def quality_part(study: Study, found: AnswerQuality | None, language: str) -> list[ResultPart]:
    """How many people have signs of answers that may tell little; without ``found``, why that is not told."""
    words = Wording(study, language)
    if found is None:
        return _named([("quality", content([words.say("q_none", most=words.count(MOST_CHECKED))]))], language)
    return _named([("quality", content([words.say("q_note")], told=[quality_table(words, found)]))], language)


def design_part(design: Design, language: str) -> list[ResultPart]:
    """How good the design is, and what it cannot show."""
    told = design_values(design, language=language)
    points = [*told["verdict"].points, *told["limits"].points]
    found = content(told["verdict"].paragraphs, points, told["figures"])
    return _named([("design", found)], language)


def _named(parts: Iterable[tuple[str, Content]], language: str) -> list[ResultPart]:
    return [ResultPart(name, language, kept) for name, kept in parts]


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


def _of_item(material: Material, name: str) -> Iterator[tuple[str, Content]]:
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


_MAKERS = {EVERYBODY: _everybody, SCENARIOS: _scenarios, TOGETHER: _together}
