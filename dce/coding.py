"""Levels to numeric columns and back; the same coding travels with designs and fits, so that it can always be named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.errors import AnswerError
from dce.study import Criterion, Study

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Coding:
    """How each criterion becomes numeric columns.

    Effects coding gives a criterion of L levels L - 1 columns; the first level is the reference and holds -1 in each,
    so that weights are deviations from the mean over levels. Linear coding gives one column that runs from -1 (first
    level) to 1 (last level) in equal steps. With two levels both are the same column.

    >>> from dce.study import example_study
    >>> Coding.categorical(example_study()).columns
    ('ontvanger[gemeente]', 'ontvanger[eigen]', 'doel[ja]', 'waarborgen[enkele]', 'waarborgen[alle]')
    """

    kinds: Mapping[str, str]
    levels: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Array]
    columns: tuple[str, ...]
    blocks: Mapping[str, slice]

    @classmethod
    def of(cls, study: Study) -> Coding:
        """The coding that the study file asks for: effects for ``categorical``, one linear column for ``ordered``."""
        return _build([(c, "linear" if c.coding == "ordered" else "effects") for c in study.criteria])

    @classmethod
    def categorical(cls, study: Study) -> Coding:
        """Effects coding for every criterion: what designs are optimised on, and the check beside every linear fit."""
        return _build([(c, "effects") for c in study.criteria])

    def encode(self, frame: pd.DataFrame) -> Array:
        """Numeric columns (N, K) for a frame with a column of level ids per criterion; raises AnswerError by row."""
        parts = [self._encode_one(name, frame) for name in self.levels]
        return np.concatenate(parts, axis=1)

    def _encode_one(self, name: str, frame: pd.DataFrame) -> Array:
        if name not in frame.columns:
            raise AnswerError(f'column "{name}" is missing; the table needs a column of level ids for each criterion')
        index = pd.Index(self.levels[name]).get_indexer(pd.Index(frame[name].astype(str)))
        if (index < 0).any():
            row = int(np.flatnonzero(index < 0)[0])
            where, level = f'row {row + 1}, column "{name}"', frame[name].iloc[row]
            known = ", ".join(self.levels[name])
            raise AnswerError(f'{where}: level "{level}" is not in the study; use one of {known}')
        return self.codes[name][index]

    def level_utilities(self, name: str, beta: Array) -> Array:
        """Utility of each level of a criterion (..., L), given weights (..., K); the levels' mean is zero."""
        return beta[..., self.blocks[name]] @ self.codes[name].T

    def describe(self, column: str) -> str:
        """The criterion, and where it has one the level, that a column stands for, in words for a message."""
        name, _, level = column.removesuffix("]").partition("[")
        return f'criterion "{name}", level "{level}"' if level else f'criterion "{name}"'


def _build(kinds: list[tuple[Criterion, str]]) -> Coding:
    codes, blocks, columns = {}, {}, list[str]()
    for criterion, kind in kinds:
        codes[criterion.id] = _codes(len(criterion.levels), kind)
        names = (
            [criterion.id] if kind == "linear" else [f"{criterion.id}[{level}]" for level in criterion.level_ids[1:]]
        )
        blocks[criterion.id] = slice(len(columns), len(columns) + len(names))
        columns += names
    return Coding(
        kinds=MappingProxyType({criterion.id: kind for criterion, kind in kinds}),
        levels=MappingProxyType({criterion.id: criterion.level_ids for criterion, _ in kinds}),
        codes=MappingProxyType(codes),
        columns=tuple(columns),
        blocks=MappingProxyType(blocks),
    )


def _codes(count: int, kind: str) -> Array:
    """Rows of numbers for each of ``count`` levels: (count, 1) linear or (count, count - 1) effects."""
    if kind == "linear":
        return np.linspace(-1.0, 1.0, count)[:, None]
    return np.vstack([-np.ones((1, count - 1)), np.eye(count - 1)])
