"""How small the D-error of choice tasks can be at all: a bound at zero weights, on effects coding.

Letters: N tasks, J alternatives shown, T with the opt-out, K columns, L levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from dce.coding import Array
from dce.design.choice.coding import ChoiceCoding
from dce.design.effects import Pair

Shape = tuple[int, ...]
STEPS = 60


def error_bound(
    coding: ChoiceCoding,
    tasks: int,
    *,
    pairs: Sequence[Pair] = (),
    varying: int | None = None,
    best_worst: bool = False,
) -> float:
    """A D-error at zero weights that no design of so many tasks can pass, where ``varying`` criteria differ in a task.

    By Fischer's inequality the determinant is at most the product of those of the criteria, the ``pairs`` of them in
    the model, and the constants; that of a criterion is largest where its levels stand as evenly as they can in every
    task in which it varies, and its contrasts are alike. A pair is told best by tasks in which not both vary, so that
    the tasks are shared out between the pairs and their criteria.
    """
    total, fixed = len(coding.constants), coding.constants.shape[1]
    counts = [len(levels) for levels in coding.coding.levels.values()]
    widths = [count - 1 for count in counts]
    widths += [(counts[a] - 1) * (counts[b] - 1) for a, b in pairs]
    if pairs:
        shares = _shared_with_pairs(tuple(counts), tuple(pairs), coding.alternatives, total, varying)
    else:
        shares = _shared(tuple(counts), coding.alternatives, total, varying)
    traces = [tasks * share for share in shares]
    logdet = sum(width * np.log(trace / width) for width, trace in zip(widths, traces, strict=True))
    logdet += sum(np.log(count) for count in counts)  # of effects coding, against contrasts of length one
    logdet += sum((counts[b] - 1) * np.log(counts[a]) + (counts[a] - 1) * np.log(counts[b]) for a, b in pairs)
    if fixed:
        logdet += fixed * np.log(tasks / total) + np.log(1 - fixed / total)
    size = sum(widths) + fixed
    second = 1 + total * (total - 2) / (total - 1) ** 2 if best_worst and total > 2 else 1.0
    return float(np.exp(-logdet / size) / second)


def _shared(counts: tuple[int, ...], shown: int, total: int, varying: int | None) -> list[float]:
    """The trace of each criterion's information, for one task on average, that makes the determinant largest.

    The sum of (L - 1) log trace is largest where one more task adds equally much to each: found by bisection.
    """
    even = np.array([_trace(np.bincount(np.arange(shown) % count, minlength=count), total) for count in counts])
    alike = np.array([_trace(np.eye(1, count).ravel() * shown, total) for count in counts])
    if varying is None or varying >= len(counts):
        return [float(trace) for trace in even]
    gain, width = even - alike, np.array(counts) - 1.0
    low, high = 1e-12, 1e12
    for _ in range(200):
        price = np.sqrt(low * high)
        spent = np.clip(width / price - alike / gain, 0.0, 1.0)
        low, high = (price, high) if spent.sum() > varying else (low, price)
    return [float(trace) for trace in alike + gain * np.clip(width / low - alike / gain, 0.0, 1.0)]


@cache
def _shared_with_pairs(
    counts: tuple[int, ...], pairs: tuple[Pair, ...], shown: int, total: int, varying: int | None
) -> list[float]:
    """The same with pairs, over shares of tasks by how alike their alternatives are in each criterion and pair.

    A concave program over a polytope: each step goes towards the best corner for the slope (Frank and Wolfe 1956), and
    what that corner promises is an upper bound, which is what the traces are scaled up to.
    """
    program = _Program.of(counts, pairs, shown, total, varying)
    share = program.best_for(program.traces.sum(axis=0))
    for step in range(STEPS):
        slope = program.slope(share)
        corner = program.best_for(slope)
        promised = float(slope @ (corner - share))
        if promised < 1e-4 * program.widths.sum():
            break
        share = share + (corner - share) * min(1.0, 2.0 / (step + 3.0))
    slope = program.slope(share)
    promised = max(0.0, float(slope @ (program.best_for(slope) - share)))
    return [float(trace) for trace in program.traces @ share * np.exp(promised / program.widths.sum())]


@dataclass(frozen=True)
class _Program:
    """Shares of tasks by shape (how many alternatives have equal levels): of each criterion, then of each pair.

    ``traces`` (criteria and pairs, shares) turns shares into traces; ``equal`` (..., shares) with ``right`` says that
    the shares of each criterion add up to one and to those of its pairs; ``varies`` (shares,) adds up to ``varying``.
    """

    traces: Array
    widths: Array
    equal: Array
    right: Array
    varies: Array
    varying: float

    @classmethod
    def of(
        cls, counts: tuple[int, ...], pairs: tuple[Pair, ...], shown: int, total: int, varying: int | None
    ) -> _Program:
        shapes = [_shapes(shown, count) for count in counts]
        sizes = [len(own) for own in shapes] + [len(shapes[a]) * len(shapes[b]) for a, b in pairs]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        traces = np.zeros((len(sizes), starts[-1]))
        equal, right, varies = [], [], np.zeros(starts[-1])
        for c, own in enumerate(shapes):
            of_shape = [_trace(np.array([*shape, *[0] * (counts[c] - len(shape))]), total) for shape in own]
            traces[c, starts[c] : starts[c + 1]] = of_shape
            varies[starts[c] : starts[c + 1]] = [len(shape) > 1 for shape in own]
            equal.append(_row(starts[-1], slice(starts[c], starts[c + 1])))
            right.append(1.0)
        for number, (a, b) in enumerate(pairs, len(counts)):
            block = np.arange(starts[number], starts[number + 1]).reshape(len(shapes[a]), len(shapes[b]))
            for (i, one), (j, other) in product(enumerate(shapes[a]), enumerate(shapes[b])):
                traces[number, block[i, j]] = _pair_trace((one, counts[a]), (other, counts[b]), total)
            for places_by_shape, c in ((block, a), (block.T, b)):
                for shape, places in enumerate(places_by_shape):
                    equal.append(_row(starts[-1], places) - _row(starts[-1], starts[c] + shape))
                    right.append(0.0)
        widths = [count - 1 for count in counts] + [(counts[a] - 1) * (counts[b] - 1) for a, b in pairs]
        most = float(len(counts) if varying is None else varying)
        return cls(traces, np.array(widths, dtype=float), np.array(equal), np.array(right), varies, most)

    def best_for(self, gain: Array) -> Array:
        """The shares with the largest ``gain``: a corner."""
        found = linprog(
            -gain, A_eq=self.equal, b_eq=self.right, A_ub=self.varies[None], b_ub=[self.varying], bounds=(0, 1)
        )
        return np.asarray(found.x)

    def slope(self, share: Array) -> Array:
        """How much the log-determinant gains from more of each share."""
        return np.asarray((self.widths / np.maximum(self.traces @ share, 1e-9)) @ self.traces)


def _row(size: int, places: Any) -> Array:
    row = np.zeros(size)
    row[places] = 1.0
    return row


def _trace(shown: NDArray[np.number], total: int) -> float:
    """Trace of one criterion's information from a task that shows its levels so often (L,), contrasts of length one."""
    count, of_all = len(shown), float(shown.sum())
    return float(of_all * (1 - 1 / count) / total - (np.sum(shown**2) - of_all**2 / count) / total**2)


@cache
def _pair_trace(one: tuple[Shape, int], other: tuple[Shape, int], total: int) -> float:
    """The largest trace of two criteria together from a task: each has a shape and a number of levels."""
    shown = sum(one[0])
    first, second = (
        [_agreement(way, n) for way in _partitions(shown) if _shape(way) == shape] for shape, n in (one, other)
    )
    least = min(float((first[0] * gram).sum()) for gram in second)  # which alternatives come first does not matter
    return shown * (1 - 1 / one[1]) * (1 - 1 / other[1]) / total - least / total**2


def _agreement(way: tuple[int, ...], count: int) -> Array:
    """Products (J, J) of the contrasts of length one of every two alternatives, by the numbers of their levels."""
    return np.asarray(np.equal.outer(way, way) - 1 / count)


def _shape(way: tuple[int, ...]) -> Shape:
    return tuple(sorted(np.bincount(way).tolist(), reverse=True))


def _shapes(shown: int, count: int) -> list[Shape]:
    """The ways to be alike: how often each level is shown, as falling numbers, at most ``count`` of them."""
    return sorted({shape for way in _partitions(shown) if len(shape := _shape(way)) <= count}, reverse=True)


def _partitions(size: int) -> Iterator[tuple[int, ...]]:
    """All ways to make ``size`` alternatives alike or different, as the number of the level of each."""
    if size == 0:
        yield ()
        return
    for way in _partitions(size - 1):
        for level in range(max(way, default=-1) + 2):
            yield (*way, level)
