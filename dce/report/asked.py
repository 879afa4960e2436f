"""What was asked, and of whom: statement, scale and criteria, and how people came to take part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dce.markdown import plain_text
from dce.report.material import Material
from dce.report.passages import Passage
from dce.report.tables import Part, Table


@dataclass(frozen=True, slots=True)
class Asked:
    """The task of a respondent, what scenarios were made of, and who could answer."""

    task: str
    statement: str
    after: tuple[str, ...]
    criteria: Table
    people: Passage


def asked(material: Material) -> Asked:
    """Say it in the words of the study file and of the file on fieldwork."""
    words, study, design = material.words, material.contents.study, material.contents.design
    each = len(design.tasks_of(design.versions[0]))
    kind = study.task.kind.replace("-", "_")
    answers = words.listing([words.quote(words.answer(answer)) for answer in study.scale_ids], "or")
    return Asked(
        task=words.say(f"asked_{kind}", each=words.count(each)),
        statement=study.task.statement[words.language],
        after=(
            words.say("asked_answers", answers=answers),
            *_versions(material),
            words.say("asked_criteria", criteria=len(study.criteria)),
        ),
        criteria=_criteria_table(material),
        people=Passage(tuple(_people(material))),
    )


def _versions(material: Material) -> tuple[str, ...]:
    design = material.contents.design
    versions, tasks = len(design.versions), design.frame["task"].nunique()
    if versions == 1:
        return ()
    return (material.words.say("asked_versions", versions=versions, tasks=material.words.count(tasks)),)


def _criteria_table(material: Material) -> Table:
    words, study = material.words, material.contents.study
    head = tuple(words.say(key) for key in ("col_criterion", "col_question", "col_levels"))
    rows = tuple(
        (words.criterion(c.id), c.label[words.language], "; ".join(words.level(c.id, level) for level in c.level_ids))
        for c in study.criteria
    )
    return Table(words.say("cap_criteria"), head, (Part(rows),), words=3)


def _people(material: Material) -> list[str]:
    """Who could take part and when, or that nobody did; then what people told of themselves."""
    contents, words = material.contents, material.words
    found = [words.say("asked_nobody")] if contents.synthetic else _held(material)
    items = [words.item(split.item) for split in material.sample.splits]
    if items:
        found.append(words.say("asked_background", items=words.listing(items)))
    return found


def _held(material: Material) -> list[str]:
    """What the file on fieldwork says; that it is not known where there is none."""
    field, words = material.contents.fieldwork, material.words
    if field is None:
        return [words.say("asked_unknown")]
    by = [words.say("asked_by", organisation=field.organisation[words.language])] if field.organisation else []
    ground = [plain_text(field.legal_ground[words.language])] if field.legal_ground else []
    return [
        " ".join([*by, words.say(f"asked_entry_{field.entry}"), *_days(material, field.opens, field.closes)]),
        *ground,
    ]


def _days(material: Material, opens: datetime | None, closes: datetime | None) -> list[str]:
    words = material.words
    days = {name: words.date(day.date()) for name, day in (("opens", opens), ("closes", closes)) if day}
    return [words.say("asked_" + "_".join(days), **days)] if days else []
