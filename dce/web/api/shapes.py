"""What the API gives, as values whose shape stands in the OpenAPI document; names are written in camelCase."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Words = dict[str, str]


class Shape(BaseModel):
    """A value that is given as JSON."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Problem(Shape):
    """Why something was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class Option(Shape):
    """A level of a criterion, or an option of a background item."""

    id: str
    label: Words


class Criterion(Shape):
    """What varies between scenarios."""

    id: str
    label: Words
    coding: Literal["categorical", "ordered"]
    levels: list[Option]


class BackgroundItem(Shape):
    """A question about the respondent, which may be skipped."""

    id: str
    label: Words
    group: bool = Field(description="Whether results are split by this item.")
    options: list[Option]


class StudyLine(Shape):
    """A study that the token may read."""

    id: str
    title: Words
    state: Literal["draft", "open", "paused", "closed", "archived"]


class Study(StudyLine):
    """A study as it is published now."""

    hash: str
    languages: list[str]
    task_kind: Literal["rating", "yes-no", "choice", "best-worst", "ranking"]
    statement: Words
    scale: list[Option]
    criteria: list[Criterion]
    background: list[BackgroundItem]
    smallest_group: int = Field(description="Nothing is told about fewer people.")


class StudyList(Shape):
    """The studies that the token may read."""

    studies: list[StudyLine]


class Scenario(Shape):
    """One alternative of one task of one version of the design."""

    version: int
    task: int
    alternative: int
    role: Literal["task", "practice", "holdout", "anchor"]
    levels: dict[str, str] = Field(description="Level id by criterion id.")


class ScenarioList(Shape):
    """The scenarios of the design that new people get."""

    design_hash: str
    scenarios: list[Scenario]


class Count(Shape):
    """People, in whole steps, so that two looks never tell of one person; hidden where that would tell of too few."""

    at_least: int | None
    step: int
    hidden: Literal["too_few", "small", "alike", "moved"] | None = None


class Part(Shape):
    """People of one option of a background item, or of one version."""

    id: str
    begun: Count
    completed: Count


class Group(Shape):
    """People by option of one background item."""

    item: str
    options: list[Part]


class Progress(Shape):
    """How the fieldwork stands, as far as it may be told."""

    state: Literal["draft", "before", "open", "paused", "closed"]
    begun: Count
    completed: Count
    groups: list[Group]
    versions: list[Part]
    last_day: date | None = Field(description="By whose end `completed` had passed its last step; not the last answer.")


class AnswerPage(Shape):
    """A page of the answers, a row an answer or an alternative, as ``columns`` of the codebook tell.

    Respondents have numbers that hold for this ``edition`` only; another comes when enough people moved, or one left.
    """

    edition: str
    page: int
    page_size: int
    rows: int = Field(description="Rows in all pages together.")
    people: int
    fewest_alike: int = Field(description="So many people at least share their background answers: k-anonymity.")
    synthetic: bool = Field(description="Whether the answers are invented.")
    answers: list[dict[str, Any]]


class NamedOption(Shape):
    """A value that a column can take, in words."""

    id: str
    label: str


class Column(Shape):
    """What a column of the answers holds, and what it says when it is empty."""

    name: str
    kind: Literal["text", "whole", "category", "truth"]
    label: str
    options: list[NamedOption]
    missing: str


class Codebook(Shape):
    """What every column of the answers holds."""

    language: str
    columns: list[Column]
