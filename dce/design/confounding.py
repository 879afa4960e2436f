"""What passes for the effect of a criterion when two others reinforce each other and the model does not say so.

The alias matrix of Box and Wilson (1951): with columns X in the model and Z left out of it, the weights of X come out
as b + (X'X)^-1 X'Z g, where g are those of Z.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from dce.coding import Array
from dce.design.effects import Effects, columnwise

MOST_WORK = 2e9  # multiplications: a second or so; a design of hundreds of columns has more to tell than is read
COLUMNS = ("criterion", "pair_a", "pair_b", "share")


def confounding(effects: Effects, coded: Array, spread: Callable[[Array], Array]) -> pd.DataFrame:
    """The pair of criteria left out of the model that passes most for each criterion: criterion, pair_a, pair_b, share.

    ``coded`` (N, K) holds the columns of ``effects``; ``spread`` takes off what answers cannot depend on, such as the
    mean. ``share`` compares sizes that no coding changes: how far the criterion's level utilities are off, over how far
    the cells of the pair are from adding up, both as root mean square. In order of ``share``. No rows where the design
    cannot tell its own effects, no pair is left out, or there are too many to go through.
    """
    pairs, names, blocks = effects.left_out(), list(effects.coding.levels), effects.coding.blocks
    scaled = effects.orthonormal(coded)
    x = spread(scaled)
    widths = [blocks[name].stop - blocks[name].start for name in names]
    products = sum(widths[a] * widths[b] for a, b in pairs)
    if not pairs or x.size * products > MOST_WORK or np.linalg.matrix_rank(x) < x.shape[1]:
        return pd.DataFrame(columns=list(COLUMNS))
    to_weights = np.linalg.pinv(x)
    passed = np.zeros((len(pairs), len(names)))
    for number, (a, b) in enumerate(pairs):
        z = spread(columnwise(scaled[:, blocks[names[a]]], scaled[:, blocks[names[b]]]))
        passed[number] = _sizes(to_weights @ z, [blocks[name] for name in names])
    passed = passed.round(9)  # so that equal shares stand in the order of the study, not in that of rounding
    worst = passed.argmax(axis=0)
    rows = [
        (name, *(names[c] for c in pairs[n]), passed[n, own])
        for own, (name, n) in enumerate(zip(names, worst, strict=True))
    ]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    return found.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _sizes(passed: Array, blocks: Sequence[slice]) -> Array:
    """The largest singular value of each block of rows of ``passed`` (K, d); blocks of one height at a time."""
    heights = np.array([block.stop - block.start for block in blocks])
    sizes = np.zeros(len(blocks))
    for height in set(heights.tolist()):
        alike = np.flatnonzero(heights == height)
        stacked = np.stack([passed[blocks[int(number)]] for number in alike])
        sizes[alike] = np.linalg.norm(stacked, ord=2, axis=(1, 2))
    return sizes
