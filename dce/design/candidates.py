"""The scenarios that a study allows: all where they can be listed, else a large sample; and why there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from dce.design.rows import rule_words
from dce.errors import DesignError
from dce.study import Study

Levels = NDArray[np.int64]
MOST_LISTED = 1_000_000  # more combinations than this are sampled instead
SAMPLE = 20_000
REPAIR_ROUNDS = 200
BESIDES = " (the worst and the best of all scenarios are never shown)"
FEWEST_WITH_EXTREMES = 3  # with one or two criteria the worst and the best scenario are needed to see anything


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the search may use.

    ``scenarios`` (P, m) holds level numbers, all different, none of them refused; ``listed`` tells that they are all
    there are. ``matches`` (rows, m, L) is True where a level counts towards a row, and a row matches a scenario when
    every criterion counts. ``most`` (rows,) is in how many scenarios of one version a row may match, 0 for none at all.
    ``rule`` (rows,) is the number, from 0, of the study's rule that a row stands for, -1 for the worst and the best of
    all scenarios. A rule of the form never or seldom is one row, a conditional one a row for each
    criterion of ``only``.
    """

    scenarios: Levels
    matches: NDArray[np.bool_]
    listed: bool
    most: Levels
    rule: Levels


def candidates(
    study: Study, rng: np.random.Generator, *, extremes: bool = True, dominated: int | None = 0
) -> Candidates:
    """Give the scenarios of ``study`` that no rule refuses; where ``extremes``, with a limit on the worst and the best.

    The worst scenario has the least favourable level of every criterion and the best the most favourable: everybody
    rates them alike, so they teach little; among alternatives they may well have a match. A version may show
    ``dominated`` of the two, any number where it is None. Raises DesignError that names the rules when they leave
    nothing.
    """
    counts = np.array([len(criterion.levels) for criterion in study.criteria], dtype=np.int64)
    rows = _rules(study) + (_extremes(study, counts, dominated) if extremes else [])
    limits = _Limits.of(rows, counts)
    hard = limits.matches[limits.most == 0]
    listed = float(np.prod(counts.astype(np.float64))) <= MOST_LISTED
    drawn = _all(counts) if listed else rng.integers(counts, size=(SAMPLE, len(counts)))
    if not listed and _possible(hard, counts, {}):
        drawn = _repaired(drawn, counts, hard, rng)
    scenarios = drawn[~refused(drawn, hard)]
    if not listed:
        scenarios = np.unique(scenarios, axis=0)
    found = Candidates(scenarios, limits.matches, listed, limits.most, limits.rule)
    _check(study, found, counts, BESIDES if (found.most[found.rule < 0] == 0).any() else "")
    return found


def refused(scenarios: Levels, matches: NDArray[np.bool_], most: Levels | None = None) -> NDArray[np.bool_]:
    """Tell for each of ``scenarios`` (N, m) whether a row of ``matches`` (rows, m, L) matches it that never may.

    Those are the rows whose ``most`` (rows,) is 0; all of them where ``most`` is left out.
    """
    result = np.zeros(len(scenarios), dtype=np.bool_)
    for row in matches if most is None else matches[most == 0]:
        result |= _hit(scenarios, row)
    return result


def _hit(scenarios: Levels, row: NDArray[np.bool_]) -> NDArray[np.bool_]:
    hit = np.ones(len(scenarios), dtype=np.bool_)
    for column, of_level in enumerate(row):
        if not of_level.all():
            hit &= of_level[scenarios[:, column]]
    return hit


class _Row(NamedTuple):
    """One row of limits before it is laid out: the levels that count by criterion, all of them where none is named."""

    levels: Mapping[int, NDArray[np.bool_]]
    most: int
    rule: int


class _Limits(NamedTuple):
    """The rows as arrays; see :class:`Candidates`."""

    matches: NDArray[np.bool_]
    most: Levels
    rule: Levels

    @classmethod
    def of(cls, rows: Sequence[_Row], counts: Levels) -> _Limits:
        """Lay ``rows`` out; a level beyond the last of its criterion counts, so that it decides nothing."""
        matches = np.ones((len(rows), len(counts), counts.max()), dtype=np.bool_)
        for row, into in zip(rows, matches, strict=True):
            for column, levels in row.levels.items():
                into[column, : len(levels)] = levels
        most, rule = ([row.most for row in rows], [row.rule for row in rows])
        return cls(matches, np.array(most, dtype=np.int64), np.array(rule, dtype=np.int64))


def _rules(study: Study) -> list[_Row]:
    rows = list[_Row]()
    for number, rule in enumerate(study.rules):
        if rule.when and rule.only:
            when, only = _named(study, rule.when), _named(study, rule.only)
            rows += [_Row({**when, column: ~levels}, 0, number) for column, levels in only.items()]
        elif rule.seldom:
            rows.append(_Row(_named(study, rule.seldom), rule.at_most or 0, number))
        elif rule.never:
            rows.append(_Row(_named(study, rule.never), 0, number))
    return rows


def _named(study: Study, levels: Mapping[str, tuple[str, ...]]) -> dict[int, NDArray[np.bool_]]:
    return {
        column: np.array([level in levels[criterion.id] for level in criterion.level_ids])
        for column, criterion in enumerate(study.criteria)
        if criterion.id in levels
    }


def _extremes(study: Study, counts: Levels, dominated: int | None) -> list[_Row]:
    """Give a row for the worst and one for the best; together they may stand ``dominated`` times in a version."""
    if len(counts) < FEWEST_WITH_EXTREMES or dominated is None:
        return []
    top = np.array([0 if c.expected == "negative" else len(c.levels) - 1 for c in study.criteria])
    shares = (dominated + 1) // 2, dominated // 2
    return [
        _Row({column: np.arange(counts[column]) == level for column, level in enumerate(ends)}, share, -1)
        for ends, share in zip((counts - 1 - top, top), shares, strict=True)
    ]


def _all(counts: Levels) -> Levels:
    return np.stack(np.unravel_index(np.arange(np.prod(counts)), tuple(counts)), axis=1).astype(np.int64)


def _repaired(drawn: Levels, counts: Levels, matches: NDArray[np.bool_], rng: np.random.Generator) -> Levels:
    """Change one level at a time in scenarios that a rule refuses, until none is or the rounds are over."""
    scenarios = drawn.copy()
    for _ in range(REPAIR_ROUNDS):
        clean = True
        for rule in matches:
            rows = np.flatnonzero(_hit(scenarios, rule))
            ways_out = [c for c, count in enumerate(counts) if not rule[c, :count].all()]
            if len(rows) == 0 or not ways_out:
                continue
            clean = False
            chosen = rng.choice(ways_out, size=len(rows))
            for column in ways_out:
                others = np.flatnonzero(~rule[column, : counts[column]])
                scenarios[rows[chosen == column], column] = rng.choice(others, size=int((chosen == column).sum()))
        if clean:
            break
    return scenarios


def _check(study: Study, found: Candidates, counts: Levels, besides: str) -> None:
    hard = found.matches[found.most == 0]
    if len(found.scenarios) == 0:
        impossible = found.listed or not _possible(hard, counts, {})
        reason = "leave no scenario" if impossible else "leave so few scenarios that none was found"
        raise DesignError(f"study {study.id}: {all_rules(study)} {reason}{besides}; drop or narrow a rule")
    for column, criterion in enumerate(study.criteria):
        for number in sorted(set(range(len(criterion.levels))) - set(found.scenarios[:, column].tolist())):
            if found.listed or not _possible(hard, counts, {column: number}):
                level = criterion.level_ids[number]
                raise DesignError(
                    f'study {study.id}: {all_rules(study)} keep level "{level}" of criterion "{criterion.id}" out of '
                    f"every scenario{besides}; narrow a rule or drop the level"
                )


def all_rules(study: Study) -> str:
    """Name every rule of ``study`` for a message."""
    return ", ".join(rule_words(study, number) for number in range(len(study.rules))) or "the criteria"


def _possible(matches: NDArray[np.bool_], counts: Levels, fixed: dict[int, int]) -> bool:
    """Decide exactly whether a scenario with the ``fixed`` levels exists, as a small integer program."""
    starts = np.concatenate([[0], np.cumsum(counts)])
    one_level = np.zeros((len(counts), starts[-1]))
    lower = np.zeros(starts[-1])
    for column, start in enumerate(starts[:-1]):
        one_level[column, start : starts[column + 1]] = 1.0
    for column, number in fixed.items():
        lower[starts[column] + number] = 1.0
    hits = np.array([np.concatenate([rule[c, :n] for c, n in enumerate(counts)]) for rule in matches], dtype=float)
    rules = [LinearConstraint(hits, ub=len(counts) - 1.0)] if len(hits) else []
    answer = milp(
        np.zeros(starts[-1]),
        integrality=np.ones(starts[-1]),
        bounds=Bounds(lower, 1.0),
        constraints=[LinearConstraint(one_level, 1.0, 1.0), *rules],
    )
    return bool(answer.success)
