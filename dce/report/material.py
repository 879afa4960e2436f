"""Everything that the report is written from, read once out of the contents: who, which answers, which places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dce.report.contents import EVERYBODY, ReportContents
from dce.report.opinions import Interval, Opinion, by_class, by_scenario, rejection_gap
from dce.report.places import ALL, Difference, GroupResult, differences, group_results
from dce.report.sample import Sample, Split
from dce.report.wording import Wording


@dataclass(frozen=True)
class SplitResult:
    """The ranking of one background item: its groups in the order of the file, and who may be shown."""

    split: Split
    groups: tuple[GroupResult, ...]
    differences: tuple[Difference, ...]

    @property
    def readable(self) -> tuple[GroupResult, ...]:
        """The groups that have numbers."""
        return tuple(group for group in self.groups if group.readable)


@dataclass(frozen=True)
class Material:
    """Contents and wording together with the tables that sentences, charts and tables are all made from."""

    contents: ReportContents
    words: Wording

    @cached_property
    def sample(self) -> Sample:
        """Who answered."""
        return Sample.of(self.contents.answers, self.contents.study)

    @cached_property
    def overall(self) -> GroupResult:
        """The standings for everybody together."""
        return group_results(self.contents.rankings[EVERYBODY], ())[0]

    @property
    def lines(self) -> tuple[str, ...]:
        """The criteria that are estimated as a straight line through three or more levels."""
        criteria = self.contents.study.criteria
        return tuple(c.id for c in criteria if c.coding == "ordered" and len(c.levels) > 2)

    @cached_property
    def check(self) -> GroupResult | None:
        """The standings when every level is estimated on its own; nothing where that is what the report shows."""
        if self.contents.check is None or not self.lines:
            return None
        return group_results(self.contents.check, ())[0]

    @cached_property
    def splits(self) -> tuple[SplitResult, ...]:
        """The rankings by background item, in the order of the study: named groups first, then ordered classes."""
        items = [item for item in self.contents.study.groupings if item.id in self.contents.rankings]
        return tuple(self._split(item.id) for item in sorted(items, key=lambda item: item.ordered))

    @cached_property
    def scenarios(self) -> tuple[Opinion, ...]:
        """The scenarios that enough people judged, from most to least agreement."""
        return by_scenario(self.contents.answers, self.contents.study)

    @cached_property
    def class_splits(self) -> tuple[Split, ...]:
        """The splits into ordered classes, by which answers are shown."""
        grouped = {item.id for item in self.contents.study.groupings if item.ordered}
        return tuple(split for split in self.sample.splits if split.item.id in grouped)

    def classes(self, split: Split) -> tuple[Opinion, ...]:
        """The answers of each class that may be shown."""
        return by_class(self.contents.answers, self.contents.study, split.item.id, tuple(split.shown))

    def gap(self, split: Split) -> Interval | None:
        """Rejection in the first shown class minus that in the last; nothing where there are no two."""
        names = tuple(split.shown)
        if len(names) < 2:
            return None
        return rejection_gap(self.contents.answers, self.contents.study, split.item.id, (names[0], names[-1]))

    def source(self) -> str:
        """The line under a chart: study, model, date, and whether the answers are invented."""
        ranking, words = self.contents.rankings[EVERYBODY], self.words
        model = words.say(f"model_{self.contents.study.task.kind}")
        parts = [
            self.contents.study.title[words.language],
            words.say("decided_by", model=model, draws=words.count(ranking.bootstrap)),
            words.date(self.contents.date),
        ]
        if self.contents.synthetic:
            parts.append(words.say("synthetic_source"))
        return words.say("source", parts="; ".join(parts))

    def _split(self, item: str) -> SplitResult:
        split = self.sample.split(item)
        results = group_results(self.contents.rankings[item], tuple(split.shown))
        groups = tuple(result for result in results if result.group != ALL)
        return SplitResult(split, groups, differences(self.contents.rankings[item], groups))
