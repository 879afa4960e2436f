"""From rows to distinct rows with weights, and who put which weight where.

A table has many more rows than people or distinct rows, so its columns are read one at a time and turned into small
numbers at once: no second table ever stands in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from dce.data.cells import Array, Index
from dce.data.people import a_place_of_each

MOST_KINDS = 1 << 20  # combinations that may be possible before they are counted
CHUNK = 1 << 18  # rows
Reader = Callable[[pd.Series], Any]


def distinct_rows(frame: pd.DataFrame, columns: Sequence[str], read: Reader) -> tuple[Index, pd.DataFrame]:
    """Index of each row into the table of distinct rows of some columns, as ``read`` turns each into values.

    Distinct rows are sorted by their values, so that row order never matters.
    """
    index: Index = np.zeros(len(frame), dtype=np.intp)
    kinds = 1
    for name in columns:
        code, levels = pd.factorize(read(frame[name]), sort=True, use_na_sentinel=False)
        index *= len(levels)
        index += code
        kinds *= len(levels)
        if kinds > MOST_KINDS:
            index, kinds = _present(index, kinds)
    index, kinds = _present(index, kinds)
    rows = frame.iloc[a_place_of_each(index, kinds)]
    return index, pd.DataFrame({name: read(rows[name]) for name in columns}).reset_index(drop=True)


def _present(index: Index, kinds: int) -> tuple[Index, int]:
    """Renumber from 0, in the same order and without gaps; and how many numbers there are."""
    if kinds > MOST_KINDS:
        found, values = pd.factorize(index, sort=True)
        return found, len(values)
    there = np.bincount(index, minlength=kinds) > 0
    return (np.cumsum(there) - 1)[index], int(there.sum())


def weights_by_person(
    person: Index, cell: Index, weight: Array | None, shape: tuple[int, int]
) -> tuple[sparse.csr_array, Index]:
    """Weights by person and cell, and in which order people stand: by a fingerprint of their answers, not their names.

    Without ``weight`` each row counts one, and the table holds the smallest unsigned integers that can hold the counts:
    make it floating before it is multiplied by another table of integers.
    """
    people = shape[0]
    order = np.argsort(_fingerprints(person, cell, weight, people), kind="stable")
    place = np.empty(people, dtype=np.int32)
    place[order] = np.arange(people)
    most = np.min_scalar_type(int(np.bincount(person).max()))  # of one person's rows, so no count can be higher
    data = np.ones(len(cell), dtype=most) if weight is None else weight
    table = sparse.coo_array((data, (place[person], cell)), shape=shape).tocsr()
    if weight is None:
        table.data = table.data.astype(np.min_scalar_type(int(table.data.max())), copy=False)
    return table, order


def _fingerprints(person: Index, cell: Index, weight: Array | None, people: int) -> NDArray[np.uint64]:
    """A number for each person (people,) that depends on the answers and not on their order."""
    total = np.zeros(people, dtype=np.uint64)
    for begin in range(0, len(cell), CHUNK):
        part = slice(begin, begin + CHUNK)
        of_weight = mixed(np.ones(1) if weight is None else weight[part])
        np.add.at(total, person[part], mixed(mixed(cell[part].astype(np.int64)) ^ of_weight))
    return total


def mixed(values: NDArray[Any]) -> NDArray[np.uint64]:
    """The bits of each value stirred (splitmix64, Steele et al. 2014), so that sums of different values differ."""
    bits = values.view(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(bits ^ (bits >> np.uint64(31)), dtype=np.uint64)
