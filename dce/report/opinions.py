"""Answers on the scale, counted per scenario and per class of people, with agreement and rejection summed up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.disclosure import same_answer
from dce.study import Study

Array = NDArray[np.float64]
TOGETHER = " + "  # between the options of a class that holds more than one
TORN = 0.25  # a scenario divides people when at least a quarter stands on each side


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with its 95% interval, whose ends are NaN where there is none."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """How one scenario, or one class of people, was answered: ``counts`` per answer of the scale, lowest first.

    ``index`` is van der Eijk's agreement A, from 1 (all the same answer) to -1 (half at each end), where it is known.
    """

    name: str
    people: int
    counts: tuple[int, ...]
    index: Interval | None = None

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


def by_scenario(answers: pd.DataFrame, study: Study) -> tuple[Opinion, ...]:
    """Every scenario that enough people judged, and not (nearly) all alike, from most to least agreement."""
    found = [_opinion(str(task), rows, study) for task, rows in answers.groupby("task", sort=True)]
    smallest = study.privacy.smallest_group
    shown = [opinion for opinion in found if opinion.people >= smallest and same_answer(opinion.counts) is None]
    return scale_order(shown)


def scale_order(opinions: Iterable[Opinion]) -> tuple[Opinion, ...]:
    """Scenarios from most to least agreement with the statement."""
    return tuple(sorted(opinions, key=lambda opinion: (-opinion.mean, int(opinion.name))))


def by_disagreement(
    opinions: Sequence[Opinion], scenarios: Mapping[str, Mapping[str, str]], rows: pd.DataFrame
) -> tuple[Opinion, ...]:
    """The same scenarios with their agreement A, from most to least disputed.

    ``scenarios`` tells the levels by name of a scenario, ``rows`` (of ``scenario_agreement``) A by levels.
    """
    criteria = list(next(iter(scenarios.values())))
    names = ["agreement", "agreement_low", "agreement_high"]
    shown = rows.loc[rows["agreement"].notna(), criteria + names]
    known = {tuple(map(str, row[:-3])): Interval(*row[-3:]) for row in shown.itertuples(index=False, name=None)}
    found = [replace(o, index=known.get(tuple(scenarios[o.name][name] for name in criteria))) for o in opinions]
    return tuple(sorted(found, key=lambda o: (o.index.value if o.index else 1.0, int(o.name))))


def by_class(answers: pd.DataFrame, study: Study, item: str, shown: Sequence[Collection[str]]) -> tuple[Opinion, ...]:
    """The answers of each class of people in ``shown``, a class being one option or more, in that order."""
    return tuple(_opinion(TOGETHER.join(options), answers[answers[item].isin(options)], study) for options in shown)


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
    parts = [np.asarray(rejects[option == name], dtype=float) for name in classes]
    return mean_gap(parts[0], parts[1])


def mean_gap(first: Array, second: Array) -> Interval:
    """The mean of the first minus that of the second, with the interval of Welch (1947)."""
    value = float(first.mean() - second.mean())
    if np.ptp(first) == 0 and np.ptp(second) == 0:  # everybody alike on both sides: Welch divides by zero
        return Interval(value, value, value)
    bounds = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    return Interval(value, float(bounds.low), float(bounds.high))


def _opinion(name: str, rows: pd.DataFrame, study: Study) -> Opinion:
    given = rows["rating"].value_counts()
    counts = tuple(int(given.get(answer, 0)) for answer in study.scale_ids)
    return Opinion(name, int(rows["respondent"].nunique()), counts)
