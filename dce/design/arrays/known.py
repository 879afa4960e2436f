"""The orthogonal array that fits given level counts, put together from difference schemes and smaller arrays.

An array of N = r s runs has one column of r levels beside the columns of s levels of a difference scheme. A column may
be replaced by a whole array with as many runs as it has levels (expansive replacement, Addelman and Kempthorne 1961),
and collapsed to fewer levels where their number divides its own, which keeps every pair balanced. Rao's and Hamming's
arrays, those of Addelman and Kempthorne with 2 q^n runs and juxtaposed ones all come out of repeating these steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations_with_replacement, islice, pairwise, product
from math import lcm
from typing import NamedTuple

import numpy as np

from dce.design.arrays.difference import difference_scheme
from dce.design.arrays.found import found_arrays
from dce.design.arrays.hadamard import hadamard
from dce.design.arrays.merged import aligned, merged_schemes
from dce.design.single.ground import Levels
from dce.errors import DesignError

MOST_RUNS = 2000  # tasks times versions; no study of this size waits for an array
MOST_MENUS = 400  # ways to share out the columns of one scheme
LARGEST_MENU = 25
Shape = tuple[int, ...]


class Parent(NamedTuple):
    """An array with one column of ``rows`` levels and ``columns`` of ``size`` levels, in rows * size runs."""

    rows: int
    size: int
    columns: int


class Share(NamedTuple):
    """Which array stands in the place of each small column, which wish (-1: none) each of its columns serves; the rest.

    ``wishes`` are positions in the sorted level counts; ``rest`` those left for the column of rows.
    """

    menus: tuple[Shape, ...]
    wishes: tuple[Shape, ...]
    rest: Shape


def orthogonal_array(levels: Sequence[int], runs: int) -> Levels | None:
    """Give an orthogonal array of strength 2 (runs, len(levels)), or None where no construction here makes one.

    Every two columns show each combination of their levels equally often; ``levels`` may stand in any order.

    >>> orthogonal_array([3, 3, 3, 3], 9)[:3]
    array([[0, 0, 0, 0],
           [1, 1, 1, 0],
           [2, 2, 2, 0]])
    """
    if not levels or min(levels) < 2:
        raise DesignError(f"an orthogonal array needs factors of two levels or more, has {list(levels)}")
    if not 1 <= runs <= MOST_RUNS:
        return None
    return _fit_ordered(levels, runs)


def _fit_ordered(levels: Sequence[int], runs: int) -> Levels | None:
    """Give an array for ``levels`` in any order, or None."""
    order = sorted(range(len(levels)), key=lambda i: -levels[i])
    made = _fit(tuple(levels[i] for i in order), runs)
    if made is None:
        return None
    array = np.empty_like(made)
    array[:, order] = made
    return array


def smallest_orthogonal_array(levels: Sequence[int]) -> Levels | None:
    """Give the array with the fewest runs that :func:`orthogonal_array` makes, or None up to 2000 runs.

    >>> len(smallest_orthogonal_array([3] * 7 + [2]))
    18
    """
    step = lcm(*levels, *_pairs(tuple(levels)))
    least = 1 + sum(levels) - len(levels)
    for runs in range(-(-least // step) * step, MOST_RUNS + 1, step):
        array = orthogonal_array(levels, runs)
        if array is not None:
            return array
    return None


@lru_cache(maxsize=4096)
def _fit(levels: Shape, runs: int) -> Levels | None:
    """Give an array for ``levels`` in falling order, or None."""
    if not _possible(levels, runs):
        return None
    if len(levels) < 2:
        return np.arange(runs)[:, None] % np.array(levels, dtype=np.int64)
    for array in _whole(runs):
        if (served := _serve(levels, tuple(int(count) for count in array.max(axis=0) + 1))) and not served[1]:
            return _collapsed(array, levels, served[0])
    for parent in _parents(runs):
        for share in _shares(levels, parent):
            rest = _fit(tuple(levels[i] for i in share.rest), parent.rows)
            if rest is not None:
                return _built(levels, parent, share, rest)
    return _by_merging(levels, runs)


def _by_merging(levels: Shape, runs: int) -> Levels | None:
    """Serve some of ``levels`` by the columns of a scheme that merge, and what is left by an array of fewer runs."""
    for size in (size for size in range(2, int(runs**0.5) + 1) if runs % size == 0):
        for scheme in merged_schemes(runs // size, size):
            heads, plain, rest = _dealt(levels, [size * count for count in scheme.joined], size, scheme.plain.shape[1])
            inner = _fit_ordered((*scheme.joined, *(levels[i] for i in rest)), runs // size) if heads else None
            rows = None if inner is None else aligned(inner, scheme)
            if inner is not None and rows is not None:
                made = np.zeros((runs, len(levels)), dtype=np.int64)
                made[:, rest] = np.repeat(inner[rows, len(heads) :], size, axis=0)
                made[:, heads] = scheme.merged()
                made[:, plain] = scheme.developed()[:, : len(plain)]
                return made
    return None


def _dealt(levels: Shape, merged: Sequence[int], size: int, most: int) -> tuple[list[int], list[int], list[int]]:
    """Deal out wishes to columns that merge, none where one of ``merged`` is not wished; to plain ones; the rest."""
    left = list(range(len(levels)))
    heads = []
    for count in merged:
        match = next((i for i in left if levels[i] == count), None)
        if match is None:
            return [], [], left
        heads.append(match)
        left.remove(match)
    plain = [i for i in left if levels[i] == size][:most]
    return heads, plain, [i for i in left if i not in set(plain)]


def _possible(levels: Shape, runs: int) -> bool:
    """Tell whether the counts allow an array: pairs must divide the runs, which must outnumber the columns."""
    if sum(levels) - len(levels) > runs - 1:
        return False
    return all(runs % count == 0 for count in set(levels) | _pairs(levels))


def _pairs(levels: Shape) -> set[int]:
    """The numbers of combinations that pairs of factors have."""
    counts = Counter(levels)
    return {a * b for a in counts for b in counts if a < b or (a == b and counts[a] > 1)}


@lru_cache(maxsize=512)
def _whole(runs: int) -> tuple[Levels, ...]:
    """Arrays that no scheme makes, and what they become where smaller arrays replace their columns."""
    made = [one for array in found_arrays(runs) for one in _replaced(array)]
    matrix = hadamard(runs) if runs % 4 == 0 and hadamard(runs // 2) is None else None
    return (*made, *([] if matrix is None else [(1 - matrix[:, 1:]) // 2]))


def _replaced(array: Levels) -> Iterator[Levels]:
    """Give ``array``, and every other that comes of replacing columns of many levels by arrays of as many runs.

    Columns of 2, 4, 8, ... levels stay: there are other arrays with any number of them.
    """
    counts = array.max(axis=0) + 1
    menus = {int(n): _menus(int(n)) if n & (n - 1) else ((int(n),),) for n in np.unique(counts)}
    ways = [combinations_with_replacement(menu, int((counts == n).sum())) for n, menu in menus.items()]
    order = np.argsort(counts, kind="stable")
    for chosen in islice(product(*ways), MOST_MENUS):
        columns = []
        for column, menu in zip(order, (menu for part in chosen for menu in part), strict=True):
            inner = _fit(menu, int(counts[column]))
            if inner is None:
                raise AssertionError(f"no array of {counts[column]} runs for {menu}")
            columns.append(inner[array[:, column]])
        yield np.concatenate(columns, axis=1)


@lru_cache(maxsize=512)
def _parents(runs: int) -> tuple[Parent, ...]:
    sizes = [size for size in range(2, int(runs**0.5) + 1) if runs % size == 0]
    return tuple(Parent(runs // s, s, difference_scheme(runs // s, s).table.shape[1]) for s in sizes)


@lru_cache(maxsize=64)
def _menus(size: int) -> tuple[Shape, ...]:
    """The level counts of the arrays that may replace a column of ``size`` levels; none within another."""
    found: set[Shape] = {(size,)}
    for array in _whole(size):
        found.add(tuple(sorted((int(count) for count in array.max(axis=0) + 1), reverse=True)))
    for parent in _parents(size) if size <= LARGEST_MENU else ():
        for small in islice(combinations_with_replacement(_menus(parent.size), parent.columns), MOST_MENUS):
            for large in _menus(parent.rows):
                found.add(tuple(sorted((*large, *(level for menu in small for level in menu)), reverse=True)))
    return tuple(sorted((one for one in found if not any(_within(one, other) for other in found)), reverse=True))


def _within(one: Shape, other: Shape) -> bool:
    return one != other and Counter(one) <= Counter(other)


def _shares(levels: Shape, parent: Parent) -> Iterator[Share]:
    """Ways to share out the columns of a scheme among ``levels``, each serving as many as it can."""
    menus = [menu for menu in _menus(parent.size) if any(served % level == 0 for served in menu for level in levels)]
    columns = min(parent.columns, len(levels))
    for chosen in islice(combinations_with_replacement(menus, columns), MOST_MENUS):
        wishes, rest = _serve(levels, tuple(level for menu in chosen for level in menu))
        if len(rest) < len(levels):
            cuts = np.cumsum([0, *map(len, chosen)])
            parts = tuple(wishes[a:b] for a, b in pairwise(cuts))
            yield Share(chosen, parts, rest)


def _serve(levels: Shape, offered: Shape) -> tuple[Shape, Shape]:
    """Give for each of the ``offered`` counts the wish that it serves, -1 for none, and the wishes left over.

    Columns of the right count come first; what is left is collapsed to the largest count that divides it.
    """
    wishes, left = [-1] * len(offered), dict.fromkeys(range(len(levels)))
    for exact in (True, False):
        for place, count in enumerate(offered):
            if wishes[place] < 0:
                fits = (i for i in left if (count == levels[i] if exact else count % levels[i] == 0))
                wishes[place] = next(fits, -1)
                left.pop(wishes[place], None)
    return tuple(wishes), tuple(left)


def _collapsed(array: Levels, levels: Shape, wishes: Shape) -> Levels:
    made = np.zeros((len(array), len(levels)), dtype=np.int64)
    for column, wish in enumerate(wishes):
        if wish >= 0:
            made[:, wish] = array[:, column] % levels[wish]
    return made


def _built(levels: Shape, parent: Parent, share: Share, rest: Levels) -> Levels:
    """Write the array of a parent out: run (i, g) has row i of the scheme, with g added to every element."""
    table, plus = difference_scheme(parent.rows, parent.size)
    made = np.zeros((parent.rows, parent.size, len(levels)), dtype=np.int64)
    made[:, :, share.rest] = rest[:, None, :]
    for column, (menu, wishes) in enumerate(zip(share.menus, share.wishes, strict=True)):
        inner = _fit(menu, parent.size)
        if inner is None:
            raise AssertionError(f"no array of {parent.size} runs for {menu}")
        shown = plus[table[:, column]]  # (rows, size): the element that run (i, g) shows
        for place, wish in enumerate(wishes):
            if wish >= 0:
                made[:, :, wish] = inner[shown, place] % levels[wish]
    return made.reshape(-1, len(levels))
