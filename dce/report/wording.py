"""One language's way of saying things: sentences of the catalogue, names of the study, numbers with their range."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from babel.lists import format_list

from dce.report import numbers
from dce.report.opinions import TOGETHER, Interval
from dce.report.places import ALL, Standing
from dce.study import Background, Criterion, Study


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every sentence of the report in one language, by name; words in braces are filled in by :meth:`Wording.say`."""
    source = resources.files("dce.report").joinpath("templates", f"texts_{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Wording:
    """What the report says, in one language of one study.

    >>> from dce.study import example_study
    >>> words = Wording(example_study(), "nl")
    >>> words.listing([words.criterion("doel"), words.criterion("ontvanger")])
    'doel en ontvanger'
    >>> words.places(Standing("doel", 0.24, 0.19, 0.29, rank=1, rank_low=1, rank_high=2, p_top4=1.0), 3)
    'plaats 1 tot 2 van 3'
    """

    study: Study
    language: str

    def say(self, key: str, **values: object) -> str:
        """The sentence of that name, filled in."""
        return catalogue(self.language)[key].format(**values)

    def criterion(self, name: str) -> str:
        """The short name of a criterion; the whole question where it has none."""
        found: Criterion = next(c for c in self.study.criteria if c.id == name)
        return (found.short or found.label)[self.language]

    def question(self, name: str) -> str:
        """The whole question of a criterion."""
        return next(c for c in self.study.criteria if c.id == name).label[self.language]

    def level(self, criterion: str, level: str) -> str:
        """The text of a level."""
        levels = next(c for c in self.study.criteria if c.id == criterion).levels
        return next(found for found in levels if found.id == level).label[self.language]

    def item(self, item: Background) -> str:
        """The short name of a background item; the whole question where it has none."""
        return (item.short or item.label)[self.language]

    def group(self, item: Background | None, option: str) -> str:
        """The name of a group of people, or of neighbouring options that are shown together."""
        if item is None or option == ALL:
            return self.say("everybody")
        names = {found.id: found.label[self.language] for found in item.options}
        return self.listing([names[part] for part in option.split(TOGETHER)], "or")

    def answer(self, answer: str) -> str:
        """The text of an answer on the scale."""
        if self.study.task.kind == "yes-no":
            return self.say(f"answer_{answer}")
        return next(found for found in self.study.task.scale if found.id == answer).label[self.language]

    def lower_answers(self) -> str:
        """The answers that count as rejection, quoted."""
        scale = self.study.scale_ids
        return self.listing([self.quote(self.answer(a)) for a in scale[: len(scale) // 2]], "or")

    def upper_answers(self) -> str:
        """The answers that count as agreement, quoted."""
        scale = self.study.scale_ids
        return self.listing([self.quote(self.answer(a)) for a in scale[-(len(scale) // 2) :]], "or")

    def quote(self, text: str) -> str:
        """A text of the study between single quotation marks."""
        return f"\N{LEFT SINGLE QUOTATION MARK}{text}\N{RIGHT SINGLE QUOTATION MARK}"

    def listing(self, names: Sequence[str], style: str = "standard") -> str:
        """Names in a row, the last two joined by a word."""
        return format_list(list(names), style=style, locale=self.language)  # type: ignore[arg-type]  # our two styles

    def count(self, value: float) -> str:
        """A whole number with its thousands apart."""
        return numbers.whole(value, self.language)

    def decimal(self, value: float, digits: int = 2) -> str:
        """A number with a fixed number of decimals."""
        return numbers.decimal(value, self.language, digits)

    def p_value(self, value: float) -> str:
        """A p value."""
        return numbers.p_value(value, self.language)

    def date(self, day: date) -> str:
        """A date in words."""
        return numbers.long_date(day, self.language)

    def interval(self, found: Standing | Interval) -> str:
        """The two ends, in whole percents."""
        return self.say("range", low=numbers.bare_percent(found.low), high=numbers.bare_percent(found.high))

    def share(self, found: Standing | Interval) -> str:
        """A share with its interval, such as 24% (19 to 29)."""
        value = found.importance if isinstance(found, Standing) else found.value
        return f"{numbers.percent(value)} ({self.interval(found)})"

    def bounds(self, found: Standing | Interval) -> str:
        """The two ends as a mark: 19-29."""
        return f"{numbers.bare_percent(found.low)}{numbers.DASH}{numbers.bare_percent(found.high)}"

    def number(self, found: Interval, digits: int = 2) -> str:
        """A number with its interval, such as 0.32 (0.10 to 0.54), or with the words that say why it has none."""
        low, high = (self.decimal(value, digits) for value in (found.low, found.high))
        known = math.isfinite(found.low) and math.isfinite(found.high)
        ends = self.say("range", low=low, high=high) if known else self.say("no_range")
        return f"{self.decimal(found.value, digits)} ({ends})"

    def odds(self, found: Interval) -> str:
        """A shift in units of utility as the number by which it multiplies the odds."""
        return self.number(Interval(*(math.exp(value) for value in (found.value, found.low, found.high))))

    def place_set(self, standing: Standing) -> str:
        """The places a criterion can take, as a mark: 1-3."""
        if standing.rank_low == standing.rank_high:
            return str(standing.rank_low)
        return f"{standing.rank_low}\N{EN DASH}{standing.rank_high}"

    def places(self, standing: Standing, of: int) -> str:
        """The places a criterion can take, in words."""
        key = "place" if standing.rank_low == standing.rank_high else "places"
        return self.say(key, low=standing.rank_low, high=standing.rank_high, of=of)


def capital(sentence: str) -> str:
    """The same text with a capital first letter; the rest is left as it is.

    >>> capital("verband met het doel (AVG)")
    'Verband met het doel (AVG)'
    """
    return sentence[:1].upper() + sentence[1:]
