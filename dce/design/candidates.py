"""The scenarios that a study allows: all where they can be listed, else a large sample; and why there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from dce.design.clash import clashing_rules
from dce.design.program import EXTREMES, SECONDS, Clock, Program
from dce.design.repair import repaired
from dce.design.rows import rule_words
from dce.errors import DesignError
from dce.study import Study

Levels = NDArray[np.int64]
MOST_LISTED = 1_000_000  # more combinations than this are sampled instead
SAMPLE = 20_000
ROUNDING = 1e-6
FEWEST_WITH_EXTREMES = 3  # with one or two criteria the worst and the best scenario are needed to see anything


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the search may use.

    ``scenarios`` (P, m) holds level numbers, all different, none of them refused; ``listed`` tells that they are all
    there are. ``matches`` (rows, m, L) is True where a level counts towards a row, and a row matches a scenario when
    every criterion counts. ``most`` (rows,) is in how many scenarios of one version a row may match, 0 for none at all.
    ``rule`` (rows,) is the number, from 0, of the study's rule that a row stands for, -1 for the worst and the best of
    all scenarios. A rule of the form never or seldom is one row, a conditional one a row for each criterion of
    ``only``.
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
    program = Program(counts, hard, limits.rule[limits.most == 0])
    listed = float(np.prod(counts.astype(np.float64))) <= MOST_LISTED
    scenarios = _all_allowed(counts, hard) if listed else _sampled(study, program, hard, rng)
    if listed:
        shown = [np.bincount(scenarios[:, c], minlength=count) for c, count in enumerate(counts)]
        unseen = [(c, level) for c, times in enumerate(shown) for level in np.flatnonzero(times == 0).tolist()]
        _refuse_clash(study, program, len(scenarios) > 0, next(iter(unseen), None), Clock())
    return Candidates(scenarios, limits.matches, listed, limits.most, limits.rule)


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
        _Row({column: np.arange(counts[column]) == level for column, level in enumerate(ends)}, share, EXTREMES)
        for ends, share in zip((counts - 1 - top, top), shares, strict=True)
    ]


def _all_allowed(counts: Levels, hard: NDArray[np.bool_]) -> Levels:
    allowed = np.ones(counts, dtype=np.bool_)
    for row in hard:
        allowed[np.ix_(*(np.flatnonzero(levels[:count]) for levels, count in zip(row, counts, strict=True)))] = False
    return np.ascontiguousarray(np.argwhere(allowed))


def _sampled(study: Study, program: Program, hard: NDArray[np.bool_], rng: np.random.Generator) -> Levels:
    """Draw scenarios and repair those that are refused; with some more where a level would not be shown at all."""
    clock, cover = Clock(), np.zeros((0, len(program.counts)), dtype=np.int64)
    if (program.rule != EXTREMES).any():
        cover, kept_out = program.covering(clock)
        _refuse_clash(study, program, len(cover) > 0, kept_out, clock)
    drawn = rng.integers(program.counts, size=(SAMPLE, len(program.counts)))
    if refused(drawn, hard).any():
        drawn = repaired(drawn, program.counts, hard, rng)
    allowed = np.unique(np.concatenate([drawn, cover]), axis=0)
    if len(allowed) == 0:
        raise DesignError(
            f"study {study.id}: {all_rules(study)} leave so few scenarios that none was found; drop or narrow a rule"
        )
    return allowed


def _refuse_clash(study: Study, program: Program, some: bool, kept_out: tuple[int, int] | None, clock: Clock) -> None:
    """Raise DesignError that names the rules that clash, where there are not ``some`` scenarios or a level is out."""
    if not some and kept_out is not None:
        words = clashing_rules(program, clock).words(study)
        raise DesignError(f"study {study.id}: {words} leave no scenario; drop or narrow one of them")
    if kept_out is not None:
        criterion, level = study.criteria[kept_out[0]], kept_out[1]
        words = clashing_rules(program, clock, fixed=kept_out).words(study)
        raise DesignError(
            f'study {study.id}: {words} keep level "{criterion.level_ids[level]}" of criterion "{criterion.id}" out of '
            f"every scenario; narrow one of them or drop the level"
        )


def room(found: Candidates, versions: int = 1) -> int:
    """Give the most scenarios that each of ``versions`` can hold where no two of them share one.

    Exact for one version of a study whose scenarios are all listed, else an upper bound. Rare combinations are what
    makes it less than there are scenarios.
    """
    rare = found.matches[found.most > 0]
    counts = [int(levels.max()) + 1 for levels in found.scenarios.T]
    if not found.listed and not refused(found.scenarios, rare).all():
        return prod(counts) // versions
    keys = np.zeros(len(found.scenarios), dtype=np.int64)
    for row, mark in zip(rare, np.random.default_rng(0).integers(2**62, size=len(rare)), strict=True):
        keys += np.where(_hit(found.scenarios, row), mark, 0)  # scenarios with the same matches have the same sum
    _, first, sizes = np.unique(keys, return_index=True, return_counts=True)
    matched = np.array([_hit(found.scenarios[first], row) for row in rare], dtype=float).reshape(len(rare), len(first))
    most = found.most[found.most > 0] * float(versions)
    answer = milp(
        -np.ones(len(first)),
        integrality=np.ones(len(first), dtype=np.int64),
        bounds=Bounds(0.0, sizes if found.listed else np.inf),
        constraints=[LinearConstraint(matched, ub=most)] if len(rare) else [],
        options={"time_limit": SECONDS},
    )
    bound = float(sizes.sum()) if answer.mip_dual_bound is None else -answer.mip_dual_bound
    return int(np.floor(bound + ROUNDING)) // versions


def all_rules(study: Study) -> str:
    """Name every rule of ``study`` for a message."""
    return ", ".join(rule_words(study, number) for number in range(len(study.rules))) or "the criteria"
