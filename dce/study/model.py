"""The nouns of a study as frozen pydantic models.

Shape (types, ranges, allowed words) is checked here, field by field. What holds between parts, such as a rule that
names an unknown criterion, is checked by :mod:`dce.study.consistency`, on plain data, so that a reader can report both
at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from dce.study import consistency
from dce.study.analysis import Analysis
from dce.study.survey import Privacy, Survey
from dce.study.value import ColumnId, Language, LevelId, StudyId, Text, Value

Combination = dict[str, Annotated[tuple[LevelId, ...], Field(min_length=1)]]  # criterion to levels


class Level(Value):
    """A value that a criterion, a scale or a background item can take."""

    id: LevelId
    label: Text


class Criterion(Value):
    """What varies between scenarios, such as the recipient of the data."""

    id: ColumnId
    label: Text
    short: Text | None = None  # a name for charts and tables; the label is a whole question
    explanation: Text | None = None  # of its terms, for who asks
    coding: Literal["categorical", "ordered"] = "categorical"
    expected: Literal["positive", "negative", "either"] = "either"
    levels: tuple[Level, ...] = Field(min_length=2, max_length=20)

    @property
    def level_ids(self) -> tuple[str, ...]:
        """Ids in the order of the file, which runs from least to most favourable where there is an order."""
        return tuple(level.id for level in self.levels)


class Task(Value):
    """What a respondent is asked once."""

    kind: Literal["rating", "yes-no", "choice", "best-worst", "ranking"]
    statement: Text
    scale: tuple[Level, ...] = Field(default=(), max_length=11)
    alternatives: int | None = Field(default=None, ge=2, le=5)
    opt_out: Text | None = None
    indifferent: Text | None = None  # the words of an answer that all alternatives are alike
    cannot_say: Text | None = None  # the words of an answer that a person cannot say

    @property
    def scale_ids(self) -> tuple[str, ...]:
        """The answers that a rating or yes-no task can take, from least to most agreement; none of the others."""
        return ("no", "yes") if self.kind == "yes-no" else tuple(level.id for level in self.scale)


class Rule(Value):
    """What scenarios may show: one of three forms, in which a criterion names one level or a list of them.

    ``never``: no scenario has all of these. ``when`` with ``only``: a scenario that has all of the first has all of the
    second. ``seldom`` with ``at_most``: no more scenarios of a version than that have all of these.
    """

    never: Combination | None = Field(default=None, min_length=2)
    when: Combination | None = Field(default=None, min_length=1)
    only: Combination | None = Field(default=None, min_length=1)
    seldom: Combination | None = Field(default=None, min_length=1)
    at_most: int | None = Field(default=None, ge=1, le=500)
    because: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_level_is_a_list_of_one(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        listed = {
            part: {c: [v] if isinstance(v, str) else v for c, v in data[part].items()}
            for part in ("never", "when", "only", "seldom")
            if isinstance(data.get(part), dict)
        }
        return {**data, **listed}

    def refuses(self, scenario: Mapping[str, str]) -> bool:
        """Tell whether no design may show ``scenario`` (criterion to level id); a rare one may be shown."""
        if self.when and self.only:
            return _has(scenario, self.when) and not _has(scenario, self.only)
        return self.never is not None and _has(scenario, self.never)

    def limits(self, scenario: Mapping[str, str]) -> bool:
        """Tell whether ``scenario`` is one of those that a version may show ``at_most`` times."""
        return self.seldom is not None and _has(scenario, self.seldom)


def _has(scenario: Mapping[str, str], levels: Mapping[str, tuple[str, ...]]) -> bool:
    return all(scenario[criterion] in named for criterion, named in levels.items())


class Background(Value):
    """A question on the respondent; ``group: true`` splits results by it. Every item may be skipped."""

    id: ColumnId
    label: Text
    short: Text | None = None
    group: bool = False
    ordered: bool = False
    options: tuple[Level, ...] = Field(min_length=2, max_length=50)

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids in the order of the file."""
        return tuple(option.id for option in self.options)


class Prior(Value):
    """What is believed of one weight: normal (``mean``, ``sd``), or anything from ``low`` to ``high``."""

    mean: float | None = None
    sd: float | None = Field(default=None, ge=0)
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Prior:
        normal, uniform = (self.mean, self.sd), (self.low, self.high)
        if None not in normal and uniform == (None, None):
            return self
        if None not in uniform and normal == (None, None) and self.low <= self.high:  # type: ignore[operator]
            return self
        raise ValueError("a prior has mean and sd, or low and high with the smaller one as low")


def _word_or_other(value: Any) -> str:
    return "[word]" if isinstance(value, str) and not value.strip().lstrip("+-").isdecimal() else "[other]"


# Which of the two is meant is decided first: a fault is then one fault, and not one for each that it is not.
WORD, OTHER, WHICH = Tag("[word]"), Tag("[other]"), Discriminator(_word_or_other)


class DesignSettings(Value):
    """What respondents are shown, and what the search of it makes small.

    Each respondent sees ``tasks``, of which ``anchors`` stand in every version; before them come ``practice`` tasks,
    among them come ``holdouts`` that no model is fitted to, and ``repeats`` of them come twice. At most ``dominated``
    tasks of a version may show what nobody hesitates about, and ``varying`` criteria differ between the alternatives of
    a task (all where left out). ``interactions`` are pairs of criteria whose joint effect must be told as well.
    """

    tasks: int = Field(default=21, ge=1, le=500)
    versions: int = Field(default=1, ge=1, le=100)
    anchors: int = Field(default=0, ge=0, le=500)
    practice: int = Field(default=0, ge=0, le=5)
    repeats: int = Field(default=0, ge=0, le=20)
    holdouts: int = Field(default=0, ge=0, le=20)
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    criterion: Literal["D", "A", "S"] = "D"
    priors: Annotated[Annotated[Literal["expected"], WORD] | Annotated[dict[str, Prior], OTHER], WHICH] | None = None
    dominated: Annotated[Annotated[Literal["any"], WORD] | Annotated[int, Field(ge=0), OTHER], WHICH] = 0
    balance_weight: float = Field(default=0.0, ge=0, le=100)
    alternative_constants: bool = False
    varying: int | None = Field(default=None, ge=1, le=60)
    interactions: tuple[tuple[str, str], ...] = ()


class Study(Value):
    """Everything that defines an experiment, in one value.

    >>> from dce.study import example_study
    >>> [criterion.id for criterion in example_study().criteria]
    ['ontvanger', 'doel', 'waarborgen']
    """

    id: StudyId
    languages: tuple[Language, ...] = Field(min_length=1, max_length=2)
    title: Text
    introduction: Text | None = None
    notes: Text | None = None
    task: Task
    criteria: tuple[Criterion, ...] = Field(min_length=1, max_length=60)
    rules: tuple[Rule, ...] = ()
    background: tuple[Background, ...] = Field(default=(), max_length=30)
    design: DesignSettings = DesignSettings()
    survey: Survey = Survey()
    privacy: Privacy = Privacy()
    analysis: Analysis | None = None  # None: no plan was written down

    @model_validator(mode="after")
    def _parts_agree(self) -> Study:
        found = [problem.text for problem in consistency.problems(self.model_dump(mode="json"))]
        if found:
            raise ValueError("\n".join(found))
        return self

    @classmethod
    def load(cls, path: str | Path) -> Study:
        """Read a study file; raises StudyError with every problem, each as ``file:line:column: wrong; right``."""
        from dce.study.reader import load_study  # the reader imports this module

        return load_study(Path(path))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content: 64 hexadecimal digits, the same for any layout of the file.

        What stands at its default is left out, so that a study keeps its hash when the format gains an optional key.
        """
        stated = self.model_dump(mode="json", exclude_defaults=True)
        content = json.dumps(stated, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Study:
        """The same with parts replaced, which are not checked; the copy counts a hash of its own."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("hash", None)
        return copied

    @property
    def language(self) -> str:
        """The default language: the first one."""
        return self.languages[0]

    @property
    def criterion_ids(self) -> tuple[str, ...]:
        """Ids in the order of the file; the columns that hold levels in a design and in answers."""
        return tuple(criterion.id for criterion in self.criteria)

    @property
    def groupings(self) -> tuple[Background, ...]:
        """The background items by which results are split."""
        return tuple(item for item in self.background if item.group)

    @property
    def scale_ids(self) -> tuple[str, ...]:
        """The answers a rating or yes-no task can take, from least to most agreement."""
        return self.task.scale_ids
