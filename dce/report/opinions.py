"""Answers on the scale, counted per scenario and per class of people, with agreement and rejection summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from dce.study import Study

TORN = 0.25  # a scenario divides people when at least a quarter stands on each side


@dataclass(frozen=True, slots=True)
class Opinion:
    """How one scenario, or one class of people, was answered: ``counts`` per answer of the scale, lowest first."""

    name: str
    people: int
    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        """All answers together."""
        return sum(self.counts)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each answer as a share of one."""
        return tuple(count / self.answers for count in self.counts)

    @property
    def mean(self) -> float:
        """The mean answer, when the answers are numbered from 1."""
        return float(np.dot(self.shares, range(1, len(self.counts) + 1)))

    @property
    def disagree(self) -> int:
        """Answers in the lower half of the scale; the middle of an odd scale is in neither half."""
        return sum(self.counts[: len(self.counts) // 2])

    @property
    def agree(self) -> int:
        """Answers in the upper half of the scale."""
        return sum(self.counts[-(len(self.counts) // 2) :])

    @property
    def torn(self) -> bool:
        """Whether at least a quarter stands on each side."""
        return min(self.agree, self.disagree) >= TORN * self.answers


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with its 95% interval."""

    value: float
    low: float
    high: float


def by_scenario(answers: pd.DataFrame, study: Study) -> tuple[Opinion, ...]:
    """Every scenario that enough people judged, from most to least agreement."""
    found = [_opinion(str(task), rows, study) for task, rows in answers.groupby("task", sort=True)]
    shown = [opinion for opinion in found if opinion.people >= study.privacy.smallest_group]
    return tuple(sorted(shown, key=lambda opinion: (-opinion.mean, int(opinion.name))))


def by_class(answers: pd.DataFrame, study: Study, item: str, shown: Sequence[str]) -> tuple[Opinion, ...]:
    """The answers of each class of people in ``shown``, in that order."""
    return tuple(_opinion(option, answers[answers[item] == option], study) for option in shown)


def agreement(opinion: Opinion) -> Interval:
    """Share that agrees with one scenario, one answer a person: interval of Wilson (1927)."""
    test = stats.binomtest(opinion.agree, opinion.answers)
    bounds = test.proportion_ci(method="wilson")
    return Interval(opinion.agree / opinion.answers, float(bounds.low), float(bounds.high))


def rejection_gap(answers: pd.DataFrame, study: Study, item: str, classes: tuple[str, str]) -> Interval:
    """Rejection in the first class minus that in the second: mean share per person, interval of Welch (1947).

    Answers of one person hang together, so each person counts once, with the share of answers in the lower half.
    """
    lower = study.scale_ids[: len(study.scale_ids) // 2]
    rejects = answers["rating"].isin(lower).groupby(answers["respondent"]).mean()
    option = answers.drop_duplicates("respondent").set_index("respondent")[item].reindex(rejects.index)
    first, second = (rejects[option == name].to_numpy(dtype=float) for name in classes)
    value = float(first.mean() - second.mean())
    if np.ptp(first) == 0 and np.ptp(second) == 0:  # everybody alike on both sides: Welch divides by zero
        return Interval(value, value, value)
    bounds = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    return Interval(value, float(bounds.low), float(bounds.high))


def _opinion(name: str, rows: pd.DataFrame, study: Study) -> Opinion:
    given = rows["rating"].value_counts()
    counts = tuple(int(given.get(answer, 0)) for answer in study.scale_ids)
    return Opinion(name, int(rows["respondent"].nunique()), counts)
