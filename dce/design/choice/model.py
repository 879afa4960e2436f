"""The tasks of a design with every column that the study asks for: criteria, pairs of criteria together, constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dce.coding import Array, Coding
from dce.design.choice.coding import ChoiceCoding
from dce.design.effects import Effects
from dce.study import Study


@dataclass(frozen=True, slots=True)
class ChoiceModel:
    """Tasks as ``x`` (N, T, K): the columns of ``effects`` first, then the constants of ``coding``."""

    coding: ChoiceCoding
    effects: Effects
    columns: tuple[str, ...]
    x: Array

    @classmethod
    def of(
        cls, study: Study, rows: pd.DataFrame, settings: Mapping[str, Any], *, coding: Coding | None = None
    ) -> ChoiceModel:
        """Encode checked ``rows``, on effects coding where no other ``coding`` is given.

        Alternatives get constants where ``settings`` say so, or the study where they say nothing.
        """
        asked = settings.get("alternative_constants", study.design.alternative_constants)
        fixing, effects = ChoiceCoding.of(study, alternative_constants=bool(asked)), Effects.of(study, coding=coding)
        shown = effects.encode(rows).reshape(-1, fixing.alternatives, len(effects.columns))
        fixed = fixing.constants.shape[1]
        x = np.zeros((len(shown), len(fixing.constants), len(effects.columns) + fixed))
        x[:, : fixing.alternatives, : shown.shape[2]] = shown
        x[:, :, shown.shape[2] :] = fixing.constants
        return cls(fixing, effects, (*effects.columns, *fixing.columns[len(fixing.columns) - fixed :]), x)

    @property
    def coded(self) -> Array:
        """The columns of the effects (N * T, k), a row an alternative, opt-outs included."""
        return self.x.reshape(-1, len(self.columns))[:, : len(self.effects.columns)]

    def spread(self, x: Array) -> Array:
        """What answers can tell of columns (N * T, k): deviations within tasks, besides those of the constants."""
        own = within_tasks(x.reshape(len(self.x), -1, x.shape[1]))
        fixed = within_tasks(self.x[:, :, len(self.effects.columns) :])
        return np.asarray(own - fixed @ np.linalg.lstsq(fixed, own, rcond=None)[0]) if fixed.size else own


def within_tasks(x: Array) -> Array:
    """Tasks (N, T, K) as rows (N * T, K) of deviations from the mean of their task: what answers can depend on."""
    return np.asarray((x - x.mean(axis=1, keepdims=True)).reshape(x.shape[0] * x.shape[1], x.shape[2]))
