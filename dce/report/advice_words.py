"""An advice in words of a language: its brakes, its cases, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping

from dce.adviser import Advice, Brake, Estimate, GroupAdvice
from dce.report.numbers import bare_percent, percent
from dce.report.wording import Wording, capital
from dce.study import Background


class AdviceWords:
    """The words on one advice, in one language of its study; ``by`` is the item that its groups are options of."""

    def __init__(self, advice: Advice, words: Wording, by: str | None) -> None:
        self.advice, self.words = advice, words
        self.item: Background | None = next((item for item in words.study.background if item.id == by), None)

    def group(self, name: str) -> str:
        """The name of a group."""
        return self.words.group(self.item, name)

    def share(self, found: Estimate) -> str:
        """A share with its interval, such as 24% (19 to 29)."""
        return f"{percent(found.value)} ({self.ends(found)})"

    def ends(self, found: Estimate) -> str:
        """The two ends of an interval, in whole percents."""
        return self.words.say("range", low=bare_percent(found.low), high=bare_percent(found.high))

    def levels(self, levels: Mapping[str, str]) -> str:
        """Levels with the short name of their criterion."""
        return self.words.listing(
            [f"{self.words.criterion(name)}: {self.words.level(name, level)}" for name, level in levels.items()]
        )

    def brakes(self) -> tuple[str, ...]:
        """Why to doubt the advice: a sentence a reason, of all groups that it holds for together."""
        alike: dict[str, list[Brake]] = {}
        for place, brake in enumerate(self.advice.brakes):
            of_group = brake.group and brake.code != "model_failed"
            alike.setdefault(brake.code if of_group else f"{brake.code} {place}", []).append(brake)
        return tuple(self.brake(*same) for same in alike.values())

    def brake(self, *same: Brake) -> str:
        """One reason, of the case or of the groups that it holds for."""
        brake = same[0]
        told: dict[str, object] = {
            "group": capital(self.group(brake.group)) if brake.group else "",
            "groups": self.words.listing([self._doubted(one) for one in same]),
            "levels": self.levels(brake.about or {}),
            "smallest": self.words.study.privacy.smallest_group,
            "because": self._because(brake),
        }
        if brake.code == "groups_differ":
            yes, no = self._sides()
            told |= {"yes": self.words.listing(yes), "no": self.words.listing(no)}
        key = "a_brake_hidden" if brake.code == "too_few" and brake.group else f"a_brake_{brake.code}"
        if brake.code == "divided_nearest" and not brake.about:
            key = "a_brake_divided_same"
        return self.words.say(key, **told)

    def _doubted(self, brake: Brake) -> str:
        """A group with the numbers that say why, where it has any."""
        name = self.group(brake.group) if brake.group else ""
        found = next((own for own in self.advice.groups if own.group == brake.group), None)
        if found is None:
            return name
        if brake.code == "divided":
            return f"{name} ({percent(min(found.share.value, 1.0 - found.share.value))})"
        return f"{name} ({self.words.say('range', low=percent(found.share.low), high=percent(found.share.high))})"

    def _because(self, brake: Brake) -> str:
        """What the study says of the rule that a forbidden case breaks."""
        for rule in self.words.study.rules:
            if brake.code == "forbidden" and rule.because and rule.refuses(self.advice.case):
                return f" {rule.because[self.words.language]}"
        return ""

    def _sides(self) -> tuple[list[str], list[str]]:
        """The groups in which surely most would agree, and in which surely most would not."""
        groups = self.advice.groups
        return [self.group(own.group) for own in groups if own.share.low > 0.5], [
            self.group(own.group) for own in groups if own.share.high < 0.5
        ]

    def headline(self, found: GroupAdvice) -> str:
        """The share of a group in a sentence."""
        said = self.words.study.task.statement[self.words.language]
        return self.words.say(
            "a_headline", group=capital(self.group(found.group)), share=percent(found.share.value),
            ends=self.ends(found.share), statement=self.words.quote(said), n=self.words.count(found.people),
        )  # fmt: skip
