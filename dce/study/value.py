"""What all parts of a study are made of: ids, texts in its languages, and values that never change."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, RootModel, StringConstraints

StudyId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
ColumnId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
LevelId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:+-]{1,40}$")]
Language = Literal["nl", "en"]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]


class Value(BaseModel):
    """The habits that all parts of a study share: frozen, no key that is not known, no infinite number."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Text(RootModel[dict[Language, Phrase]]):
    """One text in each of the study's languages; ``text["nl"]`` is the Dutch one."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: Language | str) -> str:
        return self.root[language]  # type: ignore[index]  # a plain str from a form or a session
