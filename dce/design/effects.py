"""Which effects a design must tell: those of every criterion and, where the study asks, of pairs together, as columns.

Letters: N rows, m criteria, K columns, L levels. The constant, where a model has one, is no column here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.coding import Array, Coding
from dce.study import Study

Pair = tuple[int, int]
JOIN = ":"  # stands between the two columns that an interaction is the product of: a[x]:b[y]


@dataclass(frozen=True, slots=True)
class Effects:
    """The columns of a model: those of ``coding`` first, then the products of the columns of each pair of criteria.

    ``pairs`` are criterion numbers, in the order of the study; ``blocks`` tells which columns belong to a criterion
    ("a") or to a pair ("a:b").

    >>> from dce.study import Study, example_study
    >>> plain = example_study().model_dump(mode="json", exclude_defaults=True)
    >>> study = Study.model_validate(plain | {"design": {"interactions": [["doel", "waarborgen"]]}})
    >>> Effects.of(study).columns[-2:]
    ('doel[ja]:waarborgen[enkele]', 'doel[ja]:waarborgen[alle]')
    """

    coding: Coding
    pairs: tuple[Pair, ...]
    columns: tuple[str, ...]
    blocks: Mapping[str, slice]

    @classmethod
    def of(cls, study: Study, *, coding: Coding | None = None) -> Effects:
        """The effects that ``study`` asks for, on effects coding where no other ``coding`` is given."""
        place = study.criterion_ids.index
        pairs = [tuple(sorted((place(a), place(b)))) for a, b in study.design.interactions]
        return cls.with_pairs(coding or Coding.categorical(study), [(a, b) for a, b in pairs])

    @classmethod
    def with_pairs(cls, coding: Coding, pairs: Sequence[Pair]) -> Effects:
        """The main effects of ``coding`` with the interactions of ``pairs`` of criterion numbers."""
        names, columns, blocks = list(coding.levels), list(coding.columns), dict(coding.blocks)
        for a, b in pairs:
            own = [f"{one}{JOIN}{other}" for one in _of(coding, names[a]) for other in _of(coding, names[b])]
            blocks[f"{names[a]}{JOIN}{names[b]}"] = slice(len(columns), len(columns) + len(own))
            columns += own
        return cls(coding, tuple(pairs), tuple(columns), MappingProxyType(blocks))

    def encode(self, rows: pd.DataFrame) -> Array:
        """Columns (N, K) of rows that hold level ids; raises AnswerError for a level that the study does not have."""
        return self.with_products(self.coding.encode(rows))

    def encode_levels(self, levels: NDArray[np.int64]) -> Array:
        """Columns (..., K) of level numbers (..., m)."""
        codes = [self.coding.codes[name][levels[..., c]] for c, name in enumerate(self.coding.levels)]
        return self.with_products(np.concatenate(codes, axis=-1))

    def with_products(self, main: Array) -> Array:
        """Add the products of each pair to coded criteria (..., k); the array itself where there is no pair."""
        blocks = list(self.coding.blocks.values())
        products = [columnwise(main[..., blocks[a]], main[..., blocks[b]]) for a, b in self.pairs]
        return np.concatenate([main, *products], axis=-1) if products else main

    def orthonormal(self, x: Array) -> Array:
        """The same columns (..., K) as orthonormal contrasts: each of length N where all cells are shown evenly."""
        changed = {name: _to_orthonormal(codes) for name, codes in self.coding.codes.items()}
        scaled = x.copy()
        for name, block in self.blocks.items():
            parts = [changed[part] for part in name.split(JOIN)]
            scaled[..., block] = x[..., block] @ (np.kron(*parts) if len(parts) > 1 else parts[0])
        return scaled

    def owners(self) -> dict[str, str]:
        """The criterion ("a") or pair ("a:b") that each column belongs to."""
        return {column: name for name, block in self.blocks.items() for column in self.columns[block]}

    def left_out(self) -> tuple[Pair, ...]:
        """The pairs of criteria whose interaction is not in the model."""
        return tuple(pair for pair in combinations(range(len(self.coding.levels)), 2) if pair not in self.pairs)


def _of(coding: Coding, name: str) -> tuple[str, ...]:
    return coding.columns[coding.blocks[name]]


def columnwise(one: Array, other: Array) -> Array:
    """Every column of ``one`` (..., a) times every one of ``other`` (..., b): (..., a * b), the last runs fastest."""
    both = one[..., :, None] * other[..., None, :]
    return both.reshape(*one.shape[:-1], one.shape[-1] * other.shape[-1])


def _to_orthonormal(codes: Array) -> Array:
    """What turns codes (L, k) into contrasts of which each has length L over the levels."""
    _, to_codes = np.linalg.qr(codes - codes.mean(axis=0))
    return np.asarray(np.linalg.inv(to_codes) * np.sqrt(len(codes)))
