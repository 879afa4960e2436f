"""The scenarios that rules leave, as an integer program: whether there are any, and the best of them for some purpose.

A scenario is a point with a zero or one for each level of each criterion; a row of limits that never may match is one
inequality. That decides exactly what listing could not, because there are too many combinations.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from dce.coding import Array

Levels = NDArray[np.int64]
SECONDS = 4.0  # of one question, so that an answer comes within five also where the program is hard
EXTREMES = -1  # the number in the place of a rule's for the worst and the best of all scenarios
SOLVED, INFEASIBLE = 0, 2  # what milp calls them


class Clock:
    """How much time one question may still take."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds, at least a hundredth: a program that is begun needs some."""
        return max(0.01, self._end - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether no more may be begun."""
        return time.monotonic() >= self._end


class Program:
    """The scenarios of criteria with ``counts`` (m,) levels that rows of limits ``matches`` (rows, m, L) leave.

    ``rule`` (rows,) tells whose rows they are; only rows that never may match belong here. ``pairs`` of criteria get a
    variable for each two of their levels, so that interactions can be weighed too.
    """

    def __init__(
        self, counts: Levels, matches: NDArray[np.bool_], rule: Levels, *, pairs: Sequence[tuple[int, int]] = ()
    ) -> None:
        self.counts, self.rule = counts, rule
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        sizes = [int(counts[a] * counts[b]) for a, b in pairs]
        self.size = int(self._starts[-1]) + sum(sizes)
        self._one_level = self._ones(
            [range(end - count, end) for end, count in zip(self._starts[1:], counts, strict=True)]
        )
        named = [[c for c, count in enumerate(counts) if not row[c, :count].all()] for row in matches]
        self._hits = self._ones(
            [self._starts[c] + level for c in own for level in np.flatnonzero(row[c, : counts[c]])]
            for own, row in zip(named, matches, strict=True)
        )
        self._most = np.array([len(own) - 1.0 for own in named])
        self._joint = self._joined(pairs)

    def _ones(self, places: Iterable[Iterable[int]]) -> csr_array:
        rows = [np.array(list(row), dtype=np.int64) for row in places]
        ends = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
        return csr_array((np.ones(len(columns)), columns, ends), shape=(len(rows), self.size))

    def _joined(self, pairs: Sequence[tuple[int, int]]) -> csr_array:
        """Rows that are zero where the variables of each pair go with those of its two criteria."""
        rows, start = list[csr_array](), int(self._starts[-1])
        for a, b in pairs:
            cells = start + np.arange(self.counts[a] * self.counts[b]).reshape(self.counts[a], self.counts[b])
            for criterion, table in ((a, cells), (b, cells.T)):
                sums = self._ones(table.tolist())
                rows.append(sums - self._ones([[self._starts[criterion] + level] for level in range(len(table))]))
            start += cells.size
        return vstack(rows, format="csr") if rows else self._ones([])

    def least(
        self,
        weights: Array,
        clock: Clock,
        *,
        rules: Sequence[int] | None = None,
        fixed: tuple[int, int] | None = None,
        gap: float = 0.0,
    ) -> tuple[int, Levels]:
        """Give milp's status with the scenario (m,) that has the least sum of ``weights`` (size,), one a variable.

        Only ``rules`` hold (all where None), and ``fixed`` is a criterion with the level that it must have. The sum may
        be larger than the least by a share ``gap``. The scenario is empty where none was found.
        """
        kept = np.flatnonzero(np.ones(len(self.rule)) if rules is None else np.isin(self.rule, list(rules)))
        lower = np.zeros(self.size)
        if fixed is not None:
            lower[self._starts[fixed[0]] + fixed[1]] = 1.0
        constraints = [LinearConstraint(self._one_level, 1.0, 1.0)]
        if len(kept):
            constraints.append(LinearConstraint(self._hits[kept], ub=self._most[kept]))
        if self._joint.shape[0]:
            constraints.append(LinearConstraint(self._joint, 0.0, 0.0))
        found = milp(
            weights,
            integrality=np.ones(self.size, dtype=np.int64),
            bounds=Bounds(lower, 1.0),
            constraints=constraints,
            options={"time_limit": clock.left, "mip_rel_gap": gap},
        )
        if found.x is None:
            return int(found.status), np.zeros(0, dtype=np.int64)
        blocks = np.split(found.x, self._starts[1:])[: len(self.counts)]
        return int(found.status), np.array([int(np.argmax(block)) for block in blocks], dtype=np.int64)

    def impossible(
        self, clock: Clock, *, rules: Sequence[int] | None = None, fixed: tuple[int, int] | None = None
    ) -> bool:
        """Tell whether certainly no scenario with the ``fixed`` level keeps ``rules``."""
        return self.least(np.zeros(self.size), clock, rules=rules, fixed=fixed)[0] == INFEASIBLE

    def covering(self, clock: Clock) -> tuple[Levels, tuple[int, int] | None]:
        """Scenarios (n, m) that together show all levels that can be shown, and a (criterion, level) that cannot be.

        None for the latter where every level can be shown, and where time was over before that was known.
        """
        found, unseen = list[Levels](), np.ones((len(self.counts), self.counts.max()), dtype=np.bool_)
        unseen &= np.arange(self.counts.max()) < self.counts[:, None]
        while unseen.any() and not clock.over:
            weights = np.zeros(self.size)
            weights[: self._starts[-1]] = -unseen[np.arange(self.counts.max()) < self.counts[:, None]].astype(float)
            status, scenario = self.least(weights, clock, gap=0.5)
            new = unseen[np.arange(len(scenario)), scenario] if len(scenario) else np.zeros(0, dtype=np.bool_)
            if new.any():
                found.append(scenario)
                unseen[np.arange(len(scenario)), scenario] = False
            elif status in (SOLVED, INFEASIBLE):
                column, level = np.argwhere(unseen)[0].tolist()
                return _stacked(found, self.counts), (column, level)
            else:
                break
        return _stacked(found, self.counts), None


def _stacked(scenarios: list[Levels], counts: Levels) -> Levels:
    return np.array(scenarios, dtype=np.int64).reshape(-1, len(counts))
