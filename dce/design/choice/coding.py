"""Choice tasks as numbers: the columns of their information, and the tasks of a design as (N, T, K)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dce.coding import Array, Coding
from dce.data.choices import OPT_OUT
from dce.design.choice.ground import Levels
from dce.study import Study

CHOICE_KINDS = ("choice", "best-worst", "ranking")


@dataclass(frozen=True, slots=True)
class ChoiceCoding:
    """Effects coding of the criteria, then the constants: T alternatives, the opt-out last where there is one.

    ``constants`` (T, C) are the columns that are the same in every task: with alternative-specific constants one for
    each alternative but the last, and ``opt_out`` where a task has one.
    """

    coding: Coding
    alternatives: int
    constants: Array
    columns: tuple[str, ...]

    @classmethod
    def of(cls, study: Study, *, alternative_constants: bool = False) -> ChoiceCoding:
        """The coding of a choice study; whether alternatives get constants of their own is asked for by the design."""
        coding, shown = Coding.categorical(study), study.task.alternatives or 1
        names = [f"alternative_{number}" for number in range(1, shown)] if alternative_constants else []
        opt_out = study.task.opt_out is not None
        constants = np.zeros((shown + opt_out, len(names) + opt_out))
        constants[: len(names), : len(names)] = np.eye(len(names))
        if opt_out:
            constants[-1, -1] = 1.0
            names = [*names, OPT_OUT]
        return cls(coding, shown, constants, (*coding.columns, *names))

    @property
    def opt_out(self) -> bool:
        """Whether a task can be answered with none of its alternatives."""
        return len(self.constants) > self.alternatives

    def encode(self, rows: pd.DataFrame) -> Array:
        """The tasks of a design's checked rows as x (N, T, K): sorted by version, task and alternative."""
        shown = self.coding.encode(rows).reshape(-1, self.alternatives, len(self.coding.columns))
        return self.with_constants(shown)

    def with_constants(self, shown: Array) -> Array:
        """Add opt-out and constants to coded scenarios (N, J, k)."""
        x = np.zeros((len(shown), *self.constants.shape[:1], len(self.columns)))
        x[:, : self.alternatives, : shown.shape[2]] = shown
        x[:, :, shown.shape[2] :] = self.constants
        return x


def level_numbers(study: Study, rows: pd.DataFrame) -> Levels:
    """Level numbers (N, J, m) of a design's checked rows."""
    columns = [pd.Index(c.level_ids).get_indexer(pd.Index(rows[c.id])) for c in study.criteria]
    shown = study.task.alternatives or 1
    return np.stack(columns, axis=1).astype(np.int64).reshape(-1, shown, len(study.criteria))


def directions(study: Study) -> Levels:
    """1, -1 or 0 for each criterion: whether its last level is the more favourable, its first, or nobody knows."""
    sign = {"positive": 1, "negative": -1, "either": 0}
    return np.array([sign[criterion.expected] for criterion in study.criteria], dtype=np.int64)
