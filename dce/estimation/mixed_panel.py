"""The simulated likelihood of a panel of respondents as a value: made once from answers, evaluated at any point."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dce.estimation.draws import shaped
from dce.estimation.mixed_kernel import BLOCK, TRIPLE, Answers, Index, respondents
from dce.estimation.problems import ConditionalProblem

Array = NDArray[np.float64]
SHARDS = 16  # the same number on every machine, so that sums are made in the same order


@dataclass(frozen=True, slots=True)
class PanelLikelihood:
    """Log-likelihood at one point, each respondent's slope (G, P), and the observed information (P, P)."""

    value: float
    scores: Array
    information: Array


@dataclass(frozen=True, slots=True)
class Panel:
    """Answers of G respondents, and their draws t (G, R / B, Q, B) of which ``wanted`` count.

    Parameters are K means, then Q spreads.
    """

    begin: Index
    answers: Answers
    draws: Array
    wanted: int
    place: Index
    is_log: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        problem: ConditionalProblem,
        by_person: sparse.csr_array,
        normals: Array,
        random: Sequence[int],
        distributions: Sequence[str],
    ) -> Panel:
        """Answers by_person (G, N * J), and normals (G, R, Q) for the columns ``random`` with their distributions.

        Spreads stand in the order of ``random``.
        """
        table = by_person.tocsr()
        table.sort_indices()
        gaps, others = _gaps(problem)
        place = np.full(problem.x.shape[-1], -1, dtype=np.int64)
        place[list(random)] = np.arange(len(random))
        is_log = np.zeros(len(place), dtype=np.bool_)
        is_log[[k for k, name in zip(random, distributions, strict=True) if name == "lognormal"]] = True
        answers = table.indices.astype(np.int64), table.data.astype(np.float64), gaps, others
        drawn = _whole_blocks(shaped(normals, distributions))
        return cls(table.indptr.astype(np.int64), answers, drawn, normals.shape[1], place, is_log)

    def first_draws(self, number: int) -> Panel:
        """The same answers with only the first draws of each respondent."""
        return replace(self, wanted=min(number, self.wanted))

    def evaluate(self, point: Array) -> PanelLikelihood:
        """Likelihood at K means and Q spreads, the same to the last bit for any number of threads."""
        edges = np.linspace(0, len(self.begin) - 1, SHARDS + 1).astype(int).tolist()
        spans = list(pairwise(edges))
        draws, random = (self.draws, self.wanted), (self.place, self.is_log)

        def shard(span: tuple[int, int]) -> tuple[Array, Array, Array]:
            return respondents(span, self.begin, self.answers, draws, random, point)

        if threads() == 1:
            parts = [shard(span) for span in spans]
        else:
            with ThreadPoolExecutor(threads()) as pool:
                parts = list(pool.map(shard, spans))
        value = float(np.concatenate([part[0] for part in parts]).sum())
        return PanelLikelihood(
            value, np.concatenate([part[1] for part in parts]), -np.sum([part[2] for part in parts], axis=0)
        )


def threads() -> int:
    """As many as the machine lends us, or fewer by the setting that numba goes by."""
    return int(os.environ.get("NUMBA_NUM_THREADS") or len(os.sched_getaffinity(0)))


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
    """Draws (G, Q, R) as (G, blocks, Q, BLOCK), filled up with zeros that do not count."""
    people, columns, number = draws.shape
    full = np.pad(draws, ((0, 0), (0, 0), (0, -number % BLOCK)))
    return np.ascontiguousarray(full.reshape(people, columns, -1, BLOCK).swapaxes(1, 2))
