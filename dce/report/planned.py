"""What was planned before there were answers beside what was done: kept, left out, done in another way, or added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dce.report.contents import EVERYBODY
from dce.report.material import Material
from dce.report.numbers import DASH, decimal
from dce.report.tables import Part, Table
from dce.report.wording import capital
from dce.study import Analysis

Outcome = Literal["kept", "other", "left", "added"]
BESIDES = ("check", "agreement", "spread")


@dataclass(frozen=True, slots=True)
class Planned:
    """What a report says of its plan: sentences, the question in the words of the makers, and the table."""

    sentences: tuple[str, ...]
    question: str | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the analysis: what was ``planned`` and what was ``done``, each None where it was not."""

    name: str
    planned: str | None
    done: str | None

    @property
    def outcome(self) -> Outcome:
        """How the two go together."""
        if self.planned is None:
            return "added"
        if self.done is None:
            return "left"
        return "kept" if self.planned == self.done else "other"


def planned(material: Material) -> Planned:
    """The plan beside the report; where there is no plan, that all of it is exploration."""
    words, study = material.words, material.contents.study
    if study.analysis is None:
        return Planned((words.say("plan_none"),))
    found = steps(material, study.analysis)
    counts = {name: sum(step.outcome == name for step in found) for name in ("kept", "other", "left", "added")}
    question = study.analysis.research_question
    return Planned(
        (words.say("plan_bound", hash=study.hash[:12]), words.say("plan_counts", **counts)),
        question[words.language] if question else None,
        _table(material, found),
    )


def steps(material: Material, plan: Analysis) -> tuple[Step, ...]:
    """Every step that was planned or done, in the order in which a report takes them."""
    return tuple(
        step
        for part in (_whole(material, plan), _groups(material, plan), _trends(material, plan), _besides(material, plan))
        for step in part
        if step.planned is not None or step.done is not None
    )


def _whole(material: Material, plan: Analysis) -> Iterator[Step]:
    """Model, people, measure and resampling of the ranking of everybody."""
    words, contents, people = material.words, material.contents, material.sample.people
    model = capital(words.say(f"model_{contents.study.task.kind}"))
    yield Step(words.say("plan_model"), model if plan.model else None, model)
    if plan.people is not None:
        least = words.say("plan_least", n=words.count(plan.people))
        enough = people >= plan.people
        yield Step(words.say("plan_people"), least, least if enough else words.say("people", n=words.count(people)))
    measure = words.say("plan_range_share")
    yield Step(
        words.say("plan_measure"), measure if plan.measure else None, measure if material.overall.readable else None
    )
    draws = words.count(contents.rankings[EVERYBODY].bootstrap)
    yield Step(words.say("plan_draws"), words.count(plan.draws) if plan.draws else None, draws)
    yield Step(words.say("plan_confidence"), plan.confidence, "95%")


def _groups(material: Material, plan: Analysis) -> Iterator[Step]:
    """Each split, and how groups are estimated and compared."""
    words, done = material.words, {result.split.item.id: result for result in material.splits}
    compared = words.say("plan_compared")
    for item in material.contents.study.background:
        if item.id in plan.groups or item.id in done:
            could = item.id in done and len(done[item.id].readable) > 1
            wish = compared if item.id in plan.groups else None
            name = words.say("plan_groups", item=words.item(item))
            yield Step(name, wish, compared if could else None)
    if not any(len(result.readable) > 1 for result in done.values()):
        return
    pooled = words.say("plan_pooled" if any(result.apart for result in done.values()) else "plan_apart")
    wish = words.say("plan_pooled" if plan.pooling == "partial" else "plan_apart")
    yield Step(words.say("plan_pooling"), wish if plan.pooling else None, pooled)
    yield Step(words.say("plan_correction"), "Holm" if plan.correction else None, "Holm")
    margin = words.say("plan_points", points=_points(material, material.margin))
    yield Step(words.say("plan_margin"), margin if plan.margin else None, margin)


def _points(material: Material, share: float) -> str:
    points = round(100 * share, 3)
    return decimal(points, material.words.language, 0 if points.is_integer() else 1)


def _trends(material: Material, plan: Analysis) -> Iterator[Step]:
    words, shown = material.words, {split.item.id for split in material.class_splits if material.trend(split)}
    line = words.say("plan_line")
    for item in material.contents.study.background:
        if item.id in plan.trends or item.id in shown:
            name = words.say("plan_trend", item=words.item(item))
            yield Step(name, line if item.id in plan.trends else None, line if item.id in shown else None)


def _besides(material: Material, plan: Analysis) -> Iterator[Step]:
    contents, words = material.contents, material.words
    done = {
        "check": material.check is not None,
        "agreement": contents.agreement is not None,
        "spread": contents.spread is not None,
    }
    made = words.say("plan_made")
    for name in BESIDES:
        yield Step(words.say(f"plan_{name}"), made if name in plan.also else None, made if done[name] else None)


def _table(material: Material, found: tuple[Step, ...]) -> Table:
    words = material.words
    head = tuple(words.say(f"plan_col_{name}") for name in ("step", "planned", "done", "outcome"))
    rows = tuple(
        (step.name, step.planned or DASH, step.done or DASH, words.say(f"plan_{step.outcome}")) for step in found
    )
    return Table(words.say("plan_caption"), head, (Part(rows),), words=4)
