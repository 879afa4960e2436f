"""What the parameters of a model are called, and how numbers for them become the estimates of a fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TypedDict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.data import Ratings
from dce.estimation.fit import ErrorKind, Errors
from dce.estimation.preparation import Answers, Prepared

Array = NDArray[np.float64]


class Estimates(TypedDict):
    """The fields of a Fit that hold numbers."""

    coef: pd.Series
    thresholds: pd.Series | None
    errors: Errors


@dataclass(frozen=True, slots=True)
class Parameters:
    """Names in the order of the likelihood: cuts, columns, then what the model adds; some have no parameter.

    ``place`` (P,) is the place of each parameter among the names, ``known`` tells for each name whether the data can
    tell it. The one cut of ``binary`` answers is shown as a constant among the weights, with the sign turned.
    """

    cuts: tuple[str, ...]
    columns: tuple[str, ...]
    added: tuple[str, ...]
    binary: bool
    place: NDArray[np.intp]
    known: NDArray[np.bool_]

    @classmethod
    def of(
        cls, answers: Answers, prepared: Prepared | None, added: tuple[str, ...] = (), *, binary: bool
    ) -> Parameters:
        """Names for these answers; nothing is known where they could not be ``prepared``."""
        categories = answers.categories if isinstance(answers, Ratings) else ()
        if prepared is not None:
            categories = prepared.categories
        cuts = ("constant",) if binary else tuple(f"{low}|{high}" for low, high in pairwise(categories))
        names = len(cuts) + len(answers.columns) + len(added)
        if prepared is None:
            return cls(cuts, answers.columns, added, binary, np.arange(0), np.zeros(names, dtype=np.bool_))
        rank, kept = prepared.rank, len(cuts) + prepared.rank.kept
        place = np.r_[np.arange(len(cuts)), kept, np.arange(names - len(added), names)]
        known = np.r_[np.full(len(cuts), rank.constant_estimable), rank.estimable, np.full(len(added), True)]
        return cls(cuts, answers.columns, added, binary, place, known)

    @property
    def names(self) -> tuple[str, ...]:
        """All names."""
        return (*self.cuts, *self.columns, *self.added)

    @property
    def turn(self) -> Array:
        """Sign of each parameter (P,)."""
        return np.where(np.arange(len(self.place)) < len(self.cuts) * self.binary, -1.0, 1.0)

    @property
    def shown(self) -> NDArray[np.intp]:
        """Which parameters have a number that may be shown."""
        return np.flatnonzero(self.known[self.place])

    def shown_names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self.names[i] for i in self.place[self.shown])

    def estimates(self, point: Array, matrices: Mapping[ErrorKind, Array]) -> Estimates:
        """Numbers at a point (P,) with its covariances (P, P) by kind; NaN for what is not known."""
        values = np.full(len(self.names), np.nan)
        values[self.place[self.shown]] = (self.turn * point)[self.shown]
        errors = Errors(tuple(self.names[i] for i in self.place), MappingProxyType(dict(matrices)))
        return self._split(values, errors.of(self.shown_names(), np.diag(self.turn)[self.shown]))

    def nothing(self) -> Estimates:
        """No number for any name."""
        return self._split(np.full(len(self.names), np.nan), Errors())

    def _split(self, values: Array, errors: Errors) -> Estimates:
        estimates, cut = pd.Series(values, index=list(self.names)), len(self.cuts) * (not self.binary)
        return {"coef": estimates.iloc[cut:], "thresholds": estimates.iloc[:cut] if cut else None, "errors": errors}
