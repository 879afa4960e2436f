"""What stays the same while a design of choice tasks is searched: codes, utilities, constants, rules and the aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dce.coding import Array, Coding
from dce.design.choice.bell import bell

Levels = NDArray[np.int64]
Mask = NDArray[np.bool_]
Single = NDArray[np.float32]
AIMS = ("D", "A", "S")
NO_MEAN = 0.01  # of a standard deviation: a mean within this of zero is one of zero, drawn
LARGEST = 8.0  # utilities beyond this make an answer certain, and ten odds of e^8 are still numbers
NORMAL_95 = 1.959963984540054  # two-sided 5% of a normal distribution


@dataclass(frozen=True, slots=True)
class Aim:
    """What a search makes small: a criterion (D, A or S), and what counts against it.

    That is how heavily tasks with one sure winner do, by ``balance_weight``, and versions that show levels unequally
    often, by ``evenness``: the share for each squared step from an even one, see :mod:`dce.design.choice.even`.

    S is the number of times the design must be answered before the last weight is significant (Rose and Bliemer 2013).
    """

    criterion: str = "D"
    balance_weight: float = 0.0
    best_worst: bool = False
    evenness: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a task may show: ``matches`` (rules, m, L) as in candidates, ``directions`` (m,) of 1, -1 or 0 (either).

    At most ``dominated`` tasks may have an alternative that another one beats on all criteria; no more than ``copies``
    tasks may show the same alternatives; ``open`` (J, m, L) tells which levels an alternative may have. A rule may
    match in ``most`` (rules,) tasks of the design, once in each; never where that is 0, as for all where left out. At
    most ``varying`` criteria differ between the alternatives of a task. The first ``kept`` tasks stay as they are, and
    each counts ``times`` (N,) times, as anchors do that stand in every version; once where left out. Each stands in
    ``version`` (N,) from 0, anchors in -1; where that is left out there is one.
    """

    matches: Mask
    directions: Levels
    dominated: int
    open: Mask
    copies: int = 1
    most: Levels | None = None
    varying: int | None = None
    kept: int = 0
    times: Levels | None = None
    version: Levels | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation (K,) of each weight, where all are believed to be normal."""

    mean: Array
    sd: Array


class ChoiceGround(NamedTuple):
    """The unchanging part of a search; a tuple because compiled code takes it as it is.

    ``codes`` (m, L, W), ``offsets`` and ``widths`` (m,) of each criterion's columns; ``pairs`` (P, 2) of criteria whose
    products stand from ``after`` (P,) on; ``constants`` (T, K), the columns that are the same in every task, an opt-out
    last; ``weights`` (R, K). Then the limits, with ``marks`` (m, L), random bits for fingerprints, rules that match
    never in ``matches`` and the rare ones in ``rare`` with ``most`` (C,), and the aim: ``scale`` (K,) turns variances
    into sample sizes; ``aim`` is the place of the criterion in ``AIMS``. Last what is for the quick steps of
    :mod:`dce.design.choice.pairs` alone, where ``lanes`` says that they serve: by what levels multiply odds, ``up`` and
    ``down`` (m, L, R), the odds of constants, ``base`` (R,), and to know mean weights exactly the mean and variance of
    the utility between two levels, ``gap_mean`` and ``gap_variance`` (m, L, L), those of the constants, ``gap_base``
    (2,), and ``bell``, empty where they are not known.
    """

    codes: Array
    offsets: Levels
    widths: Levels
    pairs: Levels
    after: Levels
    constants: Array
    weights: Array
    marks: Levels
    matches: Mask
    rare: Mask
    most: Levels
    directions: Levels
    dominated: int
    open: Mask
    copies: int
    varying: int
    kept: int
    times: Levels
    version: Levels
    scale: Array
    aim: int
    balance_weight: float
    best_worst: bool
    evenness: float
    lanes: bool
    up: Single
    down: Single
    base: Single
    gap_mean: Array
    gap_variance: Array
    gap_base: Array
    bell: Array


def lay_choice_ground(
    coding: Coding,
    weights: Array,
    constants: Array,
    limits: Limits,
    aim: Aim,
    rng: np.random.Generator,
    *,
    pairs: Sequence[tuple[int, int]] = (),
    spread: Spread | None = None,
) -> ChoiceGround:
    """Lay out ``coding`` for a search; ``weights`` (R, K) holds its columns, those of ``pairs``, then the constants.

    ``constants`` (T, C) has a row an alternative, the opt-out last where there is one.
    """
    codes, widths = _codes(coding)
    offsets = np.array([block.start for block in coding.blocks.values()], dtype=np.int64)
    products = np.array([widths[a] * widths[b] for a, b in pairs], dtype=np.int64)
    padded = np.zeros((len(constants), weights.shape[1]))
    padded[:, weights.shape[1] - constants.shape[1] :] = constants
    most = np.zeros(len(limits.matches), dtype=np.int64) if limits.most is None else limits.most
    plain = aim.criterion == "D" and len(constants) == 2 and limits.open.shape[0] == 2 and aim.balance_weight == 0.0
    varying = len(codes) if limits.varying is None else min(limits.varying, len(codes))
    lanes = plain and not len(products) and varying == len(codes)
    gaps = codes[:, :, None, :] - codes[:, None, :, :]
    between = padded[0] - padded[-1]
    nothing = Spread(np.zeros(weights.shape[1]), np.zeros(weights.shape[1]))
    mean, variance = _of_gaps(gaps, widths, offsets, spread or nothing)
    return ChoiceGround(
        codes=codes,
        offsets=offsets,
        widths=widths,
        pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2),
        after=len(coding.columns) + np.cumsum(products) - products,
        constants=padded,
        weights=np.ascontiguousarray(weights),
        marks=rng.integers(1, 2**62, size=codes.shape[:2], dtype=np.int64),
        matches=np.ascontiguousarray(limits.matches[most == 0]),
        rare=np.ascontiguousarray(limits.matches[most > 0]),
        most=most[most > 0],
        directions=limits.directions,
        dominated=limits.dominated,
        open=limits.open,
        copies=limits.copies,
        varying=varying,
        kept=limits.kept,
        times=np.zeros(0, dtype=np.int64) if limits.times is None else limits.times,
        version=np.zeros(0, dtype=np.int64) if limits.version is None else limits.version,
        scale=sample_size_scale(weights),
        aim=AIMS.index(aim.criterion),
        balance_weight=aim.balance_weight,
        best_worst=aim.best_worst,
        evenness=aim.evenness,
        lanes=lanes,
        up=_odds(codes, widths, offsets, weights) if lanes else np.ones((1, 1, 1), dtype=np.float32),
        down=_odds(codes, widths, offsets, -weights) if lanes else np.ones((1, 1, 1), dtype=np.float32),
        base=np.exp(np.clip(weights @ between, -LARGEST, LARGEST)).astype(np.float32),
        gap_mean=mean,
        gap_variance=variance,
        gap_base=np.array([spread.mean @ between, spread.sd**2 @ between**2]) if spread else np.zeros(2),
        bell=bell() if spread and lanes else np.zeros((0, 0)),
    )


def _codes(coding: Coding) -> tuple[Array, Levels]:
    """Codes (m, L, W) of criteria and how many columns each has (m,), filled up with zeros."""
    own = list(coding.codes.values())
    codes = np.zeros((len(own), max(len(one) for one in own), max(one.shape[1] for one in own)))
    for i, one in enumerate(own):
        codes[i, : one.shape[0], : one.shape[1]] = one
    return codes, np.array([one.shape[1] for one in own], dtype=np.int64)


def _odds(codes: Array, widths: Levels, offsets: Levels, weights: Array) -> Single:
    """By what the levels of each criterion multiply the odds: (m, L, R)."""
    odds = np.ones((*codes.shape[:2], len(weights)), dtype=np.float32)
    for i, (first, width) in enumerate(zip(offsets, widths, strict=True)):
        odds[i] = np.exp(np.clip(codes[i, :, :width] @ weights[:, first : first + width].T, -LARGEST, LARGEST))
    return odds


def _of_gaps(gaps: Array, widths: Levels, offsets: Levels, spread: Spread) -> tuple[Array, Array]:
    """Mean and variance (m, L, L) of what two levels differ in utility by."""
    mean, variance = np.zeros(gaps.shape[:3]), np.zeros(gaps.shape[:3])
    for i, (first, width) in enumerate(zip(offsets, widths, strict=True)):
        own = slice(first, first + width)
        mean[i] = gaps[i, :, :, :width] @ spread.mean[own]
        variance[i] = gaps[i, :, :, :width] ** 2 @ spread.sd[own] ** 2
    return mean, variance


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
