"""What a cell may say: the id of a level, or its words in a language of the study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dce.store.foreign.cells import as_number
from dce.study import Level, Study, Text
from dce.study.answers import CANNOT_SAY, INDIFFERENT

MOST_SHOWN = 40  # characters of a cell in a message
YES_NO = {"no": ("nee", "false", "0"), "yes": ("ja", "true", "1")}


@dataclass(frozen=True, slots=True)
class Words:
    """Which id each text means; a number that is written in another way (3,0 for 3) is the same number."""

    ids: tuple[str, ...]
    meaning: Mapping[str, str]
    numbers: Mapping[float, str]

    @classmethod
    def of(cls, named: Mapping[str, Sequence[str]]) -> Words:
        """Make them of the other texts for each id; a text that could mean two ids means none."""
        texts = Counter(text for others in named.values() for text in set(others))
        meaning = {text: name for name, others in named.items() for text in others if texts[text] == 1}
        numbers = {number: name for name in named if (number := as_number(name)) is not None}
        return cls(tuple(named), {**meaning, **{name: name for name in named}}, numbers)

    @classmethod
    def of_levels(cls, levels: Iterable[Level]) -> Words:
        """The ids of levels or options, with their labels."""
        return cls.of({level.id: tuple(level.label.root.values()) for level in levels})

    @classmethod
    def of_ratings(cls, study: Study) -> Words:
        """The answers to a rating or yes-no task, and those beside its scale."""
        task = study.task
        named = {level.id: tuple(level.label.root.values()) for level in task.scale} or dict(YES_NO)
        beside: dict[str, Text | None] = {INDIFFERENT: task.indifferent, CANNOT_SAY: task.cannot_say}
        return cls.of({**named, **{sign: tuple(text.root.values()) for sign, text in beside.items() if text}})

    def find(self, text: str) -> str | None:
        """The id that ``text`` means, or None.

        >>> Words.of({"1": ["zeer mee oneens"], "2": []}).find("2,0")
        '2'
        """
        found = self.meaning.get(text) or self.meaning.get(text.strip())
        if found is None and self.numbers:
            number = as_number(text)
            found = None if number is None else self.numbers.get(number)
        return found

    @property
    def right(self) -> str:
        """What would be right, in the words of a message."""
        return f"use one of {', '.join(self.ids)}"


def quoted(text: str) -> str:
    """A cell as it may stand in a message."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in text[:MOST_SHOWN])
    return f'"{plain}..."' if len(text) > MOST_SHOWN else f'"{plain}"'
