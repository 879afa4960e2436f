"""How a study is shown to the people who take part, and what is promised to them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dce.study.value import Text, Value


class Order(Value):
    """What each person sees in an order of his or her own; ``fixed`` is the order of the study and the design."""

    tasks: Literal["random", "fixed"] = "random"
    criteria: Literal["random", "fixed"] = "random"
    alternatives: Literal["random", "fixed"] = "random"


class Attention(Value):
    """A page without a scenario that says that it is a check, and asks to give this ``answer``."""

    statement: Text
    answer: Annotated[str, StringConstraints(min_length=1, max_length=40)]  # as dce.study.answers writes it


class Survey(Value):
    """How the study is shown."""

    order: Order = Order()
    highlight_changes: bool = False  # whether a page marks what is other than in the scenario before it
    reasons: bool = False  # whether each task has a field for a reason in free text
    attention: Attention | None = None


class Privacy(Value):
    """Who is too few to show, and how long raw answers are kept."""

    smallest_group: int = Field(default=10, ge=3, le=1000)
    retention_months: int = Field(default=12, ge=1, le=120)
