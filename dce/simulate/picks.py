"""What invented people pick where a task shows several scenarios, many people and tasks at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from dce.coding import Array
from dce.study import Task

Numbers = NDArray[np.int64]
Chance = Callable[[tuple[int, ...]], Array]  # numbers between 0 and 1 of a shape


def alternatives_of(task: Task) -> tuple[int, ...]:
    """The numbers under which the alternatives of a task stand in a table, the opt-out (0) first where there is one."""
    return tuple(range(0 if task.opt_out is not None else 1, (task.alternatives or 1) + 1))


def places(kind: str, utility: Array, chance: Chance) -> Numbers:
    """Give the place (..., J) of each alternative: 1 for the best, 2 for the next, or for the worst; 0 for no place.

    ``utility`` is (..., J). Each pick is a logit among what is left, for the worst with the utilities turned.

    >>> sure = np.array([[0.0, 500.0, -500.0]])
    >>> places("best-worst", sure, np.random.default_rng(1).random).tolist()
    [[0, 1, 2]]
    >>> places("ranking", sure, np.random.default_rng(1).random).tolist()
    [[2, 1, 3]]
    """
    order = np.argsort(-(utility + _gumbel(chance(utility.shape))), axis=-1)
    place = np.argsort(order, axis=-1) + 1
    if kind == "ranking":
        return place
    place[place > 1] = 0
    if kind == "best-worst":
        turned = np.where(place == 1, -np.inf, _gumbel(chance(utility.shape)) - utility)
        np.put_along_axis(place, turned.argmax(axis=-1)[..., None], 2, axis=-1)
    return place


def named(kind: str, place: Numbers) -> dict[str, Numbers]:
    """The columns that tell what was picked, of places (n,)."""
    columns = {
        "choice": {"chosen": place == 1},
        "best-worst": {"best": place == 1, "worst": place == 2},
        "ranking": {"rank": place},
    }
    return {name: column.astype(np.int64) for name, column in columns[kind].items()}


def _gumbel(uniform: Array) -> Array:
    return np.asarray(-np.log(-np.log(np.maximum(uniform, np.finfo(float).tiny))))
