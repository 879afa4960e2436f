"""What is found in answers: rows of numbers with their intervals, tests of them, and the sentences on both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Finding:
    """Rows of numbers, each with its interval or the reason why it has none, and what they say in sentences."""

    rows: pd.DataFrame
    messages: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """The rows, in a frame of the caller's own."""
        return self.rows.copy()

    def __str__(self) -> str:
        """The rows as aligned text, then the sentences."""
        return "\n".join([self.rows.round(3).to_string(index=False), *self.messages])


@dataclass(frozen=True)
class Judged(Finding):
    """The numbers in ``rows``, and in ``tests`` what they were held against, a row a test with its verdict."""

    tests: pd.DataFrame


def share_of_people(hits: Array, answers: Array) -> tuple[float, float, float]:
    """Share of answers that are hits, with its 95% interval, given both (G,) by person.

    Clopper and Pearson's interval at the number of independent answers that would be as uncertain as these, which hang
    together by person (Korn and Graubard 1998, Survey Methodology 24, 193-201). Where the share is 0 or 1, each person
    counts as one such answer.

    >>> [round(value, 2) for value in share_of_people(np.zeros(10), np.full(10, 21.0))]
    [0.0, 0.0, 0.31]
    """
    hits, answers = hits[answers > 0], answers[answers > 0]
    people, share = len(answers), float(hits.sum() / answers.sum())
    off = (hits - share * answers) / answers.sum()
    variance = float(off @ off) * people / max(people - 1, 1)
    size = float(people)
    if variance > 0:
        size = share * (1.0 - share) / variance
        size *= float(stats.t.ppf(0.975, max(answers.sum() - 1, 1)) / stats.t.ppf(0.975, max(people - 1, 1))) ** 2
        size = min(size, float(answers.sum()))
    hit, miss = size * share, size * (1.0 - share)
    low = float(stats.beta.ppf(0.025, hit, miss + 1.0)) if hit > 0 else 0.0
    return share, low, float(stats.beta.ppf(0.975, hit + 1.0, miss)) if miss > 0 else 1.0


def holm(p: Array) -> Array:
    """Adjusted p-values (Holm 1979, Scandinavian Journal of Statistics 6, 65-70), NaN where there is none."""
    order = np.argsort(p, kind="stable")
    adjusted = np.maximum.accumulate(np.minimum(p[order] * np.arange(len(p), 0, -1), 1.0))
    found = np.empty_like(adjusted)
    found[order] = adjusted
    return found
