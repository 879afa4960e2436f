"""The simulated likelihood of a panel of respondents as a value: made once from answers, evaluated at any point."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dce.estimation.mixed.arithmetic import Answers, Array, Index, Mixing
from dce.estimation.mixed.draws import shaped
from dce.estimation.mixed.kernel import TRIPLE, respondents
from dce.estimation.mixed.plan import MIXED_ORDERED, Plan
from dce.estimation.problems import ConditionalProblem, OrderedProblem, Problem

Part = tuple[Array, Array, Array, Array]
BLOCK = 128  # draws whose sums fit the second fastest memory for up to some 25 columns, and the fastest for few
FEW = 64  # draws that a smaller block is made of where that is all there are
PARTS = 8  # of people, treated by threads: the same number on every machine, so that sums are made in the same order


@dataclass(frozen=True, slots=True)
class PanelLikelihood:
    """Log-likelihood at one point, with its slope (P,) and the observed information (P, P).

    ``outer`` (P, P) is the sum over respondents of their slope times itself. ``weights`` (G, Q) and ``spreads`` (G, Q)
    are mean and standard deviation of each respondent's random weights, given all answers of that respondent.
    """

    value: float
    gradient: Array
    outer: Array
    information: Array
    weights: Array
    spreads: Array


@dataclass(frozen=True, slots=True)
class Panel:
    """Answers of G respondents, and their draws t (G, R / B, Q, B) of which ``wanted`` count."""

    plan: Plan
    answers: Answers
    draws: Array
    wanted: int
    mixing: Mixing

    @classmethod
    def of(cls, plan: Plan, problem: Problem, by_person: sparse.csr_array, normals: Array) -> Panel:
        """Answers by_person (G, N * J), and normals (G, R, Q) for the random columns of the plan."""
        table = by_person.tocsr()
        table.sort_indices()
        return cls.of_cells(plan, (table, *cells_of(plan, problem)), normals)

    @classmethod
    def of_cells(cls, plan: Plan, answers: tuple[sparse.csr_array, Array, Index], normals: Array) -> Panel:
        """The same from answers (G, C) with sorted indices and what the kernel needs of each cell."""
        table, rows, marks = answers
        drawn = _whole_blocks(shaped(normals, plan.distributions))
        numbers = table.indptr.astype(np.int64), table.indices.astype(np.int64), table.data.astype(np.float64)
        return cls(plan, (*numbers, rows, marks), drawn, normals.shape[1], _mixing(plan))

    def first_draws(self, number: int) -> Panel:
        """The same answers with only the first draws of each respondent, at most a block."""
        few = min(number, self.wanted, self.draws.shape[3])
        return replace(self, draws=np.ascontiguousarray(self.draws[:, :1, :, :few]), wanted=few)

    def value(self, point: Array, threads: int | None = None) -> float:
        """Log-likelihood only, at a third of the cost."""
        return float(np.concatenate([part[0] for part in self._parts(point, threads, slopes=False)]).sum())

    def evaluate(self, point: Array, threads: int | None = None) -> PanelLikelihood:
        """Likelihood at the parameters of the plan (P,), the same to the last bit for any number of threads."""
        parts = self._parts(point, threads, slopes=True)
        columns = self._columns()
        upper = np.sum([part[2] for part in parts], axis=0)[np.ix_(columns, columns)]
        weights, spreads = self._of_people(point, np.concatenate([part[3] for part in parts]))
        scores = np.concatenate([part[1] for part in parts])[:, columns]
        with np.errstate(over="ignore", invalid="ignore"):  # a search may step to where slopes are beyond all numbers
            gradient, outer = scores.sum(axis=0), scores.T @ scores
        return PanelLikelihood(
            value=float(np.concatenate([part[0] for part in parts]).sum()),
            gradient=gradient,
            outer=outer,
            information=-np.triu(upper) - np.triu(upper, 1).T,
            weights=weights,
            spreads=spreads,
        )

    def _of_people(self, point: Array, moments: Array) -> tuple[Array, Array]:
        """Mean and standard deviation (G, Q) of the random weights from their moments (G, 2, K) around the middle."""
        random = list(self.plan.random)
        middle = np.zeros(len(self.plan.names) + len(self.plan.spreads))
        middle[self.plan.free] = point
        is_log = self.plan.logarithmic[random]
        mean, square = moments[:, 0, random], moments[:, 1, random]
        with np.errstate(over="ignore", invalid="ignore"):  # a search may step to weights that have no square
            around = np.where(is_log, np.exp(np.where(is_log, middle[random], 0.0)), middle[random])
            return around + mean, np.sqrt(np.maximum(square - mean**2, 0.0))

    def _columns(self) -> NDArray[np.intp]:
        """Place of each parameter (P,) where means are padded to an even number."""
        means, free = len(self.plan.names), self.plan.free
        return np.asarray(np.where(free < means, free, free + means % 2), dtype=np.intp)

    def _parts(self, point: Array, threads: int | None, *, slopes: bool) -> list[Part]:
        begin, cell, weight, cells, marks = self.answers
        full = np.zeros(len(self.mixing[2]) + len(self.plan.spreads))
        full[self._columns()] = point
        cuts = self.plan.cuts if self.plan.model == MIXED_ORDERED else None
        edges = np.linspace(0, len(begin) - 1, PARTS + 1).astype(int).tolist()

        def part(span: tuple[int, int]) -> Part:
            low, high = span
            draws = self.draws[low:high], self.wanted
            found: Part = respondents(
                (begin[low : high + 1], cell, weight, cells, marks), draws, self.mixing, full, cuts, slopes
            )
            return found

        number = threads or lent_threads()
        if number == 1:
            return [part(span) for span in pairwise(edges)]
        with ThreadPoolExecutor(number) as pool:
            return list(pool.map(part, pairwise(edges)))


def lent_threads() -> int:
    """As many as the machine lends us, or fewer by the setting that numba goes by."""
    lent = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()  # Linux tells it best
    return int(os.environ.get("NUMBA_NUM_THREADS") or lent or 1)


def _mixing(plan: Plan) -> Mixing:
    spreads, padded = plan.spreads, len(plan.names) + len(plan.names) % 2
    owner = np.array([plan.random[q] for q, _ in spreads])
    first = np.searchsorted(owner, np.arange(padded + 1)).astype(np.int64)
    is_log = np.zeros(padded, dtype=np.bool_)
    is_log[: len(plan.names)] = plan.logarithmic
    return first, np.array([draw for _, draw in spreads], dtype=np.int64), is_log


def cells_of(plan: Plan, problem: Problem) -> tuple[Array, Index]:
    """What the kernel needs of each row and answer (N * J, columns, J'), and its mark: others, or the category.

    Columns are filled up to an even number.
    """
    cells, marks = _cells(plan, problem)
    return np.ascontiguousarray(np.pad(cells, ((0, 0), (0, len(plan.names) % 2), (0, 0)))), marks


def _cells(plan: Plan, problem: Problem) -> tuple[Array, Index]:
    if isinstance(problem, ConditionalProblem):
        return _gaps(problem)
    if not isinstance(problem, OrderedProblem):
        raise TypeError(f"no mixed logit of a {type(problem).__name__}")
    rows, answers = problem.x, problem.counts.shape[-1]
    if plan.model == MIXED_ORDERED:
        if plan.held is not None:
            rows = np.column_stack([np.ones(len(rows)), rows])
        return np.repeat(rows, answers, axis=0)[..., None], np.tile(np.arange(answers), len(rows))
    signed = np.column_stack([np.ones(len(rows)), rows])[:, None, :] * np.array([1.0, -1.0])[None, :, None]
    cells = np.zeros((2 * len(rows), signed.shape[2], TRIPLE))
    cells[..., 0] = signed.reshape(2 * len(rows), -1)
    return cells, np.ones(len(cells), dtype=np.int64)


def _gaps(problem: ConditionalProblem) -> tuple[Array, Index]:
    """Differences of the available others with each pick (N * J, K, J'), others first, J' whole triples; how many."""
    n, j, k = problem.x.shape
    others = np.repeat(problem.available.sum(axis=1) - 1, j).astype(np.int64)
    wide = max(1, -(-(j - 1) // TRIPLE)) * TRIPLE
    gaps = np.zeros((n, j, k, wide))
    for pick in range(j):
        open_ = problem.available.copy()
        open_[:, pick] = False
        order = np.argsort(~open_, axis=1, kind="stable")[:, : j - 1]
        gap = np.take_along_axis(problem.x, order[..., None], axis=1) - problem.x[:, pick : pick + 1]
        gap *= np.take_along_axis(open_, order, axis=1)[..., None]
        gaps[:, pick, :, : j - 1] = np.swapaxes(gap, 1, 2)
    return gaps.reshape(n * j, k, wide), others


def _whole_blocks(draws: Array) -> Array:
    """Draws (G, Q, R) as (G, blocks, Q, B), filled up with zeros that do not count; few draws have a smaller block."""
    people, columns, number = draws.shape
    block = min(BLOCK, number + -number % FEW)
    whole = np.zeros((people, -(-number // block), columns, block))
    for b in range(whole.shape[1]):
        own = draws[:, :, b * block : (b + 1) * block]
        whole[:, b, :, : own.shape[2]] = own
    return whole
