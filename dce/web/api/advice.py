"""The advice that the API gives: its shapes, and the model behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from dce.errors import AnswerError
from dce.store import Store
from dce.web.api.shapes import Shape
from dce.web.results.adviser_page import SPLIT
from dce.web.results.adviser_shown import shown_adviser


class Estimate(Shape):
    """A number with its 95% interval."""

    value: float
    low: float
    high: float


class Brake(Shape):
    """A reason to doubt an advice, or to have none; of a group, or of all where that is empty."""

    code: str
    text: str
    group: str
    about: dict[str, str] | None = Field(description="Level id by criterion id.")


class Step(Shape):
    """What one criterion adds, when those before it are as in the case already."""

    criterion: str
    level: str
    utility: Estimate
    points: float
    share: float


class Change(Shape):
    """Other levels that bring the share to the other side of one half."""

    levels: dict[str, str]
    share: Estimate


class GroupAdvice(Shape):
    """What the model of one group expects."""

    group: str
    people: int
    share: Estimate = Field(description="Who would agree, from 0 to 1.")
    distribution: dict[str, Estimate] = Field(description="Chance of each answer by its id.")
    baseline: float = Field(description="The share at the mean scenario, where the steps begin.")
    steps: list[Step]
    changes: list[Change]


class Nearest(Shape):
    """A scenario that was judged, and how many people gave each answer; null where that may not be shown."""

    scenario: dict[str, str]
    differing: list[str]
    counts: list[int] | None


class Advice(Shape):
    """What a model of earlier answers expects of a case, the brakes first. A person decides."""

    case: dict[str, str]
    stopped: bool = Field(description="Whether there is no advice at all; the first brake says why.")
    brakes: list[Brake]
    groups: list[GroupAdvice]
    nearest: list[Nearest]
    hidden: list[str] = Field(description="Groups that are not shown.")
    version: str
    people: int
    synthetic: bool = Field(description="Whether the answers are invented.")
    on: date | None
    a_person_decides: str


def advice(store: Store, study_id: str, levels: Mapping[str, str], by: str | None = None) -> Advice | None:
    """The advice on a case, ``by`` a background item or the first; None where too few people answered.

    Raises AnswerError for a faulty case or item.
    """
    study = store.current(study_id).study
    if not study.scale_ids:
        raise AnswerError("there is no adviser of choice tasks; it needs answers on a scale, or yes and no")
    items = [item.id for item in study.groupings]
    if by is not None and by not in items:
        raise AnswerError(f'{SPLIT}: the study tells no groups apart by "{by}"; use {" or ".join(items) or "none"}')
    shown = shown_adviser(store, study_id, by or "")
    return None if shown is None else Advice.model_validate(shown.adviser.advise(levels).to_dict())
