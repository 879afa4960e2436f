"""What the numbers of latent classes are called, and which of them are free.

Class 2's weight of price is ``2.price``; ``share.2`` is the log-odds of class 2 against class 1, or with covariates
``share.2.constant`` and ``share.2.age``. A restriction makes a term the ``same`` in all classes, or holds the number of
one name at a value. Both are one map theta = a phi + b. Letters: F free numbers, M numbers of the mixture, C classes,
P parameters of a class.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.errors import FitError
from dce.estimation.parameters import Parameters

Array = NDArray[np.float64]
SAME = "same"
Restrictions = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Terms:
    """Names of C classes whose parameters are ``one``; ``a`` (M, F) has at most a single one in a row, ``b`` is (M,).

    ``held`` tells whether a number is held at a value, so that classes are no longer exchangeable.
    """

    one: Parameters
    classes: int
    shares: tuple[str, ...]
    a: Array
    b: Array
    held: bool

    @classmethod
    def of(cls, one: Parameters, classes: int, covariates: tuple[str, ...], restrict: Restrictions) -> Terms:
        """Names for classes over ``covariates``, the first of which is the constant; raises FitError."""
        others = range(2, classes + 1)
        if len(covariates) == 1:
            shares = tuple(f"share.{c}" for c in others)
        else:
            shares = tuple(f"share.{c}.{name}" for c in others for name in covariates)
        plain = cls(one, classes, shares, np.eye(0), np.zeros(0), held=False)
        a, b = _map(plain, restrict)
        if not a.shape[1]:
            raise FitError("restrict: nothing is left to estimate; leave at least one number free")
        return cls(one, classes, shares, a, b, held=any(value != SAME for value in restrict.values()))

    @property
    def of_class(self) -> tuple[str, ...]:
        """Names of the parameters of a class (P,), without its number."""
        return tuple(self.one.names[i] for i in self.one.place)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the numbers of the mixture (M,)."""
        return (*self.shares, *(f"{c + 1}.{name}" for c in range(self.classes) for name in self.of_class))

    @property
    def turn(self) -> Array:
        """Sign with which each number of the mixture is shown (M,)."""
        return np.concatenate([np.ones(len(self.shares)), np.tile(self.one.turn, self.classes)])

    def shown(self, hidden: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Which numbers of the mixture the data can tell; nothing of classes that are ``hidden`` (C,)."""
        known = self.one.known[self.one.place]
        return np.flatnonzero(np.r_[np.full(len(self.shares), True), (known & ~hidden[:, None]).ravel()])

    def weights(self) -> list[str]:
        """Names in the order in which a fit shows them: weights class by class, then shares."""
        return [f"{c + 1}.{name}" for c in range(self.classes) for name in self.weight_names()] + list(self.shares)

    def thresholds(self) -> list[str]:
        """The same for thresholds; a binary logit shows a constant among the weights instead."""
        cuts = () if self.one.binary else self.one.cuts
        return [f"{c + 1}.{name}" for c in range(self.classes) for name in cuts]

    def weight_names(self) -> tuple[str, ...]:
        """Names of the weights of a class, without its number and without thresholds."""
        return self.one.columns if not self.one.binary else (*self.one.cuts, *self.one.columns)


def _map(terms: Terms, restrict: Restrictions) -> tuple[Array, Array]:
    """The map (M, F) and (M,) from free numbers to those of the mixture."""
    names = list(terms.names)
    source, b = np.arange(len(names)), np.zeros(len(names))  # of each number: the first that has its value; -1 for held
    for name, value in restrict.items():
        if value != SAME:
            at = _place(terms, names, name)
            source[at], b[at] = -1, terms.turn[at] * _finite(name, value)
    for name, value in restrict.items():
        if value == SAME:
            _need(terms, terms.of_class, name)
            rows = np.array([names.index(f"{c + 1}.{name}") for c in range(terms.classes)])
            rows = rows[source[rows] >= 0]
            source[rows] = rows[:1].repeat(len(rows))
    free = np.unique(source[source >= 0])
    return (source[:, None] == free).astype(np.float64), b


def _place(terms: Terms, names: list[str], name: str) -> int:
    _need(terms, names, name)
    if name in terms.thresholds():
        raise FitError(f'restrict: "{name}" is a threshold, which cannot be held at a value; only "same" can tie it')
    return names.index(name)


def _need(terms: Terms, known: list[str] | tuple[str, ...], name: str) -> None:
    if name in known:
        return
    if name in (*terms.weights(), *terms.one.columns):
        raise FitError(f'restrict: "{name}" cannot be told apart from other columns; leave it out, or drop its column')
    use = ", ".join(known)
    raise FitError(f'restrict: there is no "{name}" here; "same" takes a term, a number takes a name: use one of {use}')


def _finite(name: str, value: float | str) -> float:
    if isinstance(value, str) or not math.isfinite(value):
        raise FitError(f'restrict: "{name}" is {value!r}; give a finite number, or "same" for a term of all classes')
    return float(value)
