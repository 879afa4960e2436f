"""What is random in a mixed logit: which columns, in which distribution, and whether they move together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dce.data import Choices
from dce.errors import FitError
from dce.estimation.mixed.draws import DISTRIBUTIONS
from dce.estimation.preparation import Answers, Prepared
from dce.estimation.problems import ConditionalProblem, OrderedProblem

Array = NDArray[np.float64]
CONSTANT = "constant"
MIXED, MIXED_BINARY, MIXED_ORDERED = "mixed logit", "mixed binary logit", "mixed ordered logit"
SHAKE = 0.25  # units of utility by which a second start differs in each weight
SPREAD = 0.5  # units of utility of each spread at a start


@dataclass(frozen=True, slots=True)
class Plan:
    """Names of the K means, thresholds and a constant before the columns, and which of them are random.

    ``held`` is the mean that is no parameter: an ordered logit has thresholds in place of a constant, but the constant
    may still differ between people. ``random`` are places among the means, in their order.
    """

    model: str
    names: tuple[str, ...]
    cuts: int
    held: int | None
    random: tuple[int, ...]
    distributions: tuple[str, ...]
    correlated: bool

    @property
    def spreads(self) -> tuple[tuple[int, int], ...]:
        """Random column and draw of each spread: one each, or a lower triangle, row by row."""
        if not self.correlated:
            return tuple((q, q) for q in range(len(self.random)))
        return tuple((row, column) for row in range(len(self.random)) for column in range(row + 1))

    @property
    def free(self) -> NDArray[np.intp]:
        """Which of the K means and S spreads are parameters (P,)."""
        every = np.arange(len(self.names) + len(self.spreads))
        return every if self.held is None else every[every != self.held]

    @property
    def logarithmic(self) -> NDArray[np.bool_]:
        """Which of the K weights are lognormal."""
        is_log = np.zeros(len(self.names), dtype=np.bool_)
        is_log[[k for k, name in zip(self.random, self.distributions, strict=True) if name == "lognormal"]] = True
        return is_log

    def penalty(self, prior_sd: float | None) -> Array:
        """Precision of the weak prior on each parameter (P,), thresholds and a constant left out."""
        precision = np.full(len(self.names) + len(self.spreads), (prior_sd or np.inf) ** -2.0)
        precision[: self.cuts] = 0.0
        if self.model == MIXED_BINARY:
            precision[0] = 0.0
        return np.asarray(precision[self.free])


def model_of(answers: Answers) -> str:
    """Which logit is mixed."""
    if isinstance(answers, Choices):
        return MIXED
    return MIXED_BINARY if len(answers.categories) == 2 else MIXED_ORDERED


def check_random(answers: Answers, random: Mapping[str, str], *, correlated: bool) -> None:
    """Refuse what names no column or no distribution, and distributions that cannot be asked for here."""
    if not random:
        raise FitError("random names no column; name at least one, or fit the model without random weights")
    known = answers.columns if isinstance(answers, Choices) else (CONSTANT, *answers.columns)
    if len(set(known)) < len(known):
        raise FitError(f'a column is called "{CONSTANT}", which the intercept of ratings is called too; rename it')
    for name, distribution in random.items():
        if name not in known:
            raise FitError(f'random: there is no column "{name}"; use one of {", ".join(known)}')
        if distribution not in DISTRIBUTIONS:
            use = ", ".join(DISTRIBUTIONS)
            raise FitError(f'random: column "{name}": no distribution is called "{distribution}"; use one of {use}')
        if correlated and distribution in ("triangular", "uniform"):
            said = f'random: column "{name}": a {distribution} weight cannot be correlated'
            raise FitError(f"{said}; use normal or lognormal, or leave correlated out")
        if distribution == "lognormal" and _has_no_mean(answers, name):
            raise FitError('random: "constant" of an ordered logit has no mean of its own; use normal')


def _has_no_mean(answers: Answers, name: str) -> bool:
    return name == CONSTANT and model_of(answers) == MIXED_ORDERED


def names_of(answers: Answers, categories: tuple[str, ...]) -> tuple[str, ...]:
    """Names of thresholds or of the constant, and of the columns."""
    model = model_of(answers)
    if model == MIXED:
        return answers.columns
    if model == MIXED_BINARY:
        return (CONSTANT, *answers.columns)
    return (*(f"{low}|{high}" for low, high in pairwise(categories)), *answers.columns)


def planned(answers: Answers, prepared: Prepared, random: Mapping[str, str], *, correlated: bool) -> Plan:
    """Put random columns in the order of the columns of the data, whichever way they were named."""
    model = model_of(answers)
    cuts = prepared.problem.cuts if model == MIXED_ORDERED else 0
    fixed = names_of(answers, prepared.categories)[: len(names_of(answers, prepared.categories)) - len(answers.columns)]
    held = cuts if any(_has_no_mean(answers, name) for name in random) else None
    own = (*fixed, CONSTANT) if held is not None else fixed
    names = (*own, *(answers.columns[k] for k in prepared.rank.kept))
    places = tuple(k for k, name in enumerate(names) if k >= cuts and name in random)
    distributions = tuple(random[names[k]] for k in places)
    return Plan(model, names, cuts, held, places, distributions, correlated)


def starts_of(plan: Plan, prepared: Prepared, number: int, rng: np.random.Generator) -> list[Array]:
    """The weights without spread, with spreads of half a unit of utility, then shaken, some spreads turned.

    Turning matters: draws are never quite symmetric, so each side has peaks of its own.
    """
    plain, size = _plain_weights(plan, prepared)
    found = []
    for first in [True, *[False] * (number - 1)]:
        shake = 0.0 if first else 1.0
        mean = plain + shake * SHAKE * rng.normal(size=len(plain)) / size
        turn = np.where(rng.random(len(plan.random)) < shake * 0.5, -1.0, 1.0)
        wide = SPREAD * turn * np.exp(shake * 0.5 * rng.normal(size=len(turn))) / size[list(plan.random)]
        for q, k in enumerate(plan.random):
            if plan.distributions[q] == "lognormal":
                mean[k], wide[q] = np.log(max(mean[k], 0.1 / size[k])), SPREAD * turn[q]
        spread = np.array([wide[q] if q == draw else 0.0 for q, draw in plan.spreads])
        found.append(np.concatenate([mean, spread])[plan.free])
    return found


def _plain_weights(plan: Plan, prepared: Prepared) -> tuple[Array, Array]:
    """Means (K,) where nothing is random, and the size (K,) of what each weight is multiplied by."""
    point = prepared.plain.point[0]
    size = _sizes(prepared)
    size[size == 0] = 1.0
    if plan.model == MIXED_BINARY:
        return np.r_[-point[0], point[1:]], np.r_[1.0, size]
    if plan.held is not None:
        return np.insert(point, plan.held, 0.0), np.r_[np.full(plan.cuts, np.inf), 1.0, size]
    return point, np.r_[np.full(plan.cuts, np.inf), size]


def _sizes(prepared: Prepared) -> Array:
    """Standard deviation of each column: of choices within their tasks."""
    problem = prepared.problem
    if isinstance(problem, ConditionalProblem):
        x = np.where(problem.available[..., None], problem.x, np.nan)
        return np.asarray(np.sqrt(np.nanmean((x - np.nanmean(x, axis=1, keepdims=True)) ** 2, axis=(0, 1))))
    if isinstance(problem, OrderedProblem):
        return np.asarray(problem.x.std(axis=0))
    raise TypeError(f"no mixed logit of a {type(problem).__name__}")
