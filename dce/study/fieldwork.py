"""Fieldwork: who may take part in a study, when, and who answers for it. It may change while answers come in.

It stands in ``fieldwork.yaml`` beside ``study.yaml``, because a study is locked by its hash and this is not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from dce.study.value import ColumnId, LevelId, Text, Value

if TYPE_CHECKING:
    from dce.study.model import Study

Moment = Literal["before", "open", "closed"]
Address = Annotated[
    str,
    StringConstraints(pattern=r"^https://[^\s?#@]{1,200}$|^http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s?#@]{0,200})?$"),
]
Contact = Annotated[str, StringConstraints(pattern=r"^[^\s<>@]{1,100}@[^\s<>@]{1,150}$")]
People = Annotated[int, Field(ge=1, le=10_000_000)]


class Fieldwork(Value):
    """Who may take part in a study, when, and who answers for it.

    People come in by the ``open`` link, or with a personal link only (``invited``). ``people`` and ``quotas``, by
    background item and option, are the most that take part: who completed, and who is under way. ``begins_per_hour``
    counts new people of one internet address, and ten times that of all addresses. A panel may send people with an
    address to go back to, when that address without its query is one of ``return_to``.
    """

    opens: AwareDatetime | None = None
    closes: AwareDatetime | None = None
    entry: Literal["open", "invited"] = "open"
    people: People | None = None
    quotas: dict[ColumnId, dict[LevelId, People]] = Field(default_factory=dict)
    begins_per_hour: People = 300
    return_to: tuple[Address, ...] = Field(default=(), max_length=50)
    organisation: Text | None = None
    contact: Contact | None = None
    officer: Contact | None = None
    legal_ground: Text | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Fieldwork:
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValueError("the study closes before it opens; write a later moment for closes")
        return self

    @classmethod
    def load(cls, path: str | Path, study: Study) -> Fieldwork:
        """Read ``fieldwork.yaml``; raises StudyError with every problem, each as ``file:line:column: wrong; right``."""
        from dce.study.reader import load_fieldwork  # the reader imports this module

        return load_fieldwork(Path(path), study)

    def moment(self, now: datetime | None = None) -> Moment:
        """Where ``now`` falls: before the study opens, while it is open, or after it has closed.

        >>> Fieldwork(closes="2026-12-31T17:00+01:00").moment(datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
        'closed'
        """
        now = now or datetime.now(UTC)
        if self.opens is not None and now < self.opens:
            return "before"
        return "closed" if self.closes is not None and now >= self.closes else "open"
