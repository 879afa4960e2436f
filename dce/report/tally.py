"""Answers as counts, for reports on any number of people, or on one group of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dce.data.gathered import Gathered
from dce.disclosure import UNGROUPED, same_answer, shown_answers, shown_groups
from dce.report.opinions import TOGETHER, Interval, Opinion, mean_gap, scale_order
from dce.report.sample import Sample, Split
from dce.study import Study

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """What was answered, told by all or, with ``only`` (an item and an option), by one group that may be shown.

    It takes the place of the long table of answers in :class:`dce.report.ReportContents`.
    """

    gathered: Gathered
    only: tuple[str, str] | None = field(default=None)

    @property
    def study(self) -> Study:
        """The study that was answered."""
        return self.gathered.study

    @cached_property
    def sample(self) -> Sample:
        """Who answered; of one group only how many."""
        smallest = self.study.privacy.smallest_group
        if self.only:
            item, option = self.only
            return Sample(self.people(item, [option]), int(self._total.sum()), smallest, ())
        splits = tuple(self._split(item.id) for item in self.study.background)
        return Sample(self.gathered.people, int(self._total.sum()), smallest, splits)

    def scenarios(self) -> tuple[Opinion, ...]:
        """Every scenario that enough people judged, and not (nearly) all alike, from most to least agreement."""
        smallest = self.study.privacy.smallest_group
        found = []
        for place, task in enumerate(self.gathered.tasks):
            counts = _whole(self._total[place])
            if sum(counts) < smallest or same_answer(counts) or not self._may_show(place):
                continue
            found.append(Opinion(str(task), sum(counts), counts))
        return scale_order(found)

    def classes(self, item: str, shown: Sequence[Collection[str]]) -> tuple[Opinion, ...]:
        """The answers of each class of people in ``shown``, a class being one option or more, in that order."""
        found = []
        for options in shown:
            counts = self.gathered.counts[item][self._places(item, options)].sum(axis=(0, 1))
            found.append(Opinion(TOGETHER.join(options), self.people(item, options), _whole(counts)))
        return tuple(found)

    def gap(self, item: str, classes: tuple[str, str]) -> Interval:
        """Rejection in the first class minus that in the second, as :func:`dce.report.opinions.rejection_gap`."""
        ratings, scale = self.gathered.by_item[item], len(self.study.scale_ids)
        lower = np.tile(np.arange(scale) < scale // 2, len(ratings.x)).astype(float)
        rejects = (ratings.by_person @ lower) / np.asarray(ratings.by_person.sum(axis=1), dtype=float)
        own = ratings.background[item].fillna(UNGROUPED).to_numpy(dtype=object)
        return mean_gap(*(rejects[own == name] for name in classes))

    def people(self, item: str, options: Collection[str]) -> int:
        """How many people gave one of these options."""
        told = self.gathered.told[item]
        return sum(told[option].people for option in options if option in told)

    def shown(self, item: str) -> tuple[str, ...]:
        """The options of an item that may be shown, in the order of the study."""
        return tuple(self._split(item).shown)

    @property
    def _total(self) -> Counts:
        if self.only is None:
            return self.gathered.total
        item, option = self.only
        own: Counts = self.gathered.counts[item][self._places(item, [option])[0]]
        return own

    def _may_show(self, place: int) -> bool:
        """Whether the answers of this group to one task may be shown beside those of everybody and of other groups."""
        if self.only is None:
            return True
        everybody = _whole(self.gathered.total[place])
        if sum(everybody) < self.study.privacy.smallest_group or same_answer(everybody):
            return False
        return isinstance(self._beside(place)[self.only[1]], tuple)

    def _beside(self, place: int) -> dict[str, object]:
        """The answers of every group to one task, or why they are not shown."""
        item = self.only[0] if self.only else UNGROUPED
        groups = {
            option: _whole(self.gathered.counts[item][self._places(item, [option])[0]][place])
            for option in self.shown(item)
        }
        rest = self.gathered.total[place] - np.array(list(groups.values())).sum(axis=0)
        return dict(shown_answers(groups | {UNGROUPED: _whole(rest)}, self.study.privacy.smallest_group))

    def _split(self, name: str) -> Split:
        item = next(item for item in self.study.background if item.id == name)
        smallest = self.study.privacy.smallest_group
        counts = {option: self.people(name, [option]) for option in item.option_ids}
        shown = {
            option: counts[option]
            for option in shown_groups({**counts, UNGROUPED: self.people(name, [UNGROUPED])}, smallest)
        }
        hidden = tuple(option for option in item.option_ids if option not in shown)
        return Split(item, shown, hidden, rest=self.gathered.people - sum(shown.values()), smallest=smallest)

    def _places(self, item: str, options: Collection[str]) -> list[int]:
        known = next(one.option_ids for one in self.study.background if one.id == item)
        return [known.index(option) for option in options]


def _whole(counts: Counts) -> tuple[int, ...]:
    return tuple(int(count) for count in counts)
