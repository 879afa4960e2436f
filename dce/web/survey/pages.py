"""What a page shows, as plain values: the templates loop over these and decide nothing."""

from __future__ import annotations

from dataclasses import dataclass

from dce.design import Design
from dce.store import Respondent
from dce.study import Background, Study

NOTHING = "(none)"  # what a form sends for "prefer not to say": no option can have this id
MOST_IN_A_ROW = 7  # answers side by side; a longer scale becomes a list, where each label can still be read


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of a scenario: the question with its level."""

    criterion: str
    question: str
    level: str
    answer: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """One scenario: ``number`` of ``total`` in the order of this respondent; ``given`` is the answer that is stored."""

    number: int
    total: int
    done: int
    task: int
    rows: tuple[Row, ...]
    statement: str
    choices: tuple[Choice, ...]
    given: Choice | None

    @property
    def in_a_row(self) -> bool:
        """Whether the choices fit side by side on a wide screen."""
        return len(self.choices) <= MOST_IN_A_ROW


@dataclass(frozen=True, slots=True)
class BackgroundPage:
    """One background item: ``number`` of ``total``; ``chosen`` is the option that is stored, "" for none."""

    number: int
    total: int
    item: str
    question: str
    choices: tuple[Choice, ...]
    chosen: str
    nothing: str = NOTHING


def scenario_page(
    design: Design,
    respondent: Respondent,
    task: int,
    *,
    answered: dict[int, str],
    language: str,
    no_yes: tuple[str, str],
) -> ScenarioPage:
    """The page for ``task``; ``no_yes`` are the words for the two answers of a yes-no task."""
    study, scenario = design.study, design.scenario(task)
    choices = _choices(study, language, no_yes)
    return ScenarioPage(
        number=respondent.tasks.index(task) + 1,
        total=len(respondent.tasks),
        done=len(answered),
        task=task,
        rows=tuple(_row(study, criterion, scenario[criterion], language) for criterion in respondent.criteria),
        statement=study.task.statement[language],
        choices=choices,
        given=next((choice for choice in choices if choice.id == answered.get(task)), None),
    )


def background_page(study: Study, number: int, stored: dict[str, str], *, language: str) -> BackgroundPage:
    """The page for background item ``number``, from 1."""
    item: Background = study.background[number - 1]
    return BackgroundPage(
        number=number,
        total=len(study.background),
        item=item.id,
        question=item.label[language],
        choices=tuple(Choice(option.id, option.label[language]) for option in item.options),
        chosen=stored.get(item.id, ""),
    )


def _row(study: Study, criterion_id: str, level_id: str, language: str) -> Row:
    criterion = next(found for found in study.criteria if found.id == criterion_id)
    level = next(found for found in criterion.levels if found.id == level_id)
    return Row(criterion_id, criterion.label[language], level_id, level.label[language])


def _choices(study: Study, language: str, no_yes: tuple[str, str]) -> tuple[Choice, ...]:
    if study.task.kind == "yes-no":
        return tuple(Choice(answer, label) for answer, label in zip(study.scale_ids, no_yes, strict=True))
    return tuple(Choice(answer.id, answer.label[language]) for answer in study.task.scale)
