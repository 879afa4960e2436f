"""Who answered: people per background option, as far as they may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dce.disclosure import UNGROUPED, shown_groups
from dce.study import Background, Study


@dataclass(frozen=True, slots=True)
class Split:
    """People per option of one background item. ``rest`` counts all not shown: none, or ``smallest`` at least."""

    item: Background
    shown: Mapping[str, int]
    hidden: tuple[str, ...]
    rest: int
    smallest: int


@dataclass(frozen=True, slots=True)
class Sample:
    """How many people gave how many answers, and the split by each background item that was asked."""

    people: int
    answers: int
    smallest: int
    splits: tuple[Split, ...]

    @property
    def enough(self) -> bool:
        """Whether anything at all may be shown."""
        return self.people >= self.smallest

    def split(self, item: str) -> Split:
        """The split by one background item; raises KeyError where it was not asked."""
        return {split.item.id: split for split in self.splits}[item]

    @classmethod
    def of(cls, answers: pd.DataFrame, study: Study) -> Sample:
        """Count people, not answers; who skipped an item belongs to no option."""
        people = answers.drop_duplicates("respondent")
        smallest = study.privacy.smallest_group
        splits = tuple(_split(item, people, smallest) for item in study.background if item.id in people.columns)
        return cls(len(people), len(answers), smallest, splits)


def _split(item: Background, people: pd.DataFrame, smallest: int) -> Split:
    given = people[item.id].value_counts()
    counts = {option: int(given.get(option, 0)) for option in item.option_ids}
    counts[UNGROUPED] = len(people) - sum(counts.values())
    names = shown_groups(counts, smallest)
    shown = {name: counts[name] for name in names}
    hidden = tuple(option for option in item.option_ids if option not in shown)
    return Split(item, shown, hidden, rest=len(people) - sum(shown.values()), smallest=smallest)
