"""The scenarios that a study allows: all where they can be listed, else a large sample; and why there are none."""

from __future__ import annotations

from dataclasses import dataclass

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

    ``scenarios`` (P, m) holds level numbers, all different; ``matches`` (rules, m, L) is True where a level counts
    towards a rule, so that a scenario is refused when a rule matches it in every criterion; ``listed`` tells that
    ``scenarios`` are all there are.
    """

    scenarios: Levels
    matches: NDArray[np.bool_]
    listed: bool


def candidates(study: Study, rng: np.random.Generator, *, extremes: bool = True) -> Candidates:
    """Give the scenarios of ``study`` that no rule refuses; where ``extremes``, without the worst and the best one.

    The worst scenario has the least favourable level of every criterion and the best the most favourable: everybody
    rates them alike, so they teach little; among alternatives they may well have a match. Raises DesignError that names
    the rules when they leave nothing.
    """
    counts = np.array([len(criterion.levels) for criterion in study.criteria], dtype=np.int64)
    matches = _rules(study, counts)
    if extremes:
        matches = np.concatenate([matches, _extremes(study, counts)])
    listed = float(np.prod(counts.astype(np.float64))) <= MOST_LISTED
    drawn = _all(counts) if listed else rng.integers(counts, size=(SAMPLE, len(counts)))
    if not listed and _possible(matches, counts, {}):
        drawn = _repaired(drawn, counts, matches, rng)
    scenarios = drawn[~refused(drawn, matches)]
    if not listed:
        scenarios = np.unique(scenarios, axis=0)
    found = Candidates(scenarios, matches, listed)
    _check(study, found, counts, BESIDES if extremes else "")
    return found


def refused(scenarios: Levels, matches: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell for each of ``scenarios`` (N, m) whether a rule of ``matches`` (rules, m, L) refuses it."""
    result = np.zeros(len(scenarios), dtype=np.bool_)
    for rule in matches:
        result |= _hit(scenarios, rule)
    return result


def _hit(scenarios: Levels, rule: NDArray[np.bool_]) -> NDArray[np.bool_]:
    hit = np.ones(len(scenarios), dtype=np.bool_)
    for column, of_level in enumerate(rule):
        if not of_level.all():
            hit &= of_level[scenarios[:, column]]
    return hit


def _rules(study: Study, counts: Levels) -> NDArray[np.bool_]:
    matches = np.ones((len(study.rules), len(counts), counts.max()), dtype=np.bool_)
    for rule, into in zip(study.rules, matches, strict=True):
        for column, criterion in enumerate(study.criteria):
            if criterion.id in rule.never:
                into[column, : len(criterion.levels)] = [
                    level in rule.never[criterion.id] for level in criterion.level_ids
                ]
    return matches


def _extremes(study: Study, counts: Levels) -> NDArray[np.bool_]:
    if len(counts) < FEWEST_WITH_EXTREMES:
        return np.ones((0, len(counts), counts.max()), dtype=np.bool_)
    top = np.array([0 if c.expected == "negative" else len(c.levels) - 1 for c in study.criteria])
    bottom = counts - 1 - top
    return np.stack([np.arange(counts.max()) == ends[:, None] for ends in (bottom, top)])


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
    if len(found.scenarios) == 0:
        impossible = found.listed or not _possible(found.matches, counts, {})
        reason = "leave no scenario" if impossible else "leave so few scenarios that none was found"
        raise DesignError(f"study {study.id}: {all_rules(study)} {reason}{besides}; drop or narrow a rule")
    for column, criterion in enumerate(study.criteria):
        for number in sorted(set(range(len(criterion.levels))) - set(found.scenarios[:, column].tolist())):
            if found.listed or not _possible(found.matches, counts, {column: number}):
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
