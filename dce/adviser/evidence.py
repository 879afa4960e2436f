"""The scenarios that people judged: what lies within them, and what was really answered where a case is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dce.adviser.advice import Nearest
from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design
from dce.disclosure import Hidden, same_answer
from dce.study import Study

Counts = tuple[int, ...]
MOST_LISTED = 3
FAR = 4  # scenarios that differ in more criteria tell little of a case


@dataclass(frozen=True)
class Evidence:
    """Each scenario of a design (criterion to level) with the people by answer, or why these may not be shown."""

    scenarios: tuple[tuple[Mapping[str, str], Counts | Hidden], ...]

    @classmethod
    def of(cls, ratings: Ratings, design: Design, *, bundled: bool = False) -> Evidence:
        """What the answers to a design may show, of people or of bundles of them."""
        study = design.study
        names = list(study.criterion_ids)
        given = [tuple(row) for row in ratings.scenarios[names].astype(str).to_numpy()]
        shown = dict.fromkeys([*map(tuple, design.estimated[names].to_numpy()), *given])
        judged = dict(zip(given, _people(ratings, bundled=bundled), strict=True))
        nobody = np.zeros(len(study.scale_ids))
        return cls(tuple((dict(zip(names, row, strict=True)), _told(judged.get(row, nobody), study)) for row in shown))

    def nearest(self, case: Mapping[str, str]) -> tuple[Nearest, ...]:
        """The scenarios that differ from a case in the fewest criteria, none in more than ``FAR``."""
        found = [
            Nearest(scenario, tuple(name for name in case if scenario[name] != case[name]), counts)
            for scenario, counts in self.scenarios
        ]
        found.sort(key=lambda near: (len(near.differing), isinstance(near.counts, Hidden)))
        return tuple(near for near in found[:MOST_LISTED] if len(near.differing) <= FAR)

    def without_counts(self, hidden: Hidden) -> Evidence:
        """The same scenarios without a number, where counts may not be shown beside what was shown before."""
        return Evidence(tuple((levels, hidden) for levels, _ in self.scenarios))

    def levels_not_shown(self, case: Mapping[str, str]) -> list[str]:
        """The criteria whose level in the case stands in no scenario."""
        return [name for name in case if not any(s[name] == case[name] for s, _ in self.scenarios)]

    def pairs_not_shown(self, case: Mapping[str, str]) -> list[tuple[str, str]]:
        """Pairs of criteria whose levels in the case never stand together, though each stands in some scenario."""
        lost = set(self.levels_not_shown(case))
        same = [{name for name in case if scenario[name] == case[name]} for scenario, _ in self.scenarios]
        return [
            (a, b) for a, b in combinations(case, 2) if not {a, b} & lost and not any({a, b} <= own for own in same)
        ]


def mean_scenario(design: Design, encoded: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean (K,) of the coded scenarios (N, K) of a design, each task once."""
    once = ~design.estimated["task"].duplicated().to_numpy()
    return np.asarray(encoded[once].mean(axis=0))


def _people(ratings: Ratings, *, bundled: bool) -> NDArray[np.float64]:
    """How many people gave each answer to each scenario (D, J); one with several answers to it counts in each."""
    given = ratings.by_person if bundled else ratings.by_person > 0
    return np.asarray(given.sum(axis=0), dtype=float).reshape(len(ratings.x), -1)


def _told(counts: NDArray[np.float64], study: Study) -> Counts | Hidden:
    smallest = study.privacy.smallest_group
    if counts.sum() < smallest:
        return Hidden("small", smallest)
    if same_answer([int(people) for people in counts]):
        return Hidden("alike", smallest)
    return tuple(int(people) for people in counts)


def encoded(coding: Coding, cases: Sequence[Mapping[str, str]]) -> NDArray[np.float64]:
    """Numeric columns (N, K) of cases whose levels were checked; a table of one row would cost ten times the time."""
    rows = [
        np.concatenate([coding.codes[name][levels.index(case[name])] for name, levels in coding.levels.items()])
        for case in cases
    ]
    return np.array(rows)
