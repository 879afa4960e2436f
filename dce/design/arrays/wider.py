"""The array with the most columns beside those asked for: of more columns, some always show fewer scenarios twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from dce.design.arrays.known import orthogonal_array
from dce.design.single.ground import Levels

MOST_COLUMNS = 100  # more than that give chance no more to choose from


def wider_array(levels: Sequence[int], runs: int) -> Levels | None:
    """Give an array of ``runs`` for ``levels`` and as many more columns of the same counts as one can have.

    The small counts are widened first. None where :func:`orthogonal_array` makes none.

    >>> wider_array([2, 2, 2], 12).shape
    (12, 11)
    """
    return _wider(tuple(sorted(levels)), runs)


@lru_cache(maxsize=256)
def _wider(levels: tuple[int, ...], runs: int) -> Levels | None:
    array = orthogonal_array(levels, runs)
    if array is None:
        return None
    for count in sorted(Counter(levels)):
        columns = int(array.max(axis=0).sum())
        low, high = 0, min((runs - 1 - columns) // (count - 1), MOST_COLUMNS - array.shape[1])
        while low < high:
            middle = (low + high + 1) // 2
            more = orthogonal_array((*levels, *[count] * middle), runs)
            low, high = (low, middle - 1) if more is None else (middle, high)
            array = array if more is None else more
        levels = (*levels, *[count] * low)
    return array
