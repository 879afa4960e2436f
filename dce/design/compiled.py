"""What compiled code of searches shares."""

from __future__ import annotations

from typing import Any

from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def write(source: NDArray[Any], target: NDArray[Any]) -> None:
    """Write ``source`` over ``target``, both whole in memory and of one shape.

    ``target[:] = source`` does the same, but compiles for half a second wherever it stands: the words of its error.
    """
    into, values = target.reshape(target.size), source.reshape(source.size)
    for i in range(len(into)):
        into[i] = values[i]
