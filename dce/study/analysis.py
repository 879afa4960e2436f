"""The plan for the analysis: what was decided before there were answers, so that a report can tell it from the rest."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dce.study.value import ColumnId, Text, Value

Besides = Literal["check", "agreement", "spread"]
Margin = Annotated[float, Field(gt=0, lt=1)]
MODELS = {
    "rating": "ordered-logit",
    "yes-no": "binary-logit",
    "choice": "conditional-logit",
    "best-worst": "conditional-logit",
    "ranking": "conditional-logit",
}


class Analysis(Value):
    """What was planned; it counts in the hash of the study, so it cannot change once people answer.

    Only what stands here counts as planned. Criteria are ranked by ``measure`` with ``model``, for everybody and by
    each background item of ``groups``, whose weights are drawn towards each other or not (``pooling``). ``trends`` are
    items with classes in an order. ``also`` names what else is made: the ``check`` with a weight for every level, the
    ``agreement`` on each scenario, the ``spread`` of weights between people. Shares less than ``margin`` apart count as
    the same. With fewer than ``people`` nothing is analysed.

    >>> Analysis(groups=["rol"], margin=0.05).model_dump(exclude_defaults=True)
    {'groups': ('rol',), 'margin': 0.05}
    """

    research_question: Text | None = None
    model: Literal["ordered-logit", "binary-logit", "conditional-logit"] | None = None
    measure: Literal["range-share"] | None = None
    groups: tuple[ColumnId, ...] = ()
    pooling: Literal["partial", "none"] | None = None
    trends: tuple[ColumnId, ...] = ()
    also: tuple[Besides, ...] = ()
    correction: Literal["holm"] | None = None
    margin: Margin | None = None
    confidence: Literal["95%"] | None = None
    draws: int | None = Field(default=None, ge=100, le=100_000)
    people: int | None = Field(default=None, ge=1, le=10_000_000)
