"""What each column of an exported table holds: told once, for codebooks, labels and schemas alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dce.design import Design
from dce.report.exchange.texts import texts
from dce.study import Level, Study
from dce.study.answers import CANNOT_SAY, INDIFFERENT, OPT_OUT

Kind = Literal["text", "whole", "category", "truth"]
ROLES = ("task", "practice", "holdout", "anchor", "attention")
WIDE_TASK = re.compile(
    r"^task_(?P<task>\d+)(?:_(?P<part>best|worst|reason|rank_(?P<alternative>\d+)))?(?P<again>_again)?$"
)


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a column can take, in words."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its meaning, its options where it has any, and what an empty cell says."""

    name: str
    kind: Kind
    label: str
    options: tuple[Option, ...] = ()
    missing: str = ""
    ordered: bool = False

    @property
    def codes(self) -> dict[str, int]:
        """The number of each option where a program wants numbers: its id where all ids are, else 1, 2, 3, ..."""
        ids = [option.id for option in self.options]
        if all(re.fullmatch(r"0|-?[1-9]\d{0,5}", name) and name != "-999" for name in ids):  # which says missing
            return {name: int(name) for name in ids}
        return {name: number for number, name in enumerate(ids, 1)}


def describe_columns(names: Sequence[str], design: Design, language: str) -> tuple[Column, ...]:
    """What the columns of these names hold, long or wide, in the words of ``language``.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), 8, seed=1)
    >>> [column.kind for column in describe_columns(["respondent", "task", "doel"], design, "nl")]
    ['text', 'whole', 'category']
    """
    return tuple(_column(name, design.study, language) for name in names)


def _column(name: str, study: Study, language: str) -> Column:
    say = texts(language)
    for criterion in study.criteria:
        if name == criterion.id:
            options, ordered = _options(criterion.levels, language), criterion.coding == "ordered"
            return Column(name, "category", criterion.label[language], options, say["missing_criterion"], ordered)
    for item in study.background:
        if name == item.id:
            options = _options(item.options, language)
            return Column(name, "category", item.label[language], options, say["missing_item"], item.ordered)
    return _task_column(name, study, language) or _plain(name, study, language)


def _options(levels: Iterable[Level], language: str) -> tuple[Option, ...]:
    return tuple(Option(level.id, level.label[language]) for level in levels)


def _plain(name: str, study: Study, language: str) -> Column:
    say = texts(language)
    label = say[name].format(statement=study.task.statement[language])
    if name == "rating":
        return Column(name, "category", label, tuple(_answers(study, language)), say["missing_none"], ordered=True)
    if name == "task_role":
        return Column(name, "category", label, tuple(Option(r, say[f"role_{r}"]) for r in ROLES), say["missing_none"])
    kinds: dict[str, Kind] = {"respondent": "text", "reason": "text", "synthetic": "truth"}
    missing = say["missing_value" if name in ("seconds", "away", "reason") else "missing_none"]
    return Column(name, kinds.get(name, "whole"), label, (), missing)


def _task_column(name: str, study: Study, language: str) -> Column | None:
    found = WIDE_TASK.match(name)
    if found is None:
        return None
    say, part = texts(language), found["part"] or ("rating" if study.task.alternatives is None else "chosen")
    values = {"task": found["task"], "alternative": found["alternative"], "statement": study.task.statement[language]}
    label = say[f"wide_{part.partition('_')[0]}"].format(**values)
    if found["again"]:
        label = say["again"].format(label=label)
    if part == "reason":
        return Column(name, "text", label, (), say["missing_task"])
    if part == "rating":
        return Column(name, "category", label, tuple(_answers(study, language)), say["missing_task"], ordered=True)
    return Column(name, "whole", label, (), say["missing_task"])


def _answers(study: Study, language: str) -> Iterator[Option]:
    """The answers to a rating or yes-no task, and those beside its scale."""
    task, say = study.task, texts(language)
    if task.kind == "yes-no":
        yield from (Option(answer, say[f"answer_{answer}"]) for answer in task.scale_ids)
    yield from _options(task.scale, language)
    for sign, words in ((INDIFFERENT, task.indifferent), (CANNOT_SAY, task.cannot_say)):
        if words is not None:
            yield Option(sign, words[language])


def alternative_words(study: Study, language: str) -> tuple[Option, ...]:
    """The alternatives of a task by number, and the opt-out as 0."""
    say, numbers = texts(language), range(1, (study.task.alternatives or 0) + 1)
    out = (Option(OPT_OUT, study.task.opt_out[language]),) if study.task.opt_out else ()
    return (*out, *(Option(str(number), f"{say['alternative'].split(':')[0]} {number}") for number in numbers))
