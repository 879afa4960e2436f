"""What stays the same while a design of choice tasks is searched: codes, utilities, constants, rules and the aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dce.coding import Array, Coding

Levels = NDArray[np.int64]
Mask = NDArray[np.bool_]
AIMS = ("D", "A", "S")
NO_MEAN = 0.01  # of a standard deviation: a mean within this of zero is one of zero, drawn
NORMAL_95 = 1.959963984540054  # two-sided 5% of a normal distribution


@dataclass(frozen=True, slots=True)
class Aim:
    """What a search makes small: a criterion (D, A or S), and how heavily tasks with one sure winner count against it.

    S is the number of times the design must be answered before the last weight is significant (Rose and Bliemer 2013).
    """

    criterion: str = "D"
    balance_weight: float = 0.0
    best_worst: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What a task may show: ``matches`` (rules, m, L) as in candidates, ``directions`` (m,) of 1, -1 or 0 (either).

    At most ``dominated`` tasks may have an alternative that another one beats on all criteria; no more than ``copies``
    tasks may show the same alternatives; ``open`` (J, m, L) tells which levels an alternative may have.
    """

    matches: Mask
    directions: Levels
    dominated: int
    open: Mask
    copies: int = 1


class ChoiceGround(NamedTuple):
    """The unchanging part of a search; a tuple because compiled code takes it as it is.

    ``codes`` (m, L, W), ``offsets`` and ``widths`` (m,) of each criterion's columns, ``utilities`` (R, m, L) of each
    level, their exponentials ``up`` and those of their opposites ``down`` (m, L, R), and ``base`` (R, T) of the
    constants of each of T alternatives, an opt-out last; ``constants`` (T, K), the
    columns that are the same in every task; ``weights`` (R, K). Then the limits and the aim: ``scale`` (K,) turns
    variances into sample sizes; ``aim`` is the place of the criterion in ``AIMS``.
    """

    codes: Array
    offsets: Levels
    widths: Levels
    utilities: Array
    up: Array
    down: Array
    base: Array
    constants: Array
    weights: Array
    marks: Levels
    matches: Mask
    directions: Levels
    dominated: int
    open: Mask
    copies: int
    scale: Array
    aim: int
    balance_weight: float
    best_worst: bool


def lay_choice_ground(
    coding: Coding, weights: Array, constants: Array, limits: Limits, aim: Aim, rng: np.random.Generator
) -> ChoiceGround:
    """Lay out ``coding`` for a search; ``weights`` (R, K) holds the coded columns first, then the constants.

    ``constants`` (T, C) has a row an alternative, the opt-out last where there is one.
    """
    names = list(coding.levels)
    most = max(len(coding.levels[name]) for name in names)
    codes = np.zeros((len(names), most, max(coding.codes[name].shape[1] for name in names)))
    utilities = np.zeros((len(weights), len(names), most))
    for i, name in enumerate(names):
        own = coding.codes[name]
        codes[i, : own.shape[0], : own.shape[1]] = own
        utilities[:, i, : len(own)] = weights[:, coding.blocks[name]] @ own.T
    coded = len(coding.columns)
    padded = np.zeros((len(constants), weights.shape[1]))
    padded[:, coded:] = constants
    return ChoiceGround(
        codes=codes,
        offsets=np.array([coding.blocks[name].start for name in names], dtype=np.int64),
        widths=np.array([coding.codes[name].shape[1] for name in names], dtype=np.int64),
        utilities=utilities,
        up=np.exp(np.moveaxis(utilities, 0, -1), order="C"),
        down=np.exp(-np.moveaxis(utilities, 0, -1), order="C"),
        base=np.ascontiguousarray(weights @ padded.T),
        constants=padded,
        weights=np.ascontiguousarray(weights),
        marks=rng.integers(1, 2**62, size=(len(names), most), dtype=np.int64),
        matches=limits.matches,
        directions=limits.directions,
        dominated=limits.dominated,
        open=limits.open,
        copies=limits.copies,
        scale=sample_size_scale(weights),
        aim=AIMS.index(aim.criterion),
        balance_weight=aim.balance_weight,
        best_worst=aim.best_worst,
    )


def sample_size_scale(weights: Array) -> Array:
    """What turns variances (K,) into sample sizes: 1.96^2 / weight^2 at the mean of ``weights`` (R, K), 0 at no weight.

    Eq. 9 of Rose and Bliemer (2013) solved for the sample size; a weight believed to be 0 is never significant.
    """
    mean = weights.mean(axis=0)
    known = np.abs(mean) > 1e-9 + NO_MEAN * weights.std(axis=0)
    return np.asarray(np.where(known, NORMAL_95**2 / np.where(known, mean, 1.0) ** 2, 0.0))


def everything_open(counts: Sequence[int] | Levels, alternatives: int) -> Mask:
    """Every level of every criterion for every alternative: (J, m, L)."""
    levels = np.arange(int(max(counts))) < np.asarray(counts)[:, None]
    return np.repeat(levels[None], alternatives, axis=0)
