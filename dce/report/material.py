"""Everything that the report is written from, read once out of the contents: who, which answers, which places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dce.report.contents import ReportContents
from dce.report.opinions import Interval, Opinion, by_class, by_disagreement, by_scenario, rejection_gap
from dce.report.places import GroupResult
from dce.report.readings import SplitResult
from dce.report.sample import Sample, Split
from dce.report.tally import Tally
from dce.report.trends import ClassTrend, class_trend
from dce.report.wording import Wording


@dataclass(frozen=True)
class Material:
    """Contents and wording together with the tables that sentences, charts and tables are all made from."""

    contents: ReportContents
    words: Wording

    @property
    def sample(self) -> Sample:
        """Who answered."""
        return self.contents.readings.sample

    @property
    def overall(self) -> GroupResult:
        """The standings for everybody together."""
        return self.contents.readings.overall

    @property
    def margin(self) -> float:
        """How far two shares may lie apart and still count as the same: as planned, or half of an equal share."""
        return self.contents.readings.margin

    @property
    def lines(self) -> tuple[str, ...]:
        """The criteria that are estimated as a straight line through three or more levels."""
        criteria = self.contents.study.criteria
        return tuple(c.id for c in criteria if c.coding == "ordered" and len(c.levels) > 2)

    @property
    def check(self) -> GroupResult | None:
        """The standings when every level is estimated on its own; nothing where that is what the report shows."""
        return self.contents.readings.check if self.lines else None

    @property
    def splits(self) -> tuple[SplitResult, ...]:
        """The rankings by background item, in the order of the study: named groups first, then ordered classes."""
        return self.contents.readings.splits

    @cached_property
    def scenarios(self) -> tuple[Opinion, ...]:
        """The scenarios that enough people judged: most disputed first, or most agreement where that is not known."""
        answers, design = self.contents.answers, self.contents.design
        found = answers.scenarios() if isinstance(answers, Tally) else by_scenario(answers, self.contents.study)
        if self.contents.agreement is None or not found:
            return found
        levels = {opinion.name: design.scenario(int(opinion.name)) for opinion in found}
        return by_disagreement(found, levels, self.contents.agreement.rows)

    @cached_property
    def class_splits(self) -> tuple[Split, ...]:
        """The splits into ordered classes by which answers are shown: those of the study, and those with a trend."""
        grouped = {item.id for item in self.contents.study.groupings if item.ordered}
        return tuple(split for split in self.sample.splits if split.item.id in grouped or self.trend(split))

    def trend(self, split: Split) -> ClassTrend | None:
        """The trend over the classes of one split; nothing where none was computed or none may be shown."""
        found = self.contents.trends.get(split.item.id)
        return None if found is None else class_trend(found, split)

    def classes(self, split: Split) -> tuple[Opinion, ...]:
        """The answers of each class that may be shown, those of the trend where there is one."""
        trend = self.trend(split)
        shown = [(name,) for name in split.shown] if trend is None else [c.options for c in trend.classes]
        answers = self.contents.answers
        if isinstance(answers, Tally):
            return answers.classes(split.item.id, shown)
        return by_class(answers, self.contents.study, split.item.id, shown)

    def hidden(self, split: Split) -> tuple[str, ...]:
        """The options that stand in no class that is shown."""
        trend = self.trend(split)
        shown = set() if trend is None else {option for c in trend.classes for option in c.options}
        return tuple(option for option in split.hidden if option not in shown)

    def gap(self, split: Split) -> Interval | None:
        """Rejection in the first shown class minus that in the last; nothing where there are no two."""
        names = tuple(split.shown)
        if len(names) < 2:
            return None
        answers, ends = self.contents.answers, (names[0], names[-1])
        if isinstance(answers, Tally):
            return answers.gap(split.item.id, ends)
        return rejection_gap(answers, self.contents.study, split.item.id, ends)

    def source(self, made: str | None = None) -> str:
        """The line under a chart: study, model (``made`` if another), date, and whether the answers are invented."""
        ranking, words = self.contents.everybody, self.words
        model = words.say(f"model_{self.contents.study.task.kind}")
        parts = [
            self.contents.study.title[words.language],
            made or words.say("decided_by", model=model, draws=words.count(ranking.bootstrap)),
            words.date(self.contents.date),
        ]
        if self.contents.synthetic:
            parts.append(words.say("synthetic_source"))
        return words.say("source", parts="; ".join(parts))
