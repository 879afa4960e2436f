"""One task as its page shows it: scenarios side by side, the answers that can be given, and what was given before."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

from dce.design import Design
from dce.store import Respondent
from dce.study import Study
from dce.study.answers import ATTENTION, BETTER, CANNOT_SAY, INDIFFERENT, OPT_OUT

MOST_IN_A_ROW = 7  # answers side by side; a longer scale becomes a list, where each label can still be read


@dataclass(frozen=True, slots=True)
class Cell:
    """The level that one scenario has: its id, and its words."""

    level: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion: the question, with the level of each scenario; ``changed`` against the scenario before it."""

    criterion: str
    question: str
    explanation: str
    cells: tuple[Cell, ...]
    changed: bool

    @property
    def alike(self) -> bool:
        """Whether all scenarios of the task have the same level."""
        return len({cell.level for cell in self.cells}) == 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of our own on a page of a task, in the reader's language."""

    no_yes: tuple[str, str]
    scenario: str  # with {name}


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task: ``number`` of ``total`` in the order of this person, or a practice task, which has number 0.

    ``scenarios`` are the alternatives in the order in which they are shown: their number in the design, and their name.
    ``choices`` are the answers of the scale or the scenarios, ``beside`` those that no model is fitted to. ``given`` is
    the answer that is stored; ``changing`` tells whether another one may take its place. It ``checks`` attention where
    it shows no scenario, and asks for ``reasons`` where the study does.
    """

    kind: str
    position: int
    number: int
    total: int
    done: int
    task: int
    showing: int
    rows: tuple[Row, ...]
    scenarios: tuple[Choice, ...]
    statement: str
    choices: tuple[Choice, ...]
    beside: tuple[Choice, ...]
    given: str | None
    revision: int | None
    changing: bool
    checks: bool
    reasons: bool

    @property
    def in_a_row(self) -> bool:
        """Whether the choices fit side by side on a wide screen."""
        return self.kind in ("rating", "yes-no") and len(self.choices) <= MOST_IN_A_ROW

    @property
    def asks(self) -> bool:
        """Whether an answer can be given here and now."""
        return self.given is None or self.changing

    @property
    def given_words(self) -> tuple[tuple[str, str], ...]:
        """The stored answer: what each part of it says, best first, beside the place that it has ("" for one part)."""
        labels = {choice.id: choice.label for choice in (*self.choices, *self.scenarios, *self.beside)}
        parts = (self.given or "").split(BETTER)
        if len(parts) == 1:
            return (("", labels[parts[0]]),)
        places = ("best", "worst") if self.kind == "best-worst" else tuple(map(str, range(1, len(parts) + 1)))
        return tuple((place, labels[part]) for place, part in zip(places, parts, strict=True))

    @property
    def given_parts(self) -> dict[str, str]:
        """The stored answer as the fields of its form; none where there is no answer yet."""
        if self.given is None:
            return {}
        parts = self.given.split(BETTER)
        if len(parts) == 1:
            return {"answer": parts[0]}
        if self.kind == "best-worst":
            return {"best": parts[0], "worst": parts[1]}
        return {f"place-{part}": str(place) for place, part in enumerate(parts, 1)}


def task_page(
    design: Design,
    respondent: Respondent,
    position: int,
    *,
    answered: dict[int, str],
    language: str,
    words: Words,
    change: int | None = None,
) -> TaskPage:
    """The page at ``position``, from 1; ``answered`` holds the stored answer by position.

    ``change`` is the revision of the stored answer that another one may take the place of.
    """
    study, task = design.study, respondent.tasks[position - 1]
    checked = study.survey.attention if task == ATTENTION else None
    practice = sum(one in design.practice for one in respondent.tasks)
    uncounted = practice + (ATTENTION in respondent.tasks[:position])
    scenarios = _scenarios(respondent, position, words)
    return TaskPage(
        kind=study.task.kind,
        position=position,
        number=max(position - uncounted, 0),
        total=len(respondent.tasks) - practice - (ATTENTION in respondent.tasks),
        done=sum(place > practice and respondent.tasks[place - 1] != ATTENTION for place in answered),
        task=task,
        showing=respondent.showing(position),
        rows=tuple(_rows(design, respondent, position, language)),
        scenarios=scenarios,
        statement=(checked.statement if checked else study.task.statement)[language],
        choices=_choices(study, scenarios, language, words),
        beside=() if checked else _beside(study, language),
        given=answered.get(position),
        revision=change,
        changing=change is not None and position in answered,
        checks=checked is not None,
        reasons=study.survey.reasons and checked is None,
    )


def _scenarios(respondent: Respondent, position: int, words: Words) -> tuple[Choice, ...]:
    """The alternatives as they are shown: A is the first from the left, whatever its number in the design."""
    if not respondent.alternatives:
        return ()
    order = respondent.alternatives[position - 1]
    return tuple(
        Choice(str(number), words.scenario.format(name=name))
        for name, number in zip(ascii_uppercase, order, strict=False)
    )


def _rows(design: Design, respondent: Respondent, position: int, language: str) -> list[Row]:
    study, shown = design.study, _shown(design, respondent, position)
    if not shown:
        return []
    before = None
    earlier = [place for place in range(1, position) if respondent.tasks[place - 1] != ATTENTION]
    if study.survey.highlight_changes and earlier and not respondent.alternatives:
        before = _shown(design, respondent, earlier[-1])[0]
    criteria = {criterion.id: criterion for criterion in study.criteria}
    rows = []
    for name in respondent.criteria:
        criterion = criteria[name]
        levels = {level.id: level.label[language] for level in criterion.levels}
        explanation = criterion.explanation[language] if criterion.explanation else ""
        cells = tuple(Cell(scenario[name], levels[scenario[name]]) for scenario in shown)
        changed = before is not None and before[name] != shown[0][name]
        rows.append(Row(name, criterion.label[language], explanation, cells, changed))
    return rows


def _shown(design: Design, respondent: Respondent, position: int) -> list[dict[str, str]]:
    """The scenarios of the task at ``position`` in the order in which this person sees them."""
    if respondent.tasks[position - 1] == ATTENTION:
        return []
    scenarios = design.alternatives(respondent.tasks[position - 1])
    order = respondent.alternatives[position - 1] if respondent.alternatives else (1,)
    return [scenarios[number - 1] for number in order]


def _choices(study: Study, scenarios: tuple[Choice, ...], language: str, words: Words) -> tuple[Choice, ...]:
    if study.task.kind == "yes-no":
        return tuple(Choice(answer, label) for answer, label in zip(study.scale_ids, words.no_yes, strict=True))
    if study.task.kind == "rating":
        return tuple(Choice(answer.id, answer.label[language]) for answer in study.task.scale)
    if study.task.kind == "choice" and study.task.opt_out is not None:
        return (*scenarios, Choice(OPT_OUT, study.task.opt_out[language]))
    return scenarios


def _beside(study: Study, language: str) -> tuple[Choice, ...]:
    words = ((INDIFFERENT, study.task.indifferent), (CANNOT_SAY, study.task.cannot_say))
    return tuple(Choice(answer, text[language]) for answer, text in words if text is not None)
