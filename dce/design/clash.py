"""Which rules clash: the fewest that together leave no scenario, keep a level out, or make two effects one.

Rules are dropped for as long as the clash stays (a deletion filter, Chinneck and
Dravnieks 1991, a block at a time at first): none of those that are left can be missed, though other sets may do as
well. All of it is bounded in time; what is not decided by then counts as no clash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dce.coding import Array
from dce.design.effects import JOIN, Effects
from dce.design.program import EXTREMES, SOLVED, Clock, Levels, Program
from dce.design.rows import rule_words
from dce.errors import DesignError
from dce.study import Study

if TYPE_CHECKING:
    from dce.design.candidates import Candidates

FEW, EACH = 2000, 4  # scenarios looked at, at least and a column, for effects that are one; the program finds the rest
ROUNDING = 1e-6
MOST_NAMED = 20  # rules in a message; who has more to read than that looks at the file


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules, numbered from 0, that clash; ``whole`` is False where time was over before fewer could be named."""

    rules: tuple[int, ...]
    whole: bool

    def words(self, study: Study) -> str:
        """Name the rules for a message."""
        parts = [rule_words(study, rule) for rule in self.rules if rule != EXTREMES]
        if EXTREMES in self.rules:
            parts.append("dominated (the worst and the best of all scenarios are not shown)")
        if len(parts) > MOST_NAMED:
            parts = [*parts[:MOST_NAMED], f"{len(parts) - MOST_NAMED} more"]
        listed = " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        unsure = "" if self.whole else " (perhaps fewer of them would do: time was over)"
        return f"{listed or 'the criteria'}{unsure}"


def clashing_rules(program: Program, clock: Clock, *, fixed: tuple[int, int] | None = None) -> Clash:
    """Give the fewest rules that leave no scenario with the ``fixed`` level, where all of them leave none."""
    return fewest(program.rule, lambda rules: program.impossible(clock, rules=rules, fixed=fixed), clock)


def fewest(rule: Levels, clashes: Callable[[list[int]], bool], clock: Clock) -> Clash:
    """Drop of the rules ``rule`` (rows,) as many as leave ``clashes`` true, halves first and then one by one."""
    kept = sorted(set(rule.tolist()))
    size = max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept):
            if clock.over:
                return Clash(_in_order(kept), whole=False)
            trial = kept[:at] + kept[at + size :]
            if clashes(trial):
                kept = trial
            else:
                at += size
        if size == 1:
            return Clash(_in_order(kept), whole=not clock.over)
        size //= 2


def _in_order(rules: list[int]) -> tuple[int, ...]:
    return tuple(sorted(rules))


def check_told_apart(study: Study, found: Candidates, rng: np.random.Generator) -> None:
    """Refuse rules that make effects of ``study`` one, whatever the design: raises DesignError that names them.

    Effects are one when some sum of their columns is the same in every scenario that ``found`` allows.
    """
    if not (found.most == 0).any():
        return
    clock, effects = Clock(), Effects.of(study)
    counts = np.array([len(criterion.levels) for criterion in study.criteria], dtype=np.int64)
    hard = found.most == 0
    program = Program(counts, found.matches[hard], found.rule[hard], pairs=effects.pairs)
    seen = rng.permutation(found.scenarios)[: max(FEW, EACH * len(effects.columns))]
    while (relation := _relation(effects, seen)) is not None and not clock.over:
        weights = _by_level(effects, relation[1:])
        ends = [program.least(sign * weights, clock) for sign in (1.0, -1.0)]
        apart = [one for _, one in ends if len(one) and abs(_sum(effects, one, relation)) > ROUNDING]
        if not apart and any(status != SOLVED for status, _ in ends):
            return  # not proven, and a design that cannot tell its effects is refused when it is made
        if not apart:
            clash = fewest(found.rule[hard], lambda rules: _is_one(effects, program, relation, rules, clock), clock)
            raise DesignError(f"study {study.id}: {clash.words(study)} {_as_one(effects, relation)}")
        seen = np.concatenate([seen, apart])


def _relation(effects: Effects, scenarios: Levels) -> Array | None:
    """Weights (1 + K,), constant first and the largest of size 1, whose sum is zero in all ``scenarios``; few of them.

    None where there are no such weights.
    """
    x = np.concatenate([np.ones((len(scenarios), 1)), effects.encode_levels(scenarios)], axis=1)
    sizes, directions = np.linalg.eigh(x.T @ x / len(x))
    free = directions[:, sizes < 1e-10 * sizes[-1]].T
    if len(free) == 0:
        return None
    for row in range(len(free)):  # to reduced rows, from the last column on: each then holds as few weights as it can
        pivot = int(np.argmax((np.abs(free[row:]) > 1e-8).any(axis=0)[::-1]))
        pivot = free.shape[1] - 1 - pivot
        best = row + int(np.argmax(np.abs(free[row:, pivot])))
        free[[row, best]] = free[[best, row]]
        free[row] /= free[row, pivot]
        others = np.arange(len(free)) != row
        free[others] -= np.outer(free[others, pivot], free[row])
    few = min(free, key=lambda weights: int((np.abs(weights) > ROUNDING).sum()))
    return np.asarray(np.where(np.abs(few) > ROUNDING, few, 0.0) / np.abs(few).max())


def _by_level(effects: Effects, weights: Array) -> Array:
    """What each level, and each two levels of a pair, adds to the sum of the columns times ``weights`` (K,)."""
    codes = effects.coding.codes
    parts = [codes[name] @ weights[block] for name, block in effects.blocks.items() if name in codes]
    for a, b in effects.pairs:
        one, other = list(codes)[a], list(codes)[b]
        parts.append(np.kron(codes[one], codes[other]) @ weights[effects.blocks[f"{one}{JOIN}{other}"]])
    return np.concatenate(parts)


def _sum(effects: Effects, scenario: Levels, relation: Array) -> float:
    return float(relation[0] + effects.encode_levels(scenario[None, :])[0] @ relation[1:])


def _is_one(effects: Effects, program: Program, relation: Array, rules: list[int], clock: Clock) -> bool:
    """Tell whether ``relation`` (1 + K,) certainly holds in every scenario that keeps ``rules``."""
    weights = _by_level(effects, relation[1:])
    for sign in (1.0, -1.0):
        status, scenario = program.least(sign * weights, clock, rules=rules)
        if status != SOLVED or abs(_sum(effects, scenario, relation)) > ROUNDING:
            return False
    return True


def _as_one(effects: Effects, relation: Array) -> str:
    columns = [name for name, weight in zip(effects.columns, relation[1:], strict=True) if weight]
    owners = list(dict.fromkeys(effects.owners()[name] for name in columns))
    names = f"{', '.join(owners[:-1])} and {owners[-1]}" if len(owners) > 1 else owners[0]
    how = "vary as one" if len(owners) == 2 else "depend on each other" if len(owners) > 1 else "stay the same"
    return f"make {names} {how}: no answers can tell {', '.join(columns)} apart; narrow one of these rules"
