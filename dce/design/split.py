"""Tasks into versions: each level about equally often in every version, no scenario twice, each a good design.

A version is one respondent's whole share, so what it can show on its own counts as well as what all show together.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.deal import EVERYWHERE, Deal, Table
from dce.design.faults import faults, mend
from dce.design.single.ground import GAIN, Levels
from dce.design.single.plain import add
from dce.errors import DesignError

SWAPS_PER_TASK = 400
MOST_SWAPS = 2_000_000
MOST_EXCHANGES = 3e9  # numbers to look at for them; a second or two
PRICES = (0.2, 0.25, 0.3, 0.35, 0.4)  # what a determinant must gain, as a logarithm, for a step of :func:`imbalance`
DEALS = 4  # for each price
WORSE = 0.08  # by which share the worst version of an even deal may be less efficient than that of the best deal
RIDGE = 0.01  # of a task's weight: versions may have fewer tasks than parameters


def split_versions(deal: Deal, rng: np.random.Generator) -> Levels:
    """Give the version (N,) from 0 of each task of ``deal``, -1 for those that stand everywhere.

    The others are a multiple of the versions. A task may stand among them at most once for each version. Equal ones
    are dealt to different versions, then pairs are exchanged between versions as long as that evens out the levels.
    With coded tasks pairs are also exchanged where that raises the determinants of the versions by more than it costs
    in evenness, at several prices. Of those deals the most even one stays whose worst version is nearly as good as the
    best there is. Raises DesignError where they cannot be dealt so that no version has a scenario twice or too many
    rare combinations.
    """
    result = np.full(len(deal.tasks), -1, dtype=np.int64)
    dealt = deal.held != EVERYWHERE
    if not dealt.any() or deal.versions == 1:
        return np.where(dealt, 0, result)
    table = Table.of(deal, dealt)
    first = None if deal.first is None else deal.first[dealt]
    if deal.x is None:
        result[dealt] = _dealt(deal.versions, first, table, rng)
        return result
    x = deal.x[dealt]
    work = float(len(x)) ** 2 * x.shape[1] ** 2
    times = max(1, min(DEALS * len(PRICES), int(MOST_EXCHANGES // work)))
    deals, worst = [_dealt(deal.versions, first, table, rng) for _ in range(times)], np.empty(times)
    for turn, version in enumerate(deals):
        worst[turn] = _strengthen(table, version, PRICES[turn % len(PRICES)], x, deal.x[~dealt])
    uneven = np.array([imbalance(table.tasks, version, deal.versions) for version in deals])
    near = worst >= worst.max() + x.shape[1] * np.log(1.0 - WORSE)
    result[dealt] = deals[int(np.argmin(np.where(near, uneven, np.inf)))]
    return result


def _dealt(versions: int, first: Levels | None, table: Table, rng: np.random.Generator) -> Levels:
    """Deal equal scenarios, and those that the same rules match, in turn to the versions that have room.

    Begin from ``first`` (N,) where that shows no scenario twice in a version, and no rare combination too often.
    """
    tasks = len(table.tasks)
    if first is not None and not faults(table, first, versions):
        version = first.copy()
    else:
        order = np.lexsort([table.same, *table.hits.T])  # the last one counts most
        version = table.held.copy()
        version[order[table.free[order]]] = in_turn(table.held, tasks // versions, versions)
    if faults(table, version, versions):
        mend(table, version, versions)
    swaps = min(SWAPS_PER_TASK * tasks, MOST_SWAPS)
    _even_out(table, version, versions, rng.integers(tasks, size=(swaps, 2)))
    if faults(table, version, versions):
        raise DesignError(
            "rare combinations or tasks that stand in several versions do not fit into the versions; allow the "
            "combinations oftener or ask for fewer tasks"
        )
    return version


def in_turn(held: Levels, tasks: int, versions: int) -> Levels:
    """Give each version in turn until each has its ``tasks``, with those that are ``held`` (N,) there."""
    room = tasks - np.bincount(held[held >= 0], minlength=versions)
    turns = [np.flatnonzero(room > turn) for turn in range(int(room.max(initial=0)))]
    return np.concatenate([np.zeros(0, dtype=np.int64), *turns])


def imbalance(tasks: Levels, version: Levels, versions: int) -> float:
    """Sum over versions, criteria and levels of the squared distance to an even share; ``tasks`` are (N, J, m)."""
    counts = _counts(tasks, version, versions)
    return float(np.sum((counts - counts.mean(axis=0)) ** 2))


@njit(cache=True)
def _counts(tasks: Levels, version: Levels, versions: int) -> Levels:
    """Count how often each version shows each level: (versions, m, L)."""
    counts = np.zeros((versions, tasks.shape[2], tasks.max() + 1), dtype=np.int64)
    for task in range(len(tasks)):
        for scenario in tasks[task]:
            for criterion in range(len(scenario)):
                counts[version[task], criterion, scenario[criterion]] += 1
    return counts


@njit(cache=True)
def _even_out(table: Table, version: Levels, versions: int, pairs: Levels) -> None:
    """Exchange the versions of each of ``pairs`` (swaps, 2) where that lowers the imbalance, or leaves it alike."""
    counts = _counts(table.tasks, version, versions)
    for pair in range(len(pairs)):
        one, other = pairs[pair]
        if version[one] == version[other] or not _may_exchange(table, one, other, version):
            continue
        if _change(table.tasks, counts, one, other, version) <= 0:
            _exchange(table.tasks, counts, one, other, version)


@njit(cache=True)
def _strengthen(table: Table, version: Levels, price: float, x: Array, shared: Array) -> float:
    """Exchange tasks between versions until none raises the product of their determinants; give the least logarithm."""
    versions = version.max() + 1
    counts = _counts(table.tasks, version, versions)
    tasks, size = x.shape
    inverse, logs = np.zeros((versions, size, size)), np.zeros(versions)
    for one in range(versions):
        own = x[version == one]
        matrix = own.T @ own + shared.T @ shared + RIDGE * np.eye(size)
        inverse[one], logs[one] = np.linalg.inv(matrix), np.linalg.slogdet(matrix)[1]
    changed = True
    while changed:
        changed = False
        for one in range(tasks):
            for other in range(one):
                a, b = version[one], version[other]
                if a == b or table.same[one] == table.same[other]:
                    continue
                here, there = _growth(inverse[a], x[one], x[other]), _growth(inverse[b], x[other], x[one])
                if here * there * GAIN <= np.exp(price * _change(table.tasks, counts, one, other, version)):
                    continue
                if not _may_exchange(table, one, other, version):
                    continue
                _exchange(table.tasks, counts, one, other, version)
                logs[a] += np.log(add(inverse[a], x[other], 1.0)) + np.log(add(inverse[a], x[one], -1.0))
                logs[b] += np.log(add(inverse[b], x[one], 1.0)) + np.log(add(inverse[b], x[other], -1.0))
                changed = True
    return float(logs.min())


@njit(cache=True)
def _may_exchange(table: Table, one: int, other: int, version: Levels) -> bool:
    """Tell whether two tasks may exchange versions: none is held, no scenario comes twice, no rare one too often."""
    same = table.same
    if same[one] == same[other] or not table.free[one] or not table.free[other]:
        return False
    if _stands_in(same, version, same[one], version[other]) or _stands_in(same, version, same[other], version[one]):
        return False
    for rule in range(len(table.most)):
        more = table.hits[one, rule] - table.hits[other, rule]
        if more == 0:
            continue
        into = version[other] if more > 0 else version[one]
        if np.sum(table.hits[:, rule] * (version == into)) + abs(more) > table.most[rule]:
            return False
    return True


@njit(cache=True)
def _growth(inverse: Array, out: Array, into: Array) -> float:
    """Give the factor by which the determinant grows when task ``into`` takes the place of ``out``."""
    image = inverse @ out
    shared = image @ into
    return float((1.0 - image @ out) * (1.0 + into @ (inverse @ into)) + shared * shared)


@njit(cache=True)
def _exchange(tasks: Levels, counts: Levels, one: int, other: int, version: Levels) -> int:
    """Let two tasks exchange versions; give half of what the imbalance changes by (even shares stay as they are)."""
    change = _move(tasks[one], counts[version[one]], counts[version[other]])
    change += _move(tasks[other], counts[version[other]], counts[version[one]])
    version[one], version[other] = version[other], version[one]
    return change


@njit(cache=True)
def _change(tasks: Levels, counts: Levels, one: int, other: int, version: Levels) -> int:
    """Give half of what the imbalance would change by, by an exchange there and back."""
    change = _exchange(tasks, counts, one, other, version)
    _exchange(tasks, counts, one, other, version)
    return change


@njit(cache=True)
def _move(task: Levels, mine: Levels, theirs: Levels) -> int:
    """Move the levels of ``task`` (J, m) between the counts (m, L) of two versions; give half the change of squares."""
    change = 0
    for scenario in task:
        for criterion in range(len(scenario)):
            level = scenario[criterion]
            change += 1 + theirs[criterion, level] - mine[criterion, level]
            mine[criterion, level] -= 1
            theirs[criterion, level] += 1
    return change


@njit(cache=True)
def _stands_in(same: Levels, version: Levels, scenario: int, wanted: int) -> bool:
    return bool(np.any((same == scenario) & (version == wanted)))
