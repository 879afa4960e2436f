"""What the rankings of a report say, read once for all its parts and languages: reading takes longer than drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from dce.ranking.comparison import same_margin
from dce.report.places import ALL, Difference, GroupResult, alike, differences, group_results
from dce.report.sample import Sample, Split
from dce.report.tally import Tally

if TYPE_CHECKING:
    from dce.ranking import Ranking
    from dce.report.contents import ReportContents


@dataclass(frozen=True)
class SplitResult:
    """The ranking of one background item: its groups in the order of the file, and who may be shown.

    ``alike`` holds the criteria that all groups surely weigh the same within the margin of the comparison. ``apart``
    holds the groups fitted alone, where those in ``groups`` are drawn towards each other; differences are told of them.
    """

    split: Split
    groups: tuple[GroupResult, ...]
    differences: tuple[Difference, ...]
    alike: tuple[str, ...] = ()
    apart: Mapping[str, GroupResult] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def readable(self) -> tuple[GroupResult, ...]:
        """The groups that have numbers."""
        return tuple(group for group in self.groups if group.readable)


@dataclass(frozen=True, eq=False)
class Readings:
    """Of one value of contents; ``ReportContents.readings``."""

    contents: ReportContents

    @cached_property
    def sample(self) -> Sample:
        """Who answered."""
        answers = self.contents.answers
        return answers.sample if isinstance(answers, Tally) else Sample.of(answers, self.contents.study)

    @cached_property
    def overall(self) -> GroupResult:
        """The standings for everybody together."""
        return group_results(self.contents.everybody, ())[0]

    @cached_property
    def check(self) -> GroupResult | None:
        """The standings when every level is estimated on its own."""
        return None if self.contents.check is None else group_results(self.contents.check, ())[0]

    @property
    def margin(self) -> float:
        """How far two shares may lie apart and still count as the same: as planned, or half of an equal share."""
        study = self.contents.study
        planned = study.analysis.margin if study.analysis else None
        return planned or same_margin(len(study.criteria))

    @cached_property
    def splits(self) -> tuple[SplitResult, ...]:
        """The rankings by background item, in the order of the study: named groups first, then ordered classes."""
        rankings = self.contents.rankings
        items = [item for item in self.contents.study.groupings if item.id in rankings]
        return tuple(
            self._split(rankings[item.id], self.sample.split(item.id))
            for item in sorted(items, key=lambda item: item.ordered)
        )

    def _split(self, ranking: Ranking, split: Split) -> SplitResult:
        shown = tuple(split.shown)
        groups = tuple(result for result in group_results(ranking, shown) if result.group != ALL)
        alone = () if ranking.apart is None else group_results(ranking.apart, shown)
        apart = MappingProxyType({result.group: result for result in alone if result.readable})
        return SplitResult(
            split, groups, differences(ranking, groups, self.margin), alike(ranking, groups, self.margin), apart
        )
